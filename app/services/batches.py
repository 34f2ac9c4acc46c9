"""Many decisions at once: a result for each, in order; none takes another with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from app.domain.permissions import Thing
from app.domain.refusals import Conflict, FieldError, Forbidden, Hidden, Invalid, Refusal
from app.models.communities import Community
from app.models.review import ReviewBatch, ReviewItem
from app.schemas.communities import ReasonRead
from app.schemas.reviews import (
    Batch,
    BatchItem,
    BatchPreview,
    BatchPreviewLine,
    BatchRead,
    BatchResult,
)
from app.services import judging
from app.services.deeds import fresh_id, permit, record
from app.services.reviewing import BOARD
from app.services.taking_back import as_read
from app.store import communities, inbox, members, reviews
from app.store.actors import Work

ACTIONS = {"approval": "approve", "refusal": "refuse", "information-request": "ask"}
Worded = Callable[[Refusal], tuple[int, dict[str, Any]]]


def batch(work: Work, slug: str, body: Batch, worded: Worded) -> BatchRead:
    """One result per item, in order; one lost item never takes another with it.

    `worded(refusal)` gives (status, problem) of a refusal: the words are not this room's.
    """
    community = communities.get(work.session, slug)
    held = permit(work, "member.decide", Thing(community_id=community.id))
    _must_say_why(work, community.id, body)
    work.batch_id = fresh_id(work)
    kinds: dict[str, str] = {}
    results = [_result(work, community.id, entry, body, worded, kinds) for entry in body.items]
    names = judging.names(work, kinds)
    for result in results:
        result.title = names.get(result.subject_id or "", "")
        result.kind = kinds.get(result.subject_id or "", "")
        result.subject_id = result.subject_id if result.title else None
    stored = _store(work, community, body, results)
    record(
        work,
        "review.batch",
        ("review_batch", stored.id),
        community_id=community.id,
        held=held,
        outbox=False,
        decision=body.decision,
        done=stored.done,
        total=stored.total,
    )
    return as_read(work, stored, results)


def _must_say_why(work: Work, community_id: str, body: Batch) -> None:
    """Whoever is not approved reads why; of an unfounded flag nobody is told anything."""
    if body.decision == "approval" or (body.reason or body.words or "").strip():
        return
    kinds = inbox.kinds_at(work.session, community_id, (entry.id for entry in body.items))
    if body.decision == "refusal" and kinds == {"flag"}:
        return
    raise Invalid(FieldError("/reason", "reason-missing"))


def _store(
    work: Work, community: Community, body: Batch, results: list[BatchResult]
) -> ReviewBatch:
    stored = ReviewBatch(
        id=work.batch_id or fresh_id(work),
        community_id=community.id,
        decision=body.decision,
        decided_by=work.actor.person_id or "",
        decided_at=work.now,
        total=len(results),
        done=sum(result.status == 200 for result in results),
        results=[
            {
                "id": result.id,
                "subject_id": result.subject_id,
                "status": result.status,
                "code": result.problem["code"] if result.problem else None,
            }
            for result in results
        ],
    )
    work.session.add(stored)
    work.session.flush()
    return stored


def _result(
    work: Work,
    community_id: str,
    entry: BatchItem,
    body: Batch,
    worded: Worded,
    kinds: dict[str, str],
) -> BatchResult:
    item = reviews.find(work.session, community_id, entry.id)
    subject = item.subject_id if item is not None else None
    try:
        if item is None:
            raise Hidden
        kinds[item.subject_id] = item.kind
        with work.session.begin_nested():
            judging.KINDS[item.kind].decide(work, item.subject_id, entry.version, body)
    except Refusal as refusal:
        status, problem = worded(refusal)
        return BatchResult(id=entry.id, status=status, problem=problem, subject_id=subject)
    return BatchResult(id=entry.id, status=200, subject_id=subject)


# -- before the deed ---------------------------------------------------------------------------


def preview(work: Work, slug: str, body: Batch, worded: Worded) -> BatchPreview:
    """What the deed would do to each item, judged by the same rules; nothing is changed."""
    community = communities.get(work.session, slug)
    permit(work, "member.decide", Thing(community_id=community.id))
    seen: dict[str, str] = {}
    lines = [_foreseen(work, community.id, entry, body, worded, seen) for entry in body.items]
    names = judging.names(work, seen)
    for line in lines:
        line.title = names.get(line.subject_id or "", "")
        line.kind = seen.get(line.subject_id or "", "")
        line.subject_id = line.subject_id if line.title else None
    return BatchPreview(
        community=slug,
        decision=body.decision,
        reason=body.reason,
        words=body.words,
        items=lines,
        eligible=sum(line.outcome == "eligible" for line in lines),
        reasons=[
            ReasonRead.model_validate(row)
            for row in communities.reasons(work.session, community.id)
            if row.decision in _worded_by(seen.values(), body.decision)
        ],
    )


def _worded_by(kinds: Iterable[str], decision: str) -> set[str]:
    """The decisions whose templates are offered. A founded flag takes away a post or a comment."""
    if decision == "approval":
        return {"post.removal", "comment.removal"} if "flag" in kinds else set()
    return {f"{kind}.{decision}" for kind in kinds}


def _foreseen(
    work: Work,
    community_id: str,
    entry: BatchItem,
    body: Batch,
    worded: Worded,
    seen: dict[str, str],
) -> BatchPreviewLine:
    item = reviews.find(work.session, community_id, entry.id)
    subject = item.subject_id if item is not None else None
    try:
        if item is None:
            raise Hidden
        if item.subject_id in seen:
            raise Conflict("named-twice")
        seen[item.subject_id] = item.kind
        kind = judging.KINDS[item.kind]
        judged, item, *_ = kind.judged(work, item.subject_id, ACTIONS[body.decision], entry.version)
    except Refusal as refusal:
        _, problem = worded(refusal)
        theirs = isinstance(refusal, Forbidden | Hidden)
        return BatchPreviewLine(
            id=entry.id,
            outcome="no_right" if theirs else "conflict",
            problem=problem,
            subject_id=subject,
        )
    return _ready(work, entry, judged, item, worded)


def _ready(
    work: Work, entry: BatchItem, judged: Any, item: ReviewItem, worded: Worded
) -> BatchPreviewLine:
    """A claim warns and never blocks: such an item is shown apart, and hers to choose."""
    line = BatchPreviewLine(
        id=entry.id, outcome="eligible", subject_id=judged.id, version=judged.version
    )
    other = item.claimed_by not in {None, work.actor.person_id}
    if other and item.claim_until is not None and item.claim_until > work.now:
        names = members.person_names(work.session, [item.claimed_by])
        line.outcome = "claimed"
        line.claimed_by = names.get(item.claimed_by or "", BOARD)
        line.problem = worded(Conflict("claimed"))[1]
    return line
