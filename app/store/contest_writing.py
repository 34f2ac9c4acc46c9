"""Writing contests and their rounds: each change one conditional UPDATE, none once it has begun."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.contests import moments, windows
from app.models.contests import Attempt, Contest, ContestOffice, ContestRound, RoundQuestion
from app.store.changes import rows_of
from app.store.records import upsert


def hold(session: Session, contest: Contest) -> None:
    """Whoever adds a round waits for the one before, so that numbers follow each other."""
    session.execute(
        select(Contest)
        .where(col(Contest.id) == contest.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def move(session: Session, contest: Contest, *only: ColumnElement[bool], **values: Any) -> bool:
    """From the version that was read, where `only` holds too; False when somebody was faster."""
    return _moved(session, Contest, contest, only, values)


def unbegun() -> ColumnElement[bool]:
    return col(Contest.begun_at).is_(None)


def move_round(
    session: Session, one: ContestRound, *only: ColumnElement[bool], **values: Any
) -> bool:
    return _moved(session, ContestRound, one, only, values)


def round_unbegun() -> ColumnElement[bool]:
    return col(ContestRound.begun_at).is_(None)


def still_open(now: datetime) -> ColumnElement[bool]:
    return col(ContestRound.closes_at) > now


def _moved(
    session: Session,
    table: type[Contest] | type[ContestRound],
    row: Contest | ContestRound,
    only: Iterable[ColumnElement[bool]],
    values: dict[str, Any],
) -> bool:
    result = session.execute(
        update(table)
        .where(col(table.id) == row.id, col(table.version) == row.version, *only)
        .values(version=row.version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    session.refresh(row)
    return bool(rows_of(result))


# -- rounds ------------------------------------------------------------------------------------


def last_number(session: Session, contest_id: str) -> int:
    found = session.execute(
        select(func.max(col(ContestRound.number))).where(col(ContestRound.contest_id) == contest_id)
    ).scalar_one()
    return found or 0


def drawn_before(session: Session, contest_id: str, but: str = "") -> set[str]:
    """Questions of the bank that rounds of the contest ask, apart from the round `but`."""
    rows = session.execute(
        select(col(RoundQuestion.bank_question_id))
        .join(ContestRound, col(ContestRound.id) == col(RoundQuestion.round_id))
        .where(
            col(ContestRound.contest_id) == contest_id,
            col(ContestRound.id) != but,
            col(RoundQuestion.bank_question_id).is_not(None),
        )
    )
    return {key for key in rows.scalars() if key}


def ask(session: Session, round_id: str, rows: Sequence[dict[str, Any]]) -> None:
    """These questions and no others. The database refuses it once the round has begun."""
    session.execute(
        delete(RoundQuestion)
        .where(col(RoundQuestion.round_id) == round_id)
        .execution_options(synchronize_session=False)
    )
    session.execute(insert(RoundQuestion), list(rows))


def drop_round(session: Session, one: ContestRound) -> None:
    for statement in (
        delete(RoundQuestion).where(col(RoundQuestion.round_id) == one.id),
        delete(ContestRound).where(col(ContestRound.id) == one.id),
    ):
        session.execute(statement.execution_options(synchronize_session=False))
    session.expunge(one)


def put_off(session: Session, one: ContestRound, before: datetime) -> int:
    """Papers in progress that the closing would have ended go on with it: to their own time limit,
    or to the new closing. Their number."""
    mine = (
        col(Attempt.round_id) == one.id,
        col(Attempt.state) == "in_progress",
        col(Attempt.deadline_at) == before,
    )
    rows = session.execute(select(col(Attempt.id), col(Attempt.started_at)).where(*mine)).all()
    for attempt_id, started_at in rows:
        session.execute(
            update(Attempt)
            .where(col(Attempt.id) == attempt_id, *mine)
            .values(deadline_at=deadline(one, started_at))
            .execution_options(synchronize_session=False)
        )
    return len(rows)


def deadline(one: ContestRound, started_at: datetime) -> datetime:
    """When a paper of the round begun then ends."""
    window = windows.window(one.opens_at, one.closes_at)
    return moments.from_ms(window.deadline(moments.to_ms(started_at), one.time_limit_s))


# -- offices -----------------------------------------------------------------------------------


def enlist(session: Session, contest_id: str, person_id: str, role: str, now: datetime) -> bool:
    """Once a person and role; whether it is new."""
    statement = (
        upsert(session)(ContestOffice)
        .values(contest_id=contest_id, person_id=person_id, role=role, since=now)
        .on_conflict_do_nothing()
        .returning(col(ContestOffice.person_id))
    )
    return session.execute(statement).first() is not None


def release(session: Session, contest_id: str, person_id: str, role: str) -> bool:
    """Out of the office, while nothing of the contest has begun; whether she held it."""
    result = session.execute(
        delete(ContestOffice)
        .where(
            col(ContestOffice.contest_id) == contest_id,
            col(ContestOffice.person_id) == person_id,
            col(ContestOffice.role) == role,
            select(col(Contest.id)).where(col(Contest.id) == contest_id, unbegun()).exists(),
        )
        .execution_options(synchronize_session=False)
    )
    return bool(rows_of(result))
