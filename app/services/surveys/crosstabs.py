"""Cross-tables of a survey, and its results filtered by one answer (ADR 0032).

A filter is a column of a cross-table and nothing else: what a table hides, a filter hides too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.content.surveys import own_option
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.domain.surveys import cells
from app.domain.surveys.axes import UNIT, Axis, Line, of_units
from app.domain.surveys.form import MISSING, OWN_OPTIONS, Option, said
from app.models.surveys import Survey
from app.schemas.survey_crosstabs import (
    CrosstabCell,
    CrosstabChoice,
    CrosstabLine,
    CrosstabRead,
    CrosstabRow,
    FilteredQuestion,
    FilteredRead,
)
from app.services.deeds import permit
from app.services.surveys import crosstab_figures as figured
from app.services.surveys.counted import Counted, batched, counted
from app.services.surveys.crossed import Crossed
from app.services.surveys.crossing import Crossing
from app.store import communities, surveys, units
from app.store.actors import Work

RESULTS = "survey.results"
Label = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What she asked for: the keys of rows and columns, a level of units, `KEY:OPTION`."""

    rows: str = ""
    columns: str = ""
    unit_level: str = ""
    where: str = ""


def read(work: Work, survey_id: str, wanted: Wanted, label: Label) -> CrosstabRead:
    """Raises Invalid for what no table can stand on."""
    asking = ask(work, survey_id, label)
    made = CrosstabRead(
        **asking.page(),
        rows_key=wanted.rows or None,
        columns_key=wanted.columns or None,
        where=wanted.where or None,
    )
    if wanted.where:
        return _column(asking, made, wanted)
    if not (wanted.rows and wanted.columns):
        return made
    one, other = asking.axis("/rows", wanted.rows), asking.axis("/columns", wanted.columns)
    _must_fit(one, other)
    level = asking.level(made, one, other, wanted.unit_level)
    return asking.filled(made, one, other, level)


def filtered(work: Work, survey_id: str, where: str, label: Label) -> FilteredRead:
    """Each question's results among those who chose one option. Raises Invalid."""
    asking = ask(work, survey_id, label)
    made = FilteredRead(
        **asking.page(),
        where=where or None,
        where_text="",
        left=None,
        shown=False,
        reason=None,
        results=[],
    )
    if not where:
        return made
    by, line = asking.filter(where)
    made.where_text = asking.where_text(by, line[0])
    made.left = asking.left(by, line)
    if made.left is None:
        made.reason = "few"
        return made
    made.shown = True
    others = (one for one in asking.counted.axes.values() if one.name != by.name)
    made.results = [asking.filtered(one, by, line) for one in others]
    return made


def ask(work: Work, survey_id: str, label: Label) -> Asking:
    survey = surveys.get(work.session, work.actor, survey_id)
    permit(work, RESULTS, Thing(community_id=survey.community_id))
    if survey.state == "draft":
        raise Conflict("survey-draft-results")
    found = counted(work, survey)
    return Asking(work, survey, found, Crossing(found), label)


def _must_fit(one: Axis, other: Axis) -> None:
    if one.name == other.name and one.type == other.type:
        raise Invalid.at("/columns", "crosstab-same")
    if one.several and other.several:
        raise Invalid.at("/columns", "crosstab-two-several")


def _column(asking: Asking, made: CrosstabRead, wanted: Wanted) -> CrosstabRead:
    if wanted.columns:
        raise Invalid.at("/where", "crosstab-one-filter")
    by, line = asking.filter(wanted.where)
    made.where_text = asking.where_text(by, line[0])
    if not wanted.rows:
        return made
    one = asking.axis("/rows", wanted.rows)
    _must_fit(one, by)
    if asking.left(by, line) is None:
        made.reason = "few"
        return made
    return asking.filled(made, one, by, 0, line)


@dataclass(frozen=True)
class Asking:
    work: Work
    survey: Survey
    counted: Counted
    crossing: Crossing
    label: Label

    def page(self) -> dict[str, Any]:
        survey, n = self.survey, self.counted.n
        named = survey.identity != "anonymous"
        return {
            "survey": survey.id,
            "community": communities.by_id(self.work.session, survey.community_id).slug,
            "title": survey.title,
            "identity": survey.identity,
            "k": survey.k,
            "n": n if n >= survey.k or n == 0 else None,
            "moves_by": cells.BATCH if batched(self.work, survey) else None,
            "questions": [self._choice(one) for one in self.counted.axes.values()],
            "unit_levels": self._unit_levels() if named else [],
        }

    def _choice(self, axis: Axis) -> CrosstabChoice:
        options = [(one.key, self._option(axis, one)) for one in axis.options]
        return CrosstabChoice(
            key=axis.name, text=self._text(axis), several=axis.several, options=options
        )

    def _unit_levels(self) -> list[str]:
        first = next(iter(self.counted.axes.values()), None)
        return self.crossing.unit_levels(first) if first and self.counted.n else []

    # -- what was asked for -----------------------------------------------------------------------

    def axis(self, pointer: str, name: str) -> Axis:
        if name == UNIT and self.survey.identity != "anonymous":
            return of_units()
        found = self.counted.axes.get(name)
        if found is None:
            code = "crosstab-unit-anonymous" if name == UNIT else "crosstab-question"
            raise Invalid.at(pointer, code)
        return found

    def level(self, made: CrosstabRead, one: Axis, other: Axis, wanted: str) -> int:
        if UNIT not in (one.type, other.type):
            return 0
        if wanted and wanted not in made.unit_levels:
            raise Invalid.at("/unit_level", "crosstab-level")
        level = made.unit_levels.index(wanted) if wanted else 0
        made.unit_level = made.unit_levels[level] if made.unit_levels else None
        return level

    def filter(self, where: str) -> tuple[Axis, Line]:
        """The question and the line of `KEY:OPTION`. Raises Invalid."""
        name, _, option = where.partition(":")
        if "," in where or "&" in where or option.count(":"):
            raise Invalid.at("/where", "crosstab-one-filter")
        by = self.counted.axes.get(name)
        if by is None or by.several or option not in {one.key for one in by.options}:
            raise Invalid.at("/where", "crosstab-filter")
        return by, (option,)

    def left(self, by: Axis, line: Line) -> int | None:
        """How many the filter leaves; None where that may not be shown."""
        if line not in (self.crossing.lines(by) or []) or not self.crossing.allowed(by, by):
            return None
        n = self.crossing.margin(by)[line[0]]
        return n if cells.enough(n, self.counted.n, self.survey.k) else None

    # -- what is shown ----------------------------------------------------------------------------

    def filled(
        self, made: CrosstabRead, one: Axis, other: Axis, level: int, only: Line | None = None
    ) -> CrosstabRead:
        if not self.crossing.allowed(one, other):
            made.reason = "conditional"
            return made
        found = self.crossing.table(one, other, level)
        if found is None or (only is not None and only not in found.columns):
            made.reason = "few"
            return made
        if only is not None:
            found = found.column(only)
        made.shown = True
        made.several = "rows" if one.several else "columns" if other.several else None
        made.hidden = sum(n is None for row in found.counts for n in row)
        names = self._unit_names(found)
        made.columns = [
            self._line(CrosstabLine, other, line, names, n)
            for line, n in zip(found.columns, found.column_sums, strict=True)
        ]
        made.rows = list(self._rows(found, one, names, filtered=only is not None))
        if only is None:
            figured.say(made, found)
        return made

    def filtered(self, one: Axis, by: Axis, line: Line) -> FilteredQuestion:
        made = FilteredQuestion(
            key=one.name,
            text=self._text(one),
            several=one.several,
            shown=False,
            reason=None,
            lines=[],
        )
        if not self.crossing.allowed(one, by):
            made.reason = "conditional"
            return made
        found = self.crossing.table(one, by)
        if found is None:
            made.reason = "few"
            return made
        made.shown = True
        made.lines = list(self._rows(found.column(line), one, {}, filtered=True))
        return made

    def _rows(
        self, found: Crossed, axis: Axis, names: Mapping[str, str], *, filtered: bool
    ) -> Iterator[CrosstabRow]:
        """Of a filtered question only its own column is said."""
        for line, counts, whole in zip(found.rows, found.counts, found.row_sums, strict=True):
            made = self._line(CrosstabRow, axis, line, names, None if filtered else whole)
            made.cells = [
                CrosstabCell(
                    count=n,
                    suppressed=n is None,
                    row_percent=None if filtered else figured.percent(n, whole),
                    column_percent=figured.percent(n, column),
                )
                for n, column in zip(counts, found.column_sums, strict=True)
            ]
            yield made

    def _line(
        self, kind: Any, axis: Axis, line: Line, names: Mapping[str, str], n: int | None
    ) -> Any:
        texts = {one.key: self._option(axis, one) for one in axis.options}
        texts |= {MISSING: self.label(f"survey.crosstab.{_nobody(axis)}"), **names}
        more: dict[str, Any] = {"cells": []} if kind is CrosstabRow else {}
        between = f" {self.label('survey.crosstab.or')} "
        return kind(
            keys=list(line),
            text=between.join(texts.get(key, key) for key in line),
            missing=MISSING in line,
            count=n,
            **more,
        )

    def _text(self, axis: Axis) -> str:
        row = said(axis.part, self.work.lang) if axis.part else ""
        text = said(axis.text, self.work.lang)
        return f"{text} – {row}" if row else text

    def _option(self, axis: Axis, option: Option) -> str:
        kind = "yes_no" if axis.type == "consent" else axis.type
        if not option.text and kind in OWN_OPTIONS:
            return said(own_option(kind, option.key), self.work.lang)
        return said(option.text, self.work.lang)

    def where_text(self, by: Axis, option: str) -> str:
        texts = {one.key: self._option(by, one) for one in by.options}
        return f"{self._text(by)} – {texts[option]}"

    def _unit_names(self, found: Crossed) -> dict[str, str]:
        ids = {key for line in (*found.rows, *found.columns) for key in line} - {MISSING}
        return units.names(self.work.session, ids, self.work.today)


def _nobody(axis: Axis) -> str:
    return "no_unit" if axis.type == UNIT else "missing"
