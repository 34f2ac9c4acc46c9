"""A bulletin on its way to the Facebook Page and into the group, on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from app.domain.pictures import MOST_OF_ONE
from app.schemas.base import Body, FormRead, Read, Text, Word
from app.schemas.page_postings import GroupCopy, PageConnectionRead, PagePostingLine
from app.schemas.pictures import PictureCard
from app.schemas.takedowns import WallTime


class BulletinPosting(Body):
    """A bulletin's text for the Page. `at`: when; without it as soon as the bulletin is out.
    `pictures`: of the bulletin, those that may be shown outside."""

    text: Annotated[Text, StringConstraints(min_length=1)]
    at: WallTime | None = None
    pictures: list[Word] = Field(default_factory=list, max_length=MOST_OF_ONE)


class BulletinPostingForm(FormRead):
    """`text` as it is prepared; `left_out`: pictures without a noted consent."""

    community: str
    post: str
    title: str
    state: str
    due_at: datetime | None
    text: str
    link: str
    pictures: list[PictureCard]
    left_out: int
    connection: PageConnectionRead
    needs_second: bool


class BulletinCopy(GroupCopy):
    """`out`: readers see the bulletin by now; before that nobody ticks it."""

    post: str
    title: str
    out: bool
    due_at: datetime | None
    pictures: list[PictureCard]
    left_out: int


class BridgeRead(Read):
    """Postings of one bulletin, the newest first. `live`: one waits for the Page; `outside`: those
    that still stand there after the bulletin went away here, to be taken down there."""

    postings: list[PagePostingLine]
    live: bool
    outside: list[PagePostingLine]
    opened_page: int
    opened_group: int
