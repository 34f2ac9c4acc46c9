"""An XLSForm's sheets as a schema of ours, and everything in them that it could not say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.surveys.form import MATRICES
from app.domain.surveys.xlsforms import expressions
from app.domain.surveys.xlsforms.expressions import NotUnderstood
from app.domain.surveys.xlsforms.questions import Questions
from app.domain.surveys.xlsforms.sheets import Line, Missed, Sheets, language_of, lines

SURVEY = frozenset(
    ("type name label hint required relevant constraint appearance parameters sen_type").split()
)
#: Those after the first are the file's own affair.
SETTINGS = frozenset({"form_title", "sen_title_en", "form_id", "version", "default_language"})
#: How a group looks: a table, and a page of its own, which a section is anyway.
TABLE, PAGE = "table-list", "field-list"
#: What a form is called that has no title (`title`), and a section that we added (`next`).
Given = Mapping[str, Mapping[str, str]]


@dataclass(slots=True)
class Taken:
    """`schema` may still have faults of its own: `surveys.reading` tells them."""

    schema: dict[str, Any]
    missed: list[Missed]


@dataclass(slots=True)
class Group:
    """An open one. `condition`: of it and of those around it."""

    line: Line
    condition: list[dict[str, Any]]
    matrix: bool = False
    rows: list[tuple[Line, dict[str, Any]]] = field(default_factory=list)


def taken(sheets: Sheets, given: Given) -> Taken:
    reader = _Reader(sheets, given)
    reader.read()
    return Taken(reader.schema, reader.missed)


class _Reader:
    def __init__(self, sheets: Sheets, given: Given) -> None:
        self.sheets = sheets
        self.given = given
        found: list[Missed] = []
        title, self.language = _settings(sheets, found)
        self.of = Questions(sheets, self.language)
        self.missed = self.of.missed
        self.missed += found
        self.miss = self.of.miss
        self.schema: dict[str, Any] = {"title": title, "questions": []}
        self.known: dict[str, tuple[str, str]] = {}
        self.groups: list[Group] = []
        #: The condition under which the section that is open is shown.
        self.section: list[dict[str, Any]] = []

    def read(self) -> None:
        for line in lines(self.sheets, "survey", SURVEY, self.missed, self.language):
            self._line(line)
        for group in self.groups:
            self.miss(group.line, "type", "xlsform-group-open")
        if not self.schema["title"].get("vi"):
            self.missed.append(Missed("settings", 1, "form_title", "xlsform-title"))
            self.schema["title"]["vi"] = self.schema["title"].get("en") or self.given["title"]["vi"]
        self.missed.sort(key=lambda one: (one.sheet != "survey", one.sheet, one.row))

    # -- a row -------------------------------------------------------------------------------------

    def _line(self, line: Line) -> None:
        type_ = " ".join(line.get("type").split())
        small = type_.lower().replace("_", " ")
        if small.startswith(("begin group", "begin repeat")):
            self._begin(line, repeated="repeat" in small)
        elif small.startswith(("end group", "end repeat")):
            self._end(line)
        elif small == "note":
            self._note(line)
        else:
            self._asked(line, type_)

    def _begin(self, line: Line, *, repeated: bool) -> None:
        if repeated:
            self.miss(line, "type", "xlsform-repeat")
        around = self.groups[-1].condition if self.groups else []
        own = self._condition(line)
        group = Group(line, [*around, *([own] if own else [])])
        looks = line.get("appearance").split()
        group.matrix = not repeated and (line.get("sen_type") in MATRICES or TABLE in looks)
        for word in looks:
            if word not in (TABLE, PAGE):
                self.miss(line, "appearance", "xlsform-appearance", word)
        self.groups.append(group)
        if not group.matrix:
            self._open(line, self.of.words(line, "label"), group.condition)

    def _end(self, line: Line) -> None:
        if not self.groups:
            self.miss(line, "type", "xlsform-group-closed")
            return
        group = self.groups.pop()
        if group.matrix:
            self._matrix(group)

    def _open(self, line: Line, words: Mapping[str, str], condition: list[dict[str, Any]]) -> None:
        section: dict[str, Any] = {
            "key": self.of.key(line, "s"),
            "type": "section",
            "text": dict(words) or {"vi": line.get("name") or "…"},
        }
        self.of.help(line, section)
        if condition:
            section["show_if"] = condition[0] if len(condition) == 1 else {"all": condition}
        self.schema["questions"].append(section)
        self.section = condition

    def _note(self, line: Line) -> None:
        if line.get("sen_type") in ("introduction", "ending"):
            self.schema[line.get("sen_type")] = self.of.words(line, "label")
            line.read.add("name")
            return
        if line.get("relevant"):
            self.miss(line, "relevant", "xlsform-note-condition", line.get("relevant"))
        around = self.groups[-1].condition if self.groups else []
        self._open(line, self.of.words(line, "label"), around)

    def _asked(self, line: Line, type_: str) -> None:
        question = self.of.question(line, type_, table=bool(self.groups and self.groups[-1].matrix))
        if question is None:
            return
        if self.groups and self.groups[-1].matrix:
            self.groups[-1].rows.append((line, question))
            return
        self._add(line, question)

    def _add(self, line: Line, question: dict[str, Any]) -> None:
        around = self.groups[-1].condition if self.groups else []
        if self.section != around:
            self.miss(line, "type", "xlsform-section-added")
            self._open(Line(line.row), self.given["next"], around)
        own = self._condition(line)
        if own:
            question["show_if"] = own
        self.schema["questions"].append(question)
        self.known[line.get("name")] = (question["key"], question["type"])

    def _condition(self, line: Line) -> dict[str, Any] | None:
        text = line.get("relevant")
        if not text:
            return None
        try:
            return expressions.condition(expressions.parsed(text), self.known)
        except NotUnderstood:
            self.miss(line, "relevant", "xlsform-relevant", text)
            return None

    # -- a table -----------------------------------------------------------------------------------

    def _matrix(self, group: Group) -> None:
        """Rows of one list of choices, all alike, are a matrix; others stay questions."""
        first = group.rows[0][1] if group.rows else {}
        alike = bool(first) and all(_shape(one) == _shape(first) for _, one in group.rows)
        if not alike or any(line.get("relevant") for line, _ in group.rows):
            self._open(group.line, self.of.words(group.line, "label"), group.condition)
            self.groups.append(group)
            for line, question in group.rows:
                self._add(line, question)
            self.groups.pop()
            return
        prefix = f"{group.line.get('name')}_"
        matrix: dict[str, Any] = {
            "key": self.of.key(group.line),
            "type": "matrix_single" if first["type"] == "single" else "matrix_multiple",
            "text": self.of.words(group.line, "label"),
        }
        self.of.help(group.line, matrix)
        if first.get("required"):
            matrix["required"] = True
        matrix["options"] = first.get("options", [])
        matrix["rows"] = [
            {"key": one["key"].removeprefix(prefix), "text": one["text"]} for _, one in group.rows
        ]
        if "validate" in first:
            matrix["validate"] = first["validate"]
        self._add(group.line, matrix)
        self.known.pop(group.line.get("name"), None)


def _settings(sheets: Sheets, missed: list[Missed]) -> tuple[dict[str, str], str]:
    """The title, and the language of columns that name none."""
    title: dict[str, str] = {}
    language = "vi"
    for line in lines(sheets, "settings", SETTINGS, missed):
        title = line.said("form_title")
        if line.get("sen_title_en"):
            title["en"] = line.get("sen_title_en")
        default = line.get("default_language")
        language = language_of(f"label::{default}")[1] or "vi" if default else "vi"
        line.read |= SETTINGS
    return title, language


def _shape(question: Mapping[str, Any]) -> tuple[Any, ...]:
    """What must be the same in all rows of a matrix; nothing else makes one."""
    if question["type"] not in ("single", "multiple"):
        return (question["key"],)
    return tuple(
        repr(question.get(part)) for part in ("type", "options", "required", "validate", "help")
    )
