"""A form as the sheets of an XLSForm. `sen_type` says what XLSForm has no type for, so that our own
reader finds it again; other programs pass it over."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.surveys.form import MATRICES, SINGLE, Form, Question, Words
from app.domain.surveys.xlsforms import constraints, expressions
from app.domain.surveys.xlsforms.expressions import NotUnderstood
from app.domain.surveys.xlsforms.sheets import Missed

#: Languages of columns; how a file names them, `integrations/xlsform.py` knows.
VI, EN = "vi", "en"
SURVEY = (
    "type",
    "name",
    f"label::{VI}",
    f"label::{EN}",
    f"hint::{VI}",
    f"hint::{EN}",
    "required",
    "relevant",
    "constraint",
    "appearance",
    "parameters",
    "sen_type",
)
CHOICES = ("list_name", "name", f"label::{VI}", f"label::{EN}", "sen_picture")
SETTINGS = ("form_title", "form_id", "version", "default_language", "sen_title_en")
#: Our type → XLSForm's, and how it looks.
TYPES = {
    "single": ("select_one", ""),
    "dropdown": ("select_one", "minimal"),
    "likert": ("select_one", "likert"),
    "yes_no": ("select_one", ""),
    "image_choice": ("select_one", ""),
    "multiple": ("select_multiple", ""),
    "ranking": ("rank", ""),
    "matrix_single": ("select_one", ""),
    "matrix_multiple": ("select_multiple", ""),
    "rating": ("range", ""),
    "nps": ("range", ""),
    "number": ("decimal", ""),
    "short_text": ("text", ""),
    "long_text": ("text", "multiline"),
    "date": ("date", ""),
    "time": ("time", ""),
    "file": ("image", ""),
    "consent": ("acknowledge", ""),
}
#: What the reader could not tell from XLSForm's own columns.
MARKED = frozenset({"yes_no", "image_choice", "rating", "nps"}) | MATRICES
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*", re.ASCII)
Row = dict[str, str]


@dataclass(slots=True)
class Sheets:
    """Rows by sheet, each as column → text; `missed`: what could not be written."""

    survey: list[Row] = field(default_factory=list)
    choices: list[Row] = field(default_factory=list)
    settings: list[Row] = field(default_factory=list)
    missed: list[Missed] = field(default_factory=list)


#: (type, key) → the words of an option that nobody writes.
Own = Callable[[str, str], Words]


def written(form: Form, own: Own, form_id: str, version: str) -> Sheets:
    """Words without English stand in Vietnamese in both, where any has English."""
    return _Writer(form, own).write(form_id, version)


class _Writer:
    def __init__(self, form: Form, own: Own) -> None:
        self.form = form
        self.own = own
        self.sheets = Sheets()
        self.english = any("en" in words for words in _all_words(form))
        self.names: dict[str, str] = {}
        self.taken = {"introduction", "ending"}
        #: Key → (name, type) of what a condition may look at: a table has no answer in XLSForm.
        self.asked: dict[str, tuple[str, str]] = {}
        self.lists: dict[str, str] = {}
        for one in form.questions:
            self.names[one.key] = self._name(one.key)
            if one.type not in MATRICES:
                self.asked[one.key] = (self.names[one.key], one.type)

    def _name(self, key: str) -> str:
        """A name that XLSForm takes, once in the form."""
        name = key if _NAME.fullmatch(key) else f"q_{key}"
        while name.lower() in self.taken:
            name += "_"
        self.taken.add(name.lower())
        return name

    def write(self, form_id: str, version: str) -> Sheets:
        form = self.form
        self.sheets.settings.append(
            {
                "form_title": form.title["vi"],
                "form_id": form_id,
                "version": version,
                "default_language": VI,
                "sen_title_en": form.title.get("en", ""),
            }
        )
        self._note("introduction", form.introduction)
        open_group = False
        for one in form.questions:
            if one.type == "section":
                if open_group:
                    self._end()
                self._begin(one)
                open_group = True
            elif one.type in MATRICES:
                self._matrix(one)
            else:
                self._question(one)
        if open_group:
            self._end()
        self._note("ending", form.ending)
        return self.sheets

    # -- rows --------------------------------------------------------------------------------------

    def _row(self, **cells: str) -> Row:
        row = {name: text for name, text in cells.items() if text}
        self.sheets.survey.append(row)
        return row

    def _words(self, row: Row, column: str, words: Words) -> None:
        if words.get("vi"):
            row[f"{column}::{VI}"] = words["vi"]
            if self.english:
                row[f"{column}::{EN}"] = words.get("en") or words["vi"]

    def _note(self, name: str, words: Words) -> None:
        if words.get("vi"):
            self._words(self._row(type="note", name=name, sen_type=name), "label", words)

    def _tell_name(self, key: str, name: str) -> None:
        """Once its row stands there."""
        if name != key:
            number, said = len(self.sheets.survey) + 1, f"{key} → {name}"
            self.sheets.missed.append(Missed("survey", number, "name", "xlsform-renamed", said))

    def _begin(self, one: Question) -> Row:
        row = self._row(type="begin_group", name=self.names[one.key])
        self._tell_name(one.key, self.names[one.key])
        self._common(row, one)
        return row

    def _end(self) -> None:
        self._row(type="end_group")

    def _common(self, row: Row, one: Question) -> None:
        self._words(row, "label", one.text)
        self._words(row, "hint", one.help)
        if one.show_if is not None:
            try:
                row["relevant"] = expressions.written(one.show_if, self.asked)
            except NotUnderstood:
                self._miss(one, "relevant")

    def _miss(self, one: Question, column: str) -> None:
        number = len(self.sheets.survey) + 1
        self.sheets.missed.append(Missed("survey", number, column, "xlsform-not-written", one.key))

    def _question(self, one: Question) -> None:
        row = self._row(name=self.names[one.key], **self._type(one))
        self._tell_name(one.key, self.names[one.key])
        self._common(row, one)
        self._rules(row, one)

    def _rules(self, row: Row, one: Question) -> None:
        if one.required:
            row["required"] = "yes"
        try:
            row["constraint"] = constraints.written(one)
        except NotUnderstood:
            self._miss(one, "constraint")
        if not row.get("constraint"):
            row.pop("constraint", None)

    def _type(self, one: Question) -> Row:
        type_, appearance = TYPES[one.type]
        if one.type == "number" and one.limits.integer:
            type_ = "integer"
        if one.options or one.type in SINGLE:
            type_ = f"{type_} {self._list(one)}"
        row = {"type": type_, "appearance": appearance}
        if one.type in ("nps", "rating"):
            least, most = (0, 10) if one.type == "nps" else (one.limits.min, one.limits.max)
            least, most = 1 if least is None else least, 5 if most is None else most
            row["parameters"] = f"start={least} end={most} step=1"
        if one.type in MARKED:
            row["sen_type"] = one.type
        return row

    def _list(self, one: Question) -> str:
        """The list of its choices; questions with the same options share one."""
        own = "" if any(option.text for option in one.options) else one.type
        key = own or repr([(o.key, sorted(o.text.items()), o.picture) for o in one.options])
        if key not in self.lists:
            name = self.lists[key] = own or f"list_{self.names[one.key]}"
            self._choices(name, one)
        return self.lists[key]

    def _choices(self, name: str, one: Question) -> None:
        for option in one.options:
            row = {"list_name": name, "name": option.key}
            self._words(row, "label", option.text or self.own(one.type, option.key))
            if option.picture:
                row["sen_picture"] = option.picture
            self.sheets.choices.append(row)

    def _matrix(self, one: Question) -> None:
        group = self._begin(one)
        group.update(appearance="table-list", sen_type=one.type)
        for line in one.rows:
            whole = f"{group['name']}_{line.key}"
            name = self._name(whole)
            row = self._row(type=f"{TYPES[one.type][0]} {self._list(one)}", name=name)
            self._tell_name(whole, name)
            self._words(row, "label", line.text)
            self._rules(row, one)
        self._end()


def _all_words(form: Form) -> list[Words]:
    found: list[Words] = [form.title, form.introduction, form.ending]
    for one in form.questions:
        found += [one.text, one.help, *(part.text for part in (*one.options, *one.rows))]
    return found


def table(columns: Sequence[str], rows: Sequence[Row]) -> list[list[Any]]:
    """The columns that hold anything, with their names above."""
    used = [column for column in columns if any(row.get(column) for row in rows)]
    return [used, *([row.get(column, "") for column in used] for row in rows)]
