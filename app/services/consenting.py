"""Giving a consent: by the woman on her own page, or recorded by whom she has told.

Once for each purpose: the partial unique index decides between two that come together.
"""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from app.domain import members as rules
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.models.members import Consent, Member
from app.schemas.members import ConsentRecord, MemberRead
from app.services.cards import card
from app.services.communities import PURPOSES
from app.services.decisions import must_not_be_herself
from app.services.deeds import fresh_id, permit, record
from app.store import communities, members
from app.store.actors import Work


def give(work: Work, member: Member, purpose: str, way: str, filed: str = "") -> bool:
    """False where it holds already; then nothing is changed."""
    notice = communities.privacy_notice(work.session, member.community_id)
    try:
        with work.session.begin_nested():
            work.session.add(
                Consent(
                    id=fresh_id(work),
                    member_id=member.id,
                    purpose=purpose,
                    notice_version=notice.version,
                    way=way,
                    filed=filed,
                    given_at=work.now,
                )
            )
            work.session.flush()
    except IntegrityError:
        return False
    return True


def record_consents(work: Work, member_id: str, body: ConsentRecord) -> MemberRead:
    """What she has agreed to on paper or in a message, and where that can be seen."""
    member = members.get(work.session, work.actor, member_id)
    held = permit(work, "member.decide", Thing(member.community_id, member.person_id))
    must_not_be_herself(work, member)
    if member.state not in rules.OPEN:
        raise Conflict("wrong-state", state=member.state, version=member.version)
    if not set(body.purposes) <= set(PURPOSES):
        raise Invalid.at("/purposes", "consent-unknown")
    if not body.filed:
        raise Invalid.at("/filed", "filed-missing")
    for purpose in dict.fromkeys(body.purposes):
        if give(work, member, purpose, body.way, body.filed):
            record(
                work,
                "consent.record",
                ("member", member.id),
                community_id=member.community_id,
                held=held,
                purpose=purpose,
                way=body.way,
            )
    return card(work, member)
