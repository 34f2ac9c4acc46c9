"""The weekly sheet on the wire."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from app.schemas.base import Body, Line, Read, Text, Version


class SheetFigure(Read):
    """`count` is None where nothing is counted yet; that is not zero."""

    key: str
    label: str
    count: int | None
    href: str | None


class SheetMatter(Read):
    text: str
    owner: str
    href: str | None = None


class SheetDay(Read):
    day: date
    text: str
    href: str | None = None


class SheetContent(Read):
    """What is counted and found, and what is frozen when the sheet is settled."""

    figures: list[SheetFigure]
    matters: list[SheetMatter]
    calendar: list[SheetDay]


class WeeklySheetRead(Read):
    """`first` and `last`: the days that the sheet looks back on. The calendar is the week after."""

    community: str
    community_name: str
    week: str
    first: date
    last: date
    figures: list[SheetFigure]
    matters: list[SheetMatter]
    calendar: list[SheetDay]
    praise: str
    suggestion: str
    conclusion: str
    settled_at: datetime | None
    settled_by: str | None
    version: int
    may_write: bool
    previous: str
    following: str | None
    words: dict[str, str]
    demo: bool


class WeeklySheetChange(Body):
    """`matter_1` … `owner_3`: the three open things, in the board's own words."""

    praise: Annotated[Text, Field(max_length=500)] | None = None
    suggestion: Annotated[Text, Field(max_length=500)] | None = None
    conclusion: Annotated[Text, Field(max_length=1000)] | None = None
    matter_1: Line | None = None
    owner_1: Line | None = None
    matter_2: Line | None = None
    owner_2: Line | None = None
    matter_3: Line | None = None
    owner_3: Line | None = None
    version: Version = None


class Settlement(Body):
    version: Version = None


class WeeklySheetLine(Read):
    week: str
    first: date
    last: date
    settled_at: datetime | None
    settled_by: str | None


class WeeklySheetList(Read):
    """`current`: the week that the next meeting looks back on."""

    items: list[WeeklySheetLine]
    next: str | None = None
    community: str
    current: str
