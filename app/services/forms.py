"""The join form's answers against its questions, with every error at once (seed §5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain import letters, names, phones
from app.domain import members as rules
from app.domain.refusals import FieldError
from app.domain.text import nfc
from app.models.communities import JoinForm

LONGEST_ANSWER = 500
YES = {"true", "on", "1", "yes", "có"}


def check_name(full_name: str) -> tuple[names.Name | None, list[FieldError]]:
    try:
        return names.of(full_name), []
    except names.InvalidName as error:
        code = "name-too-long" if error.code == "too_long" else "name-missing"
        return None, [FieldError("/full_name", code)]


def check_phone(phone: str | None, *, needed: bool) -> tuple[str | None, list[FieldError]]:
    if not (phone or "").strip():
        return None, [FieldError("/phone", "phone-missing")] if needed else []
    try:
        return phones.parse(phone or "").number, []
    except phones.InvalidPhone as error:
        return None, [FieldError("/phone", "phone-" + error.code.replace("_", "-"))]


def check_birth_year(year: int | None, this_year: int) -> list[FieldError]:
    if year is None or rules.OLDEST_BIRTH_YEAR <= year <= this_year:
        return []
    return [FieldError("/birth_year", "birth-year-impossible")]


def check_call_me(call_me: str | None) -> tuple[str, list[FieldError]]:
    """A key of the form's options, or the word itself."""
    if not call_me:
        return "chi", []
    words = {word: key for key, word in letters.FORMS_OF_ADDRESS.items()}
    key = words.get(call_me.lower(), call_me)
    if key not in letters.FORMS_OF_ADDRESS:
        return "chi", [FieldError("/call_me", "option-unknown")]
    return key, []


def check_answers(
    form: JoinForm, answers: Mapping[str, Any]
) -> tuple[dict[str, Any], list[FieldError]]:
    """The answers in the questions' own types; options by key only."""
    questions = {q["key"]: q for q in form.questions if q.get("place") == "answers"}
    kept: dict[str, Any] = {}
    errors: list[FieldError] = []
    for key, given in answers.items():
        question = questions.get(key)
        if question is None:
            errors.append(FieldError(f"/answers/{key}"[:200], "answer-unknown"))
            continue
        value, code = _answer(question, given)
        if code:
            errors.append(FieldError(f"/answers/{key}", code, {"max_length": LONGEST_ANSWER}))
        elif value not in (None, "", []):
            kept[key] = value
    return kept, errors


def _answer(question: Mapping[str, Any], given: Any) -> tuple[Any, str | None]:
    options = {option["key"] for option in question.get("options") or []}
    if question["type"] == "yes_no":
        return _yes_no(given)
    if question["type"] == "multiple":
        chosen = given if isinstance(given, list) else [given]
        if not all(isinstance(one, str) and one in options for one in chosen):
            return None, "option-unknown"
        return list(dict.fromkeys(chosen)), None
    if not isinstance(given, str):
        return None, "string_type"
    if options:
        return (given, None) if given in options else (None, "option-unknown")
    text = nfc(given)
    return (text, None) if len(text) <= LONGEST_ANSWER else (None, "answer-too-long")


def _yes_no(given: Any) -> tuple[Any, str | None]:
    if isinstance(given, bool):
        return given, None
    if isinstance(given, str):
        return given.lower() in YES, None
    return None, "bool_type"
