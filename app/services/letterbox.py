"""A person's own inbox: what she was told, newest first, and what she has read."""

from __future__ import annotations

from app.domain.paging import Page
from app.models.notices import Notice
from app.schemas.reviews import NoticeList, NoticeRead
from app.store import notices
from app.store.actors import Work

MOST_HELD = 5000


def page(work: Work, page: Page) -> NoticeList:
    person_id = work.actor.person_id or ""
    rows = notices.of_person(work.session, person_id, work.now, page.limit + 1, page.key(str))
    shown, following = page.cut(rows, lambda row: (row.id,))
    return NoticeList(
        items=[NoticeRead.model_validate(row) for row in shown],
        next=following,
        unread=notices.count_unread(work.session, person_id, work.now),
    )


def mark_read(work: Work, notice_id: str) -> NoticeRead:
    notice: Notice = notices.own(work.session, work.actor.person_id or "", notice_id, work.now)
    if notice.read_at is None:
        notice.read_at = work.now
        work.session.flush()
    return NoticeRead.model_validate(notice)


def mark_all_read(work: Work) -> None:
    notices.mark_all_read(work.session, work.actor.person_id or "", work.now)


def held(work: Work, person_id: str) -> list[dict[str, object]]:
    """Every letter of hers, for the page of all that is held."""
    return [
        {"text": row.text, "created_at": row.created_at, "told_at": row.told_at}
        for row in notices.of_person(work.session, person_id, work.now, MOST_HELD)
    ]
