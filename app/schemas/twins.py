"""One woman, once: files that look like hers, files that are another's, files that were joined."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from app.schemas.base import Body, Line, Read, Text, Versioned, Word
from app.schemas.communities import UnitName


class TwinRead(Read):
    """Another file that may be hers. `reasons`: what agrees, the strongest first, and how the
    other file ended; `score` in points, suspicious from 8 on. `merger_href`: the page on which the
    two stand side by side, in the direction that the rules suggest.
    """

    id: str
    full_name: str
    file_no: str
    state: str
    same_phone: bool
    reasons: list[str] = Field(default_factory=list)
    birth_year: int | None = None
    unit: UnitName | None = None
    hamlet: str = ""
    score: int = 0
    merger_href: str = ""


class ApartRead(Read):
    """A file that was found to be another woman's."""

    id: str
    full_name: str
    file_no: str
    state: str
    reason: str
    noted_by: str
    noted_at: datetime


class ApartCreate(Body):
    """`other`: the id of the other woman's file."""

    other: Word
    reason: Line | None = None


class FileRead(Read):
    """One of two files that stand side by side; the phone is masked, as in every list."""

    id: str
    full_name: str
    file_no: str
    state: str
    version: int
    birth_year: int | None
    phone: str | None
    unit: UnitName | None
    hamlet: str
    union_status: str
    platform_name: str
    applied_at: datetime
    joined_at: datetime | None
    consents: list[str]
    messages: int
    has_account: bool


class MergedFileRead(FileRead):
    """A file that went into this one, with what stands under it still."""

    merged_by: str
    merged_at: datetime
    reason: str
    state_before: str


class MergerRead(Read):
    """The last merger of this file into another one. `filled`: the kept file's fields that were
    empty and took this file's value; `left`: those that undoing left alone, being changed since.
    For herself only the number of the kept file and the day.
    """

    into: str | None
    file_no: str
    full_name: str
    merged_by: str
    merged_at: datetime
    reason: str
    filled: list[str]
    undone_by: str | None
    undone_at: datetime | None
    left: list[str]
    may_undo: bool


class MergerCreate(Versioned):
    """`into`: the id or the file number of the file that stays."""

    into: Word
    reason: Text | None = None


class MergerPage(Read):
    """Two files side by side before the deed. `obstacle`: the code of what stands in the way."""

    community: str
    file: FileRead
    into: FileRead | None
    same_phone: bool
    reasons: list[str]
    fills: list[str]
    obstacle: str
    swap_href: str
    may_merge: bool


class ChapterInquiryCreate(Body):
    """`asked_her`: she was asked and agreed; without it nothing is asked."""

    asked_her: bool = False


class ChapterAnswer(Body):
    """What the chapter said; `other` says it in the note."""

    answer: Literal["known", "unknown", "other"]
    note: Line | None = None


class ChapterInquiryRead(Read):
    """`text`: ready words for the chapter, with her name and hamlet and nothing else."""

    id: str
    text: str
    asked_by: str
    asked_at: datetime
    answer: str | None
    note: str
    answered_by: str | None
    answered_at: datetime | None
