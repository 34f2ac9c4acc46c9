"""The sheets of an XLSForm as rows by column, and what of them a form of ours has no word for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.text import fold

Sheets = Mapping[str, Sequence[Sequence[str]]]
KNOWN = ("survey", "choices", "settings")
#: Spellings of XLSForm's own columns.
SAME = {
    "list name": "list_name",
    "relevance": "relevant",
    "title": "form_title",
    "value": "name",
    "caption": "label",
    "read_only": "readonly",
}
TEXTS = ("label", "hint", "form_title")
LANGUAGE = {"vi": "vi", "vietnamese": "vi", "tieng viet": "vi", "en": "en", "english": "en"}
LANGUAGE["tieng anh"] = "en"
_SUFFIX = re.compile(r"^(.*?)\s*::?\s*(.+?)(?:\s*\(([A-Za-z-]+)\))?$")


@dataclass(frozen=True, slots=True)
class Missed:
    """What was not understood: in which row (from 1, as Excel counts) and column, and why."""

    sheet: str
    row: int
    column: str
    code: str
    value: str = ""


@dataclass(slots=True)
class Line:
    """A row: column → text; texts that have languages stand under `words`."""

    row: int
    cells: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)

    def get(self, column: str) -> str:
        self.read.add(column)
        return self.cells.get(column, "")

    def said(self, column: str) -> dict[str, str]:
        """Language → text; what English only repeats is not told twice."""
        self.read.add(column)
        words = dict(self.words.get(column, {}))
        if words.get("en") == words.get("vi"):
            words.pop("en", None)
        return words

    def whole(self) -> str:
        """All that the row says, when it is told as one."""
        texts = {column: next(iter(words.values())) for column, words in self.words.items()}
        self.read |= {*self.cells, *texts}
        return " · ".join(dict.fromkeys([*self.cells.values(), *texts.values()]))

    def unread(self) -> list[tuple[str, str]]:
        """(column, text) of what nobody asked for."""
        texts = {column: next(iter(words.values())) for column, words in self.words.items()}
        return [one for one in {**self.cells, **texts}.items() if one[0] not in self.read]


def lines(
    sheets: Sheets, name: str, known: frozenset[str], missed: list[Missed], default: str = "vi"
) -> Iterator[Line]:
    """The rows of a sheet that say anything; a cell of a column that is not known is told, and in
    the end one that nobody read. `default`: the language of columns that name none."""
    rows = sheets.get(name, [])
    heads: list[str] = []
    waiting: list[Line] = []
    for number, row in enumerate(rows, 1):
        if not any(cell.strip() for cell in row):
            continue
        if not heads:
            heads = [cell.strip() for cell in row]
            continue
        line = Line(number)
        for head, cell in zip(heads, row, strict=False):
            if cell.strip():
                _take(line, head, cell.strip(), name, known, missed, default)
        yield line
        waiting.append(line)
    for line in waiting:
        for column, text in line.unread():
            missed.append(Missed(name, line.row, column, "xlsform-column", text[:200]))


def _take(
    line: Line,
    head: str,
    cell: str,
    sheet: str,
    known: frozenset[str],
    missed: list[Missed],
    default: str,
) -> None:
    column = SAME.get(head.lower(), head.lower())
    base, language = language_of(head, default)
    if base in TEXTS and base in known:
        if not language:
            missed.append(Missed(sheet, line.row, head, "xlsform-language", cell[:200]))
        else:
            line.words.setdefault(base, {})[language] = cell
    elif column in known:
        line.cells[column] = cell
    else:
        missed.append(Missed(sheet, line.row, head or "?", "xlsform-column", cell[:200]))


def language_of(head: str, default: str = "vi") -> tuple[str, str]:
    """(`label`, `vi`) of “label::Tiếng Việt (vi)”; a language that is not ours is empty."""
    match = _SUFFIX.match(head)
    if match is None:
        column = SAME.get(head.lower(), head.lower())
        return column, default
    base, name, code = match[1].lower(), match[2], match[3]
    return SAME.get(base, base), LANGUAGE.get((code or "").lower()) or LANGUAGE.get(fold(name), "")
