"""One row of an XLSForm as a question of ours."""

from __future__ import annotations

import re
from typing import Any

from app.domain.surveys.form import MATRICES, OWN_OPTIONS, TYPES
from app.domain.surveys.values import LONGEST_RATING, SHORTEST_RATING
from app.domain.surveys.xlsforms import constraints
from app.domain.surveys.xlsforms.expressions import NotUnderstood
from app.domain.surveys.xlsforms.sheets import Line, Missed, Sheets, lines
from app.domain.text import fold

CHOICES = frozenset({"list_name", "name", "label", "sen_picture"})
#: XLSForm's type → ours; those of choices have the list behind them.
PLAIN = {
    "text": "short_text",
    "integer": "number",
    "int": "number",
    "decimal": "number",
    "range": "number",
    "date": "date",
    "time": "time",
    "image": "file",
    "photo": "file",
    "file": "file",
    "acknowledge": "consent",
    "trigger": "consent",
}
CHOOSING = {
    "select_one": "single",
    "select one": "single",
    "select_multiple": "multiple",
    "select multiple": "multiple",
    "rank": "ranking",
}
APPEARANCES = {
    ("single", "minimal"): "dropdown",
    ("single", "autocomplete"): "dropdown",
    ("single", "likert"): "likert",
    ("short_text", "multiline"): "long_text",
}
YES = frozenset({"yes", "true", "true()", "1", "co"})
_TYPE = re.compile(r"(select[_ ]one|select[_ ]multiple|rank)\s+(\S+)(.*)", re.IGNORECASE)


class Questions:
    """Knows the lists of choices and the keys that are given; tells what it did not understand."""

    def __init__(self, sheets: Sheets, language: str) -> None:
        self.missed: list[Missed] = []
        self.keys: set[str] = set()
        self.lists = self._lists(sheets, language)

    def miss(self, line: Line, column: str, code: str, value: str = "", sheet: str = "") -> None:
        self.missed.append(Missed(sheet or "survey", line.row, column, code, value[:200]))

    def _lists(self, sheets: Sheets, language: str) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for line in lines(sheets, "choices", CHOICES, self.missed, language):
            name, key = line.get("list_name"), line.get("name")
            if not name or not key:
                self.miss(line, "name", "xlsform-name", sheet="choices")
                continue
            option: dict[str, Any] = {"key": key, "text": self.words(line, "label", "choices")}
            if line.get("sen_picture"):
                option["picture"] = line.get("sen_picture")
            found.setdefault(name, []).append(option)
        return found

    def words(self, line: Line, column: str, sheet: str = "survey") -> dict[str, str]:
        """In Vietnamese at least: what is only there in English stands for both, and is told."""
        words = line.said(column)
        if words and "vi" not in words:
            self.miss(line, column, "xlsform-vietnamese", words["en"], sheet)
            words = {"vi": words["en"]}
        return words

    def key(self, line: Line, otherwise: str = "q") -> str:
        """The name as a key of ours, which no other question has."""
        name = line.get("name")
        key = re.sub(r"[^a-z0-9_-]+", "_", fold(name)) if not name.isascii() else name
        key = re.sub(r"[^A-Za-z0-9_-]+", "_", key)[:60] or f"{otherwise}{line.row}"
        if name and key != name:
            self.miss(line, "name", "xlsform-renamed", f"{name} → {key}")
        if key in self.keys:
            if name:
                self.miss(line, "name", "xlsform-renamed", f"{name} → {key}_{line.row}")
            key = f"{key}_{line.row}"
        self.keys.add(key)
        return key

    def help(self, line: Line, question: dict[str, Any]) -> None:
        hint = self.words(line, "hint")
        if hint:
            question["help"] = hint

    def question(self, line: Line, written: str, *, table: bool) -> dict[str, Any] | None:
        """None, and told, where the type is none of ours. `table`: within one."""
        chosen = _TYPE.fullmatch(written)
        if chosen is None and written.lower() not in PLAIN:
            self.miss(line, "type", "xlsform-type", line.whole())
            return None
        type_ = CHOOSING[chosen[1].lower()] if chosen else PLAIN[written.lower()]
        type_ = self._type(line, type_, table=table)
        if not line.get("name"):
            self.miss(line, "name", "xlsform-name")
        question: dict[str, Any] = {
            "key": self.key(line),
            "type": type_,
            "text": self.words(line, "label"),
        }
        self.help(line, question)
        if fold(line.get("required")) in YES:
            question["required"] = True
        elif line.get("required").lower() not in ("", "no", "false", "false()", "0"):
            self.miss(line, "required", "xlsform-required", line.get("required"))
        if chosen:
            self._options(line, question, chosen[2], chosen[3].strip())
        self._limits(line, question, written.lower())
        return question

    def _type(self, line: Line, type_: str, *, table: bool) -> str:
        ours, appearance = line.get("sen_type"), line.get("appearance")
        if ours in TYPES - MATRICES:
            return ours
        for word in appearance.split():
            if (type_, word) in APPEARANCES:
                return APPEARANCES[type_, word]
            if not table:
                self.miss(line, "appearance", "xlsform-appearance", word)
        return type_

    def _options(self, line: Line, question: dict[str, Any], name: str, more: str) -> None:
        if more:
            self.miss(line, "type", "xlsform-or-other", more)
        if name not in self.lists:
            self.miss(line, "type", "xlsform-list", name)
        options = [dict(one) for one in self.lists.get(name, ())]
        keys = tuple(one["key"] for one in options)
        if question["type"] == "yes_no" or (question["type"], name, keys) == (
            "likert",
            "likert",
            OWN_OPTIONS["likert"],
        ):
            return
        question["options"] = options

    def _limits(self, line: Line, question: dict[str, Any], written: str) -> None:
        found: dict[str, Any] = {}
        alone: set[str] = set()
        try:
            if line.get("constraint"):
                found, alone = constraints.limits(line.get("constraint"), question["type"])
        except NotUnderstood:
            self.miss(line, "constraint", "xlsform-constraint", line.get("constraint"))
        if written == "range":
            self._scale(line, question, found)
        elif written in ("integer", "int"):
            found["integer"] = True
        for option in question.get("options", ()):
            if option["key"] in alone:
                option["exclusive"] = True
        if found:
            question["validate"] = found

    def _scale(self, line: Line, question: dict[str, Any], found: dict[str, Any]) -> None:
        try:
            scale = constraints.scale(line.get("parameters"))
        except NotUnderstood:
            self.miss(line, "parameters", "xlsform-parameters", line.get("parameters"))
            return
        least, most = scale["start"], scale["end"]
        ours = line.get("sen_type")
        if (least, most, scale["step"]) == (0, 10, 1) and ours in ("", "nps"):
            question["type"] = "nps"
            return
        if question["type"] == "nps":
            self.miss(line, "parameters", "xlsform-parameters", line.get("parameters"))
            return
        if scale["step"] == 1 and 0 <= least < most <= 10:
            question["type"] = "rating"
            if (least, most) == (SHORTEST_RATING, LONGEST_RATING):
                return
        elif not scale["step"].is_integer():
            self.miss(line, "parameters", "xlsform-parameters", line.get("parameters"))
        found.update(min=_plain(least), max=_plain(most))


def _plain(number: float) -> int | float:
    return int(number) if number.is_integer() else number
