"""The register of requests to take content down, on the wire."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from app.domain.text import nfc
from app.schemas.base import (
    Body,
    Day,
    FileWrite,
    FormRead,
    Line,
    Read,
    Text,
    Version,
    Versioned,
    Word,
)

MAX_PROOF = 5 * 1024 * 1024
"""Bytes of one proof."""
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST_YEAR, LAST_YEAR = 2000, 2200


def _in_vietnam(moment: datetime) -> datetime:
    """A form says the clock on the wall, a program the zone too."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise PydanticCustomError("moment-unknown", "outside of the years of a register")
    known = moment if moment.tzinfo is not None else moment.replace(tzinfo=VIETNAM)
    return known.astimezone(UTC)


#: A moment: RFC 3339, or as Vietnamese clocks show it.
WallTime = Annotated[datetime, AfterValidator(_in_vietnam)]
Address = Annotated[str, StringConstraints(max_length=2000), AfterValidator(nfc)]
Hours = Annotated[int, Field(ge=1)]


class TakedownCreate(Body):
    """`asked_by`: the authority, or the name of who complains. `deadline`: the one that the
    authority itself names; it counts where it is sooner."""

    kind: Literal["authority", "complaint"]
    asked_by: Annotated[Line, Field(min_length=1)]
    contact: Line = ""
    document: Line = ""
    document_on: Day | None = None
    received_at: WallTime
    urgent: bool = False
    deadline: WallTime | None = None
    address: Address = ""
    subject_type: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,30}$")] | None = None
    subject_id: Word | None = None
    text_found: Text = ""
    grounds: Text = ""
    previous: Word | None = None


class TakedownStepCreate(Body):
    """`before`, `after`: a proof, with its file; `seen_at`: when it was seen, now if not said."""

    kind: Literal["note", "before", "after", "receipt"]
    text: Text = ""
    seen_at: WallTime | None = None
    file: FileWrite | None = None
    version: Version = None


class TakedownHandover(Versioned):
    """`person`: another of the board, who becomes the owner; or `unit`: who is competent for it."""

    person: Word | None = None
    unit: Line = ""
    handed_on: Day | None = None
    receipt: Line = ""
    text: Text = ""


class TakedownCompletion(Versioned):
    """`founded` cases count towards the limits. `words` when a proof is missing: why."""

    finding: Literal["founded", "unfounded"]
    words: Text = ""


class TakedownClosing(Versioned):
    """Rejected as not founded, or taken back by who asked: in words."""

    words: Text = ""


class TakedownHours(Versioned):
    authority: Hours
    urgent: Hours
    complaint: Hours


class TakedownHoursRead(Read):
    community: str
    authority: int
    urgent: int
    complaint: int
    version: int


class TakedownHoursForm(FormRead):
    hours: TakedownHoursRead
    most: dict[str, int]


class ProofRead(Read):
    id: str
    name: str
    size: int
    digest: str


class TakedownStepRead(Read):
    kind: str
    text: str
    at: datetime
    by: str
    seen_at: datetime | None
    proof: ProofRead | None
    facts: dict[str, Any]


class TakedownLine(Read):
    """`late_minutes`: after the due time it was closed, or stands open now; 0 in time.

    `asked_by`: of a complaint only for those who decide on it, else null.
    """

    id: str
    community: str
    code: str
    kind: str
    state: str
    asked_by: str | None
    received_at: datetime
    due_at: datetime
    urgent: bool
    hours: int
    owner: str
    address: str
    finding: str
    closed_at: datetime | None
    late_minutes: int


class TakedownRead(TakedownLine):
    contact: str | None
    document: str
    document_on: date | None
    named_due_at: datetime | None
    subject_type: str | None
    subject_id: str | None
    #: Whether Sen itself takes it down at completion.
    removable: bool
    text_found: str
    grounds: str
    handed_to: str
    handed_on: date | None
    receipt: str
    words: str
    closed_by: str | None
    previous: str | None
    previous_code: str | None
    recorded_by: str
    recorded_at: datetime
    version: int
    steps: list[TakedownStepRead]
    missing_proofs: list[str]
    people: list[dict[str, Any]]
    allowed_actions: list[str]


class TakedownCount(Read):
    """Founded cases closed within the last `days`, beside the limit of Decree 147/2024."""

    days: int
    count: int
    limit: int
    warn: bool


class TakedownList(Read):
    items: list[TakedownLine]
    next: str | None = None
    community: str
    state: str
    counts: list[TakedownCount]
    hours: TakedownHoursRead
    may_write: bool
    may_settle: bool


class TakedownForm(FormRead):
    """`wall_clock`: this minute in Vietnam, for the field of the receipt."""

    hours: TakedownHoursRead
    wall_clock: str
    previous: TakedownLine | None


class TakedownReminderRead(Read):
    """`kind`: half, last_call, overdue."""

    id: str
    code: str
    kind: str
    due_at: datetime
    late_minutes: int


class TakedownsToday(Read):
    """What waits, and what the reader herself is reminded of."""

    open: int
    late: int
    next_due_at: datetime | None
    reminders: list[TakedownReminderRead]
