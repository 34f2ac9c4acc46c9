"""What was sent becomes what is kept, by the version of the form that she saw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.domain.refusals import Conflict, FieldError, Invalid
from app.domain.surveys import answers, paper
from app.domain.surveys.form import LISTS, NUMBERS, SINGLE, Form, Question
from app.domain.surveys.values import Wrong
from app.integrations import patterns
from app.models.surveys import Survey
from app.services.surveys.entering import Start
from app.store import survey_responses, surveys
from app.store.actors import Work


def numbered(survey: Survey, named: int | None, begun: Start | None) -> int:
    """The version that her page showed. One of before is taken from a page alone that was opened
    while it was in force: the ticket proves it."""
    number = named or (begun.number if begun else survey.current)
    if begun is not None and begun.number != number:
        raise Invalid.at("/ticket", "survey-ticket-wrong")
    if number > survey.current:
        raise Invalid.at("/version_number", "survey-version-unknown")
    if number < survey.current and begun is None:
        raise Conflict("survey-version-old", current=survey.current)
    return number


def read(
    work: Work, survey: Survey, number: int, given: Mapping[str, Any], *, on_paper: bool = False
) -> dict[str, Any]:
    """The answers to visible questions. Raises Invalid with `/answers/KEY` for each fault."""
    form = surveys.form(work.session, survey.id, number)
    given = plain(form, given)
    found = answers.evaluate(form, given, patterns.matches)
    wrong = [
        key
        for key, one in found.faults.items()
        if not (on_paper and one.code == "answer-missing" and not paper.required(form.by_key[key]))
    ]
    if wrong:
        raise Invalid(*faults(work, survey, found, given, wrong))
    return found.kept


def faults(
    work: Work,
    survey: Survey,
    found: answers.Evaluated,
    given: Mapping[str, Any],
    keys: Iterable[str],
) -> list[FieldError]:
    """What is wrong with the answers to these questions."""
    wrong = {key: found.faults[key] for key in keys if key in found.faults}
    return [
        FieldError(_pointer(key), _code(work, survey, key, one, given), one.facts)
        for key, one in wrong.items()
    ]


def plain(form: Form, given: Mapping[str, Any]) -> dict[str, Any]:
    """A ranking that a form without JavaScript says as option → place becomes a list."""
    return {
        key: _ranked(value) if key in form.by_key and form.by_key[key].type == "ranking" else value
        for key, value in given.items()
    }


def showable(form: Form, given: Mapping[str, Any]) -> dict[str, Any]:
    """Of what is written so far what its questions can show again, though it be wrong."""
    return {
        key: value
        for key, value in plain(form, given).items()
        if key in form.by_key and _is_showable(form.by_key[key], value)
    }


def _is_showable(one: Question, value: Any) -> bool:
    if one.rows:
        return isinstance(value, dict) and all(map(_is_chosen, value.values()))
    if one.type in NUMBERS and not isinstance(value, bool):
        return isinstance(value, (int, float, str))
    if one.type in LISTS | SINGLE:
        return _is_chosen(value)
    return isinstance(value, str) or (one.type == "consent" and isinstance(value, bool))


def _is_chosen(value: Any) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list) and all(isinstance(one, str) for one in value)
    )


def _ranked(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    places = {str(option): str(place).strip() for option, place in value.items()}
    if not all(place.isascii() and place.isdigit() for place in places.values()):
        return value
    chosen = sorted(places, key=lambda option: int(places[option][:6]))
    # Two on one place are no order: said twice, the answer is refused as such.
    return chosen if len(set(places.values())) == len(chosen) else [*chosen, chosen[0]]


def _pointer(key: str) -> str:
    return "/answers/" + key.replace("~", "~0").replace("/", "~1")


def _code(work: Work, survey: Survey, key: str, wrong: Wrong, given: Mapping[str, Any]) -> str:
    if wrong.code != "answer-option":
        return wrong.code
    said = set(_texts(given.get(key)))
    gone = survey_responses.retired(work.session, survey.id, key)
    return "answer-retired" if said & gone else wrong.code


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for part in parts for text in _texts(part)]
