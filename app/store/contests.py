"""Contests and their rounds: a draft is its board's, what was published everyone's of the group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.permissions import Actor
from app.domain.refusals import Hidden
from app.models.contests import Contest, ContestOffice, ContestRound, Entrant, RoundQuestion
from app.store.changes import rows_of
from app.store.keyset import beyond

#: Who sees a contest before it is out.
KEEPERS = ("chair", "vice_chair", "contests", "adviser")


def get(session: Session, actor: Actor, contest_id: str) -> Contest:
    """Raises Hidden for what she may not see, as for what is not there."""
    found = None
    if is_id(contest_id):
        found = session.execute(
            select(Contest).where(col(Contest.id) == contest_id, seen_by(actor))
        ).scalar_one_or_none()
    if found is None:
        raise Hidden
    return found


def round_of(session: Session, actor: Actor, round_id: str) -> tuple[Contest, ContestRound]:
    found = None
    if is_id(round_id):
        found = session.execute(
            select(Contest, ContestRound)
            .join(ContestRound, col(ContestRound.contest_id) == col(Contest.id))
            .where(col(ContestRound.id) == round_id, seen_by(actor))
        ).one_or_none()
    if found is None:
        raise Hidden
    return found[0], found[1]


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """The contests she may know of."""
    member_of = {m.community_id for m in actor.memberships if m.state == "approved"}
    served = frozenset().union(*(post.communities for post in actor.posts))
    return or_(
        col(Contest.community_id).in_(actor.communities_as(*KEEPERS)),
        and_(col(Contest.community_id).in_(member_of | served), col(Contest.state) != "draft"),
    )


def page(
    session: Session, actor: Actor, community_id: str, most: int, after: tuple[Any, ...] | None
) -> list[Contest]:
    """The newest first."""
    return list(
        session.execute(
            select(Contest)
            .where(
                col(Contest.community_id) == community_id,
                seen_by(actor),
                beyond(after, col(Contest.id), down=True),
            )
            .order_by(col(Contest.id).desc())
            .limit(most)
        ).scalars()
    )


def rounds(session: Session, contest_id: str) -> list[ContestRound]:
    """In the order of their numbers."""
    return list(
        session.execute(
            select(ContestRound)
            .where(col(ContestRound.contest_id) == contest_id)
            .order_by(col(ContestRound.number))
        ).scalars()
    )


def questions(session: Session, round_id: str) -> list[RoundQuestion]:
    """In the order in which they were written."""
    return list(
        session.execute(
            select(RoundQuestion)
            .where(col(RoundQuestion.round_id) == round_id)
            .order_by(col(RoundQuestion.place))
        ).scalars()
    )


def offices(session: Session, contest_id: str) -> list[ContestOffice]:
    return list(
        session.execute(
            select(ContestOffice)
            .where(col(ContestOffice.contest_id) == contest_id)
            .order_by(col(ContestOffice.role), col(ContestOffice.since))
        ).scalars()
    )


def entrants(session: Session, contest_id: str, persons: Sequence[str]) -> dict[str, Entrant]:
    """Person → who she was at her first attempt."""
    rows = session.execute(
        select(Entrant).where(
            col(Entrant.contest_id) == contest_id, col(Entrant.person_id).in_(persons)
        )
    ).scalars()
    return {row.person_id: row for row in rows}


def begin(session: Session, contest_id: str | None, round_id: str, now: datetime) -> bool:
    """The first attempt: rules and questions stay as they are from here on. False later.

    A practice paper fixes the questions alone: then there is no `contest_id`.
    """
    begun = session.execute(
        update(ContestRound)
        .where(col(ContestRound.id) == round_id, col(ContestRound.begun_at).is_(None))
        .values(begun_at=now)
        .execution_options(synchronize_session=False)
    )
    if contest_id is not None:
        session.execute(
            update(Contest)
            .where(col(Contest.id) == contest_id, col(Contest.begun_at).is_(None))
            .values(begun_at=now)
            .execution_options(synchronize_session=False)
        )
    return bool(rows_of(begun))
