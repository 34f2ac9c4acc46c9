"""The duty roster."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.duty import DutyDay, HandOver
from app.store.records import upsert


def between(session: Session, community_id: str, first: date, after: date) -> list[DutyDay]:
    """The days of the half-open range [first, after)."""
    return list(
        session.execute(
            select(DutyDay)
            .where(
                col(DutyDay.community_id) == community_id,
                col(DutyDay.day) >= first,
                col(DutyDay.day) < after,
            )
            .order_by(col(DutyDay.day))
            .execution_options(populate_existing=True)
        ).scalars()
    )


def on(session: Session, community_id: str, day: date) -> DutyDay | None:
    return session.get(DutyDay, (community_id, day))


def of_person(
    session: Session, community_id: str, person_id: str, first: date, most: int = 60
) -> list[DutyDay]:
    """The days from `first` on at which she answers or stands in."""
    return list(
        session.execute(
            select(DutyDay)
            .where(
                col(DutyDay.community_id) == community_id,
                col(DutyDay.day) >= first,
                or_(col(DutyDay.main_id) == person_id, col(DutyDay.substitute_id) == person_id),
            )
            .order_by(col(DutyDay.day))
            .limit(most)
        ).scalars()
    )


def last_day(session: Session, community_id: str) -> date | None:
    return session.execute(
        select(func.max(col(DutyDay.day))).where(col(DutyDay.community_id) == community_id)
    ).scalar_one()


def hand_overs(session: Session, community_id: str, since: date, most: int = 10) -> list[HandOver]:
    return list(
        session.execute(
            select(HandOver)
            .where(col(HandOver.community_id) == community_id, col(HandOver.day) >= since)
            .order_by(col(HandOver.written_at).desc())
            .limit(most)
        ).scalars()
    )


def add_if_empty(session: Session, pattern: DutyDay, day: date) -> None:
    """The people of one day on another, unless that day is filled already."""
    session.execute(
        upsert(session)(DutyDay)
        .values(
            community_id=pattern.community_id,
            day=day,
            main_id=pattern.main_id,
            substitute_id=pattern.substitute_id,
            fixed_work=pattern.fixed_work,
            version=1,
        )
        .on_conflict_do_nothing()
    )
