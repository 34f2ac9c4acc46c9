"""Claims: "I am on it" for ten minutes; shown to the others, never blocking."""

from __future__ import annotations

from app.domain import review
from app.domain.permissions import Thing
from app.domain.refusals import Conflict
from app.schemas.members import (
    MemberRead,
)
from app.services.cards import BOARD, KIND, card
from app.services.decisions import lost
from app.services.deeds import permit, record
from app.store import members, reviews
from app.store.actors import Work


def claim(work: Work, member_id: str, *, take_over: bool) -> MemberRead:
    """A lease of ten minutes, shown to the others; taking over is logged, never blocked."""
    member = members.get(work.session, work.actor, member_id)
    held = permit(work, "member.decide", Thing(member.community_id, member.person_id))
    item = reviews.current(work.session, KIND, member.id)
    if item is None or item.state not in review.OPEN:
        raise lost(work, member)
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
            ("member", member.id),
            community_id=member.community_id,
            held=held,
            outbox=False,
        )
    return card(work, member)


def release(work: Work, member_id: str) -> None:
    member = members.get(work.session, work.actor, member_id)
    permit(work, "member.decide", Thing(member.community_id, member.person_id))
    item = reviews.current(work.session, KIND, member.id)
    if item is not None:
        reviews.release(work.session, item, work.actor.person_id or "")
