"""Contests and their rounds: a draft is its board's, what was published everyone's of the group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.permissions import BOARD_ROLES, Actor
from app.domain.refusals import Conflict, Hidden
from app.models.contests import Contest, ContestOffice, ContestRound, Entrant, RoundQuestion
from app.store.changes import rows_of
from app.store.keyset import beyond

#: Who sees a contest before it is out.
KEEPERS = ("chair", "vice_chair", "contests", "adviser")
#: Rounds whose questions one process remembers.
MOST_ASKED = 64
_asked: dict[str, tuple[RoundQuestion, ...]] = {}


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
    served = actor.communities_as(*BOARD_ROLES, "adviser")
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


def rounds_of(session: Session, contest_ids: Iterable[str]) -> dict[str, list[ContestRound]]:
    """Contest → its rounds in the order of their numbers."""
    found: dict[str, list[ContestRound]] = {}
    rows = session.execute(
        select(ContestRound)
        .where(col(ContestRound.contest_id).in_(set(contest_ids)))
        .order_by(col(ContestRound.contest_id), col(ContestRound.number))
    ).scalars()
    for row in rows:
        found.setdefault(row.contest_id, []).append(row)
    return found


def open_rounds(
    session: Session, community_id: str, now: datetime, most: int
) -> list[tuple[Contest, ContestRound]]:
    """Those of published contests that take papers now, the first to close first."""
    rows = session.execute(
        select(Contest, ContestRound)
        .join(ContestRound, col(ContestRound.contest_id) == col(Contest.id))
        .where(
            col(Contest.community_id) == community_id,
            col(Contest.state) == "published",
            col(ContestRound.opens_at) <= now,
            col(ContestRound.closes_at) > now,
        )
        .order_by(col(ContestRound.closes_at), col(ContestRound.id))
        .limit(most)
    )
    return [(contest, one) for contest, one in rows]


def question_counts(session: Session, round_ids: Iterable[str]) -> dict[str, int]:
    """Round → how many questions it asks."""
    rows = session.execute(
        select(col(RoundQuestion.round_id), func.count())
        .where(col(RoundQuestion.round_id).in_(set(round_ids)))
        .group_by(col(RoundQuestion.round_id))
    )
    return {row[0]: int(row[1]) for row in rows}


def questions(session: Session, round_id: str) -> list[RoundQuestion]:
    """In the order in which they were written."""
    return list(
        session.execute(
            select(RoundQuestion)
            .where(col(RoundQuestion.round_id) == round_id)
            .order_by(col(RoundQuestion.place))
        ).scalars()
    )


def asked(session: Session, of: ContestRound) -> Sequence[RoundQuestion]:
    """The same, to be read only. Once a round has begun nothing of them changes (trigger): they are
    fetched once, not for every paper that is saved or handed in."""
    if of.begun_at is None:
        return questions(session, of.id)
    kept = _asked.get(of.id)
    if kept is None:
        kept = tuple(questions(session, of.id))
        for one in kept:
            session.expunge(one)
        if len(_asked) >= MOST_ASKED:
            _asked.clear()
        _asked[of.id] = kept
    return kept


def offices(session: Session, contest_id: str) -> list[ContestOffice]:
    return list(
        session.execute(
            select(ContestOffice)
            .where(col(ContestOffice.contest_id) == contest_id)
            .order_by(col(ContestOffice.role), col(ContestOffice.since))
        ).scalars()
    )


def offices_of(session: Session, person_id: str) -> list[tuple[ContestOffice, Contest]]:
    rows = session.execute(
        select(ContestOffice, Contest)
        .join(Contest, col(Contest.id) == col(ContestOffice.contest_id))
        .where(col(ContestOffice.person_id) == person_id)
        .order_by(col(ContestOffice.since), col(Contest.id))
    )
    return [(office, contest) for office, contest in rows]


def entrants(session: Session, contest_id: str, persons: Iterable[str]) -> dict[str, Entrant]:
    """Person → who she was at her first attempt, however many they are."""
    wanted, found = sorted(set(persons)), dict[str, Entrant]()
    for start in range(0, len(wanted), 500):
        rows = session.execute(
            select(Entrant).where(
                col(Entrant.contest_id) == contest_id,
                col(Entrant.person_id).in_(wanted[start : start + 500]),
            )
        ).scalars()
        found |= {row.person_id: row for row in rows}
    return found


def begin(session: Session, contest_id: str | None, round_id: str, now: datetime) -> bool:
    """The first attempt: rules and questions stay as they are from here on. False later.

    A practice paper fixes the questions alone: then there is no `contest_id`. Raises Conflict
    (`contest-withdrawn`) where the contest was withdrawn meanwhile.
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
            .where(
                col(Contest.id) == contest_id,
                col(Contest.begun_at).is_(None),
                col(Contest.state) != "withdrawn",
            )
            .values(begun_at=now)
            .execution_options(synchronize_session=False)
        )
    if rows_of(begun):
        state = select(col(Contest.state)).join(
            ContestRound, col(ContestRound.contest_id) == col(Contest.id)
        )
        if (
            session.execute(state.where(col(ContestRound.id) == round_id)).scalar_one()
            == "withdrawn"
        ):
            raise Conflict("contest-withdrawn")
    return bool(rows_of(begun))


# -- what `sen verify` asks --------------------------------------------------------------------


def rulesets(session: Session) -> list[tuple[str, dict[str, Any], str]]:
    """(contest, its ruleset, the hash kept beside it)."""
    rows = session.execute(
        select(col(Contest.id), col(Contest.ruleset), col(Contest.ruleset_sha256)).order_by(
            col(Contest.id)
        )
    )
    return [(row[0], row[1], row[2]) for row in rows]


def seals(session: Session) -> list[tuple[ContestRound, dict[str, list[str]]]]:
    """Every round with its answer key: question → right options; an essay has none."""
    keys: dict[str, dict[str, list[str]]] = {}
    for round_id, key, answer in session.execute(
        select(
            col(RoundQuestion.round_id), col(RoundQuestion.key), col(RoundQuestion.answer)
        ).where(col(RoundQuestion.kind) == "choice")
    ):
        keys.setdefault(round_id, {})[key] = answer
    found = session.execute(select(ContestRound).order_by(col(ContestRound.id))).scalars()
    return [(one, keys.get(one.id, {})) for one in found]
