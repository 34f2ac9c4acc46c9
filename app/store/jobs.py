"""The job table: leasing, finishing, putting back (design.md §7)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from app.models.machinery import Job

DONE_KEPT = timedelta(days=7)
BACK_OFF = timedelta(seconds=30)


def lease_next(session: Session, worker: str, now: datetime, lease: timedelta) -> Job | None:
    """The next due job, ours for the length of the lease; `SKIP LOCKED` on PostgreSQL."""
    job = session.execute(
        select(Job)
        .where(
            Job.run_at <= now,
            or_(
                Job.state == "waiting",
                (Job.state == "running") & (Job.lease_until <= now),  # type: ignore[operator]
            ),
        )
        .order_by(Job.run_at)
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
            Job.id == job.id,
            Job.state == "running",
            Job.leased_by == worker,
            Job.attempts == job.attempts,
        )
        .values(state="done", lease_until=None)
        .execution_options(synchronize_session=False)
    )
    return bool(result.rowcount)


def put_back(session: Session, job: Job, problem: str, now: datetime, most: int) -> None:
    """A failed job waits longer after each try, and ends as failed after the last."""
    given_up = job.attempts >= most
    session.execute(
        update(Job)
        .where(Job.id == job.id, Job.attempts == job.attempts, Job.state == "running")
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
    return list(session.execute(select(Job).where(Job.state == "failed")).scalars())


def forget_done(session: Session, now: datetime) -> None:
    session.execute(
        delete(Job).where(Job.state == "done", Job.created_at < now - DONE_KEPT)
    )
