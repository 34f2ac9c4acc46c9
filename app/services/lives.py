"""The life after approval: pause, return, invite to leave, leave (domain/members.LIFE)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from app import clock
from app.domain import members as rules
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.models.members import Member
from app.schemas.members import Decision, Leaving, MemberRead, ReasonedDecision, Suspension
from app.services import applications, counting, sharing, telling
from app.services.cards import card
from app.services.decisions import lost, must_not_be_herself, subject_of
from app.services.deeds import permit, record
from app.services.reasons import reason_of
from app.store import communities, members
from app.store.actors import Work

CLOCK = "clock"
LAST_YEAR = 2200


def suspend(work: Work, member_id: str, body: Suspension) -> MemberRead:
    """A pause that ends by itself."""
    member, held = _to_change(work, member_id, body.version, "suspend")
    if body.until.year > LAST_YEAR:
        raise Invalid.at("/until", "date-impossible")
    until = ends_at(body.until)
    if until <= work.now:
        raise Invalid.at("/until", "until-in-past")
    last_day = clock.in_vietnam(until - timedelta(microseconds=1)).date()
    code, text = reason_of(work, member, body.reason, body.words, "/reason", last_day)
    _move(
        work,
        member,
        "suspend",
        held,
        code=code,
        text=text,
        suspended_until=until,
        state_reason=text,
    )
    telling.write(work, member, "member.suspended", ly_do=text)
    return card(work, member)


def ends_at(until: date | datetime) -> datetime:
    """A day means: to its last moment in Vietnam; a moment without zone is Vietnamese."""
    if isinstance(until, datetime):
        return until if until.tzinfo else until.replace(tzinfo=clock.VIETNAM)
    return clock.day_end(until)


def reinstate(work: Work, member_id: str, body: ReasonedDecision) -> MemberRead:
    member, held = _to_change(work, member_id, body.version, "reinstate")
    code, text = reason_of(work, member, body.reason, body.words, "/reason")
    _move(work, member, "reinstate", held, code=code, text=text, suspended_until=None)
    telling.write(work, member, "member.reinstated")
    return card(work, member)


def end_suspension(work: Work, member: Member) -> bool:
    """By the clock: the day has come."""
    if not members.move(
        work.session, member, "approved", work.now, suspended_until=None, state_reason=""
    ):
        return False
    counting.moved(work.session, member, "suspended", "approved")
    record(
        work,
        "member.reinstate",
        ("member", member.id),
        community_id=member.community_id,
        held=CLOCK,
        state="approved",
    )
    telling.write(work, member, "member.reinstated", at_once=True)
    return True


def remove(work: Work, member_id: str, body: ReasonedDecision) -> MemberRead:
    """Invite her to leave; where the community's list says so, a second person completes it."""
    member, held = _to_change(work, member_id, body.version, "remove")
    if not members.hold(work.session, member):
        raise lost(work, member)
    said = sharing.opened(work, "remove", member.id)
    code, text = said or reason_of(work, member, body.reason, body.words, "/reason")
    if sharing.takes_two(work, member.community_id, "removal") and not sharing.agree(
        work, "remove", subject_of(member), held, code, text
    ):
        return card(work, member)
    _move(
        work,
        member,
        "remove",
        held,
        code=code,
        text=text,
        ended_at=work.now,
        suspended_until=None,
        state_reason=text,
    )
    telling.write(work, member, "member.removed", ly_do=text)
    return card(work, member)


def leave(work: Work, member_id: str, body: Leaving) -> MemberRead:
    """She leaves, or an officer records it; a death stops every message silently."""
    member = members.get(work.session, work.actor, member_id)
    held = permit(work, "member.leave", Thing(member.community_id, member.person_id))
    _check(work, member, body.version, "leave")
    reason = body.reason or ""
    own = work.actor.person_id == member.person_id
    if (reason and reason not in rules.LEAVING_REASONS) or (reason == "deceased" and own):
        raise Invalid.at("/reason", "reason-unknown")
    died = reason == "deceased"
    _move(
        work,
        member,
        "leave",
        held,
        code=reason or None,
        text="",
        ended_at=work.now,
        suspended_until=None,
        deceased=died,
        state_reason="" if died else reason,
    )
    if died:
        telling.silence(work, member)
    elif own:
        link = f"{work.address}/communities/{_slug(work, member)}/members/new"
        telling.write(work, member, "member.left", at_once=True, lien_ket=link)
    return card(work, member)


def _slug(work: Work, member: Member) -> str:
    return communities.by_id(work.session, member.community_id).slug


def _to_change(work: Work, member_id: str, version: int | None, action: str) -> tuple[Member, str]:
    member = members.get(work.session, work.actor, member_id)
    held = permit(work, "member.decide", Thing(member.community_id, member.person_id))
    must_not_be_herself(work, member)
    _check(work, member, version, action)
    return member, held


def _check(work: Work, member: Member, version: int | None, action: str) -> None:
    if (member.state, action) not in rules.LIFE:
        raise (
            lost(work, member)
            if member.state == "refused"
            else Conflict("wrong-state", state=member.state, version=member.version)
        )
    if version is not None and version != member.version:
        raise Conflict("stale-version", version=member.version, state=member.state)


def _move(
    work: Work,
    member: Member,
    action: str,
    held: str,
    *,
    code: str | None,
    text: str,
    **values: Any,
) -> None:
    before, to = member.state, rules.LIFE[member.state, action]
    if not members.move(work.session, member, to, work.now, **values):
        raise lost(work, member)
    if to in {"left", "removed"}:
        sharing.close(work, "remove", member.id)
    counting.moved(work.session, member, before, to)
    record(
        work,
        f"member.{action}",
        ("member", member.id),
        community_id=member.community_id,
        held=held,
        before={"state": before},
        after={"state": to, "text": text},
        person_id=member.person_id,
        reason_code=code or "",
        state=to,
    )


def withdraw(work: Work, member_id: str, body: Decision) -> MemberRead:
    """Her own application, signed in."""
    member = members.get(work.session, work.actor, member_id)
    permit(work, "member.withdraw", Thing(member.community_id, member.person_id))
    applications.take_back(work, member, body.version)
    return card(work, member)
