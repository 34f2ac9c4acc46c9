"""The job table: leasing, finishing, putting back (design.md §7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.machinery import Job
from app.store.changes import rows_of

DONE_KEPT = timedelta(days=7)
BACK_OFF = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Leased:
    """A job in the hands of one worker; `attempts` tells its lease from a later one."""

    id: str
    task: str
    payload: dict[str, Any]
    attempts: int


def lease_next(
    session: Session,
    worker: str,
    now: datetime,
    lease: timedelta,
    without: Iterable[str] = (),
) -> Leased | None:
    """The next due job, ours for the length of the lease; `SKIP LOCKED` on PostgreSQL.

    `without`: tasks that this worker has no hands for now.
    """
    job = session.execute(
        select(Job)
        .where(
            col(Job.run_at) <= now,
            col(Job.task).not_in(tuple(without)),
            or_(
                col(Job.state) == "waiting",
                and_(col(Job.state) == "running", col(Job.lease_until) <= now),
            ),
        )
        .order_by(col(Job.run_at))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).scalar_one_or_none()
    if job is None:
        return None
    job.state, job.leased_by = "running", worker
    job.lease_until = now + lease
    job.attempts += 1
    session.flush()
    return Leased(job.id, job.task, dict(job.payload), job.attempts)


def _held(job: Leased, worker: str) -> ColumnElement[bool]:
    """While the lease is still this one: another worker may have taken the job over."""
    return and_(
        col(Job.id) == job.id,
        col(Job.state) == "running",
        col(Job.leased_by) == worker,
        col(Job.attempts) == job.attempts,
    )


def renew(session: Session, job: Leased, worker: str, until: datetime) -> bool:
    """Hold it for longer; False when the lease is lost."""
    result = session.execute(update(Job).where(_held(job, worker)).values(lease_until=until))
    return bool(rows_of(result))


def finish(session: Session, job: Leased, worker: str) -> bool:
    """Mark it done, in the transaction of its effect; False when the lease is lost."""
    result = session.execute(
        update(Job).where(_held(job, worker)).values(state="done", lease_until=None)
    )
    return bool(rows_of(result))


def put_back(
    session: Session, job: Leased, worker: str, problem: str, now: datetime, most: int
) -> bool:
    """A failed job waits longer after each try; True when this was the last: it ends as failed."""
    result = session.execute(
        update(Job)
        .where(_held(job, worker))
        .values(
            state="failed" if job.attempts >= most else "waiting",
            problem=problem,
            run_at=now + BACK_OFF * job.attempts,
            lease_until=None,
            leased_by=None,
        )
    )
    return bool(rows_of(result)) and job.attempts >= most


def alive(session: Session, task: str, slots: str) -> bool:
    """Whether a job of this task waits or runs whose slot begins so."""
    return (
        session.execute(
            select(col(Job.id))
            .where(
                col(Job.task) == task,
                col(Job.state).in_(("waiting", "running")),
                col(Job.slot).startswith(slots, autoescape=True),
            )
            .limit(1)
        ).first()
        is not None
    )


def failed(session: Session) -> list[Job]:
    return list(session.execute(select(Job).where(col(Job.state) == "failed")).scalars())


def forget_done(session: Session, now: datetime) -> None:
    session.execute(
        delete(Job).where(col(Job.state) == "done", col(Job.created_at) < now - DONE_KEPT)
    )
