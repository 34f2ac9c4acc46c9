"""Figures of a community's members on the wire. Periods are half-open: `to` is not in them."""

from __future__ import annotations

from datetime import date, datetime

from app.schemas.base import Read
from app.schemas.communities import UnitName
from app.schemas.platform_figures import Standing


class Counted(Read):
    """One figure; `href` leads to the list behind it, for those who may read lists."""

    key: str
    count: int
    href: str | None = None


class PeriodFigures(Read):
    """What happened in [first, to); `members` stood inside at its end, or stand now."""

    first: date
    to: date
    joined: int
    left: int
    net: int
    members: int
    joined_href: str | None = None
    left_href: str | None = None


class UnionFigures(Read):
    """Those inside: what they say themselves, and apart from it what was verified."""

    declared: list[Counted]
    verified: list[Counted]


class Together(Read):
    """Over every community whose figures the reader may read: persons and memberships apart."""

    communities: int
    persons: int
    memberships: int


class UnitCount(Read):
    """Persons of one unit; of a divided one those who are not placed yet."""

    unit: UnitName
    code: str | None = None
    count: int
    href: str | None = None


class UnitFiguresRead(Read):
    """Those inside at the end of the day `on`, by unit in the tree of the day `as_of`.

    `units` + `undetermined` + `unsaid` = `total`, whichever tree it is counted in.
    """

    community: str
    community_name: str
    on: date
    as_of: date
    total: int
    units: list[UnitCount]
    undetermined: list[UnitCount]
    undetermined_total: int
    unsaid: int


class FiguresRead(Read):
    """`members` counts memberships inside (lượt); `persons` the women behind them (người)."""

    community: str
    community_name: str
    first: date
    to: date
    by: str
    counted_at: datetime
    members: int
    persons: int
    members_href: str | None
    files: list[Counted]
    files_total: int
    file_persons: int
    union: UnionFigures
    opening: int
    joined: int
    left: int
    net: int
    closing: int
    left_by_reason: list[Counted]
    periods: list[PeriodFigures]
    together: Together
    #: The groups outside beside the files: two figures that are never mixed.
    groups: list[Standing]
