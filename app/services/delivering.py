"""Delivering: how a notice leaves, attempt by attempt (ADR 0019).

`plan` settles the way in a transaction; a job hands each delivery to `begin`, which marks it as
being sent before a word goes out, and to `finish`, which records what became of it. What was
being sent when the sender died is never sent again by the machine: it stays `unknown`, and the
board, in whose list the notice still stands, asks her.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from app import clock, content
from app.domain import deliveries as rules
from app.domain import letters
from app.domain.deliveries import Outcome
from app.domain.notices import CHANNELS, DAILY, Wishes, not_before, ways
from app.models.communities import Community
from app.models.members import Member
from app.models.notices import Delivery, Notice, NoticePreference
from app.services import passing_on, telling
from app.services.deeds import fresh_id
from app.store import communities, deliveries, members, notice_preferences, records
from app.store.actors import Work

TASK = "send_notice"
MOST = 100


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one delivery hands over; `values` fill a template that the provider holds."""

    delivery_id: str
    channel: str
    to: str
    subject: str
    text: str
    person_id: str
    address: str
    values: dict[str, str]


def plan(work: Work, usable: Collection[str]) -> int:
    """Settle the way of what may be seen by now; how many were settled."""
    found = deliveries.unplanned(work.session, work.now, MOST)
    for notice in found:
        if deliveries.plan(work.session, notice, work.now):
            _way(work, notice, usable)
    return len(found)


def _way(work: Work, notice: Notice, usable: Collection[str]) -> None:
    """Put it on the first way that is left; none where she has it already or wants none."""
    if _moot(notice):
        return
    community = communities.by_id(work.session, notice.community_id)
    wishes = wishes_of(notice_preferences.of(work.session, notice.person_id))
    reach = notice_preferences.reach(work.session, notice)
    offered = ways(
        notice.kind,
        notice.urgency,
        wishes,
        reach,
        CHANNELS if community.demo else usable,
    )
    had = deliveries.tried(work.session, notice.id)
    channel = next((one for one in offered if one not in had), None)
    if channel is None:
        return
    local = not_before(clock.in_vietnam(work.now), notice.urgency, wishes)
    delivery = Delivery(
        id=fresh_id(work),
        community_id=community.id,
        notice_id=notice.id,
        channel=channel,
        state="held" if community.demo else "queued",
        next_at=local.astimezone(work.now.tzinfo),
        created_at=work.now,
    )
    if deliveries.add(work.session, delivery) and not community.demo:
        _enqueue(work, delivery)


def _enqueue(work: Work, delivery: Delivery) -> None:
    slot = f"{delivery.id}:{delivery.attempts}"
    records.enqueue(work.session, TASK, delivery.next_at, work.now, slot=slot, delivery=delivery.id)


def _moot(notice: Notice) -> str:
    """Why it need not leave any more, or nothing."""
    for reason in ("withdrawn", "told", "read"):
        if getattr(notice, f"{reason}_at") is not None:
            return reason
    return ""


def wishes_of(row: NoticePreference | None) -> Wishes:
    if row is None:
        return Wishes()
    return Wishes(
        by_email=row.by_email,
        by_zalo=row.by_zalo,
        by_sms=row.by_sms,
        muted=row.muted,
        daily=row.daily,
        daily_by_sms=row.daily_by_sms,
        quiet_from=row.quiet_from,
        quiet_to=row.quiet_to,
        urgent_at_night=row.urgent_at_night,
    )


# -- one attempt -------------------------------------------------------------------------------


def begin(work: Work, delivery_id: str, key: bytes) -> Parcel | Outcome | None:
    """Mark it as being sent and give out what is sent; None where nothing is to be done.

    One that is being sent already was left by a sender that died: its outcome is uncertain.
    """
    found = deliveries.by_id(work.session, delivery_id)
    if found is None:
        return None
    delivery, notice = found
    if delivery.state == "sending":
        return Outcome(rules.UNCERTAIN, "sender-died")
    if delivery.state != "queued":
        return None
    wishes = wishes_of(notice_preferences.of(work.session, notice.person_id))
    reach = notice_preferences.reach(work.session, notice)
    to = reach.address(delivery.channel)
    wanted = ways(notice.kind, notice.urgency, wishes, reach, {delivery.channel})
    problem = _moot(notice) or ("" if wanted else "unwanted")
    if problem:
        _end(work, delivery, "queued", "given_up", problem=problem)
        return None
    digest = hmac.new(key, to.encode(), hashlib.sha256).hexdigest()
    if not deliveries.move(
        work.session,
        delivery.id,
        "queued",
        "sending",
        attempts=delivery.attempts + 1,
        address_digest=digest,
    ):
        return None
    return _parcel(work, delivery, notice, to)


def _parcel(work: Work, delivery: Delivery, notice: Notice, to: str) -> Parcel:
    community = communities.by_id(work.session, notice.community_id)
    person = members.person(work.session, notice.person_id)
    member = members.again(work.session, notice.member_id) if notice.member_id else None
    group, told = letters.bare(community.name), content.notices()
    link = telling.status_url(work, member) if member else f"{work.address}{telling.INBOX}"
    subject = told["mail.digest.subject" if notice.kind == DAILY else "mail.subject"].text
    return Parcel(
        delivery_id=delivery.id,
        channel=delivery.channel,
        to=to,
        subject=letters.fill(subject, nhom=group),
        text=notice.outside_text
        if delivery.channel == "email"
        else _short(work, notice, member, community),
        person_id=person.id,
        address=letters.address(person.call_me),
        values={"ten": person.given_name, "nhom": group, "lien_ket": link},
    )


def _short(work: Work, notice: Notice, member: Member | None, community: Community) -> str:
    if member is not None:
        return passing_on.short(work, notice, member, community)
    return letters.short(
        content.notices()[passing_on.NEUTRAL].text,
        nhom=letters.bare(community.name),
        lien_ket=f"{work.address}{telling.INBOX}",
    )


def finish(work: Work, delivery_id: str, outcome: Outcome) -> None:
    """Record what became of the attempt; another try, another way, or the end."""
    found = deliveries.by_id(work.session, delivery_id)
    if found is None or found[0].state != "sending":
        return
    delivery, notice = found
    state, wait = rules.after(outcome, delivery.attempts)
    if wait is not None:
        delivery.next_at = work.now + wait
        if deliveries.move(
            work.session,
            delivery.id,
            "sending",
            state,
            next_at=delivery.next_at,
            problem=outcome.problem,
        ):
            _enqueue(work, delivery)
        return
    _end(work, delivery, "sending", state, problem=outcome.problem, receipt=outcome.receipt)
    if state == "sent":
        deliveries.mark_sent(work.session, notice.id, work.now)
    elif rules.tries_another(state):
        # The channels that may be used are asked again: the round after this one plans anew.
        deliveries.plan_again(work.session, notice.id)


def _end(work: Work, delivery: Delivery, was: str, state: str, **values: Any) -> None:
    deliveries.move(work.session, delivery.id, was, state, ended_at=work.now, **values)
