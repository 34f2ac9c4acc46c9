"""Questions to the chapter: those about one file, and answering once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.chapter_inquiries import ChapterInquiry
from app.store.changes import rows_of


def of_member(session: Session, member_id: str) -> list[ChapterInquiry]:
    """All about one file: the one that waits, then the newest first."""
    return list(
        session.execute(
            select(ChapterInquiry)
            .where(col(ChapterInquiry.member_id) == member_id)
            .order_by(col(ChapterInquiry.answered_at).is_not(None), col(ChapterInquiry.id).desc())
        ).scalars()
    )


def open_of(session: Session, member_id: str) -> ChapterInquiry | None:
    return session.execute(
        select(ChapterInquiry).where(
            col(ChapterInquiry.member_id) == member_id, col(ChapterInquiry.answered_at).is_(None)
        )
    ).scalar_one_or_none()


def answer(
    session: Session,
    inquiry: ChapterInquiry,
    said: str,
    note: str,
    person_id: str | None,
    now: datetime,
) -> bool:
    """One conditional UPDATE: whoever comes second changes no row."""
    result = session.execute(
        update(ChapterInquiry)
        .where(col(ChapterInquiry.id) == inquiry.id, col(ChapterInquiry.answered_at).is_(None))
        .values(answer=said, note=note, answered_by=person_id, answered_at=now)
        .execution_options(synchronize_session=False)
    )
    session.refresh(inquiry)
    return bool(rows_of(result))
