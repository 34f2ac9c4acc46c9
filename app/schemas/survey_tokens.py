"""Personal links of a survey on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.schemas.base import Body, FormRead, Line, Read, Word
from app.schemas.takedowns import WallTime

MOST_LINKS = 5000


class TokensCreate(Body):
    """`expires_at`: until then a link opens the survey. `channel`: the code of a way to it."""

    many: Annotated[int, Field(ge=1, le=MOST_LINKS)]
    label: Line = ""
    expires_at: WallTime
    channel: Word | None = None


class PersonalLink(Read):
    place: int
    token: str
    link: str


class TokensMade(Read):
    """The links, shown this once: only their digests are kept. `csv`: all of them as a file, as a
    data address; `file_name`: what it is called."""

    survey: str
    title: str
    batch: str
    label: str
    many: int
    expires_at: datetime
    links: list[PersonalLink]
    csv: str
    file_name: str


class TokenBatch(Read):
    """`live`: still open the survey. What is neither used nor live has expired or was withdrawn."""

    batch: str
    label: str
    many: int
    used: int
    live: int
    expires_at: datetime


class TokenBatches(FormRead):
    """What was made, the newest first, and the form for more."""

    survey: str
    title: str
    identity: str
    open: bool
    batches: list[TokenBatch]
