"""Decisions that take two people: the open one of a subject, and its end."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.review import SharedDecision
from app.store.changes import rows_of


def opened(session: Session, action: str, subject_id: str) -> SharedDecision | None:
    return session.execute(
        select(SharedDecision).where(
            col(SharedDecision.action) == action,
            col(SharedDecision.subject_id) == subject_id,
            col(SharedDecision.closed_at).is_(None),
        )
    ).scalar_one_or_none()


def complete(
    session: Session, decision: SharedDecision, person_id: str | None, now: datetime
) -> bool:
    """Close it once; `person_id` None when the subject went another way."""
    result = session.execute(
        update(SharedDecision)
        .where(col(SharedDecision.id) == decision.id, col(SharedDecision.closed_at).is_(None))
        .values(second_by=person_id, closed_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(rows_of(result))
