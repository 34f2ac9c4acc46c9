"""Judging members: approve, refuse, ask, escalate, undo, reverse, claim, many at once (§4).

Every decision is one conditional UPDATE of the member and one of the item; who loses the race
learns who decided and when.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from app.domain import letters, names, review
from app.domain import members as rules
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, FieldError, Forbidden, Invalid, Refusal
from app.models.members import Member, Message
from app.models.review import ReviewItem
from app.schemas.members import (
    Batch,
    BatchRead,
    BatchResult,
    Decision,
    Escalation,
    InformationRequest,
    MemberRead,
    ReasonedDecision,
)
from app.services import cards, counting, telling
from app.services.cards import BOARD, KIND, card
from app.services.deeds import fresh_id, may, permit, record
from app.store import communities, members, records, reviews
from app.store.actors import Work

BATCH_ACTIONS = {"approval": "approve", "refusal": "refuse", "information-request": "ask"}


def approve(work: Work, member_id: str, body: Decision) -> MemberRead:
    member, _ = _decide(work, member_id, "approve", body.version, note=body.note or "")
    telling.write(work, member, "apply.approved", item_id=_item(work, member).id)
    return card(work, member)


def refuse(work: Work, member_id: str, body: ReasonedDecision) -> MemberRead:
    member = members.get(work.session, work.actor, member_id)
    code, text = reason_of(work, member, body.reason, body.words, "/reason")
    member, item = _decide(
        work, member_id, "refuse", body.version, code=code, text=text, note=body.note or ""
    )
    telling.write(work, member, "apply.refused", item_id=item.id, ly_do=text)
    return card(work, member)


def ask(work: Work, member_id: str, body: InformationRequest) -> MemberRead:
    """A question to her; at most three rounds."""
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
        work.session, "remind_of_question", half_way, work.now, slot=slot, item=item.id
    )
    return card(work, member)


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
    member = members.get(work.session, work.actor, member_id)
    held = permit(work, "member.decide", Thing(member.community_id, member.person_id))
    item = reviews.current(work.session, KIND, member.id)
    _must_allow(work, member, item, action, version)
    assert item is not None
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
        **_trace(work, item, action, code, text, note, escalated_to),
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


def _trace(
    work: Work,
    item: ReviewItem,
    action: str,
    code: str | None,
    text: str,
    note: str,
    escalated_to: str | None,
) -> dict[str, Any]:
    values: dict[str, Any] = {"claimed_by": None, "claim_until": None, "internal_note": note}
    if action == "ask":
        return values | {"rounds": item.rounds + 1, "asked_at": work.now}
    if action == "escalate":
        return values | {"escalated_to": escalated_to}
    if action == "hand_back":
        return values | {"escalated_to": None}
    return values | {
        "decided_by": work.actor.person_id,
        "decided_at": work.now,
        "reason_code": code,
        "public_note": text,
        "batch_id": work.batch_id,
    }


def _must_allow(
    work: Work, member: Member, item: ReviewItem | None, action: str, version: int | None
) -> None:
    """What is asked is a move of the table now, on the version that was read."""
    known = cards.facts(item)
    roles = work.actor.roles_in(member.community_id)
    if known is None:
        raise Conflict("wrong-state", state=member.state)
    if action not in review.moves_for(known, roles, work.now):
        if known.state not in review.OPEN:
            raise lost(work, member)
        if action == "ask" and known.rounds >= review.MAX_ROUNDS:
            raise Conflict("too-many-rounds", state=member.state)
        if known.state == "escalated" and not review.may_judge_escalated(known, roles):
            raise Forbidden("escalated-elsewhere")
        raise Conflict("wrong-state", state=member.state)
    if version is not None and version != member.version:
        raise Conflict("stale-version", version=member.version, state=member.state)


def lost(work: Work, member: Member) -> Conflict:
    """Who decided, and when: by name for board and adviser, "Ban Quản trị" for everyone else."""
    member = members.again(work.session, member.id)
    item = reviews.current(work.session, KIND, member.id)
    if item is None or item.decided_at is None:
        return Conflict("wrong-state", state=member.state, version=member.version)
    thing = Thing(member.community_id, member.person_id)
    decider = BOARD
    if may(work, "review.read", thing):
        found = members.person_names(work.session, [item.decided_by])
        decider = found.get(item.decided_by or "", BOARD)
    return Conflict(
        "already-decided",
        decided_by=decider,
        decided_at=item.decided_at.isoformat().replace("+00:00", "Z"),
        state=member.state,
        version=member.version,
    )


def _item(work: Work, member: Member) -> ReviewItem:
    item = reviews.current(work.session, KIND, member.id)
    assert item is not None
    return item


def reason_of(
    work: Work,
    member: Member,
    reason: str | None,
    words: str | None,
    pointer: str,
    until: date | None = None,
) -> tuple[str | None, str]:
    """(code, text) of a reason: a template's code, a template with `words`, or own words.

    Where a template leaves the reason itself open (`{ly_do}`), `words` fills that place; where it
    does not, `words` stands in its stead.
    """
    reason, words = (reason or "").strip(), (words or "").strip()
    if not reason and not words:
        raise Invalid.at(pointer, "reason-missing")
    template = communities.reason(work.session, member.community_id, reason) if reason else None
    if template is None:
        return None, words or reason
    if "ly_do" in letters.places(template.text):
        if not words:
            raise Invalid.at("/words", "reason-missing")
        return template.code, filled(work, member, template.text, words, until)
    return template.code, words or filled(work, member, template.text, "", until)


def filled(
    work: Work, member: Member, text: str, why: str, until: date | None = None
) -> str:
    """A template in the words that this woman will read."""
    community = communities.by_id(work.session, member.community_id)
    person = members.person(work.session, member.person_id)
    day = until or work.today
    return letters.fill(
        text,
        xung=letters.address(person.call_me),
        ten=names.of(member.full_name).given,
        nhom=community.name,
        ma=member.file_no,
        lien_ket=f"{work.address}/communities/{community.slug}",
        don_vi="",
        han=f"{day.day}/{day.month}/{day.year}",
        ly_do=why,
    )


# -- undoing and reversing ------------------------------------------------------------------------------


def undo(work: Work, member_id: str, decision: str) -> None:
    """Within ten seconds, by the one who decided: a new item points back, nobody is told."""
    member = members.get(work.session, work.actor, member_id)
    held = permit(work, "member.decide", Thing(member.community_id, member.person_id))
    item = _item(work, member)
    if item.state != decision or not review.may_undo(
        cards.facts(item),  # type: ignore[arg-type]
        work.actor.person_id,
        work.now,
    ):
        raise Conflict("undo-too-late", state=member.state)
    before = member.state
    if not members.move(
        work.session, member, "submitted", work.now, joined_at=None, state_reason=""
    ):
        raise lost(work, member)
    _open_again(work, item)
    telling.withdraw(work, item.id)
    counting.moved(work.session, member, before, "submitted")
    record(
        work,
        "member.undo",
        ("member", member.id),
        community_id=member.community_id,
        held=held,
        before={"state": before},
        after={"state": "submitted"},
        person_id=member.person_id,
        undone=decision,
    )


def _open_again(work: Work, item: ReviewItem) -> ReviewItem:
    again = ReviewItem(
        id=fresh_id(work),
        community_id=item.community_id,
        kind=item.kind,
        subject_type=item.subject_type,
        subject_id=item.subject_id,
        due_at=item.due_at,
        evidence=item.evidence,
        rounds=item.rounds,
        asked_at=item.asked_at,
        previous_id=item.id,
        opened_at=work.now,
    )
    work.session.add(again)
    work.session.flush()
    return again


def reverse(work: Work, member_id: str, body: ReasonedDecision) -> MemberRead:
    """Mend a decision within 30 days: a new decision with the inverse effect, and an apology."""
    member = members.get(work.session, work.actor, member_id)
    held = permit(work, "member.decide", Thing(member.community_id, member.person_id))
    if not (body.reason or body.words or "").strip():
        raise Invalid.at("/reason", "reason-missing")
    item = reviews.current(work.session, KIND, member.id)
    if item is not None and item.state in review.DECIDED and item.state == member.state:
        _must_allow_reversal(work, member, item)
    _must_allow(work, member, item, "reverse", body.version)
    assert item is not None
    if member.state not in {"refused", *rules.INSIDE}:
        raise Conflict("wrong-state", state=member.state)
    code, text = reason_of(work, member, body.reason, body.words, "/reason")
    before, to = member.state, rules.REVERSED[item.state]
    joined = {"joined_at": work.now} if to == "approved" else {"ended_at": work.now}
    if not members.move(
        work.session, member, to, work.now, state_reason="" if to == "approved" else text, **joined
    ):
        raise lost(work, member)
    decided_on = item.decided_at
    inverse = "approved" if item.state == "refused" else "refused"
    if not reviews.move(work.session, item, "reversed"):
        raise lost(work, member)
    again = _open_again(work, item)
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
    return card(work, member)


def _must_allow_reversal(work: Work, member: Member, item: ReviewItem) -> None:
    if item.decided_at is not None and work.now >= item.decided_at + review.REVERSAL_WINDOW:
        raise Conflict("reversal-too-late", state=member.state)


def _tell_reversal(
    work: Work, member: Member, item: ReviewItem, decided_on: Any, text: str
) -> None:
    if member.state == "approved":
        day = f"{decided_on.day}/{decided_on.month}/{decided_on.year}" if decided_on else ""
        telling.write(work, member, "apply.reversed", item_id=item.id, han=day)
    else:
        telling.write(work, member, "member.removed", item_id=item.id, ly_do=text)


# -- leases -------------------------------------------------------------------------------------------


def claim(work: Work, member_id: str, *, take_over: bool) -> MemberRead:
    """A lease of ten minutes, shown to the others; taking over is logged, never blocked."""
    member = members.get(work.session, work.actor, member_id)
    held = permit(work, "member.decide", Thing(member.community_id, member.person_id))
    item = reviews.current(work.session, KIND, member.id)
    if item is None or item.state not in review.OPEN:
        raise lost(work, member)
    holder = item.claimed_by
    until = work.now + review.CLAIM_LEASE
    if not reviews.lease(
        work.session, item, work.actor.person_id or "", until, work.now, force=take_over
    ):
        found = members.person_names(work.session, [item.claimed_by])
        raise Conflict(
            "claimed",
            claimed_by=found.get(item.claimed_by or "", BOARD),
            claim_until=item.claim_until.isoformat() if item.claim_until else None,
        )
    if take_over and holder not in {None, work.actor.person_id}:
        record(
            work,
            "review.take_over",
            ("member", member.id),
            community_id=member.community_id,
            held=held,
            outbox=False,
        )
    return card(work, member)


def release(work: Work, member_id: str) -> None:
    member = members.get(work.session, work.actor, member_id)
    permit(work, "member.decide", Thing(member.community_id, member.person_id))
    item = reviews.current(work.session, KIND, member.id)
    if item is not None:
        reviews.release(work.session, item, work.actor.person_id or "")


# -- many at once ---------------------------------------------------------------------------------------


def batch(work: Work, slug: str, body: Batch, worded: Any) -> BatchRead:
    """One result per item, in order; one lost item never takes another with it.

    `worded(refusal)` gives (status, problem) of a refusal: the words are not this room's.
    """
    community = communities.get(work.session, slug)
    permit(work, "member.decide", Thing(community_id=community.id))
    if body.decision != "approval" and not (body.reason or body.words or "").strip():
        raise Invalid(FieldError("/reason", "reason-missing"))
    work.batch_id = fresh_id(work)
    results = []
    for entry in body.items:
        try:
            with work.session.begin_nested():
                item = reviews.find(work.session, community.id, entry.id)
                subject = item.subject_id if item is not None else entry.id
                _one(work, subject, entry.version, body)
            results.append(BatchResult(id=entry.id, status=200))
        except Refusal as refusal:
            status, problem = worded(refusal)
            results.append(BatchResult(id=entry.id, status=status, problem=problem))
    record(
        work,
        "review.batch",
        ("community", community.id),
        community_id=community.id,
        held="member.decide",
        outbox=False,
        decision=body.decision,
        done=sum(result.status == 200 for result in results),
        total=len(results),
    )
    return BatchRead(results=results, batch_id=work.batch_id, community=slug)


def _one(work: Work, member_id: str, version: int | None, body: Batch) -> None:
    if body.decision == "approval":
        approve(work, member_id, Decision(version=version))
    elif body.decision == "refusal":
        reasoned = ReasonedDecision(version=version, reason=body.reason, words=body.words)
        refuse(work, member_id, reasoned)
    else:
        asked = InformationRequest(version=version, question=body.reason, words=body.words)
        ask(work, member_id, asked)
