"""The inbox, bulk decisions and letters to pass on, on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from app.schemas.base import Body, Read, Text, Version, Word
from app.schemas.communities import ReasonRead
from app.schemas.members import TellRead


class BatchItem(Body):
    id: Word
    version: Version = None


class Batch(Body):
    decision: Literal["approval", "refusal", "information-request"]
    items: Annotated[list[BatchItem], Field(min_length=1, max_length=200)]
    reason: Text | None = None
    words: Text | None = None


class BatchResult(Read):
    """What became of one item; `title` and `subject_id` only where she may see it.

    `restored`: null until the batch is taken back; false where something moved since, and
    `kept_because` says what.
    """

    id: str
    status: int
    problem: dict[str, Any] | None = None
    subject_id: str | None = None
    kind: str = ""
    title: str = ""
    restored: bool | None = None
    kept_because: dict[str, Any] | None = None


class BatchRead(Read):
    """`undo_until`: while it lies ahead its author takes the whole back by DELETE."""

    decision: str
    results: list[BatchResult]
    batch_id: str
    community: str
    decided_by: str
    decided_at: datetime
    total: int
    done: int
    undone_at: datetime | None
    undone_by: str | None
    restored: int
    undo_until: datetime | None
    may_reverse: bool
    reasons: list[ReasonRead]


class BatchPreviewLine(Read):
    """What the deed would do to one item: eligible, claimed (by another), conflict, no_right."""

    id: str
    outcome: Literal["eligible", "claimed", "conflict", "no_right"]
    problem: dict[str, Any] | None = None
    subject_id: str | None = None
    kind: str = ""
    title: str = ""
    version: int | None = None
    claimed_by: str | None = None


class BatchPreview(Read):
    community: str
    decision: str
    reason: str | None
    words: str | None
    items: list[BatchPreviewLine]
    eligible: int
    reasons: list[ReasonRead]


class ReviewLine(Read):
    """One item of the inbox."""

    id: str
    kind: str
    subject_type: str
    subject_id: str
    title: str
    unit: str | None = None
    #: Of a unit that was reorganised: the names of what it is today.
    unit_now: list[str] = Field(default_factory=list)
    state: str
    version: int
    due_at: datetime
    late: bool
    opened_at: datetime
    claimed_by: str | None
    under_18: bool = False
    answered: bool
    #: Of a text: how it begins, who wrote it (nobody of an anonymous one), and whether readers see
    #: an older one meanwhile.
    excerpt: str = ""
    author: str | None = None
    edit: bool = False
    #: Of a comment or a flag: the post that it belongs to.
    about: str = ""
    #: Why a comment waits; what a flagged text is said to be.
    why: list[str] = Field(default_factory=list)
    #: How many people flagged it, and what kind of text it is.
    people: int = 0
    flagged: str = ""
    allowed_actions: list[str]


class KindCount(Read):
    kind: str
    waiting: int


class ReviewList(Read):
    items: list[ReviewLine]
    next: str | None
    community: str
    waiting: int
    late: int
    needs_info: int
    kinds: list[KindCount]
    reasons: list[ReasonRead]


class NoticeRead(Read):
    id: str
    kind: str
    title: str
    text: str
    created_at: datetime
    read_at: datetime | None
    urgency: str = "at_once"
    subject_type: str = ""
    subject_id: str = ""
    #: Where it leads on this site; empty for words that stand for themselves.
    path: str = ""


class NoticeList(Read):
    items: list[NoticeRead]
    next: str | None = None
    unread: int = 0


class TellList(Read):
    items: list[TellRead]
    next: str | None
    community: str
