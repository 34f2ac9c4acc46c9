"""“Hai người khác nhau”: two files that look alike belong to two women."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from app.domain.ids import is_id
from app.domain.mergers import MERGED, pair
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Hidden
from app.models.members import Member
from app.models.mergers import PairApart
from app.schemas.members import MemberRead
from app.schemas.twins import ApartCreate
from app.services import mergers
from app.services.cards import card
from app.services.deeds import fresh_id, permit, record
from app.store import members, twins
from app.store.actors import Work


def part(work: Work, member_id: str, body: ApartCreate) -> MemberRead:
    """The pair is shown as twins no more; once, by the unique pair."""
    member, held = _hers(work, member_id)
    other = mergers.found(work, member, body.other, "/other")
    permit(work, "member.decide", Thing(other.community_id, other.person_id))
    if MERGED in {member.state, other.state}:
        raise Conflict("wrong-state", state=member.state, version=member.version)
    if not note(work, member, other, held, body.reason or ""):
        raise Conflict("already-apart", state=member.state, version=member.version)
    return card(work, member)


def note(work: Work, member: Member, other: Member, held: str, reason: str = "") -> bool:
    """Whoever opened a file beside a likely one has said so too; False where it is noted."""
    first, second = pair(member.id, other.id)
    row = PairApart(
        id=fresh_id(work),
        community_id=member.community_id,
        first_id=first,
        second_id=second,
        reason=reason,
        noted_by=work.actor.person_id or "",
        noted_at=work.now,
    )
    try:
        with work.session.begin_nested():
            work.session.add(row)
            work.session.flush()
    except IntegrityError:
        return False
    _record(work, "member.part", member, held, other)
    return True


def unpart(work: Work, member_id: str, other_id: str) -> None:
    """It was a mistake: they may be one woman again."""
    member, held = _hers(work, member_id)
    other = members.get(work.session, work.actor, other_id) if is_id(other_id) else None
    if other is None or not twins.forget_apart(work.session, pair(member.id, other.id)):
        raise Hidden
    _record(work, "member.unpart", member, held, other)


def _hers(work: Work, member_id: str) -> tuple[Member, str]:
    member = members.get(work.session, work.actor, member_id)
    return member, permit(work, "member.decide", Thing(member.community_id, member.person_id))


def _record(work: Work, action: str, member: Member, held: str, other: Member) -> None:
    record(
        work,
        action,
        ("member", member.id),
        community_id=member.community_id,
        held=held,
        other=other.id,
    )
