"""Flags on the wire: what a reader sends, what the board judges."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from app.domain.flags import LONGEST_WORDS
from app.domain.text import nfc
from app.schemas.base import Body, FormRead, Read, Word
from app.schemas.communities import ReasonRead
from app.schemas.next import NextRead
from app.schemas.texts import TextReview

FlagWords = Annotated[str, StringConstraints(max_length=LONGEST_WORDS), AfterValidator(nfc)]


class FlagCreate(Body):
    reason: Word = ""
    words: FlagWords = ""


class FlagForm(FormRead):
    """The page on which a reader tells the board."""

    subject_type: str
    subject_id: str
    post: str
    excerpt: str
    reasons: list[str]
    #: She has told of this text before.
    known: bool


class FlagRead(Read):
    """What she is told: that it arrived. `care`: with the closed circle alone."""

    subject_type: str
    subject_id: str
    post: str
    reason: str
    care: bool
    at: datetime


class ReporterRead(Read):
    """Who told, for those who decide. `member`: her file, where she still has one."""

    name: str
    member: str | None
    reason: str
    words: str
    at: datetime


class FlagCaseRead(Read):
    """All flags of one text. `reporters` only for those who decide; the words are those that were
    reported first."""

    id: str
    community: str
    subject_type: str
    subject_id: str
    post: str
    subject_state: str
    author: str | None
    title: str
    body: str
    body_html: str
    #: Readers see another text by now.
    changed: bool
    state: str
    version: int
    people: int
    reasons_given: dict[str, int]
    reporters: list[ReporterRead]
    opened_at: datetime
    review: TextReview | None
    undo_until: datetime | None
    reasons: list[ReasonRead]
    allowed_actions: list[str]
    next_item: NextRead | None


class CareFlagRead(Read):
    """A flag for the closed circle, with the text as it was reported."""

    id: str
    subject_type: str
    subject_id: str
    post: str | None
    reporter: str
    words: str
    text: str
    at: datetime


class CareFlagList(Read):
    items: list[CareFlagRead]
    next: str | None
    community: str
