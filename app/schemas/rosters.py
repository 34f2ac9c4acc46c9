"""Pasted lists of a group, and the names in them, on the wire."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from app.schemas.base import Body, Day, FormRead, Read, Word
from app.schemas.platforms import GroupPlatform

#: Room for the longest list with everything that stands around its names.
MOST_LETTERS = 900_000


class RosterCreate(Body):
    """`text`: the member list as it was copied off the screen. `part`: it is not the whole list."""

    platform: GroupPlatform = "facebook"
    text: Annotated[str, Field(min_length=1, max_length=MOST_LETTERS)]
    as_of: Day | None = None
    part: bool = False


class RosterForm(FormRead):
    platforms: list[str]
    today: date


class FileName(Read):
    """A file as a name of the list is compared with it."""

    id: str
    full_name: str
    file_no: str
    state: str


class RosterLine(Read):
    """One name of the list, of exactly one `kind`: matched, unmatched, left.

    `how`: platform_name, name, or kept from before. A new one was in no list before.
    """

    name: str
    ordinal: int
    kind: str
    how: str = ""
    new: bool = False
    member: FileName | None = None
    candidates: list[FileName] = Field(default_factory=list)


class RosterPreview(Read):
    """What saving would do; nothing is changed. `entries`: ticks that it would add."""

    community: str
    platform: str
    as_of: date
    part: bool
    text: str
    lines: int
    passed: list[str]
    names: int
    matched: int
    unmatched: int
    left: int
    entries: int
    #: The day of the list before, if there is one.
    previous: date | None
    items: list[RosterLine]


class RosterRead(Read):
    """A list as it was saved: the classes of its names on that day."""

    id: str
    community: str
    platform: str
    as_of: date
    part: bool
    number: int
    names: int
    matched: int
    unmatched: int
    left: int
    pasted_by: str
    pasted_at: datetime


class RosterState(Read):
    """One group today: names by class, after every list and every join by hand."""

    platform: str
    as_of: date
    matched: int
    unmatched: int
    left: int


class RosterList(Read):
    items: list[RosterRead]
    next: str | None = None
    community: str
    states: list[RosterState]
    may_write: bool


class AccountRead(Read):
    """One name of a group's list. Without a member nothing but the name is known of her."""

    id: str
    community: str
    platform: str
    name: str
    ordinal: int
    kind: str
    how: str
    member: FileName | None
    candidates: list[FileName]
    #: The last list that had the name, and the first one that had it no more.
    seen_on: date
    left_on: date | None
    linked_by: str | None
    linked_at: datetime | None
    #: Ready words: to invite her, or to ask her whether she left on purpose.
    words: str
    allowed_actions: list[str]


class AccountList(Read):
    items: list[AccountRead]
    next: str | None = None
    community: str
    platform: str
    platforms: list[str]
    kind: str
    counts: dict[str, int]
    may_write: bool


class AccountLink(Body):
    """The member's id, or her file number as it is said and printed."""

    member: Word | None = None
    file_no: Word | None = None
