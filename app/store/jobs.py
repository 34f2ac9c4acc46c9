"""The job table: leasing, finishing, putting back (design.md §7)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.machinery import Job
from app.store.changes import rows_of

DONE_KEPT = timedelta(days=7)
BACK_OFF = timedelta(seconds=30)


def lease_next(session: Session, worker: str, now: datetime, lease: timedelta) -> Job | None:
    """The next due job, ours for the length of the lease; `SKIP LOCKED` on PostgreSQL."""
    job = session.execute(
        select(Job)
        .where(
            col(Job.run_at) <= now,
            or_(
                col(Job.state) == "waiting",
                (col(Job.state) == "running") & (col(Job.lease_until) <= now),
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
    return job


def finish(session: Session, job: Job, worker: str) -> bool:
    """Mark it done while the lease is ours; another worker may have taken it over."""
    result = session.execute(
        update(Job)
        .where(
            col(Job.id) == job.id,
            col(Job.state) == "running",
            col(Job.leased_by) == worker,
            col(Job.attempts) == job.attempts,
        )
        .values(state="done", lease_until=None)
        .execution_options(synchronize_session=False)
    )
    return bool(rows_of(result))


def put_back(session: Session, job: Job, problem: str, now: datetime, most: int) -> None:
    """A failed job waits longer after each try, and ends as failed after the last."""
    given_up = job.attempts >= most
    session.execute(
        update(Job)
        .where(
            col(Job.id) == job.id, col(Job.attempts) == job.attempts, col(Job.state) == "running"
        )
        .values(
            state="failed" if given_up else "waiting",
            problem=problem,
            run_at=now + BACK_OFF * job.attempts,
            lease_until=None,
            leased_by=None,
        )
        .execution_options(synchronize_session=False)
    )


def failed(session: Session) -> list[Job]:
    return list(session.execute(select(Job).where(col(Job.state) == "failed")).scalars())


def forget_done(session: Session, now: datetime) -> None:
    session.execute(
        delete(Job).where(col(Job.state) == "done", col(Job.created_at) < now - DONE_KEPT)
    )
