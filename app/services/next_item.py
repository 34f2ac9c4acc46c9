"""“Việc tiếp theo”: what is offered after a decision."""

from __future__ import annotations

from app.domain.permissions import Thing
from app.schemas.next import NextRead
from app.services.deeds import may
from app.store import inbox
from app.store.actors import Work

#: kind of subject → who decides it.
DECIDED_BY = {
    "member": "member.decide",
    "post": "post.decide",
    "comment": "comment.decide",
    "flag": "flag.decide",
    "outside_post": "post.decide",
}


def after(work: Work, community_id: str, subject_id: str) -> NextRead | None:
    """The most urgent open item that she may decide and nobody else is looking at."""
    thing = Thing(community_id=community_id)
    kinds = [kind for kind, permission in DECIDED_BY.items() if may(work, permission, thing)]
    if not kinds:
        return None
    item = inbox.first_open(
        work.session, community_id, kinds, subject_id, work.actor.person_id, work.now
    )
    return NextRead(kind=item.kind, subject_id=item.subject_id) if item is not None else None
