"""Pictures on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from app.domain.pictures import MOST_OF_ONE
from app.schemas.base import Body, FileWrite, Line, Read, Text, Versioned

MAX_UPLOAD = 50 * 1024 * 1024
"""Bytes of the pictures of one request together."""
State = Literal["waiting", "ready", "failed"]
Shows = Literal["nobody", "adult", "child", "unknown"]


class PicturesCreate(Body):
    """Several files of a form's field `files`, or each with its bytes in base64."""

    files: Annotated[list[FileWrite], Field(min_length=1, max_length=MOST_OF_ONE)]


class PictureChange(Versioned):
    """What it shows, who is recognisable on it, and how they agreed; what is absent stays."""

    alt: Line | None = None
    shows: Shows | None = None
    consent: Text | None = None


class PictureCard(Read):
    """A picture as it stands in a post or a comment; sizes in pixels, None until it is ready."""

    id: str
    state: State
    alt: str
    small: str
    small_width: int | None
    small_height: int | None
    large: str
    large_width: int | None
    large_height: int | None


class ConsentNote(Read):
    """How those who are recognisable agreed, and who noted it. Its owner and the board read it.
    `by`: null for the author of a post without a name."""

    words: str
    by: str | None
    at: datetime


class PictureRead(PictureCard):
    community: str
    version: int
    failure: str
    shows: Shows
    consent: ConsentNote | None
    mine: bool
    attached: bool
    created_at: datetime
    ready_at: datetime | None
    allowed_actions: list[str]


class PicturesRead(Read):
    """What one request brought in; `id` and `state` are the first one's."""

    id: str
    state: State
    community: str
    pictures: list[PictureRead]


class PictureList(Read):
    community: str
    items: list[PictureRead]
    next: str | None


class PictureForm(Read):
    """The form for new pictures, and what may come in: megabytes, files."""

    action: str
    community: str
    most: int = MOST_OF_ONE


class StoredRead(Read):
    """Where bytes lie that are shown; without `key` they are being made."""

    key: str | None
    public: bool
