"""The board's calendar: bulletins by day and topic, days to remember, topics whose turn is open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app import clock, content
from app.domain import calendar as rules
from app.domain.lunar import lunar
from app.domain.permissions import Thing
from app.domain.refusals import Invalid
from app.schemas.bulletins import (
    BulletinLine,
    CalendarBulletin,
    CalendarDay,
    CalendarRead,
    ContentRead,
    RhythmRead,
)
from app.schemas.posts import PinnedRead, TopicRead
from app.services.deeds import may, permit
from app.services.needs import desk as needs
from app.services.posts import cards
from app.store import bulletins, communities, post_feed
from app.store.actors import Work
from app.store.bulletins import Line

#: As many as a page of the desk shows of each.
SHOWN = 20


def content_page(work: Work, slug: str) -> ContentRead:
    """What the board writes, reads, has approved, scheduled and published, the newest first."""
    community = communities.get(work.session, slug)
    thing = Thing(community_id=community.id)
    permit(work, "calendar.read", thing)
    assert work.hot is not None

    def of(*states: str) -> list[BulletinLine]:
        rows = bulletins.of_states(work.session, community.id, states, SHOWN)
        return [BulletinLine.model_validate(row) for row in rows]

    return ContentRead(
        community=slug,
        drafts=of("draft", "withdrawn", "refused"),
        waiting=of("submitted", "needs_info"),
        approved=of("approved"),
        scheduled=sorted(of("scheduled"), key=lambda row: (row.due_at is None, row.due_at)),
        published=of("published"),
        pinned=[PinnedRead(**row) for row in post_feed.pinned(work.hot, community.id)],
        topics=cards.topics(work, community),
        quiet=bool(community.settings.get("quiet")),
        may_write=may(work, "bulletin.draft", thing),
    )


def month(work: Work, slug: str, asked: str) -> CalendarRead:
    """One month; `asked` is YYYY-MM, or empty for the current one."""
    community = communities.get(work.session, slug)
    thing = Thing(community_id=community.id)
    permit(work, "calendar.read", thing)
    first = _first_day(work, asked)
    after = rules.beside(first, 1)
    rows = bulletins.between(
        work.session,
        community.id,
        (first, clock.day_start(first)),
        (after, clock.day_start(after)),
    )
    by_day: dict[date, list[Line]] = {}
    for row in rows:
        by_day.setdefault(day_of(row), []).append(row)
    topics = cards.topics(work, community)
    rhythms = {topic.key: topic.rhythm for topic in topics}
    tasks = needs.calendar(work, community, first, after)
    days = [
        _day(work, day, by_day.get(day, []), rhythms).model_copy(
            update={"tasks": tasks.get(day, [])}
        )
        for day in rules.days_of(first)
    ]
    found = [row.topic for day in rules.days_of(first) for row in by_day.get(day, [])]
    return CalendarRead(
        community=slug,
        month=f"{first:%Y-%m}",
        before=f"{rules.beside(first, -1):%Y-%m}",
        after=f"{after:%Y-%m}",
        days=days,
        times=[
            memorial.name
            for memorial in content.memorials()
            if memorial.lasts_over(first, days[-1].day)
        ],
        rhythms=[_rhythm(topic, first, found.count(topic.key)) for topic in topics],
        topics=topics,
        quiet=bool(community.settings.get("quiet")),
        may_write=may(work, "bulletin.draft", thing),
    )


def day_of(row: Line) -> date:
    """Where a bulletin stands: the day it came out, is due, or is meant for."""
    moment = row.published_at or (row.due_at if row.state == "scheduled" else None)
    if moment is not None:
        return clock.in_vietnam(moment).date()
    return row.planned_on or clock.in_vietnam(row.changed_at).date()


def _day(work: Work, day: date, rows: list[Line], rhythms: Mapping[str, str]) -> CalendarDay:
    moon = lunar(day)
    memorials = [one for one in content.memorials() if one.falls_on(day)]
    return CalendarDay(
        day=day,
        lunar_day=moon.day,
        lunar_month=moon.month,
        lunar_leap=moon.leap,
        memorials=[one.name for one in memorials if not one.to_month],
        solemn=any(one.solemn for one in memorials),
        today=day == work.today,
        past=day < work.today,
        bulletins=[
            CalendarBulletin(
                id=row.id,
                title=row.title,
                topic=row.topic,
                state=row.state,
                at=row.published_at or row.due_at,
            )
            for row in rows
        ],
        missing=rules.missing(rhythms, day, (row.topic or "" for row in rows))
        if day >= work.today
        else [],
    )


def _rhythm(topic: TopicRead, first: date, found: int) -> RhythmRead:
    return RhythmRead(
        topic=topic.key,
        name=topic.name,
        rhythm=topic.rhythm,
        wanted=rules.wanted(topic.rhythm, first),
        found=found,
    )


def _first_day(work: Work, asked: str) -> date:
    if not asked:
        return work.today.replace(day=1)
    try:
        first = date.fromisoformat(f"{asked}-01")
    except ValueError:
        raise Invalid.at("/month", "month-unknown") from None
    if not rules.FIRST_YEAR <= first.year <= rules.LAST_YEAR:
        raise Invalid.at("/month", "month-unknown")
    return first
