"""A batch afterwards: reading it, undoing it within ten seconds, mending it within thirty days.

The row is taken first, by one conditional UPDATE, so a batch is taken back once. Then each item
goes its own way: what has moved since stays as it is and is told.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from app.domain import review
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Hidden, Invalid, Refusal
from app.models.review import ReviewBatch
from app.schemas.communities import ReasonRead
from app.schemas.members import ReasonedDecision
from app.schemas.reviews import BatchRead, BatchResult
from app.services import judging
from app.services.deeds import fresh_id, may, permit, record
from app.services.reviewing import BOARD
from app.store import batches, communities, members, reviews
from app.store.actors import Work

Explained = Callable[[str], dict[str, Any]]
Back = Callable[[judging.Kind, str], None]
#: What taking back finds in a batch's results where an item was restored.
RESTORED = "done"


def read(work: Work, batch_id: str, explained: Explained) -> BatchRead:
    """The batch with every result; `explained(code)` words what stood in the way."""
    stored = batches.get(work.session, work.actor, batch_id)
    permit(work, "review.read", Thing(community_id=stored.community_id))
    return as_read(work, stored, _results(work, stored, explained))


def _results(work: Work, stored: ReviewBatch, explained: Explained) -> list[BatchResult]:
    ids = [one["subject_id"] or "" for one in stored.results]
    kinds = reviews.kinds_of(work.session, ids)
    names = judging.names(work, kinds)
    return [
        BatchResult(
            id=one["id"],
            status=one["status"],
            problem=explained(one["code"]) if one["code"] else None,
            subject_id=one["subject_id"] if one["subject_id"] in names else None,
            kind=kinds.get(one["subject_id"] or "", ""),
            title=names.get(one["subject_id"] or "", ""),
            restored=None if one.get("back") is None else one["back"] == RESTORED,
            kept_because=explained(one["back"]) if one.get("back", RESTORED) != RESTORED else None,
        )
        for one in stored.results
    ]


def as_read(work: Work, stored: ReviewBatch, results: list[BatchResult]) -> BatchRead:
    community = communities.by_id(work.session, stored.community_id)
    people = members.person_names(work.session, [stored.decided_by, stored.undone_by])
    decides = may(work, "member.decide", Thing(community_id=community.id))
    until = _undo_until(work, stored)
    return BatchRead(
        decision=stored.decision,
        results=results,
        batch_id=stored.id,
        community=community.slug,
        decided_by=people.get(stored.decided_by, BOARD),
        decided_at=stored.decided_at,
        total=stored.total,
        done=stored.done,
        undone_at=stored.undone_at,
        undone_by=people.get(stored.undone_by or ""),
        restored=stored.restored,
        undo_until=until if decides else None,
        may_reverse=decides and _may_reverse(stored, work.now),
        reasons=[
            ReasonRead.model_validate(row)
            for row in communities.reasons(work.session, community.id)
            if row.decision.endswith(".reversal")
        ],
    )


def _undo_until(work: Work, stored: ReviewBatch) -> datetime | None:
    until = stored.decided_at + review.UNDO_WINDOW
    hers = stored.decided_by == work.actor.person_id
    return until if hers and _can_go_back(stored) and work.now < until else None


def _may_reverse(stored: ReviewBatch, now: datetime) -> bool:
    return _can_go_back(stored) and now < stored.decided_at + review.REVERSAL_WINDOW


def _can_go_back(stored: ReviewBatch) -> bool:
    """A question that was asked stays asked; a decision that was taken back stays so."""
    asked = stored.decision == "information-request"
    return stored.done > 0 and stored.undone_at is None and not asked


# -- taking back -------------------------------------------------------------------------------


def undo(work: Work, batch_id: str) -> None:
    """Within ten seconds, by the one who decided: nobody is told."""
    stored, held = _to_take_back(work, batch_id)
    if _undo_until(work, stored) is None:
        raise Conflict("undo-too-late")
    decision = review.MOVES["submitted", _action(stored)].to

    def back(kind: judging.Kind, subject_id: str) -> None:
        kind.undo(work, subject_id, decision)

    _each(work, stored, held, "review.batch_undo", back)


def reverse(work: Work, batch_id: str, body: ReasonedDecision, explained: Explained) -> BatchRead:
    """Within thirty days: a new decision with the inverse effect for each, with words to her."""
    stored, held = _to_take_back(work, batch_id)
    if not (body.reason or body.words or "").strip():
        raise Invalid.at("/reason", "reason-missing")
    if not _may_reverse(stored, work.now):
        raise Conflict("reversal-too-late")

    def back(kind: judging.Kind, subject_id: str) -> None:
        kind.mend(work, subject_id, body.model_copy(update={"version": None}))

    _each(work, stored, held, "review.batch_reverse", back)
    return as_read(work, stored, _results(work, stored, explained))


def _action(stored: ReviewBatch) -> str:
    return "approve" if stored.decision == "approval" else "refuse"


def _to_take_back(work: Work, batch_id: str) -> tuple[ReviewBatch, str]:
    stored = batches.get(work.session, work.actor, batch_id)
    held = permit(work, "member.decide", Thing(community_id=stored.community_id))
    if stored.undone_at is not None:
        raise _already(work, stored)
    if stored.decision == "information-request":
        raise Conflict("question-asked")
    return stored, held


def _already(work: Work, stored: ReviewBatch) -> Conflict:
    names = members.person_names(work.session, [stored.undone_by])
    at = stored.undone_at.isoformat().replace("+00:00", "Z") if stored.undone_at else ""
    return Conflict(
        "already-taken-back", decided_by=names.get(stored.undone_by or "", BOARD), decided_at=at
    )


def _each(work: Work, stored: ReviewBatch, held: str, action: str, back: Back) -> None:
    if not batches.take_back(work.session, stored, work.actor.person_id, work.now):
        raise _already(work, stored)
    work.batch_id = fresh_id(work)
    results = [dict(one) for one in stored.results]
    for one in results:
        if one["status"] == 200:
            one["back"] = _one(work, stored, one["subject_id"], back)
    batches.note(work.session, stored, results)
    record(
        work,
        action,
        ("review_batch", stored.id),
        community_id=stored.community_id,
        held=held,
        outbox=False,
        decision=stored.decision,
        done=stored.restored,
        total=stored.done,
    )


def _one(work: Work, stored: ReviewBatch, subject_id: str | None, back: Back) -> str:
    """`done`, or the code of why this one stays as it is."""
    try:
        item = reviews.latest(work.session, subject_id) if subject_id else None
        if item is None:
            raise Hidden
        kind = judging.KINDS[item.kind]
        if item.batch_id != stored.id:
            raise kind.lost(work, item.subject_id)
        with work.session.begin_nested():
            back(kind, item.subject_id)
    except Refusal as refusal:
        return refusal.code
    return RESTORED
