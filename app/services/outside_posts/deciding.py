"""Judging what stands outside, and the hand that does it there."""

from __future__ import annotations

from typing import Any

from app.domain import outside_posts as rules
from app.domain import review
from app.domain.outside_posts import KIND
from app.domain.refusals import Conflict
from app.models.outside_posts import OutsidePost
from app.models.review import ReviewItem
from app.schemas.base import Versioned
from app.schemas.members import Decision, Escalation, ReasonedDecision
from app.schemas.outside_posts import OutsidePostRead
from app.services import reviewing
from app.services.deeds import permit
from app.services.outside_posts.cards import card, may_undo
from app.services.outside_posts.subjects import (
    DECIDE,
    RECORD,
    Case,
    add_hand,
    lost,
    note,
    opened,
    turn,
)
from app.services.reasons import reason_of
from app.services.reviewing import BOARD
from app.store import members, reviews
from app.store import outside_posts as store
from app.store.actors import Work


def approve(work: Work, post_id: str, body: Decision) -> OutsidePostRead:
    return card(work, approved(work, post_id, body))


def approved(work: Work, post_id: str, body: Decision) -> Case:
    case, item, held = _judged(work, post_id, "approve", body.version)
    _decide(work, case, item, "approve", held, note=body.note or "")
    return case


def refuse(work: Work, post_id: str, body: ReasonedDecision) -> OutsidePostRead:
    return card(work, refused(work, post_id, body))


def refused(work: Work, post_id: str, body: ReasonedDecision) -> Case:
    case, item, held = _judged(work, post_id, "refuse", body.version)
    code, text = reason_of(work, case.author, body.reason, body.words, "/reason")
    _decide(work, case, item, "refuse", held, code=code, text=text, note=body.note or "")
    return case


def escalate(work: Work, post_id: str, body: Escalation) -> OutsidePostRead:
    case, item, held = _judged(work, post_id, "escalate", body.version)
    _decide(work, case, item, "escalate", held, note=body.reason or "", escalated_to=body.to)
    return card(work, case)


def hand_back(work: Work, post_id: str, body: Decision) -> OutsidePostRead:
    case, item, held = _judged(work, post_id, "hand_back", body.version)
    _decide(work, case, item, "hand_back", held, note=body.note or "")
    return card(work, case)


def judged(work: Work, post_id: str, action: str, version: int | None) -> OutsidePost:
    """Whether this may be done, for a batch; else the refusal."""
    return _judged(work, post_id, action, version)[0].post


def _judged(
    work: Work, post_id: str, action: str, version: int | None
) -> tuple[Case, ReviewItem, str]:
    case = opened(work, post_id, held=True)
    held = permit(work, DECIDE, case.thing)
    if action == "ask":
        raise Conflict("no-question", state=case.post.state)
    item = reviews.current(work.session, KIND, case.post.id)
    reviewing.must_allow(work, case.subject, item, action, version)
    assert item is not None
    if action == "reverse" and case.post.state != rules.REVERSED[item.state][0]:
        raise Conflict("wrong-state", state=case.post.state, version=case.post.version)
    return case, item, held


def _decide(work: Work, case: Case, item: ReviewItem, action: str, held: str, **words: Any) -> None:
    before = case.post.state
    if not reviews.move(
        work.session,
        item,
        review.MOVES[item.state, action].to,
        **reviewing.trace(work, item, action, **words),
    ):
        raise lost(work, case)
    text = words.get("text", "")
    turn(work, case, state=rules.EFFECTS[action], state_reason=text)
    _note(work, case, action, held, before, text, words.get("code"))


def _note(
    work: Work,
    case: Case,
    action: str,
    held: str,
    before: str,
    text: str = "",
    code: str | None = None,
    **more: Any,
) -> None:
    note(
        work,
        case,
        action,
        held,
        before={"state": before},
        after={"state": case.post.state, "text": text},
        reason_code=code or "",
        **more,
    )


def remove(work: Work, post_id: str, body: ReasonedDecision) -> OutsidePostRead:
    """It was let through, and shall stand there no more."""
    case = opened(work, post_id, held=True)
    held = permit(work, DECIDE, case.thing)
    reviewing.must_be_version(case.subject, body.version)
    before = case.post.state
    if (before, "remove") not in rules.LIFE:
        raise lost(work, case)
    code, text = reason_of(work, case.author, body.reason, body.words, "/reason")
    turn(work, case, state=rules.LIFE[before, "remove"], state_reason=text)
    _note(work, case, "remove", held, before, text, code)
    return card(work, case)


# -- taking a decision back ------------------------------------------------------------------------


def undo(work: Work, post_id: str, decision: str) -> None:
    """By the one who decided: a new item points back; what was asked of a hand is dropped."""
    case = opened(work, post_id, held=True)
    held = permit(work, DECIDE, case.thing)
    item = reviews.current(work.session, KIND, case.post.id)
    if item is None or item.state != decision or not may_undo(work, case, item):
        raise Conflict("undo-too-late", state=case.post.state)
    before = case.post.state
    reviewing.open_again(work, item)
    turn(work, case, state="submitted", state_reason="")
    _note(work, case, "undo", held, before, undone=decision)


def reverse(work: Work, post_id: str, body: ReasonedDecision) -> OutsidePostRead:
    """Mend a decision within thirty days."""
    case, item, held = _judged(work, post_id, "reverse", body.version)
    code, text = reason_of(work, case.author, body.reason, body.words, "/reason")
    before, decided = case.post.state, item.state
    if not reviews.move(work.session, item, "reversed"):
        raise lost(work, case)
    again = reviewing.open_again(work, item)
    reviews.move(
        work.session,
        again,
        "refused" if decided == "approved" else "approved",
        decided_by=work.actor.person_id,
        decided_at=work.now,
        reason_code=code,
        public_note=text,
        internal_note=body.note or "",
    )
    to = rules.REVERSED[decided][1]
    turn(work, case, state=to, state_reason=text if to == "removed" else "")
    _note(work, case, "reverse", held, before, text, code)
    return card(work, case)


# -- on the platform -------------------------------------------------------------------------------


def tick(work: Work, post_id: str, body: Versioned) -> OutsidePostRead:
    """“Đã làm trên nhóm”: who did it, and when; once."""
    case = opened(work, post_id, held=True)
    held = permit(work, RECORD, case.thing)
    post = case.post
    waits = store.waiting_hands(work.session, [post.id]).get(post.id)
    done = {"done_by": work.actor.person_id, "done_at": work.now}
    if waits is None or not store.end_hand(work.session, waits, **done):
        raise _ticked(work, post)
    reviewing.must_be_version(case.subject, body.version)
    if not store.move(work.session, post, there=rules.DONE[waits.action]):
        raise _ticked(work, post)
    note(work, case, "hand", held, hand=waits.action)
    return card(work, case)


def _ticked(work: Work, post: OutsidePost) -> Conflict:
    """Nothing waits for a hand: who did it last."""
    past = [one for one in store.hands(work.session, post.id) if one.done_at is not None]
    if not past:
        return Conflict("wrong-state", state=post.state, version=post.version)
    names = members.person_names(work.session, [past[-1].done_by])
    return Conflict(
        "already-decided",
        decided_by=names.get(past[-1].done_by or "", BOARD),
        decided_at=str(past[-1].done_at and past[-1].done_at.isoformat()).replace("+00:00", "Z"),
        state=post.state,
        version=post.version,
    )


def taken_down(work: Work, post_id: str, reason: str) -> None:
    """By a completed takedown, whose own right it is: the board did it there, with its proof."""
    found = store.find(work.session, post_id)
    if found is None or found.state in {"withdrawn", "secluded"}:
        return
    case = opened(work, post_id, held=True)
    before, decided = case.post.state, {"decided_by": work.actor.person_id, "decided_at": work.now}
    item = reviews.current(work.session, KIND, post_id)
    if item is not None and item.state in review.OPEN:
        closed = {"public_note": reason, "claimed_by": None, "claim_until": None}
        reviews.move(work.session, item, "refused", **decided, **closed)
    waits = store.waiting_hands(work.session, [post_id]).get(post_id)
    done = {"done_by": work.actor.person_id, "done_at": work.now}
    if waits is not None and waits.action == "remove":
        store.end_hand(work.session, waits, **done)
    elif case.post.there != "gone":
        add_hand(work, case.post, "remove", **done)
    turn(work, case, state="removed", there="gone", state_reason=reason)
    _note(work, case, "remove", "takedown", before, reason)
