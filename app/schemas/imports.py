"""Lists that come in and go out as files, on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from app.schemas.base import Body, FileWrite, Line, Read, Version, Versioned, Word
from app.schemas.communities import UnitName

MAX_FILE = 10 * 1024 * 1024
"""Bytes of a list."""
#: Columns are counted from 1 as the spreadsheet's letters are; 0 says that there is none.
Column = Annotated[int, Field(ge=0, le=1000)]


class ImportCreate(Body):
    """`unit`: where the women of the list live unless a row says otherwise."""

    file: FileWrite
    unit: Word | None = None


class ImportChange(Versioned):
    """`columns`: `SHEET.FIELD` → column, the sheet from 1; what is left out has no column."""

    unit: Word | None = None
    columns: dict[str, Column] = Field(default_factory=dict, max_length=200)


class ImportApply(Versioned):
    """`consent` `paper`: each woman has signed, and `filed` says where the paper lies."""

    consent: Literal["none", "paper"] = "none"
    filed: Line | None = None


class RowCreation(Body):
    """`same_person`: she is who she was compared with, whose file had ended; else another woman."""

    same_person: bool = False


class ColumnRead(Read):
    """One column: its heading, the field it is read as, and two texts if a font was converted."""

    no: int
    heading: str
    field: str | None
    font: str | None = None
    before: str | None = None
    after: str | None = None


class SheetRead(Read):
    """`header`: its row, None where no header was found; `counts`: rows by class."""

    no: int
    name: str
    header: int | None
    columns: list[ColumnRead]
    counts: dict[str, int]


class Why(Read):
    code: str
    detail: str


class ImportRowRead(Read):
    """`raw` and the whole phone only for those who may record members."""

    no: int
    sheet: str
    row: int
    kind: str
    raw: list[str]
    full_name: str
    birth_year: int | None
    phone: str | None
    unit: str
    hamlet: str
    foreseen: str
    outcome: str
    reasons: list[Why]
    noted: list[Why]
    member: str | None
    twin_row: int | None
    ended_before: bool


class Outcomes(Read):
    created: int
    updated: int
    skipped: int
    refused: int


class EarlierImport(Read):
    id: str
    created_at: datetime
    state: str


class ImportRead(Read):
    """`gone_through`: of `rows`, by the stage that is running (`reading`, `applying`)."""

    id: str
    community: str
    filename: str
    unit: UnitName | None
    state: str
    version: Version
    sheets: list[SheetRead]
    rows: int
    gone_through: int
    foreseen: Outcomes
    outcomes: Outcomes
    consent: str
    filed: str
    created_by: str
    created_at: datetime
    applied_by: str | None
    applied_at: datetime | None
    finished_at: datetime | None
    emptied_at: datetime | None
    same_file: list[EarlierImport]
    problems: list[ImportRowRead]
    units: list[UnitName]
    allowed_actions: list[str]


class ImportLine(Read):
    id: str
    filename: str
    state: str
    rows: int
    outcomes: Outcomes
    created_by: str
    created_at: datetime


class ImportList(Read):
    items: list[ImportLine]
    next: str | None
    community: str
    may_write: bool


class ImportRowList(Read):
    items: list[ImportRowRead]
    next: str | None
    community: str
    import_id: str
    filename: str
    state: str
    outcome: str
    allowed_actions: list[str]


class ImportForm(Read):
    """The form's schema, and the units that a list may be of."""

    action: str
    schema_: dict[str, object] = Field(serialization_alias="schema", validation_alias="schema")
    community: str
    units: list[UnitName]


class ExportCreate(Body):
    """`state`: one state, `inside` (the default) or `all`; `purpose`: what the list is for."""

    with_phones: bool = False
    state: Word = "inside"
    unit: Word | None = None
    purpose: Line | None = None


class ExportRead(Read):
    """`status`: waiting (for a second person), ready, ended. Each download is made anew."""

    id: str
    community: str
    with_phones: bool
    state: str
    unit: UnitName | None
    purpose: str
    status: str
    approvals: int
    asked_by: str
    asked_at: datetime
    allowed_by: str | None
    allowed_at: datetime | None
    expires_at: datetime
    downloads: int
    allowed_actions: list[str]


class ExportList(Read):
    items: list[ExportRead]
    next: str | None
    community: str
    may_export: bool


class ExportForm(ImportForm):
    needs_second: bool
