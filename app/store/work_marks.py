"""Marks of jurors, conflicts of interest, and the versions of a result."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.works import ContestWork, JurorConflict, WorkMark, WorkResult
from app.store.changes import rows_of
from app.store.records import upsert


def put(session: Session, mark: dict[str, Any]) -> None:
    """One a juror, work and criterion: the last one stands."""
    statement = upsert(session)(WorkMark).values(**mark)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["work_id", "juror_id", "criterion"],
            set_={"points": mark["points"], "marked_at": mark["marked_at"]},
        )
    )


def marks(
    session: Session, contest_id: str, juror_id: str | None = None
) -> dict[str, dict[str, dict[str, int]]]:
    """Work → juror → criterion → points; of one juror alone where she is named."""
    statement = (
        select(WorkMark)
        .join(ContestWork, col(ContestWork.id) == col(WorkMark.work_id))
        .where(col(ContestWork.contest_id) == contest_id)
        .execution_options(populate_existing=True)
    )
    if juror_id is not None:
        statement = statement.where(col(WorkMark.juror_id) == juror_id)
    found: dict[str, dict[str, dict[str, int]]] = {}
    for row in session.execute(statement).scalars():
        found.setdefault(row.work_id, {}).setdefault(row.juror_id, {})[row.criterion] = row.points
    return found


def given_by(session: Session, person_id: str) -> list[WorkMark]:
    return list(
        session.execute(
            select(WorkMark)
            .where(col(WorkMark.juror_id) == person_id)
            .order_by(col(WorkMark.marked_at))
        ).scalars()
    )


def declare(session: Session, conflict: dict[str, Any]) -> bool:
    """Once; what she gave the work before goes."""
    declared = session.execute(
        upsert(session)(JurorConflict)
        .values(**conflict)
        .on_conflict_do_nothing()
        .returning(col(JurorConflict.work_id))
    ).scalar_one_or_none()
    session.execute(
        delete(WorkMark)
        .where(
            col(WorkMark.work_id) == conflict["work_id"],
            col(WorkMark.juror_id) == conflict["juror_id"],
        )
        .execution_options(synchronize_session=False)
    )
    return declared is not None


def conflicts(session: Session, contest_id: str) -> dict[str, dict[str, str]]:
    """Work → juror → her reason."""
    found: dict[str, dict[str, str]] = {}
    for row in session.execute(
        select(JurorConflict)
        .join(ContestWork, col(ContestWork.id) == col(JurorConflict.work_id))
        .where(col(ContestWork.contest_id) == contest_id)
    ).scalars():
        found.setdefault(row.work_id, {})[row.juror_id] = row.reason
    return found


def declared_by(session: Session, person_id: str) -> list[JurorConflict]:
    return list(
        session.execute(
            select(JurorConflict)
            .where(col(JurorConflict.juror_id) == person_id)
            .order_by(col(JurorConflict.declared_at))
        ).scalars()
    )


# -- results -----------------------------------------------------------------------------------


def next_no(session: Session, contest_id: str) -> int:
    last = session.execute(
        select(func.max(col(WorkResult.no))).where(col(WorkResult.contest_id) == contest_id)
    ).scalar_one()
    return (last or 0) + 1


def result(
    session: Session,
    contest_id: str,
    *,
    published: bool = False,
    no: int | None = None,
    held: bool = False,
) -> WorkResult | None:
    """The newest version, or the newest that is out, or the one with that number. `held`: whoever
    approves it keeps its row until she commits."""
    statement = select(WorkResult).where(col(WorkResult.contest_id) == contest_id)
    if published:
        statement = statement.where(col(WorkResult.published_at).is_not(None))
    if no is not None:
        statement = statement.where(col(WorkResult.no) == no)
    if held:
        statement = statement.with_for_update()
    return session.execute(
        statement.order_by(col(WorkResult.no).desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def versions(session: Session, contest_id: str) -> list[WorkResult]:
    """The newest first."""
    return list(
        session.execute(
            select(WorkResult)
            .where(col(WorkResult.contest_id) == contest_id)
            .order_by(col(WorkResult.no).desc())
        ).scalars()
    )


def publish(session: Session, row: WorkResult, person_id: str, now: datetime) -> bool:
    """Once."""
    done = session.execute(
        update(WorkResult)
        .where(col(WorkResult.id) == row.id, col(WorkResult.published_at).is_(None))
        .values(published_by=person_id, published_at=now)
        .execution_options(synchronize_session=False)
    )
    session.refresh(row)
    return bool(rows_of(done))


def newest_out(session: Session, contest_id: str) -> bool:
    """Whether results of this contest are out."""
    return result(session, contest_id, published=True) is not None
