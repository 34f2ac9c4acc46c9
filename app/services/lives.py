"""The life after approval: pause, return, invite to leave, leave (domain/members.LIFE)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError

from app import clock
from app.domain import members as rules
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.models.members import Member
from app.models.review import SharedDecision
from app.schemas.members import Decision, Leaving, MemberRead, ReasonedDecision, Suspension
from app.services import applications, counting, telling
from app.services.cards import card
from app.services.decisions import lost
from app.services.deeds import fresh_id, permit, record
from app.services.reasons import reason_of
from app.store import communities, members, reviews
from app.store.actors import Work

CLOCK = "clock"


def suspend(work: Work, member_id: str, body: Suspension) -> MemberRead:
    """A pause that ends by itself."""
    member, held = _to_change(work, member_id, body.version, "suspend")
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
    shared = reviews.shared(work.session, "remove", member.id)
    if shared is None:
        code, text = reason_of(work, member, body.reason, body.words, "/reason")
        if _takes_two(work, member):
            _open_shared(work, member, held, code, text)
            return card(work, member)
    else:
        code, text = shared.reason_code or None, shared.note
        _complete_shared(work, shared)
    _move(work, member, "remove", held, code=code, text=text, ended_at=work.now, state_reason=text)
    telling.write(work, member, "member.removed", ly_do=text)
    return card(work, member)


def _takes_two(work: Work, member: Member) -> bool:
    community = communities.by_id(work.session, member.community_id)
    return "removal" in community.settings.get("two_person", [])


def _open_shared(work: Work, member: Member, held: str, code: str | None, text: str) -> None:
    try:
        with work.session.begin_nested():
            work.session.add(
                SharedDecision(
                    id=fresh_id(work),
                    community_id=member.community_id,
                    action="remove",
                    subject_type="member",
                    subject_id=member.id,
                    reason_code=code or "",
                    note=text,
                    first_by=work.actor.person_id or "",
                    first_at=work.now,
                )
            )
            work.session.flush()
    except IntegrityError:
        raise Conflict("already-approved-by-you", state=member.state) from None
    record(
        work,
        "member.remove_first",
        ("member", member.id),
        community_id=member.community_id,
        held=held,
        reason_code=code or "",
        outbox=False,
    )


def _complete_shared(work: Work, shared: SharedDecision) -> None:
    if shared.first_by == work.actor.person_id:
        raise Conflict("already-approved-by-you", approvals=1)
    if not reviews.complete_shared(work.session, shared, work.actor.person_id, work.now):
        raise Conflict("wrong-state")


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
    shared = reviews.shared(work.session, "remove", member.id)
    if shared is not None and to in {"left", "removed"}:
        reviews.complete_shared(work.session, shared, None, work.now)
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
