"""Complaints of entrants: hers, and those of contests that one keeps; answered once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.permissions import Actor
from app.domain.refusals import Hidden
from app.models.complaints import ContestComplaint
from app.models.contests import Contest
from app.store.changes import rows_of
from app.store.contests import KEEPERS
from app.store.keyset import beyond


def get(session: Session, actor: Actor, complaint_id: str) -> tuple[ContestComplaint, Contest]:
    """Raises Hidden for what she may not see, as for what is not there."""
    found = None
    if is_id(complaint_id):
        found = session.execute(
            select(ContestComplaint, Contest)
            .join(Contest, col(Contest.id) == col(ContestComplaint.contest_id))
            .where(col(ContestComplaint.id) == complaint_id, _seen_by(actor))
            .execution_options(populate_existing=True)
        ).one_or_none()
    if found is None:
        raise Hidden
    return found[0], found[1]


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    kept = col(Contest.community_id).in_(actor.communities_as(*KEEPERS))
    if actor.person_id is None:
        return kept
    return or_(kept, col(ContestComplaint.person_id) == actor.person_id)


def page(
    session: Session, round_id: str, most: int, after: tuple[Any, ...] | None
) -> list[ContestComplaint]:
    """Of a round, the newest first."""
    return list(
        session.execute(
            select(ContestComplaint)
            .where(
                col(ContestComplaint.round_id) == round_id,
                beyond(after, col(ContestComplaint.id), down=True),
            )
            .order_by(col(ContestComplaint.id).desc())
            .limit(most)
        ).scalars()
    )


def of_person(
    session: Session, person_id: str, round_id: str | None = None, most: int = 200
) -> list[ContestComplaint]:
    """Hers, of one round or of all, the newest first."""
    hers = select(ContestComplaint).where(col(ContestComplaint.person_id) == person_id)
    if round_id is not None:
        hers = hers.where(col(ContestComplaint.round_id) == round_id)
    order = col(ContestComplaint.id).desc()
    return list(session.execute(hers.order_by(order).limit(most)).scalars())


def add(session: Session, complaint: ContestComplaint) -> bool:
    """With the contest's next number; False when she has an open one of this round."""
    try:
        with session.begin_nested():
            complaint.number = session.execute(
                update(Contest)
                .where(col(Contest.id) == complaint.contest_id)
                .values(complaints=Contest.complaints + 1)
                .returning(col(Contest.complaints))
                .execution_options(synchronize_session=False)
            ).scalar_one()
            session.add(complaint)
            session.flush()
    except IntegrityError:
        return False
    return True


def close(session: Session, complaint: ContestComplaint, **values: Any) -> bool:
    """One conditional UPDATE of an open one from the version that was read."""
    closed = session.execute(
        update(ContestComplaint)
        .where(
            col(ContestComplaint.id) == complaint.id,
            col(ContestComplaint.version) == complaint.version,
            col(ContestComplaint.state) == "open",
        )
        .values(version=complaint.version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    session.refresh(complaint)
    return bool(rows_of(closed))


def counts(session: Session, contest_id: str) -> dict[str, int]:
    """Round → its open complaints; a round without one is left out."""
    rows = session.execute(
        select(col(ContestComplaint.round_id), func.count())
        .where(
            col(ContestComplaint.contest_id) == contest_id, col(ContestComplaint.state) == "open"
        )
        .group_by(col(ContestComplaint.round_id))
    )
    return {row[0]: row[1] for row in rows}


def states(session: Session, round_id: str) -> list[str]:
    """Of each complaint of a round."""
    return list(
        session.execute(
            select(col(ContestComplaint.state)).where(col(ContestComplaint.round_id) == round_id)
        ).scalars()
    )


def open_complaints(session: Session, round_id: str) -> int:
    """How many wait for an answer: while one does, the round's result is not closed."""
    return session.execute(
        select(func.count()).where(
            col(ContestComplaint.round_id) == round_id, col(ContestComplaint.state) == "open"
        )
    ).scalar_one()


def miscounted(session: Session) -> list[str]:
    """Contests whose last number is not that of their last complaint, for `sen verify`."""
    last = (
        select(func.coalesce(func.max(ContestComplaint.number), 0))
        .where(col(ContestComplaint.contest_id) == col(Contest.id))
        .scalar_subquery()
    )
    return list(
        session.execute(select(col(Contest.id)).where(col(Contest.complaints) != last)).scalars()
    )
