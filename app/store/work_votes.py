"""Votes for works, what is unusual about them, and what the board took out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.models.members import Member
from app.models.works import ContestWork, VoteStrike, WorkFlag, WorkVote
from app.store.changes import rows_of
from app.store.records import upsert


class Cast(NamedTuple):
    """A vote beside what is known of her who gave it."""

    work: str
    person: str
    at: datetime
    joined_at: datetime | None
    unit: str | None
    strike: str | None


def add(session: Session, vote: dict[str, Any]) -> bool:
    """One a member and work: False when it stands there already."""
    return (
        session.execute(
            upsert(session)(WorkVote)
            .values(**vote)
            .on_conflict_do_nothing()
            .returning(col(WorkVote.work_id))
        ).scalar_one_or_none()
        is not None
    )


def drop(session: Session, work_id: str, person_id: str) -> bool:
    """One that was struck stays: who takes it back cannot give it anew."""
    result = session.execute(
        delete(WorkVote)
        .where(
            col(WorkVote.work_id) == work_id,
            col(WorkVote.person_id) == person_id,
            col(WorkVote.strike_id).is_(None),
        )
        .execution_options(synchronize_session=False)
    )
    return bool(rows_of(result))


def of_person(session: Session, person_id: str | None, work_ids: Iterable[str]) -> set[str]:
    """Which of these works she voted for."""
    return set(
        session.execute(
            select(col(WorkVote.work_id)).where(
                col(WorkVote.person_id) == person_id, col(WorkVote.work_id).in_(set(work_ids))
            )
        ).scalars()
    )


def given_by(session: Session, person_id: str) -> list[WorkVote]:
    return list(
        session.execute(
            select(WorkVote)
            .where(col(WorkVote.person_id) == person_id)
            .order_by(col(WorkVote.voted_at))
        ).scalars()
    )


def counts(session: Session, contest_id: str) -> dict[str, int]:
    """Work → votes that count."""
    rows = session.execute(
        select(col(WorkVote.work_id), func.count())
        .join(ContestWork, col(ContestWork.id) == col(WorkVote.work_id))
        .where(col(ContestWork.contest_id) == contest_id, col(WorkVote.strike_id).is_(None))
        .group_by(col(WorkVote.work_id))
    )
    return {row[0]: int(row[1]) for row in rows}


def cast(session: Session, contest_id: str) -> list[Cast]:
    """Every vote of a contest in the order of time."""
    rows = session.execute(
        select(
            col(WorkVote.work_id),
            col(WorkVote.person_id),
            col(WorkVote.voted_at),
            col(Member.joined_at),
            col(Member.unit_id),
            col(WorkVote.strike_id),
        )
        .join(ContestWork, col(ContestWork.id) == col(WorkVote.work_id))
        .join(Member, col(Member.id) == col(WorkVote.member_id))
        .where(col(ContestWork.contest_id) == contest_id)
        .order_by(col(WorkVote.voted_at), col(WorkVote.person_id))
    )
    return [Cast(*row) for row in rows]


# -- what is unusual ---------------------------------------------------------------------------


def note(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """What a machine found, each once; found again it is told as it is now."""
    for row in rows:
        statement = upsert(session)(WorkFlag).values(**row)
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["work_id", "kind", "since"],
                set_={"until": row["until"], "evidence": row["evidence"]},
            )
        )


def flags(session: Session, contest_id: str) -> list[WorkFlag]:
    return list(
        session.execute(
            select(WorkFlag)
            .join(ContestWork, col(ContestWork.id) == col(WorkFlag.work_id))
            .where(col(ContestWork.contest_id) == contest_id)
            .order_by(col(WorkFlag.since), col(WorkFlag.id))
            .execution_options(populate_existing=True)
        ).scalars()
    )


# -- taken out by the board --------------------------------------------------------------------


def strike(session: Session, strike_id: str, work_id: str, people: Sequence[str]) -> int:
    """The votes of these people for a work count no more; how many of them did."""
    result = session.execute(
        update(WorkVote)
        .where(
            col(WorkVote.work_id) == work_id,
            col(WorkVote.person_id).in_(people),
            col(WorkVote.strike_id).is_(None),
        )
        .values(strike_id=strike_id)
        .execution_options(synchronize_session=False)
    )
    return rows_of(result)


def strikes(session: Session, contest_id: str) -> list[VoteStrike]:
    """The newest first."""
    return list(
        session.execute(
            select(VoteStrike)
            .where(col(VoteStrike.contest_id) == contest_id)
            .order_by(col(VoteStrike.id).desc())
            .execution_options(populate_existing=True)
        ).scalars()
    )


def strike_of(session: Session, strike_id: str) -> VoteStrike | None:
    return session.get(VoteStrike, strike_id, populate_existing=True) if is_id(strike_id) else None


def lift(session: Session, row: VoteStrike, **values: Any) -> bool:
    """Put back once: the votes count again."""
    result = session.execute(
        update(VoteStrike)
        .where(col(VoteStrike.id) == row.id, col(VoteStrike.lifted_at).is_(None))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if not rows_of(result):
        return False
    session.execute(
        update(WorkVote)
        .where(col(WorkVote.strike_id) == row.id)
        .values(strike_id=None)
        .execution_options(synchronize_session=False)
    )
    session.refresh(row)
    return True
