"""The duty roster."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.duty import DutyDay, HandOver


def between(session: Session, community_id: str, first: date, after: date) -> list[DutyDay]:
    """The days of the half-open range [first, after)."""
    return list(
        session.execute(
            select(DutyDay)
            .where(
                DutyDay.community_id == community_id, DutyDay.day >= first, DutyDay.day < after
            )
            .order_by(DutyDay.day)
            .execution_options(populate_existing=True)
        ).scalars()
    )


def on(session: Session, community_id: str, day: date) -> DutyDay | None:
    return session.get(DutyDay, (community_id, day))


def last_day(session: Session, community_id: str) -> date | None:
    return session.execute(
        select(func.max(DutyDay.day)).where(DutyDay.community_id == community_id)
    ).scalar_one()


def hand_overs(session: Session, community_id: str, since: date, most: int = 10) -> list[HandOver]:
    return list(
        session.execute(
            select(HandOver)
            .where(HandOver.community_id == community_id, HandOver.day >= since)
            .order_by(HandOver.written_at.desc())  # type: ignore[attr-defined]
            .limit(most)
        ).scalars()
    )
