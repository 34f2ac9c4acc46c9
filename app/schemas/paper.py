"""Sign-up sheets on paper and the entry of their lines, on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from app.schemas.base import Body, Line, Read, Word
from app.schemas.communities import UnitName
from app.schemas.twins import TwinRead


class SheetCreate(Body):
    """`head`: the chapter head who carries it; women without a phone are reached through her."""

    unit: Word | None = None
    chapter: Line | None = None
    head: Line | None = None


class SheetFiling(Body):
    """Where the signed sheet lies: the proof that each line's woman agreed."""

    filed: Line | None = None


class LineWrite(Body):
    """One line. `same_as`: the file number of the woman who is here already; `none`, or `another`:
    somebody looked, she is another one.

    `ask`: what the chapter head is asked about it; without a name the line is only a question, or
    blank.
    """

    full_name: Line | None = None
    birth_year: int | None = None
    phone: Annotated[str | None, Field(max_length=40)] = None
    hamlet: Line | None = None
    union_status: Literal["member", "not_member", "unknown"] = "unknown"
    wants_news: bool = False
    signed: bool = False
    same_as: Word | None = None
    another: bool = False
    ask: Line | None = None


class LineRead(Read):
    no: int
    outcome: str
    member: str | None
    full_name: str
    file_no: str
    ask: str
    state: str


class SheetRead(Read):
    """`next_line`: the first line that was not entered yet; None where all were."""

    id: str
    community: str
    community_name: str
    no: int
    unit: UnitName | None
    chapter: str
    head: str
    filed: str
    created_by: str
    created_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    lines: list[LineRead]
    next_line: int | None
    counts: dict[str, int]
    allowed_actions: list[str]


class PrintedSheet(Read):
    """What is printed: the sheet, its QR, and the words that are read out before signing."""

    id: str
    community: str
    community_name: str
    no: int
    unit: UnitName | None
    chapter: str
    head: str
    qr: str
    lines: int
    consent: str
    demo: bool


class SmallSlip(Read):
    """The little paper for one woman: her words and the code of her own page."""

    full_name: str
    text: str
    qr: str


class SlipRead(Read):
    """What the chapter head is told of her sheet."""

    id: str
    community: str
    no: int
    head: str
    entered: int
    created: int
    known: int
    questions: list[LineRead]
    slips: list[SmallSlip]


class SheetLine(Read):
    id: str
    no: int
    chapter: str
    head: str
    created_at: datetime
    entered: int
    closed_at: datetime | None


class SheetList(Read):
    items: list[SheetLine]
    next: str | None
    community: str


class SheetForm(Read):
    action: str
    schema_: dict[str, object] = Field(serialization_alias="schema", validation_alias="schema")
    community: str
    units: list[UnitName]


class LikelyFiles(Read):
    """Files that may be hers while her line is typed."""

    files: list[TwinRead]
    community: str
