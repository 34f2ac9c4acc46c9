"""The bridge to the groups outside: join questions, who was let in, who holds rights."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from app.schemas.base import Body, Day, FormRead, Line, Read, Version, Word
from app.schemas.communities import PlatformRead

GroupPlatform = Literal["facebook", "zalo", "other"]
AnyPlatform = Literal["facebook", "page", "zalo", "other"]


class JoinQuestionsRead(Read):
    """Texts for the group's own join questions; one of them asks for the file number."""

    community: str
    community_name: str
    questions: list[str]
    join_url: str
    platforms: list[PlatformRead]


class PlatformEntryCreate(Body):
    platform: GroupPlatform = "facebook"


class PlatformEntriesCreate(Body):
    """Several women who were let in together."""

    platform: GroupPlatform = "facebook"
    members: Annotated[list[Word], Field(min_length=1, max_length=200)]


class WaitingEntry(Read):
    """Approved, and not yet let in. `platform_name`: how she is called there."""

    id: str
    full_name: str
    file_no: str
    platform_name: str
    joined_at: datetime | None
    #: Whether the reader may tick it.
    may_enter: bool


class WaitingEntries(Read):
    items: list[WaitingEntry]
    next: str | None = None
    community: str
    platform: str
    platforms: list[str]
    may_enter: bool


class PlatformEntriesRead(Read):
    """How many were ticked just now; those who had been before are left as they are."""

    community: str
    platform: str
    entered: int
    members: list[str]


class RightCreate(Body):
    """`person` is the id of somebody with an office here, or `holder_name` a name."""

    platform: AnyPlatform
    account_name: Annotated[Line, Field(min_length=1)]
    person: Word | None = None
    holder_name: Line | None = None
    level: Literal["owner", "admin", "moderator", "editor"]
    unit_level: Literal["central", "province", "district", "commune"]
    since: Day


class RightEnd(Body):
    """`until`: the day from which it is held no more."""

    until: Day
    version: Version = None


class RightRead(Read):
    id: str
    community: str
    platform: str
    account_name: str
    holder_name: str
    #: Has an account here; a name alone may be anybody's.
    known: bool
    level: str
    unit_level: str
    since: date
    until: date | None
    version: int
    recorded_by: str
    recorded_at: datetime
    can_end: bool


class RightWatch(Read):
    """Holders of the highest right on one platform today, against the board's regulation."""

    platform: str
    holders: int
    unit_levels: int
    enough: bool


class RightList(Read):
    items: list[RightRead]
    next: str | None = None
    community: str
    watch: list[RightWatch]
    fewest_holders: int
    fewest_unit_levels: int
    may_write: bool


class RightForm(FormRead):
    """Those with an office here today are offered by name."""

    people: list[dict[str, Any]]
    today: date
