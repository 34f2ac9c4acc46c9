"""A whole response: what is visible, what is kept, what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.surveys import conditions
from app.domain.surveys.form import Form, Question
from app.domain.surveys.values import Matches, Wrong, normal


@dataclass
class Evaluated:
    """`visible`: keys in the form's order, sections too. `kept`: normal answers to visible
    questions alone. `faults`: question → what is wrong; with none the response may be kept."""

    visible: list[str] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, Wrong] = field(default_factory=dict)


def evaluate(
    form: Form, given: Mapping[str, Any], matches: Matches, *, whole: bool = True
) -> Evaluated:
    """What becomes of answers to a form, from the first question to the last.

    A section that is not shown hides all up to the next one. What was answered to a hidden
    question is dropped; an answer that cannot be counts as none for the conditions after it.
    `whole`: required visible questions without an answer are faults (`answer-missing`); a key
    that is no question of the form is one too (`answer-unknown`).
    """
    found = Evaluated()
    open_section = True
    for one in form.questions:
        shown = conditions.holds(one.show_if, found.kept)
        if one.type == "section":
            open_section = shown
        if not (shown and open_section):
            continue
        found.visible.append(one.key)
        if one.type != "section":
            _take(found, one, given.get(one.key), matches, whole)
    known = form.by_key
    for key in given:
        if key not in known or known[key].type == "section":
            found.faults[key] = Wrong("answer-unknown")
    return found


def _take(found: Evaluated, one: Question, raw: Any, matches: Matches, whole: bool) -> None:
    try:
        value = normal(one, raw, matches)
    except Wrong as wrong:
        found.faults[one.key] = wrong
        return
    if value is not None:
        found.kept[one.key] = value
    if whole and one.required and not _complete(one, value):
        found.faults[one.key] = Wrong("answer-missing")


def _complete(one: Question, value: Any) -> bool:
    """A required matrix wants each of its rows."""
    return value is not None and (not one.rows or len(value) == len(one.rows))
