"""Many decisions at once: a result for each, in order; none takes another with it."""

from __future__ import annotations

from typing import Any

from app.domain.permissions import Thing
from app.domain.refusals import FieldError, Hidden, Invalid, Refusal
from app.schemas.members import (
    Decision,
    InformationRequest,
    ReasonedDecision,
)
from app.schemas.reviews import Batch, BatchItem, BatchRead, BatchResult
from app.services.decisions import approved, asked, refused
from app.services.deeds import fresh_id, permit, record
from app.store import communities, members, reviews
from app.store.actors import Work


def batch(work: Work, slug: str, body: Batch, worded: Any) -> BatchRead:
    """One result per item, in order; one lost item never takes another with it.

    `worded(refusal)` gives (status, problem) of a refusal: the words are not this room's.
    """
    community = communities.get(work.session, slug)
    permit(work, "member.decide", Thing(community_id=community.id))
    if body.decision != "approval" and not (body.reason or body.words or "").strip():
        raise Invalid(FieldError("/reason", "reason-missing"))
    work.batch_id = fresh_id(work)
    results = [_result(work, community.id, entry, body, worded) for entry in body.items]
    names = members.names_of(work.session, work.actor, [r.subject_id or "" for r in results])
    for result in results:
        result.title = names.get(result.subject_id or "", "")
        result.subject_id = result.subject_id if result.title else None
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
    return BatchRead(
        decision=body.decision, results=results, batch_id=work.batch_id, community=slug
    )


def _result(
    work: Work, community_id: str, entry: BatchItem, body: Batch, worded: Any
) -> BatchResult:
    item = reviews.find(work.session, community_id, entry.id)
    subject = item.subject_id if item is not None else None
    try:
        if subject is None:
            raise Hidden
        with work.session.begin_nested():
            _one(work, subject, entry.version, body)
    except Refusal as refusal:
        status, problem = worded(refusal)
        return BatchResult(id=entry.id, status=status, problem=problem, subject_id=subject)
    return BatchResult(id=entry.id, status=200, subject_id=subject)


def _one(work: Work, member_id: str, version: int | None, body: Batch) -> None:
    if body.decision == "approval":
        approved(work, member_id, Decision(version=version))
    elif body.decision == "refusal":
        reasoned = ReasonedDecision(version=version, reason=body.reason, words=body.words)
        refused(work, member_id, reasoned)
    else:
        question = InformationRequest(version=version, question=body.reason, words=body.words)
        asked(work, member_id, question)
