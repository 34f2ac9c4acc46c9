"""Cross-tables and filtered results of surveys on the wire."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.schemas.base import Read

#: Why nothing is shown: too few people; the question depends on another whose figures are hidden.
Reason = Literal["few", "conditional"]
#: Why there is no χ²: cells are hidden or lines joined; an expected count is under 5; several
#: options may be chosen; one line alone.
Silence = Literal["hidden", "expected", "several", "lines"]


class CrosstabChoice(Read):
    """A question that can stand in a table. `key` of a row of a table of questions: `KEY.ROW`."""

    key: str
    text: str
    several: bool
    options: list[tuple[str, str]]


class CrosstabLine(Read):
    """`keys`: the options that stand in it together; `missing`: whoever did not answer is in it.
    `count`: None where it is hidden."""

    keys: list[str]
    text: str
    missing: bool
    count: int | None


class CrosstabCell(Read):
    """Percentages of the line's and of the column's people."""

    count: int | None
    suppressed: bool
    row_percent: float | None
    column_percent: float | None


class CrosstabRow(CrosstabLine):
    cells: list[CrosstabCell]


class CrosstabPage(Read):
    """What can be chosen. `n`: the responses that the figures are of, None under `k`; `moves_by`:
    so many answers at least come together while the survey is open."""

    survey: str
    community: str
    title: str
    identity: str
    k: int
    n: int | None
    moves_by: int | None
    questions: list[CrosstabChoice]
    unit_levels: list[str] = Field(default_factory=list)


class CrosstabRead(CrosstabPage):
    """`several`: people stand in more than one row, or column. `hidden`: how many cells are."""

    rows_key: str | None
    columns_key: str | None
    unit_level: str | None = None
    where: str | None = None
    where_text: str = ""
    shown: bool = False
    reason: Reason | None = None
    several: Literal["rows", "columns"] | None = None
    hidden: int = 0
    rows: list[CrosstabRow] = Field(default_factory=list)
    columns: list[CrosstabLine] = Field(default_factory=list)
    chi_square: float | None = None
    cramers_v: float | None = None
    silence: Silence | None = None


class FilteredQuestion(Read):
    """`shown`: False where nothing of it may be; `reason` says why."""

    key: str
    text: str
    several: bool
    shown: bool
    reason: Reason | None
    lines: list[CrosstabRow]


class FilteredRead(CrosstabPage):
    """The results of those alone who chose one option: of each question the column of a
    cross-table. `left`: how many they are."""

    where: str | None
    where_text: str
    left: int | None
    shown: bool
    reason: Reason | None
    results: list[FilteredQuestion]
