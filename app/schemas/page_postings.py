"""The Facebook Page of a community on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from app.domain.text import nfc
from app.schemas.base import Body, FormRead, Read, Text, Version, Versioned, Word
from app.schemas.takedowns import WallTime

#: An address that a card or a reader may open.
Link = Annotated[
    str,
    StringConstraints(max_length=2000, pattern=r"^(https?://\S+)?$", strip_whitespace=True),
    AfterValidator(nfc),
]
SubjectType = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,30}$")]
PageId = Annotated[str, StringConstraints(pattern=r"^\d{3,25}$", strip_whitespace=True)]
Secret = Annotated[
    str,
    StringConstraints(min_length=20, max_length=1000, pattern=r"^[!-~]+$", strip_whitespace=True),
]


class PageConnectionWrite(Body):
    """The token of the Page itself, not of a person; it is sealed and never shown again."""

    page_id: PageId
    token: Annotated[Secret, Field(json_schema_extra={"format": "password", "writeOnly": True})]
    version: Version = None


class PageConnectionRead(Read):
    """`problem`: what Facebook last said against the token; empty while it works."""

    community: str
    connected: bool
    page_id: str | None
    page_name: str | None
    problem: str
    set_by: str | None
    set_at: datetime | None
    version: int | None


class PageConnectionForm(FormRead):
    connection: PageConnectionRead
    demo: bool


class PagePostingCreate(Body):
    """`at`: when, now if not said. `ahead`: Facebook itself keeps the time, 10 minutes to 30 days
    ahead, so that it appears while this server rests."""

    text: Annotated[Text, StringConstraints(min_length=1)]
    link: Link = ""
    at: WallTime | None = None
    ahead: bool = False


class PagePublication(Versioned):
    """Somebody has seen it on the Page; `address` where."""

    address: Link = ""


class GroupPostingCreate(Body):
    """The tick "posted in the group", once a subject; `address`: of the post there."""

    text: Annotated[Text, StringConstraints(min_length=1)]
    link: Link = ""
    subject_type: SubjectType | None = None
    subject_id: Word | None = None
    address: Link = ""


class GroupCopy(Read):
    """Text and link ready to paste into the group, and the tick if there is one."""

    community: str
    text: str
    link: str
    subject_type: str | None
    subject_id: str | None
    posted_at: datetime | None
    posted_by: str | None
    address: str
    may_tick: bool


class PagePostingLine(Read):
    id: str
    community: str
    channel: str
    text: str
    link: str
    wanted_at: datetime
    ahead: bool
    state: str
    waits_for_second: bool
    waits_for_subject: bool
    problem: str
    outside_address: str
    created_by: str
    created_at: datetime
    sent_at: datetime | None


class PagePostingRead(PagePostingLine):
    subject_type: str | None
    subject_id: str | None
    pictures: list[str]
    attempts: int
    outside_id: str
    read_by: str | None
    read_at: datetime | None
    changed_by: str | None
    changed_at: datetime
    version: int
    group: GroupCopy | None
    allowed_actions: list[str]


class PagePostingList(Read):
    items: list[PagePostingLine]
    next: str | None = None
    community: str
    connection: PageConnectionRead
    may_write: bool
    may_connect: bool


class PagePostingForm(FormRead):
    connection: PageConnectionRead
    needs_second: bool


class PagesToday(Read):
    """What the board has to look at: failed, unknown, waiting for a second reader."""

    failed: int
    unknown: int
    unread: int
    problem: str
