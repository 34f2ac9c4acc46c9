"""Asking her chapter, after she has agreed, and writing down what it said."""

from __future__ import annotations

from typing import Any

from sqlalchemy.exc import IntegrityError

from app.domain import members as rules
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.models.chapter_inquiries import ChapterInquiry
from app.models.members import Member
from app.schemas.members import MemberRead
from app.schemas.twins import ChapterAnswer, ChapterInquiryCreate
from app.services.cards import card
from app.services.decisions import must_not_be_herself
from app.services.deeds import fresh_id, permit, record
from app.store import chapter_inquiries, members
from app.store.actors import Work


def ask(work: Work, member_id: str, body: ChapterInquiryCreate) -> MemberRead:
    """Opens the question while she waits; one at a time, by a partial unique index."""
    member, held = _hers(work, member_id)
    if not body.asked_her:
        raise Invalid.at("/asked_her", "asked-her-missing")
    if member.state not in rules.WAITING:
        raise Conflict("wrong-state", state=member.state, version=member.version)
    inquiry = ChapterInquiry(
        id=fresh_id(work),
        community_id=member.community_id,
        member_id=member.id,
        asked_by=work.actor.person_id or "",
        asked_at=work.now,
    )
    try:
        with work.session.begin_nested():
            work.session.add(inquiry)
            work.session.flush()
    except IntegrityError:
        raise Conflict("chapter-asked", state=member.state, version=member.version) from None
    _record(work, "member.ask_chapter", member, held)
    return card(work, member)


def answer(work: Work, member_id: str, body: ChapterAnswer) -> MemberRead:
    """What the chapter said, once; it decides nothing."""
    member, held = _hers(work, member_id)
    note = (body.note or "").strip()
    if body.answer == "other" and not note:
        raise Invalid.at("/note", "chapter-note-missing")
    inquiry = chapter_inquiries.open_of(work.session, member.id)
    if inquiry is None or not chapter_inquiries.answer(
        work.session, inquiry, body.answer, note, work.actor.person_id, work.now
    ):
        raise Conflict("chapter-answered", state=member.state, version=member.version)
    _record(work, "member.note_chapter", member, held, answer=body.answer)
    return card(work, member)


def _hers(work: Work, member_id: str) -> tuple[Member, str]:
    member = members.get(work.session, work.actor, member_id)
    held = permit(work, "member.decide", Thing(member.community_id, member.person_id))
    must_not_be_herself(work, member)
    return member, held


def _record(work: Work, action: str, member: Member, held: str, **facts: Any) -> None:
    record(
        work,
        action,
        ("member", member.id),
        community_id=member.community_id,
        held=held,
        person_id=member.person_id,
        **facts,
    )
