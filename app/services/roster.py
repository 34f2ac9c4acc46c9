"""The duty roster: main and substitute of a day, exchange, repetition, hand-over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.models.communities import Community
from app.models.duty import DutyDay, HandOver
from app.schemas.house import (
    DutyDayRead,
    DutyDayWrite,
    DutyList,
    DutyRepeat,
    DutySwap,
    HandOverCreate,
)
from app.services import duty_hours
from app.services.deeds import fresh_id, may, permit, record
from app.store import accounts, appointments, changes, communities, duty, members
from app.store.actors import Work

SHOWN_DAYS = 14


def page(work: Work, slug: str, first: date | None) -> DutyList:
    """Two weeks from a Monday; empty days stand in the list, so that they are seen."""
    community = communities.get(work.session, slug)
    thing = Thing(community_id=community.id)
    permit(work, "duty.read", thing)
    start = first or work.today
    start -= timedelta(days=start.weekday())
    rows = {
        row.day: row
        for row in duty.between(
            work.session, community.id, start, start + timedelta(days=SHOWN_DAYS)
        )
    }
    names = members.person_names(
        work.session, [p for row in rows.values() for p in (row.main_id, row.substitute_id)]
    )
    days = [start + timedelta(days=n) for n in range(SHOWN_DAYS)]
    board = appointments.board_people(work.session, community.id, work.today)
    return DutyList(
        items=[_day(work, day, rows.get(day), names) for day in days],
        community=slug,
        may_write=may(work, "duty.write", thing),
        board=accounts.choices(work.session, [person.id for person in board]),
        hours=duty_hours.of(work, community),
        hand_overs=hand_overs(work, community, start),
        previous=start - timedelta(days=SHOWN_DAYS),
        following=start + timedelta(days=SHOWN_DAYS),
    )


def _day(work: Work, day: date, row: DutyDay | None, names: dict[str, str]) -> DutyDayRead:
    return DutyDayRead(
        day=day,
        main=names.get(row.main_id) if row else None,
        main_id=row.main_id if row else None,
        substitute=names.get(row.substitute_id) if row else None,
        substitute_id=row.substitute_id if row else None,
        fixed_work=row.fixed_work if row else "",
        version=row.version if row else 0,
        today=day == work.today,
    )


def hand_overs(work: Work, community: Community, since: date) -> list[dict[str, Any]]:
    rows = duty.hand_overs(work.session, community.id, since)
    names = members.person_names(work.session, [row.written_by for row in rows])
    return [
        {
            "day": row.day,
            "text": row.text,
            "by": names.get(row.written_by, ""),
            "written_at": row.written_at,
        }
        for row in rows
    ]


def write(work: Work, slug: str, day: date, body: DutyDayWrite) -> DutyDayRead:
    community, held = _writable(work, slug)
    board = {p.id for p in appointments.board_people(work.session, community.id, work.today)}
    if body.main not in board:
        raise Invalid.at("/main", "person-unknown")
    if body.substitute not in board:
        raise Invalid.at("/substitute", "person-unknown")
    if body.main == body.substitute:
        raise Invalid.at("/substitute", "same-person")
    row = duty.on(work.session, community.id, day)
    if row is None:
        row = _first(work, community, day, body)
    elif body.version not in {None, row.version} or not changes.change(
        work.session,
        row,
        main_id=body.main,
        substitute_id=body.substitute,
        fixed_work=body.fixed_work,
    ):
        raise Conflict("stale-version", version=row.version)
    _record(work, community, held, "duty.write", day)
    names = members.person_names(work.session, [row.main_id, row.substitute_id])
    return _day(work, day, row, names)


def _first(work: Work, community: Community, day: date, body: DutyDayWrite) -> DutyDay:
    row = DutyDay(
        community_id=community.id,
        day=day,
        main_id=body.main,
        substitute_id=body.substitute,
        fixed_work=body.fixed_work,
    )
    try:
        with work.session.begin_nested():
            work.session.add(row)
            work.session.flush()
    except IntegrityError:
        raise Conflict("stale-version") from None
    return row


def _writable(work: Work, slug: str) -> tuple[Community, str]:
    community = communities.get(work.session, slug)
    return community, permit(work, "duty.write", Thing(community_id=community.id))


def _record(work: Work, community: Community, held: str, action: str, day: date) -> None:
    record(
        work,
        action,
        ("community", community.id),
        community_id=community.id,
        held=held,
        outbox=False,
        day=day.isoformat(),
    )


def swap(work: Work, slug: str, day: date, body: DutySwap) -> DutyDayRead:
    """Two days exchange their people; the work fixed to the weekday stays."""
    community, held = _writable(work, slug)
    one = duty.on(work.session, community.id, day)
    other = duty.on(work.session, community.id, body.other_day)
    if one is None:
        raise Conflict("wrong-state")
    if other is None or other is one:
        raise Invalid.at("/other_day", "date-impossible")
    mine = {"main_id": one.main_id, "substitute_id": one.substitute_id}
    theirs = {"main_id": other.main_id, "substitute_id": other.substitute_id}
    if not changes.change(work.session, one, **theirs) or not changes.change(
        work.session, other, **mine
    ):
        raise Conflict("stale-version")
    _record(work, community, held, "duty.swap", day)
    names = members.person_names(work.session, [one.main_id, one.substitute_id])
    return _day(work, day, one, names)


def repeat(work: Work, slug: str, body: DutyRepeat) -> DutyList:
    """The last week of the roster goes on; days that are filled stay as they are."""
    community, held = _writable(work, slug)
    last = duty.last_day(work.session, community.id)
    if last is None:
        raise Conflict("wrong-state")
    pattern = {
        row.day.weekday(): row
        for row in duty.between(
            work.session, community.id, last - timedelta(days=6), last + timedelta(days=1)
        )
    }
    for offset in range(1, body.weeks * 7 + 1):
        day = last + timedelta(days=offset)
        row = pattern.get(day.weekday())
        if row is not None:
            duty.add_if_empty(work.session, row, day)
    _record(work, community, held, "duty.repeat", last)
    return page(work, slug, last)


def hand_over(work: Work, slug: str, body: HandOverCreate) -> DutyList:
    """What is not done goes to the next one on duty, in words."""
    community, held = _writable(work, slug)
    work.session.add(
        HandOver(
            id=fresh_id(work),
            community_id=community.id,
            day=work.today,
            text=body.text,
            written_by=work.actor.person_id or "",
            written_at=work.now,
        )
    )
    work.session.flush()
    _record(work, community, held, "duty.hand_over", work.today)
    return page(work, slug, work.today)
