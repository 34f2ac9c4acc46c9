"""The review engine's shell: what every kind of subject shares when it is judged (design.md §4).

Members, posts and all that is judged later name themselves as a `Subject`; which moves an item may
make stands in `domain/review`, what a move does to the subject in the subject's own rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain import review
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Forbidden
from app.domain.review import ItemFacts
from app.models.review import ReviewItem
from app.schemas.members import ClaimRead, DecisionRead
from app.schemas.rules import AppliedRuleRead
from app.schemas.texts import TextReview
from app.services.deeds import fresh_id, may, record
from app.store import members, reviews
from app.store.actors import Work

BOARD = "Ban Quản trị"


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that is judged. `kind` is the item's kind and the subject's type."""

    kind: str
    id: str
    community_id: str
    owner_id: str | None
    state: str
    version: int

    @property
    def thing(self) -> Thing:
        return Thing(self.community_id, self.owner_id)

    @property
    def named(self) -> tuple[str, str]:
        return self.kind, self.id


def facts(item: ReviewItem | None) -> ItemFacts | None:
    """What the rules need to know of an item."""
    if item is None:
        return None
    return ItemFacts(item.state, item.rounds, item.decided_at, item.decided_by, item.escalated_to)


def open_item(
    work: Work, subject: Subject, due_at: datetime, evidence: dict[str, Any]
) -> ReviewItem:
    """Something new to judge; it points back to what was judged of the same subject before."""
    before = reviews.current(work.session, subject.kind, subject.id)
    return _opened(
        work, subject, due_at=due_at, evidence=evidence, previous_id=before.id if before else None
    )


def open_again(work: Work, item: ReviewItem, state: str = "submitted") -> ReviewItem:
    """After an undo or a reversal: a new item points back, with the old due time."""
    subject = Subject(item.kind, item.subject_id, item.community_id, None, state, item.version)
    return _opened(
        work,
        subject,
        state=state,
        due_at=item.due_at,
        evidence=item.evidence,
        rounds=item.rounds,
        asked_at=item.asked_at,
        previous_id=item.id,
    )


def _opened(work: Work, subject: Subject, **values: Any) -> ReviewItem:
    item = ReviewItem(
        id=fresh_id(work),
        community_id=subject.community_id,
        kind=subject.kind,
        subject_type=subject.kind,
        subject_id=subject.id,
        opened_at=work.now,
        **values,
    )
    work.session.add(item)
    work.session.flush()
    return item


def must_allow(
    work: Work, subject: Subject, item: ReviewItem | None, action: str, version: int | None
) -> None:
    """What is asked is a move of the table now, on the version that was read."""
    known = facts(item)
    roles = work.actor.roles_in(subject.community_id)
    if known is None:
        raise Conflict("wrong-state", state=subject.state)
    if action not in review.moves_for(known, roles, work.now):
        if action == "reverse" and known.state in review.DECIDED:
            raise Conflict("reversal-too-late", state=subject.state)
        if known.state not in review.OPEN:
            raise lost(work, subject)
        if action == "ask" and known.rounds >= review.MAX_ROUNDS:
            raise Conflict("too-many-rounds", state=subject.state)
        if known.state == "escalated" and not review.may_judge_escalated(known, roles):
            raise Forbidden("escalated-elsewhere")
        raise Conflict("wrong-state", state=subject.state)
    must_be_version(subject, version)


def must_be_version(subject: Subject, version: int | None) -> None:
    if version is not None and version != subject.version:
        raise Conflict("stale-version", version=subject.version, state=subject.state)


def trace(
    work: Work,
    item: ReviewItem,
    action: str,
    *,
    code: str | None = None,
    text: str = "",
    note: str = "",
    escalated_to: str | None = None,
) -> dict[str, Any]:
    """What a move leaves in its item."""
    values: dict[str, Any] = {"claimed_by": None, "claim_until": None}
    if note:
        values["internal_note"] = "\n".join(filter(None, (item.internal_note, note)))
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


def lost(work: Work, subject: Subject) -> Conflict:
    """Who decided, and when: by name for board and adviser, "Ban Quản trị" for everyone else."""
    item = reviews.current(work.session, subject.kind, subject.id)
    if item is None or item.decided_at is None:
        return Conflict("wrong-state", state=subject.state, version=subject.version)
    decider = BOARD
    if may(work, "review.read", subject.thing):
        found = members.person_names(work.session, [item.decided_by])
        decider = found.get(item.decided_by or "", BOARD)
    return Conflict(
        "already-decided",
        decided_by=decider,
        decided_at=item.decided_at.isoformat().replace("+00:00", "Z"),
        state=subject.state,
        version=subject.version,
    )


def decided_before(work: Work, item: ReviewItem) -> list[ReviewItem]:
    """Every judgement of the same subject that was taken, the first one first."""
    past = reviews.history(work.session, item.kind, item.subject_id)
    return [row for row in past if row.decided_at is not None]


def decision_read(row: ReviewItem, names: dict[str, str]) -> DecisionRead:
    """One of them, with who decided by name: for board and adviser."""
    return DecisionRead(
        state=row.state,
        decided_by=names.get(row.decided_by or "", BOARD),
        decided_at=row.decided_at,
        reason_code=row.reason_code,
        public_note=row.public_note,
        internal_note=row.internal_note,
    )


def review_read(work: Work, item: ReviewItem, names: dict[str, str]) -> TextReview:
    """The current review of a text, for those who judge."""
    past = decided_before(work, item)
    deciders = members.person_names(work.session, [row.decided_by for row in past])
    return TextReview(
        id=item.id,
        state=item.state,
        due_at=item.due_at,
        late=is_late(work, item),
        rounds=item.rounds,
        claim=claim_read(work, item, names),
        escalated_to=item.escalated_to,
        note=item.internal_note,
        why=list(item.evidence.get("why", [])),
        rules=[AppliedRuleRead(**one) for one in item.evidence.get("rules", [])],
        history=[decision_read(row, deciders) for row in past],
    )


def claim_read(work: Work, item: ReviewItem, names: dict[str, str]) -> ClaimRead | None:
    """Who is on it now."""
    if item.claimed_by is None or item.claim_until is None or item.claim_until <= work.now:
        return None
    return ClaimRead(
        by=names.get(item.claimed_by, BOARD),
        until=item.claim_until,
        mine=item.claimed_by == work.actor.person_id,
    )


def is_late(work: Work, item: ReviewItem) -> bool:
    return item.state in {"submitted", "escalated"} and item.due_at < work.now


def line_facts(work: Work, item: ReviewItem, claimers: dict[str, str]) -> dict[str, Any]:
    """What a line of the inbox says of its item, whatever it is about."""
    claimed = item.claim_until is not None and item.claim_until > work.now
    return {
        "id": item.id,
        "kind": item.kind,
        "subject_type": item.subject_type,
        "subject_id": item.subject_id,
        "state": item.state,
        "due_at": item.due_at,
        "late": is_late(work, item),
        "claimed_by": claimers.get(item.claimed_by or "") if claimed else None,
        "answered": item.rounds > 0 and item.state == "submitted",
    }


def claim(work: Work, subject: Subject, held: str, *, take_over: bool) -> None:
    """A lease of ten minutes, shown to the others; taking over is logged, never blocked."""
    item = reviews.current(work.session, subject.kind, subject.id)
    if item is None or item.state not in review.OPEN:
        raise lost(work, subject)
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
            subject.named,
            community_id=subject.community_id,
            held=held,
            outbox=False,
        )


def release(work: Work, subject: Subject) -> None:
    item = reviews.current(work.session, subject.kind, subject.id)
    if item is not None:
        reviews.release(work.session, item, work.actor.person_id or "")
