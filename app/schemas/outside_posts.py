"""Posts and comments that stand on Facebook or Zalo, on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from app.domain.outside_addresses import LONGEST
from app.domain.outside_posts import LONGEST_BODY
from app.domain.pictures import MOST_OF_ONE
from app.domain.text import nfc
from app.schemas.base import Body, FileWrite, FormRead, Line, Read, Versioned, Word
from app.schemas.communities import ReasonRead
from app.schemas.next import NextRead
from app.schemas.pictures import PictureCard
from app.schemas.takedowns import WallTime
from app.schemas.texts import TextReview

PastedText = Annotated[str, StringConstraints(max_length=LONGEST_BODY), AfterValidator(nfc)]
Address = Annotated[str, StringConstraints(max_length=LONGEST), AfterValidator(nfc)]
Kind = Literal["post", "comment"]
Platform = Literal["facebook", "page", "zalo"]
There = Literal["waiting", "standing", "gone"]


class OutsidePostCreate(Body):
    """Text, screenshots or both. `author_name`: as it stands there; `member`: her file, by its
    number or id; `seen_at`: now where it is left out; `there`: whether it waits to be let through
    there or stands there."""

    platform: Platform = "facebook"
    kind: Kind = "post"
    address: Address = ""
    body: PastedText = ""
    author_name: Annotated[Line, Field(min_length=1)]
    member: Word | None = None
    seen_at: WallTime | None = None
    there: Literal["waiting", "standing"]
    pictures: Annotated[list[Word], Field(max_length=MOST_OF_ONE)] | None = None
    files: Annotated[list[FileWrite] | None, Field(max_length=MOST_OF_ONE)] = None


class OutsidePostChange(Versioned):
    """`member`: her file's number or id, empty for nobody's; `there`: as it stands there now."""

    member: Annotated[Word | None, Field(json_schema_extra={"emptyClears": True})] = None
    there: There | None = None


class LinkedMember(Read):
    """The file that a record points to."""

    id: str
    file_no: str
    full_name: str


class HandRead(Read):
    """What a hand does on the platform: `approve`, `decline`, `remove`, or `invite` her to post
    again. Dropped where the decision was taken back before."""

    action: str
    wanted_at: datetime
    done_at: datetime | None
    done_by: str | None
    dropped_at: datetime | None


class OutsidePostLine(Read):
    """One record in the register. `hand`: what waits to be done on the platform."""

    id: str
    kind: str
    platform: str
    author_name: str
    excerpt: str
    state: str
    there: str
    seen_at: datetime
    recorded_at: datetime
    hand: str | None
    member: LinkedMember | None


class OutsidePostList(Read):
    items: list[OutsidePostLine]
    next: str | None = None
    community: str
    state: str
    q: str
    #: How many records wait for a hand on the platform.
    hands: int
    may_record: bool


class TakedownMark(Read):
    """An entry of the takedown register about it."""

    id: str
    code: str
    state: str


class OutsidePostRead(OutsidePostLine):
    """A record. `known`: it was there before, recorded by somebody else; a `secluded` one has no
    words, for the closed circle alone reads them."""

    community: str
    version: int
    address: str | None
    body: str
    pictures: list[PictureCard]
    recorded_by: str
    state_reason: str
    known: bool = False
    #: Since when hands have been asked, each with who did it.
    hands: list[HandRead]
    takedowns: list[TakedownMark]
    review: TextReview | None
    undo_until: datetime | None
    reasons: list[ReasonRead]
    allowed_actions: list[str]
    may_take_down: bool
    may_restrain: bool
    next_item: NextRead | None


class OutsidePostForm(FormRead):
    platforms: list[str]
    #: Now, as Vietnamese clocks show it, for the field of the moment.
    wall_clock: str


class Secluded(Read):
    """It was handed to the closed circle: nothing else is said of it here."""

    id: str
    community: str
    state: Literal["secluded"] = "secluded"
