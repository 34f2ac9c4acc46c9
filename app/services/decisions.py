"""Judging members: approve, refuse, ask, escalate, hand back (design.md §4).

Every decision is one conditional UPDATE of the member and one of the item; who loses the race
learns who decided and when.
"""

from __future__ import annotations

from typing import Any

from app.domain import members as rules
from app.domain import review
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Forbidden, Invalid
from app.models.members import Member, Message
from app.models.review import ReviewItem
from app.schemas.members import (
    Decision,
    Escalation,
    InformationRequest,
    MemberRead,
    ReasonedDecision,
)
from app.services import counting, reviewing, telling
from app.services.cards import KIND, card
from app.services.deeds import fresh_id, permit, record
from app.services.reasons import reason_of
from app.services.reviewing import Subject
from app.store import members, records, reviews
from app.store.actors import Work


def approve(work: Work, member_id: str, body: Decision) -> MemberRead:
    return card(work, approved(work, member_id, body))


def approved(work: Work, member_id: str, body: Decision) -> Member:
    member, _ = _decide(work, member_id, "approve", body.version, note=body.note or "")
    telling.write(work, member, "apply.approved", item_id=item_of(work, member).id)
    return member


def refuse(work: Work, member_id: str, body: ReasonedDecision) -> MemberRead:
    return card(work, refused(work, member_id, body))


def refused(work: Work, member_id: str, body: ReasonedDecision) -> Member:
    member = members.get(work.session, work.actor, member_id)
    code, text = reason_of(work, member, body.reason, body.words, "/reason")
    member, item = _decide(
        work, member_id, "refuse", body.version, code=code, text=text, note=body.note or ""
    )
    telling.write(work, member, "apply.refused", item_id=item.id, ly_do=text)
    return member


def ask(work: Work, member_id: str, body: InformationRequest) -> MemberRead:
    """A question to her; at most three rounds."""
    return card(work, asked(work, member_id, body))


def asked(work: Work, member_id: str, body: InformationRequest) -> Member:
    member = members.get(work.session, work.actor, member_id)
    code, text = reason_of(work, member, body.question, body.words, "/question")
    member, item = _decide(
        work, member_id, "ask", body.version, code=code, text=text, note=body.note or ""
    )
    work.session.add(
        Message(
            id=fresh_id(work),
            item_id=item.id,
            member_id=member.id,
            round=item.rounds,
            sender="board",
            text=text,
            written_by=work.actor.person_id,
            written_at=work.now,
        )
    )
    work.session.flush()
    telling.write(work, member, "apply.needs_info", item_id=item.id)
    half_way = work.now + review.ANSWER_WINDOW / 2
    slot = f"{item.id}:{item.rounds}"
    records.enqueue(
        work.session,
        "remind_of_question",
        half_way,
        work.now,
        slot=slot,
        item=item.id,
        round=item.rounds,
    )
    return member


def escalate(work: Work, member_id: str, body: Escalation) -> MemberRead:
    """To the chair or another role; she herself stays "submitted"."""
    if not (body.reason or "").strip():
        raise Invalid.at("/reason", "reason-missing")
    member, _ = _decide(
        work, member_id, "escalate", body.version, note=body.reason or "", escalated_to=body.to
    )
    return card(work, member)


def hand_back(work: Work, member_id: str, body: Decision) -> MemberRead:
    member, _ = _decide(work, member_id, "hand_back", body.version, note=body.note or "")
    return card(work, member)


def _decide(
    work: Work,
    member_id: str,
    action: str,
    version: int | None,
    *,
    code: str | None = None,
    text: str = "",
    note: str = "",
    escalated_to: str | None = None,
) -> tuple[Member, ReviewItem]:
    member, item, held = judged(work, member_id, action, version)
    before = member.state
    to = rules.EFFECTS[action]
    values: dict[str, Any] = {"state_reason": text if action == "refuse" else ""}
    if action == "approve":
        values["joined_at"] = work.now
    if not members.move(work.session, member, to, work.now, **values):
        raise lost(work, member)
    if not reviews.move(
        work.session,
        item,
        review.MOVES[item.state, action].to,
        **reviewing.trace(
            work, item, action, code=code, text=text, note=note, escalated_to=escalated_to
        ),
    ):
        raise lost(work, member)
    counting.moved(work.session, member, before, to)
    record(
        work,
        f"member.{action}",
        ("member", member.id),
        community_id=member.community_id,
        held=held,
        before={"state": before},
        after={"state": to, "text": text},
        person_id=member.person_id,
        reason_code=code or "",
        state=to,
    )
    return member, item


def judged(
    work: Work, member_id: str, action: str, version: int | None
) -> tuple[Member, ReviewItem, str]:
    """Her file, its item and the right by which this may be done now; else the refusal."""
    member = members.get(work.session, work.actor, member_id)
    held = permit(work, "member.decide", Thing(member.community_id, member.person_id))
    must_not_be_herself(work, member)
    item = reviews.current(work.session, KIND, member.id)
    reviewing.must_allow(work, subject_of(member), item, action, version)
    assert item is not None
    if action == "approve" and not members.consents_to(work.session, member.id, "management"):
        raise Conflict("consent-missing", state=member.state, version=member.version)
    return member, item, held


def must_not_be_herself(work: Work, member: Member) -> None:
    """Nobody decides on herself, not even on a file that she wrote with her own number."""
    login = members.login(work.session, member.phone) if member.phone else None
    if login is not None and login.account_id == work.actor.account_id:
        raise Forbidden("own-case")


def subject_of(member: Member) -> Subject:
    """Her file as the review engine knows it."""
    return Subject(
        KIND, member.id, member.community_id, member.person_id, member.state, member.version
    )


def lost(work: Work, member: Member) -> Conflict:
    """Somebody was faster: the file as it stands now says who."""
    return reviewing.lost(work, subject_of(members.again(work.session, member.id)))


def item_of(work: Work, member: Member) -> ReviewItem:
    item = reviews.current(work.session, KIND, member.id)
    assert item is not None
    return item
