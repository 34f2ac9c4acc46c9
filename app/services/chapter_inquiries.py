"""Questions to the chapter as the card shows them, with ready words to send."""

from __future__ import annotations

from typing import Any

from app import content
from app.domain import letters
from app.models.members import Member
from app.models.people import Person
from app.schemas.twins import ChapterInquiryRead
from app.store import chapter_inquiries, communities, members
from app.store.actors import Work

BOARD = "Ban Quản trị"


def of_member(work: Work, member: Member, person: Person) -> list[ChapterInquiryRead]:
    rows = chapter_inquiries.of_member(work.session, member.id)
    if not rows:
        return []
    names = members.person_names(
        work.session, [who for row in rows for who in (row.asked_by, row.answered_by)]
    )
    text = words(work, member, person)
    return [
        ChapterInquiryRead(
            id=row.id,
            text=text if row.answered_at is None else "",
            asked_by=names.get(row.asked_by, BOARD),
            asked_at=row.asked_at,
            answer=row.answer,
            note=row.note,
            answered_by=names.get(row.answered_by, BOARD) if row.answered_by else None,
            answered_at=row.answered_at,
        )
        for row in rows
    ]


def words(work: Work, member: Member, person: Person) -> str:
    """What leaves the product: her name and her hamlet; no phone, no year, no answer of hers."""
    community = communities.by_id(work.session, member.community_id)
    told = content.chapter_inquiry()
    return letters.fill(
        told["text"] if member.hamlet else told["text_without_hamlet"],
        xung=letters.address(person.call_me),
        ten=member.full_name,
        thon=member.hamlet,
        nhom=letters.bare(community.name),
    )


def held(work: Work, member: Member) -> list[dict[str, Any]]:
    """All that was asked about her, for her own page of what is held."""
    return [
        {"asked_at": row.asked_at, "answer": row.answer, "note": row.note}
        for row in chapter_inquiries.of_member(work.session, member.id)
    ]
