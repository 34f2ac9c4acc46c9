"""A reporter whose flags reach nobody for a while: on her file, with an end."""

from __future__ import annotations

from typing import Any

from sqlalchemy.exc import IntegrityError

from app import clock
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.models.flags import FlagMute
from app.models.members import Member
from app.schemas.flag_mutes import FlagMuteCreate
from app.schemas.members import MemberRead
from app.services.cards import card
from app.services.deeds import fresh_id, permit, record
from app.store import flags, members
from app.store.actors import Work


def to_mute(work: Work, member_id: str) -> MemberRead:
    """For the page on which it is decided."""
    return card(work, _hers(work, member_id)[0])


def mute(work: Work, member_id: str, body: FlagMuteCreate) -> MemberRead:
    """To the end of the day, Vietnamese time; a mute in force is replaced."""
    member, held = _hers(work, member_id)
    until = clock.day_end(body.until)
    if until <= work.now:
        raise Invalid.at("/until", "until-in-past")
    if not body.reason.strip():
        raise Invalid.at("/reason", "reason-missing")
    flags.end_mute(work.session, member.id, work.actor.person_id, work.now)
    row = FlagMute(
        id=fresh_id(work),
        member_id=member.id,
        until=until,
        reason=body.reason,
        set_by=work.actor.person_id or "",
        set_at=work.now,
    )
    try:
        with work.session.begin_nested():
            work.session.add(row)
            work.session.flush()
    except IntegrityError:
        raise Conflict("stale-version") from None
    _record(work, member, "flag.mute", held, until=body.until.isoformat())
    return card(work, member)


def unmute(work: Work, member_id: str) -> None:
    member, held = _hers(work, member_id)
    if flags.mute_of(work.session, member.id, work.now) is None or not flags.end_mute(
        work.session, member.id, work.actor.person_id, work.now
    ):
        raise Conflict("wrong-state", state=member.state)
    _record(work, member, "flag.unmute", held)


def _hers(work: Work, member_id: str) -> tuple[Member, str]:
    member = members.get(work.session, work.actor, member_id)
    return member, permit(work, "flag.mute", Thing(member.community_id, member.person_id))


def _record(work: Work, member: Member, action: str, held: str, **facts: Any) -> None:
    record(
        work,
        action,
        ("member", member.id),
        community_id=member.community_id,
        held=held,
        person_id=member.person_id,
        outbox=False,
        **facts,
    )
