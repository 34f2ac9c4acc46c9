"""Decisions that take two people: the first POST opens one, another person's completes it.

One open row per subject is held by a partial unique index, two people by a CHECK. Whoever removes
holds the member's row from before she looks for an open decision until she commits: a file that was
just removed by two others would be opened once more.
"""

from __future__ import annotations

from app.domain.refusals import Conflict
from app.models.members import Member
from app.models.review import SharedDecision
from app.services.deeds import fresh_id, record
from app.store import communities, reviews
from app.store.actors import Work

ACTION = "remove"


def takes_two(work: Work, member: Member) -> bool:
    community = communities.by_id(work.session, member.community_id)
    return "removal" in community.settings.get("two_person", [])


def opened(work: Work, member: Member) -> tuple[str | None, str] | None:
    """The reason that the first person gave, while the decision waits for the second."""
    shared = reviews.shared(work.session, ACTION, member.id)
    return (shared.reason_code or None, shared.note) if shared is not None else None


def agree(work: Work, member: Member, held: str, code: str | None, text: str) -> bool:
    """Whether two people have agreed now, the member held. The same person twice is a conflict."""
    shared = reviews.shared(work.session, ACTION, member.id)
    if shared is None:
        _open(work, member, held, code, text)
        return False
    refuse_the_same(work, shared)
    if not reviews.complete_shared(work.session, shared, work.actor.person_id, work.now):
        raise Conflict("wrong-state", state=member.state)
    return True


def refuse_the_same(work: Work, shared: SharedDecision | None) -> None:
    if shared is not None and shared.first_by == work.actor.person_id:
        raise Conflict("already-approved-by-you", approvals=1)


def _open(work: Work, member: Member, held: str, code: str | None, text: str) -> None:
    work.session.add(
        SharedDecision(
            id=fresh_id(work),
            community_id=member.community_id,
            action=ACTION,
            subject_type="member",
            subject_id=member.id,
            reason_code=code or "",
            note=text,
            first_by=work.actor.person_id or "",
            first_at=work.now,
        )
    )
    work.session.flush()
    record(
        work,
        "member.remove_first",
        ("member", member.id),
        community_id=member.community_id,
        held=held,
        reason_code=code or "",
        outbox=False,
    )


def close(work: Work, member: Member) -> None:
    """The subject went another way."""
    shared = reviews.shared(work.session, ACTION, member.id)
    if shared is not None:
        reviews.complete_shared(work.session, shared, None, work.now)
