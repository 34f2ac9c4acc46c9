"""Who has not answered a survey by name, and the one reminder, on the wire."""

from __future__ import annotations

from datetime import datetime

from app.schemas.base import Read


class MissingLine(Read):
    """A member who has not answered yet."""

    member: str
    name: str
    unit_name: str


class MissingPage(Read):
    """`reminded_at`: when all of them were reminded; that is possible once. `words`: of the
    reminder. `takes_paper`: a sheet of hers can be typed in now, by this reader."""

    survey: str
    title: str
    community: str
    open: bool
    answered: int
    reminded_at: datetime | None
    words: str
    takes_paper: bool
    items: list[MissingLine]
    next: str | None


class ReminderRead(Read):
    survey: str
    reminded_at: datetime
