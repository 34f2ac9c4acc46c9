"""Verifications of Union membership: the one that holds, and those that were corrected."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.members import UnionVerification
from app.store.changes import rows_of


def current(session: Session, member_id: str) -> UnionVerification | None:
    return session.execute(
        select(UnionVerification).where(
            col(UnionVerification.member_id) == member_id,
            col(UnionVerification.ended_at).is_(None),
        )
    ).scalar_one_or_none()


def of_member(session: Session, member_id: str) -> list[UnionVerification]:
    """All of one file, the oldest first."""
    return list(
        session.execute(
            select(UnionVerification)
            .where(col(UnionVerification.member_id) == member_id)
            .order_by(col(UnionVerification.id))
        ).scalars()
    )


def end(
    session: Session, verification: UnionVerification, person_id: str | None, now: datetime
) -> bool:
    """Close it once: whoever comes second changes no row."""
    result = session.execute(
        update(UnionVerification)
        .where(
            col(UnionVerification.id) == verification.id, col(UnionVerification.ended_at).is_(None)
        )
        .values(ended_at=now, ended_by=person_id)
        .execution_options(synchronize_session=False)
    )
    session.refresh(verification)
    return bool(rows_of(result))
