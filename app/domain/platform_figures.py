"""Figures of a group as a table that somebody copied: a day and its counts in each line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.text import fold, nfc

MOST_LINES = 1000
HIGHEST = 100_000_000
#: More than any number that counts here is written with.
LONGEST_NUMBER = 20
FIRST_YEAR = 2000
COLUMNS = ("as_of", "members", "posts", "comments", "interactions")
#: Folded beginnings of a heading → column.
_HEADINGS = (
    ("ngay", "as_of"),
    ("date", "as_of"),
    ("thoi diem", "as_of"),
    ("thanh vien", "members"),
    ("so thanh vien", "members"),
    ("so nguoi", "members"),
    ("nguoi theo doi", "members"),
    ("members", "members"),
    ("bai", "posts"),
    ("so bai", "posts"),
    ("posts", "posts"),
    ("binh luan", "comments"),
    ("so binh luan", "comments"),
    ("comments", "comments"),
    ("tuong tac", "interactions"),
    ("luot tuong tac", "interactions"),
    ("interactions", "interactions"),
)
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_THOUSANDS = re.compile(r"\d{1,3}([.\s]\d{3})+|\d{1,3}(,\d{3})+|\d+")


@dataclass(frozen=True, slots=True)
class Counted:
    """One day. None: nobody counted it, which is not zero."""

    as_of: date
    members: int
    posts: int | None = None
    comments: int | None = None
    interactions: int | None = None


@dataclass(frozen=True, slots=True)
class Wrong:
    """A line that says no day, no number of members, or a day said before."""

    line: int
    code: str


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[Counted, ...]
    wrong: tuple[Wrong, ...]
    #: Day → the line that says it.
    lines: Mapping[date, int]


def read(text: str) -> Table:
    """Lines parted by tabs, semicolons, bars or commas; with headings in any order, or without."""
    lines = nfc(text.replace("\t", ";")).split("\n")
    return read_cells([_cells(line) if line.strip(" ;|,") else [] for line in lines])


def read_cells(lines: Iterable[Sequence[str]]) -> Table:
    """The lines of a table in their cells, numbered from 1; what is empty is passed over."""
    columns: Sequence[str] = COLUMNS
    rows: dict[date, Counted] = {}
    said: dict[date, int] = {}
    wrong: list[Wrong] = []
    for number, line in enumerate(lines, 1):
        cells = [nfc(cell).strip() for cell in line]
        if not any(cells):
            continue
        if (found := _columns(cells)) is not None:
            columns = found
            continue
        row = _row(dict(zip(columns, cells, strict=False)))
        if isinstance(row, str):
            wrong.append(Wrong(number, row))
        elif row.as_of in rows:
            wrong.append(Wrong(number, "figure-day-twice"))
        else:
            rows[row.as_of], said[row.as_of] = row, number
    return Table(tuple(rows.values()), tuple(wrong), said)


def day(text: str) -> date | None:
    """1/5/2024 or 2024-05-01."""
    text = text.strip()
    parts = _ISO.fullmatch(text)
    found = _DAY.fullmatch(text)
    said = parts.groups() if parts else found.groups()[::-1] if found else None
    if said is None or int(said[0]) < FIRST_YEAR:
        return None
    try:
        return date(*(int(part) for part in said))
    except ValueError:
        return None


def written(row: Counted) -> str:
    """The line that reads as this row again."""
    more = ("" if count is None else str(count) for count in (row.posts, row.comments))
    last = "" if row.interactions is None else str(row.interactions)
    return ";".join((f"{row.as_of:%d/%m/%Y}", str(row.members), *more, last))


def count(text: str) -> int | None:
    """1514, 1.514 or 1,514."""
    text = text.strip()
    if len(text) > LONGEST_NUMBER or not _THOUSANDS.fullmatch(text):
        return None
    number = int(re.sub(r"\D", "", text))
    return number if number <= HIGHEST else None


def _cells(line: str) -> list[str]:
    for separator in (";", "|"):
        if separator in line:
            return [cell.strip().strip('"') for cell in line.split(separator)]
    if "," in line:
        return [cell.strip().strip('"') for cell in line.split(",")]
    return line.split()


def _columns(cells: Sequence[str]) -> list[str] | None:
    """The columns of a line of headings: one that names day and members."""
    named = [_column(fold(cell)) for cell in cells]
    return named if {"as_of", "members"} <= set(named) else None


def _column(heading: str) -> str:
    return next((column for begins, column in _HEADINGS if heading.startswith(begins)), "")


def _row(cells: dict[str, str]) -> Counted | str:
    as_of = day(cells.get("as_of", ""))
    if as_of is None:
        return "figure-day-unknown"
    members = count(cells.get("members", ""))
    if members is None:
        return "figure-members-unknown"
    more = {name: cells.get(name, "").strip() for name in COLUMNS[2:]}
    counted = {name: count(text) for name, text in more.items() if text not in {"", "-"}}
    if None in counted.values():
        return "figure-count-unknown"
    return Counted(as_of, members, **{name: counted.get(name) for name in COLUMNS[2:]})
