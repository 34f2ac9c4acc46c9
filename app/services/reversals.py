"""Taking a decision back: undo within ten seconds, reverse within thirty days (design.md §4)."""

from __future__ import annotations

from typing import Any

from app.domain import members as rules
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.models.members import Member
from app.models.review import ReviewItem
from app.schemas.members import (
    MemberRead,
    ReasonedDecision,
)
from app.services import cards, counting, reviewing, sharing, telling
from app.services.cards import KIND, card
from app.services.decisions import item_of, lost, must_not_be_herself, subject_of
from app.services.deeds import permit, record
from app.services.reasons import reason_of
from app.store import members, reviews
from app.store.actors import Work


def undo(work: Work, member_id: str, decision: str) -> None:
    """Within ten seconds, by the one who decided: a new item points back, nobody is told."""
    member = members.get(work.session, work.actor, member_id)
    held = permit(work, "member.decide", Thing(member.community_id, member.person_id))
    item = item_of(work, member)
    if item.state != decision or not cards.may_undo(work, member, item):
        raise Conflict("undo-too-late", state=member.state)
    before, former = member.state, _former(work, item)
    if not members.move(work.session, member, former, work.now, joined_at=None, state_reason=""):
        raise lost(work, member)
    reviewing.open_again(work, item, former)
    telling.withdraw(work, item.id)
    counting.moved(work.session, member, before, former)
    record(
        work,
        "member.undo",
        ("member", member.id),
        community_id=member.community_id,
        held=held,
        before={"state": before},
        after={"state": former},
        person_id=member.person_id,
        undone=decision,
    )


def _former(work: Work, item: ReviewItem) -> str:
    """Where the decision found her: waiting for the board, or the board for her answer."""
    answered = sum(m.sender == "applicant" for m in members.thread(work.session, item.subject_id))
    return "needs_info" if item.rounds > answered else "submitted"


def reverse(work: Work, member_id: str, body: ReasonedDecision) -> MemberRead:
    """Mend a decision within 30 days: a new decision with the inverse effect, and an apology."""
    return card(work, mended(work, member_id, body))


def mended(work: Work, member_id: str, body: ReasonedDecision) -> Member:
    member = members.get(work.session, work.actor, member_id)
    held = permit(work, "member.decide", Thing(member.community_id, member.person_id))
    must_not_be_herself(work, member)
    if not (body.reason or body.words or "").strip():
        raise Invalid.at("/reason", "reason-missing")
    item = reviews.current(work.session, KIND, member.id)
    reviewing.must_allow(work, subject_of(member), item, "reverse", body.version)
    assert item is not None
    if member.state not in {"refused", *rules.INSIDE}:
        raise Conflict("wrong-state", state=member.state)
    code, text = reason_of(work, member, body.reason, body.words, "/reason")
    before, to = member.state, rules.REVERSED[item.state]
    if to == "approved" and not members.consents_to(work.session, member.id, "management"):
        raise Conflict("consent-missing", state=member.state, version=member.version)
    # Mending an approval is no way around the second person of a removal that was begun.
    sharing.refuse_the_same(work, "remove", member.id)
    joined = (
        {"joined_at": work.now}
        if to == "approved"
        else {"ended_at": work.now, "suspended_until": None}
    )
    if not members.move(
        work.session, member, to, work.now, state_reason="" if to == "approved" else text, **joined
    ):
        raise lost(work, member)
    decided_on = item.decided_at
    inverse = "approved" if item.state == "refused" else "refused"
    if not reviews.move(work.session, item, "reversed"):
        raise lost(work, member)
    again = reviewing.open_again(work, item)
    reviews.move(
        work.session,
        again,
        inverse,
        decided_by=work.actor.person_id,
        decided_at=work.now,
        reason_code=code,
        public_note=text,
        internal_note=body.note or "",
    )
    sharing.close(work, "remove", member.id)
    _tell_reversal(work, member, again, decided_on, text)
    counting.moved(work.session, member, before, to)
    record(
        work,
        "member.reverse",
        ("member", member.id),
        community_id=member.community_id,
        held=held,
        before={"state": before},
        after={"state": to, "text": text},
        person_id=member.person_id,
        reason_code=code or "",
        state=to,
    )
    return member


def _tell_reversal(
    work: Work, member: Member, item: ReviewItem, decided_on: Any, text: str
) -> None:
    if member.state == "approved":
        day = f"{decided_on.day}/{decided_on.month}/{decided_on.year}" if decided_on else ""
        telling.write(work, member, "apply.reversed", item_id=item.id, han=day)
    else:
        telling.write(work, member, "member.removed", item_id=item.id, ly_do=text)
