"""Decisions that take two people: the first POST opens one, another person's completes it.

One open row per subject is held by a partial unique index, two people by a CHECK. Whoever removes
holds the member's row from before she looks for an open decision until she commits: a file that was
just removed by two others would be opened once more.
"""

from __future__ import annotations

from app.domain.refusals import Conflict
from app.models.review import SharedDecision
from app.services.deeds import fresh_id, record
from app.services.reviewing import Subject
from app.store import communities, shared_decisions
from app.store.actors import Work


def takes_two(work: Work, community_id: str, named: str) -> bool:
    """Whether the community's two-person list names this kind of decision."""
    community = communities.by_id(work.session, community_id)
    return named in community.settings.get("two_person", [])


def opened(work: Work, action: str, subject_id: str) -> tuple[str | None, str] | None:
    """The reason that the first person gave, while the decision waits for the second."""
    shared = shared_decisions.opened(work.session, action, subject_id)
    return (shared.reason_code or None, shared.note) if shared is not None else None


def agree(
    work: Work, action: str, subject: Subject, held: str, code: str | None, text: str
) -> bool:
    """Whether two people have agreed now, the subject's row held. The same twice is a conflict."""
    shared = shared_decisions.opened(work.session, action, subject.id)
    if shared is None:
        _open(work, action, subject, held, code, text)
        return False
    refuse_the_same(work, action, subject.id)
    if not shared_decisions.complete(work.session, shared, work.actor.person_id, work.now):
        raise Conflict("wrong-state", state=subject.state)
    return True


def refuse_the_same(work: Work, action: str, subject_id: str) -> None:
    shared = shared_decisions.opened(work.session, action, subject_id)
    if shared is not None and shared.first_by == work.actor.person_id:
        raise Conflict("already-approved-by-you", approvals=1)


def _open(
    work: Work, action: str, subject: Subject, held: str, code: str | None, text: str
) -> None:
    work.session.add(
        SharedDecision(
            id=fresh_id(work),
            community_id=subject.community_id,
            action=action,
            subject_type=subject.kind,
            subject_id=subject.id,
            reason_code=code or "",
            note=text,
            first_by=work.actor.person_id or "",
            first_at=work.now,
        )
    )
    work.session.flush()
    record(
        work,
        f"{subject.kind}.{action}_first",
        subject.named,
        community_id=subject.community_id,
        held=held,
        reason_code=code or "",
        outbox=False,
    )


def close(work: Work, action: str, subject_id: str) -> None:
    """The subject went another way."""
    shared = shared_decisions.opened(work.session, action, subject_id)
    if shared is not None:
        shared_decisions.complete(work.session, shared, None, work.now)
