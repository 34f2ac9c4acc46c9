"""The bank as a table: a question in each row, headings in Vietnamese or English.

Topic and difficulty, the question, options A to H, which are right (`A,C` or `1;3`), points,
explanation, source. A row without options and without a right one is an essay question. A row
whose first cell begins with # is a remark.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.question_bank.content import (
    LONGEST_OPTION,
    LONGEST_SOURCE,
    LONGEST_TEXT,
    MOST_POINTS,
    Content,
    Option,
    faults,
    twin_key,
)
from app.domain.text import fold, nfc

MOST_ROWS = 500
LETTERS = "ABCDEFGH"
POINT = 100
COLUMNS = (
    "topic",
    "difficulty",
    "question",
    *LETTERS,
    "right",
    "points",
    "explanation",
    "source",
)
#: Folded heading → column.
HEADINGS = {
    **dict.fromkeys(("chu de", "topic"), "topic"),
    **dict.fromkeys(("do kho", "muc do", "muc do kho", "difficulty", "level"), "difficulty"),
    **dict.fromkeys(("cau hoi", "noi dung cau hoi", "question", "prompt", "text"), "question"),
    **dict.fromkeys(
        ("dap an dung", "dap an", "dung", "right", "right answer", "answer", "key"), "right"
    ),
    **dict.fromkeys(("diem", "so diem", "points", "score"), "points"),
    **dict.fromkeys(("giai thich", "explanation"), "explanation"),
    **dict.fromkeys(("nguon", "can cu", "nguon can cu", "source"), "source"),
    **{
        begins + letter.lower(): letter
        for letter in LETTERS
        for begins in ("", "phuong an ", "dap an ", "lua chon ", "option ", "answer ")
    },
}
DIFFICULTY = {
    **dict.fromkeys(("de", "easy", "1"), "easy"),
    **dict.fromkeys(("trung binh", "vua", "medium", "2"), "medium"),
    **dict.fromkeys(("kho", "hard", "3"), "hard"),
}
_LONGEST = {
    "question": LONGEST_TEXT,
    "explanation": LONGEST_TEXT,
    "source": LONGEST_SOURCE,
    **dict.fromkeys(LETTERS, LONGEST_OPTION),
}
_POINTS = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?")
#: How a cell begins that a spreadsheet would take for a formula; the apostrophe marks it as text.
_FORMULA = re.compile(r"'(?=[=+\-@'])")


#: Column and code of what is wrong with one row.
Faults = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    content: Content


@dataclass(frozen=True, slots=True)
class Wrong:
    """`column` of COLUMNS, or empty where the whole row is meant."""

    line: int
    column: str
    code: str


@dataclass(frozen=True, slots=True)
class Table:
    """`headed`: a row of headings was found; without one nothing is read."""

    headed: bool
    rows: tuple[Row, ...]
    wrong: tuple[Wrong, ...]


def read(text: str, topics: Mapping[str, str]) -> Table:
    """A table as CSV, as `written` makes it or as it is copied out of a spreadsheet (tabs)."""
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        lines = []
    return read_cells(lines, topics)


def read_cells(lines: Iterable[Sequence[str]], topics: Mapping[str, str]) -> Table:
    """`topics`: key of a topic → its name; both are understood. Lines are numbered from 1."""
    known = {fold(name): key for key, name in topics.items()}
    known |= {fold(key): key for key in topics}
    columns: list[str] = []
    rows: list[Row] = []
    wrong: list[Wrong] = []
    twins: set[str] = set()
    for number, line in enumerate(lines, 1):
        cells = [nfc(_FORMULA.sub("", nfc(cell), count=1)) for cell in line]
        if not columns:
            columns = _columns(cells)
        elif any(cells) and not cells[0].startswith("#"):
            named = dict(zip(columns, cells, strict=False))
            content, said = _row(named, known)
            wrong += [Wrong(number, column, code) for column, code in said]
            if not said:
                twin = twin_key(content)
                if twin in twins:
                    wrong.append(Wrong(number, "question", "bank-row-twice"))
                twins.add(twin)
                rows.append(Row(number, content))
    return Table(bool(columns), tuple(rows), tuple(wrong))


def written(
    contents: Iterable[Content], topics: Mapping[str, str], levels: Mapping[str, str]
) -> list[list[str]]:
    """Rows of cells that read as these questions again, without headings.

    `topics`, `levels`: the words for a topic and for a difficulty.
    """
    return [_cells(content, topics, levels) for content in contents]


def as_text(rows: Iterable[Row], topics: Mapping[str, str]) -> str:
    """The table with English headings as CSV, to be sent once more."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\n")
    writer.writerows([COLUMNS, *written((row.content for row in rows), topics, {})])
    return target.getvalue()


def points_text(points: int) -> str:
    """1, 0,5 or 1,25."""
    whole, rest = divmod(points, POINT)
    return f"{whole},{rest:02}".rstrip("0") if rest else str(whole)


def points(text: str) -> int | None:
    """Hundredths of `1`, `0,5` or `1.25`; None where it is no such number, or out of bounds."""
    found = _POINTS.fullmatch(text.strip())
    if found is None:
        return None
    number = int(found[1]) * POINT + int((found[2] or "0").ljust(2, "0"))
    return number if 0 < number <= MOST_POINTS else None


def _columns(cells: Sequence[str]) -> list[str]:
    """What a line of headings names; empty for any other line."""
    named = [HEADINGS.get(fold(cell), "") for cell in cells]
    return named if {"topic", "question"} <= set(named) else []


def _row(cells: Mapping[str, str], topics: Mapping[str, str]) -> tuple[Content, Faults]:
    wrong = [
        (column, "bank-cell-too-long")
        for column, most in _LONGEST.items()
        if len(cells.get(column, "")) > most
    ]
    topic = topics.get(fold(cells.get("topic", "")))
    if topic is None:
        wrong.append(("topic", "bank-topic-unknown"))
    difficulty = DIFFICULTY.get(fold(cells.get("difficulty", "")))
    if difficulty is None:
        wrong.append(("difficulty", "bank-difficulty-unknown"))
    worth = points(cells["points"]) if cells.get("points") else POINT
    if worth is None:
        wrong.append(("points", "bank-points-unknown"))
    filled = [letter for letter in LETTERS if cells.get(letter)]
    right = _right(cells.get("right", ""))
    if right is None:
        wrong.append(("right", "bank-right-unknown"))
    elif not right <= set(filled):
        wrong.append(("right", "bank-right-without-option"))
    content = Content(
        topic=topic or "",
        difficulty=difficulty or "",
        kind="choice" if filled or right or right is None else "essay",
        text=cells.get("question", ""),
        options=tuple(Option(cells[letter], letter in (right or ())) for letter in filled),
        points=worth or POINT,
        explanation=cells.get("explanation", ""),
        source=cells.get("source", ""),
    )
    if not wrong:
        column = {"/text": "question", "/options": "right"}
        wrong = [(column[fault.pointer], fault.code) for fault in faults(content)]
    return content, wrong


def _right(text: str) -> set[str] | None:
    """`A,C`, `1;3`, `AC`, `a và c`: the letters; None where something else is named."""
    found: set[str] = set()
    for word in fold(text).upper().split():
        if word in {"VA", "AND"}:
            continue
        named = {LETTERS[int(sign) - 1] if sign in "12345678" else sign for sign in word}
        if not named <= set(LETTERS):
            return None
        found |= named
    return found


def _cells(content: Content, topics: Mapping[str, str], levels: Mapping[str, str]) -> list[str]:
    lettered = list(zip(LETTERS, content.options, strict=False))
    options = {letter: option.text for letter, option in lettered}
    cells = [
        topics.get(content.topic, content.topic),
        levels.get(content.difficulty, content.difficulty),
        content.text,
        *(options.get(letter, "") for letter in LETTERS),
        ",".join(letter for letter, option in lettered if option.right),
        points_text(content.points),
        content.explanation,
        content.source,
    ]
    return ["'" + cell if _FORMULA.match(cell) else cell for cell in cells]
