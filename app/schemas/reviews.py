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
    """What became of one item; `title` and `subject_id` only where she may see it."""

    id: str
    status: int
    problem: dict[str, Any] | None = None
    subject_id: str | None = None
    title: str = ""


class BatchRead(Read):
    decision: str
    results: list[BatchResult]
    batch_id: str
    community: str


class ReviewLine(Read):
    """One item of the inbox."""

    id: str
    kind: str
    subject_type: str
    subject_id: str
    title: str
    unit: str | None
    state: str
    version: int
    due_at: datetime
    late: bool
    opened_at: datetime
    claimed_by: str | None
    under_18: bool
    answered: bool
    allowed_actions: list[str]


class ReviewList(Read):
    items: list[ReviewLine]
    next: str | None
    community: str
    waiting: int
    late: int
    needs_info: int
    reasons: list[ReasonRead]


class NoticeRead(Read):
    id: str
    kind: str
    title: str
    text: str
    created_at: datetime
    read_at: datetime | None


class NoticeList(Read):
    items: list[NoticeRead]
    next: str | None = None


class TellList(Read):
    items: list[TellRead]
    next: str | None
    community: str
