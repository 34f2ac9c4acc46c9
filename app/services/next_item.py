"""“Việc tiếp theo”: what is offered after a decision."""

from __future__ import annotations

from datetime import timedelta

from app.domain import review
from app.domain.permissions import Thing
from app.models.review import ReviewItem
from app.schemas.next import NextRead
from app.services.deeds import may
from app.store import inbox
from app.store.actors import Work

#: So long after a decision she is at the inbox; whoever opens the page later came to read it.
AT_WORK = timedelta(minutes=10)
#: kind of subject → who decides it.
DECIDED_BY = {
    "member": "member.decide",
    "post": "post.decide",
    "comment": "comment.decide",
    "flag": "flag.decide",
    "outside_post": "post.decide",
    "work": "work.decide",
}


def after(work: Work, decided: ReviewItem | None) -> NextRead | None:
    """The most urgent open item that she may decide and nobody else is looking at, for whoever
    reads what was decided just now."""
    if decided is None or not _just_now(work, decided):
        return None
    thing = Thing(community_id=decided.community_id)
    kinds = [kind for kind, permission in DECIDED_BY.items() if may(work, permission, thing)]
    if not kinds:
        return None
    item = inbox.first_open(
        work.session,
        decided.community_id,
        kinds,
        decided.subject_id,
        work.actor.person_id,
        work.now,
    )
    return NextRead(kind=item.kind, subject_id=item.subject_id) if item is not None else None


def _just_now(work: Work, item: ReviewItem) -> bool:
    return (
        item.state not in review.OPEN
        and item.decided_at is not None
        and work.now - item.decided_at <= AT_WORK
    )
