"""What crosses the wire when a survey is given out or taken in as a file."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from app.schemas.base import Body, FileWrite, Read


class CodebookOption(Read):
    """`code`: the number that stands for it in SPSS."""

    key: str
    code: int | None
    text: str


class CodebookColumn(Read):
    """A column of the exports. `part`: of the row, option or place that it holds; `versions`: the
    forms that ask for it."""

    name: str
    kind: Literal["choice", "list", "flag", "number", "text", "date", "time"]
    question: str
    type: str
    text: str
    part: str
    row: str
    option: str
    place: int
    versions: list[int]
    options: list[CodebookOption]


class Codebook(Read):
    community: str
    survey: str
    title: str
    columns: list[CodebookColumn]


class XlsformUpload(Body):
    """An XLSForm workbook (.xlsx or .xls)."""

    file: FileWrite


class XlsformMissed(Read):
    """What was not understood, where, and what becomes of it."""

    sheet: str
    row: int
    column: str
    value: str
    code: str
    detail: str


class XlsformFault(Read):
    """What must still be mended before the schema can be kept; as for any schema."""

    pointer: str
    code: str
    detail: str


class XlsformQuestion(Read):
    """A question as the page lists it, `type` in words."""

    key: str
    type: str
    text: str
    options: list[str]
    conditional: bool


class XlsformTaken(Read):
    """`schema`: docs/survey-schema.md, `written`: as text. Nothing is kept yet."""

    community: str
    title: str
    questions: list[XlsformQuestion]
    schema_: dict[str, Any] = Field(serialization_alias="schema", validation_alias="schema")
    written: str
    missed: list[XlsformMissed]
    faults: list[XlsformFault]


class ReportCell(Read):
    """`count`: None where it is not shown; `suppressed`: because so few chose it. `text`: its
    words; without them those of the form."""

    key: str
    text: str = ""
    count: int | None
    suppressed: bool = False


class ReportQuestion(Read):
    """`base`: who was asked; `n`: who answered, None where that is not shown; `missing`: who was
    asked and did not; `everyone`: in both of them those too who were not asked; `row`: of a
    table."""

    key: str
    row: str = ""
    everyone: bool = False
    base: int | None = None
    n: int | None
    missing: int | None = None
    options: list[ReportCell] = Field(default_factory=list)


class ReportResults(Read):
    """A survey's results as they may be shown: every small cell is suppressed already. `n`: None
    where there are too few."""

    n: int | None
    questions: list[ReportQuestion]
