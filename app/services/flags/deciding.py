"""Judging flags: founded, and readers see the text no more; or unfounded, and nothing changes.

Whoever decides holds the post's row; the case and its item move by one conditional UPDATE each.
"""

from __future__ import annotations

from typing import Any

from app.domain import review
from app.domain.refusals import Conflict
from app.models.flags import FlagCase
from app.models.review import ReviewItem
from app.schemas.flags import FlagCaseRead
from app.schemas.members import Decision, Escalation, ReasonedDecision
from app.services import reviewing, telling
from app.services.comments import deciding as on_comments
from app.services.deeds import permit, record
from app.services.flags.cards import card, may_undo
from app.services.flags.closing import thank_later
from app.services.flags.subjects import KIND, Flagged, of_case, subject_of, thing_of
from app.services.posts import deciding as on_posts
from app.services.posts import returning
from app.services.reasons import reason_of
from app.store import flags, reviews
from app.store.actors import Work


def approve(work: Work, case_id: str, body: ReasonedDecision) -> FlagCaseRead:
    return card(work, approved(work, case_id, body))


def approved(work: Work, case_id: str, body: ReasonedDecision) -> FlagCase:
    """Founded: what is still shown goes, with words to its author."""
    case, item, subject, held = _judged(work, case_id, "approve", body.version)
    code, text = None, ""
    if subject.shown:
        code, text = reason_of(work, subject.author, body.reason, body.words, "/reason")
    was = subject.state if subject.shown else ""
    _move(
        work,
        case,
        item,
        "approve",
        held,
        code=code,
        text=text,
        note=body.note or "",
        evidence={**item.evidence, "was": was},
    )
    if was:
        _take_away(work, subject, held, code, text, item)
    thank_later(work, item)
    return case


def refuse(work: Work, case_id: str, body: ReasonedDecision) -> FlagCaseRead:
    return card(work, refused(work, case_id, body))


def refused(work: Work, case_id: str, body: ReasonedDecision) -> FlagCase:
    """Unfounded: the author never learns of it; words are a note for the board."""
    case, item, _, held = _judged(work, case_id, "refuse", body.version)
    note = "\n".join(filter(None, (body.reason, body.words, body.note)))
    _move(work, case, item, "refuse", held, note=note)
    thank_later(work, item)
    return case


def escalate(work: Work, case_id: str, body: Escalation) -> FlagCaseRead:
    case, item, _, held = _judged(work, case_id, "escalate", body.version)
    _move(work, case, item, "escalate", held, note=body.reason or "", escalated_to=body.to)
    return card(work, case)


def hand_back(work: Work, case_id: str, body: Decision) -> FlagCaseRead:
    case, item, _, held = _judged(work, case_id, "hand_back", body.version)
    _move(work, case, item, "hand_back", held, note=body.note or "")
    return card(work, case)


def judged(
    work: Work, case_id: str, action: str, version: int | None
) -> tuple[FlagCase, ReviewItem]:
    """The case and its item, where this may be done now; else the refusal."""
    return _judged(work, case_id, action, version)[:2]


def _judged(
    work: Work, case_id: str, action: str, version: int | None
) -> tuple[FlagCase, ReviewItem, Flagged, str]:
    case = flags.get(work.session, work.actor, case_id)
    subject = of_case(work, case, held=True)
    case = flags.again(work.session, case.id)
    held = permit(work, "flag.decide", thing_of(case))
    if action == "ask":
        raise Conflict("no-question", state=case.state)
    item = reviews.current(work.session, KIND, case.id)
    reviewing.must_allow(work, subject_of(case), item, action, version)
    assert item is not None
    return case, item, subject, held


def _move(
    work: Work,
    case: FlagCase,
    item: ReviewItem,
    action: str,
    held: str,
    *,
    evidence: dict[str, Any] | None = None,
    **words: Any,
) -> None:
    to = review.MOVES[item.state, action].to
    traces = reviewing.trace(work, item, action, **words)
    if evidence is not None:
        traces["evidence"] = evidence
    state = to if to in review.DECIDED else "submitted"
    if not flags.move(work.session, case, state=state) or not reviews.move(
        work.session, item, to, **traces
    ):
        raise reviewing.lost(work, subject_of(flags.again(work.session, case.id)))
    _record(work, case, action, held, words.get("code"), words.get("text", ""))


def _record(
    work: Work,
    case: FlagCase,
    action: str,
    held: str,
    code: str | None = None,
    text: str = "",
    **facts: Any,
) -> None:
    record(
        work,
        f"flag.{action}",
        (KIND, case.id),
        community_id=case.community_id,
        held=held,
        after={"state": case.state, "text": text},
        reason_code=code or "",
        outbox=False,
        state=case.state,
        of=case.subject_type,
        text_of=case.subject_id,
        **facts,
    )


def _take_away(
    work: Work, subject: Flagged, held: str, code: str | None, text: str, item: ReviewItem
) -> None:
    if subject.comment is not None:
        on_comments.take_away(work, subject.comment, subject.post, held, code, text, item.id)
    else:
        on_posts.take_away(work, subject.post, held, code, text, item.id)


def _bring_back(work: Work, subject: Flagged, held: str, item: ReviewItem) -> None:
    if not item.evidence.get("was"):
        return
    if subject.comment is not None:
        on_comments.bring_back(work, subject.comment, held)
    else:
        returning.bring_back(work, subject.post, held, item.evidence["was"], item.decided_at)


# -- taking a decision back --------------------------------------------------------------------


def undo(work: Work, case_id: str, decision: str) -> None:
    """Within ten seconds, by the one who decided: readers see it again, nobody is told."""
    case = flags.get(work.session, work.actor, case_id)
    subject = of_case(work, case, held=True)
    case = flags.again(work.session, case.id)
    held = permit(work, "flag.decide", thing_of(case))
    item = reviews.current(work.session, KIND, case.id)
    if item is None or item.state != decision or not may_undo(work, item):
        raise Conflict("undo-too-late", state=case.state)
    if flags.opened(work.session, case.subject_type, case.subject_id) is not None:
        # Somebody has reported it anew: that is one matter more, and not this one again.
        raise Conflict("undo-too-late", state=case.state)
    if decision == "approved":
        _bring_back(work, subject, held, item)
    reviewing.open_again(work, item)
    if not flags.move(work.session, case, state="submitted"):
        raise reviewing.lost(work, subject_of(flags.again(work.session, case.id)))
    telling.withdraw(work, item.id)
    _record(work, case, "undo", held, undone=decision)


def reverse(work: Work, case_id: str, body: ReasonedDecision) -> FlagCaseRead:
    """Mend a decision within thirty days: what was taken away is shown, or the other way round."""
    case, item, subject, held = _judged(work, case_id, "reverse", body.version)
    code, text = reason_of(work, subject.author, body.reason, body.words, "/reason")
    decided = item.state
    inverse = "refused" if decided == "approved" else "approved"
    was = subject.state if inverse == "approved" and subject.shown else ""
    if not reviews.move(work.session, item, "reversed"):
        raise reviewing.lost(work, subject_of(case))
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
        evidence={**item.evidence, "was": was},
    )
    if not flags.move(work.session, case, state=inverse):
        raise reviewing.lost(work, subject_of(case))
    if decided == "approved":
        _bring_back(work, subject, held, item)
    elif was:
        _take_away(work, subject, held, code, text, again)
    thank_later(work, again)
    _record(work, case, "reverse", held, code, text)
    return card(work, case)
