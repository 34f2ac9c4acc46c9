"""Claims: "I am on it" for ten minutes; shown to the others, never blocking."""

from __future__ import annotations

from app.domain.permissions import Thing
from app.schemas.members import MemberRead
from app.services import reviewing
from app.services.cards import card
from app.services.decisions import subject_of
from app.services.deeds import permit
from app.store import members
from app.store.actors import Work


def claim(work: Work, member_id: str, *, take_over: bool) -> MemberRead:
    member = members.get(work.session, work.actor, member_id)
    held = permit(work, "member.decide", Thing(member.community_id, member.person_id))
    reviewing.claim(work, subject_of(member), held, take_over=take_over)
    return card(work, member)


def release(work: Work, member_id: str) -> None:
    member = members.get(work.session, work.actor, member_id)
    permit(work, "member.decide", Thing(member.community_id, member.person_id))
    reviewing.release(work, subject_of(member))
