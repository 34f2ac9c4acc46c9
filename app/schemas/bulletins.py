"""Bulletins on the wire: publication, the loudspeaker's minute, the desk, lists for everyone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from app.domain.bulletins import LONGEST_SPOKEN
from app.domain.text import nfc
from app.schemas.base import Body, Day, Line, Read, Versioned
from app.schemas.posts import PinnedRead, TagRead, TopicRead
from app.schemas.takedowns import WallTime


class Publication(Versioned):
    """Without `at` at once. An hour without a zone is one of Vietnam. `later`: a form that asks
    for the hour, so that an empty field is no order to publish now."""

    at: WallTime | None = None
    later: bool = False


class Repetition(Body):
    """The day that the copy is meant for; without one a week from today."""

    planned_on: Day | None = None


class SpokenChange(Body):
    text: Annotated[str, StringConstraints(max_length=LONGEST_SPOKEN), AfterValidator(nfc)] = ""


class SpokenRead(Read):
    """What the loudspeaker reads. `own`: mended by the board."""

    post: str
    title: str
    text: str
    syllables: int
    own: bool
    community: str
    may_change: bool


class QuietChange(Body):
    reason: Line = ""


class QuietRead(Read):
    """`waiting`: scheduled bulletins that are held back, or would be."""

    community: str
    quiet: bool
    since: datetime | None
    reason: str
    waiting: int


class BulletinLine(Read):
    """A bulletin in the board's lists."""

    id: str
    title: str
    topic: str | None
    state: str
    version: int
    audience: str
    due_at: datetime | None
    planned_on: date | None
    published_at: datetime | None
    changed_at: datetime


class ContentRead(Read):
    """The board's page of what it publishes: what is written, read, scheduled and out."""

    community: str
    drafts: list[BulletinLine]
    waiting: list[BulletinLine]
    approved: list[BulletinLine]
    scheduled: list[BulletinLine]
    published: list[BulletinLine]
    pinned: list[PinnedRead]
    topics: list[TopicRead]
    quiet: bool
    may_write: bool


class PublicLine(Read):
    """A bulletin as everyone reads it."""

    id: str
    title: str
    topic: str | None
    summary: str
    body_html: str
    source: str
    source_url: str
    published_at: datetime
    address: str


class PublicList(Read):
    items: list[PublicLine]
    next: str | None
    community: str
    topics: list[TopicRead]


class CalendarBulletin(Read):
    id: str
    title: str
    topic: str | None
    state: str
    at: datetime | None


class CalendarTask(Read):
    """A training or a task that came of what members hope for, on its day."""

    kind: str
    title: str
    state: str
    href: str


class CalendarDay(Read):
    """One day. `lunar_day`, `lunar_month`: of the Vietnamese lunar calendar; `missing`: topics
    whose weekday it is and of which it holds nothing."""

    day: date
    lunar_day: int
    lunar_month: int
    lunar_leap: bool
    memorials: list[str]
    solemn: bool
    today: bool
    past: bool
    bulletins: list[CalendarBulletin]
    missing: list[str]
    tasks: list[CalendarTask] = Field(default_factory=list)


class RhythmRead(Read):
    """A topic's rhythm as it was written, how many that makes this month, how many there are."""

    topic: str
    name: str
    rhythm: str
    wanted: int
    found: int


class CalendarRead(Read):
    community: str
    month: str
    before: str
    after: str
    days: list[CalendarDay]
    times: list[str]
    rhythms: list[RhythmRead]
    topics: list[TopicRead]
    quiet: bool
    may_write: bool


class TagCreate(Body):
    """`parent`: the key of the movement it is an item of; without one a movement of its own."""

    name: Annotated[Line, Field(min_length=1)]
    parent: Annotated[str, Field(max_length=40)] | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None


class TagEnd(Body):
    """`valid_to`: the first day on which it holds no more; without one today."""

    key: Annotated[str, Field(max_length=40)]
    valid_to: Day | None = None


class TagList(Read):
    """Movements with their items; `past`: those that are not in force today."""

    community: str
    tags: list[TagRead]
    past: list[TagRead]
    may_write: bool


class MonthRead(Read):
    month: str
    visits: int
    users: int


class VisitsRead(Read):
    """Counted without keeping anybody: visits of pages by day, members who came by month."""

    community: str
    months: list[MonthRead]
    average: float
    visits_line: int
    users_line: int
    alerts: list[str]
