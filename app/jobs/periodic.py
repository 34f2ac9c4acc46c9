"""What the clock does: sealing and folding often, ends of pauses and waits now and then."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.review import ANSWER_WINDOW
from app.services import applications, lives
from app.store import audit, idempotency, jobs, members, records, reviews
from app.store.actors import Work


def often(session: Session, now: datetime) -> bool:
    """Seal the log and fold counters; True when a full batch was done and more may wait."""
    sealed = audit.seal(session, now)
    records.fold(session)
    return sealed >= audit.SEAL_AT_MOST


def each_half_minute(work: Work) -> None:
    """Pauses that have run out, questions that nobody answered, answers kept long enough."""
    for member in members.ended_suspensions(work.session, work.now):
        lives.end_suspension(work, member)
    for item in reviews.unanswered_since(work.session, work.now - ANSWER_WINDOW):
        applications.expire(work, item)
    idempotency.forget_old(work.session, work.now)
    jobs.forget_done(work.session, work.now)
