"""Weekly sheets: one a community and week."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.members import Member
from app.models.review import ReviewItem
from app.models.weekly_sheets import WeeklySheet
from app.store.records import upsert


def of(session: Session, community_id: str, week: str) -> WeeklySheet | None:
    return session.execute(
        select(WeeklySheet)
        .where(col(WeeklySheet.community_id) == community_id, col(WeeklySheet.week) == week)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def make(session: Session, fresh: WeeklySheet) -> WeeklySheet:
    """The sheet of that week, made where there is none yet."""
    session.execute(
        upsert(session)(WeeklySheet)
        .values(**fresh.model_dump())
        .on_conflict_do_nothing(index_elements=["community_id", "week"])
    )
    found = of(session, fresh.community_id, fresh.week)
    assert found is not None
    return found


def page(
    session: Session, community_id: str, most: int, after: tuple[Any, ...] | None
) -> list[WeeklySheet]:
    """The newest week first."""
    statement = select(WeeklySheet).where(col(WeeklySheet.community_id) == community_id)
    if after is not None:
        statement = statement.where(col(WeeklySheet.week) < after[0])
    return list(
        session.execute(statement.order_by(col(WeeklySheet.week).desc()).limit(most)).scalars()
    )


def longest_waiting(
    session: Session, community_id: str, most: int
) -> list[tuple[str, str, datetime, str | None]]:
    """(member, file number, due, who has it in hand) of the open items, the most urgent first."""
    rows = session.execute(
        select(
            col(Member.id),
            col(Member.file_no),
            col(ReviewItem.due_at),
            col(ReviewItem.claimed_by),
        )
        .join(Member, col(Member.id) == col(ReviewItem.subject_id))
        .where(
            col(ReviewItem.community_id) == community_id,
            col(ReviewItem.state).in_(("submitted", "escalated")),
        )
        .order_by(col(ReviewItem.due_at), col(ReviewItem.id))
        .limit(most)
    )
    return [(member, file_no, due, who) for member, file_no, due, who in rows]


def waiting_texts(
    session: Session, community_id: str, most: int
) -> list[tuple[str, str, datetime, str | None]]:
    """(`post` or `comment`, its id, due, who has it in hand), the most urgent first."""
    rows = session.execute(
        select(
            col(ReviewItem.kind),
            col(ReviewItem.subject_id),
            col(ReviewItem.due_at),
            col(ReviewItem.claimed_by),
        )
        .where(
            col(ReviewItem.community_id) == community_id,
            col(ReviewItem.kind).in_(("post", "comment")),
            col(ReviewItem.state).in_(("submitted", "escalated")),
        )
        .order_by(col(ReviewItem.due_at), col(ReviewItem.id))
        .limit(most)
    )
    return [(kind, subject, due, who) for kind, subject, due, who in rows]
