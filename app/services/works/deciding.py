"""Judging a work: it takes part or not; undo and mend (design.md §4)."""

from __future__ import annotations

from typing import Any

from app.domain import review
from app.domain import works as rules
from app.domain.refusals import Conflict
from app.domain.works import KIND
from app.models.review import ReviewItem
from app.models.works import ContestWork
from app.schemas.members import Decision, Escalation, ReasonedDecision
from app.schemas.works import WorkRead
from app.services import pictures, reviewing, telling
from app.services.deeds import permit
from app.services.reasons import reason_of
from app.services.works.cards import card, may_undo
from app.services.works.subjects import DECIDE, Case, is_juror, lost, note, opened, told, turn
from app.store import reviews, work_marks
from app.store.actors import Work


def approve(work: Work, work_id: str, body: Decision) -> WorkRead:
    return card(work, approved(work, work_id, body))


def approved(work: Work, work_id: str, body: Decision) -> Case:
    case, item, held = _judged(work, work_id, "approve", body.version)
    _decide(work, case, item, "approve", held, note=body.note or "")
    told(work, case, "work.accepted", item_id=item.id)
    return case


def refuse(work: Work, work_id: str, body: ReasonedDecision) -> WorkRead:
    return card(work, refused(work, work_id, body))


def refused(work: Work, work_id: str, body: ReasonedDecision) -> Case:
    case, item, held = _judged(work, work_id, "refuse", body.version)
    code, text = reason_of(work, case.author, body.reason, body.words, "/reason")
    _decide(work, case, item, "refuse", held, code=code, text=text, note=body.note or "")
    told(work, case, "work.refused", item_id=item.id, ly_do=text)
    return case


def escalate(work: Work, work_id: str, body: Escalation) -> WorkRead:
    case, item, held = _judged(work, work_id, "escalate", body.version)
    _decide(work, case, item, "escalate", held, note=body.reason or "", escalated_to=body.to)
    return card(work, case)


def hand_back(work: Work, work_id: str, body: Decision) -> WorkRead:
    case, item, held = _judged(work, work_id, "hand_back", body.version)
    _decide(work, case, item, "hand_back", held, note=body.note or "")
    return card(work, case)


def judged(work: Work, work_id: str, action: str, version: int | None) -> ContestWork:
    """Whether this may be done, for a batch; else the refusal."""
    return _judged(work, work_id, action, version)[0].piece


def must_see_authors(work: Work, case: Case) -> None:
    """A juror marks works without knowing whose they are: she decides on none of that contest."""
    if is_juror(work, case.contest.id):
        raise Conflict("work-juror-blind")


def _judged(
    work: Work, work_id: str, action: str, version: int | None
) -> tuple[Case, ReviewItem, str]:
    case = opened(work, work_id, held=True)
    held = permit(work, DECIDE, case.thing)
    must_see_authors(work, case)
    if action == "ask":
        raise Conflict("no-question", state=case.piece.state)
    if work_marks.newest_out(work.session, case.contest.id):
        raise Conflict("work-results-out", state=case.piece.state)
    item = reviews.current(work.session, KIND, case.piece.id)
    reviewing.must_allow(work, case.subject, item, action, version)
    assert item is not None
    if action == "reverse" and case.piece.state != rules.REVERSED[item.state][0]:
        raise Conflict("wrong-state", state=case.piece.state, version=case.piece.version)
    return case, item, held


def _decide(work: Work, case: Case, item: ReviewItem, action: str, held: str, **words: Any) -> None:
    before = case.piece.state
    if not reviews.move(
        work.session,
        item,
        review.MOVES[item.state, action].to,
        **reviewing.trace(work, item, action, **words),
    ):
        raise lost(work, case)
    text = words.get("text", "")
    _become(work, case, rules.EFFECTS[action], text)
    _note(work, case, action, held, before, text, words.get("code"))


def _become(work: Work, case: Case, state: str, text: str = "") -> None:
    """Its pictures are the members' as long as it takes part, and hers and the board's before."""
    turn(work, case, state=state, state_reason=text)
    if state == "accepted":
        pictures.publish(work, (KIND, case.piece.id), "members")
    else:
        pictures.withdraw(work, (KIND, case.piece.id))


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
        after={"state": case.piece.state, "text": text},
        reason_code=code or "",
        **more,
    )


# -- taking a decision back ------------------------------------------------------------------------


def undo(work: Work, work_id: str, decision: str) -> None:
    """By the one who decided: a new item points back."""
    case = opened(work, work_id, held=True)
    held = permit(work, DECIDE, case.thing)
    item = reviews.current(work.session, KIND, case.piece.id)
    if item is None or item.state != decision or not may_undo(work, case, item):
        raise Conflict("undo-too-late", state=case.piece.state)
    before = case.piece.state
    reviewing.open_again(work, item)
    _become(work, case, "submitted")
    telling.withdraw(work, item.id)
    _note(work, case, "undo", held, before, undone=decision)


def reverse(work: Work, work_id: str, body: ReasonedDecision) -> WorkRead:
    """Mend a decision within thirty days, until results are out."""
    case, item, held = _judged(work, work_id, "reverse", body.version)
    code, text = reason_of(work, case.author, body.reason, body.words, "/reason")
    before, decided = case.piece.state, item.state
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
    _become(work, case, to, text if to == "refused" else "")
    told(work, case, f"work.{to}", item_id=again.id, ly_do=text)
    _note(work, case, "reverse", held, before, text, code)
    return card(work, case)
