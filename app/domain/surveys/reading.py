"""Reading a form that somebody wrote: every fault at once, each with its place and code."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.domain.refusals import FieldError, Invalid
from app.domain.surveys import conditions
from app.domain.surveys.form import (
    LANGUAGES,
    LISTS,
    MATRICES,
    OWN_OPTIONS,
    TEXTS,
    TYPES,
    WRITTEN,
    Form,
    Limits,
    Option,
    Question,
    Words,
)
from app.domain.surveys.values import (
    GREATEST,
    LONGEST_RATING,
    SHORTEST_RATING,
    is_number,
    moment_fits,
)
from app.domain.surveys.values import LONGEST as LONGEST_ANSWER
from app.domain.text import nfc

MOST_QUESTIONS, MOST_OPTIONS, MOST_ROWS = 200, 500, 50
LONGEST = {"title": 200, "introduction": 5000, "ending": 5000}
LONGEST_TEXT, LONGEST_OPTION, LONGEST_PATTERN = 2000, 500, 200
KEYS = {"title", "introduction", "ending", "questions"}
QUESTION_KEYS = {
    "key",
    "type",
    "text",
    "help",
    "required",
    "options",
    "rows",
    "show_if",
    "validate",
}
#: Answers travel as `answers.KEY` and `answers.KEY.ROW`: a key has neither a point nor a stroke.
_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
#: Type → what its `validate` may say.
LIMITS: Mapping[str, frozenset[str]] = {
    **{one: frozenset({"min_choices", "max_choices"}) for one in LISTS | {"matrix_multiple"}},
    **{one: frozenset({"min_length", "max_length", "pattern"}) for one in TEXTS},
    "number": frozenset({"min", "max", "integer"}),
    "rating": frozenset({"min", "max"}),
    "date": frozenset({"min", "max"}),
    "time": frozenset({"min", "max"}),
}
#: What of `validate` must not be greater than the other.
PAIRS = (("min", "max"), ("min_length", "max_length"), ("min_choices", "max_choices"))
MOSTS = ("max_length", "max_choices")
Found = Iterator[tuple[str, str, dict[str, Any]]]


def read(value: Any, fits: Callable[[str], bool], at: str = "/schema") -> Form:
    """The form, its texts in NFC. `fits`: whether a pattern is one. `at`: the value's pointer.

    Raises Invalid with a FieldError for each fault; each fact `number` says which question, from 1.
    """
    errors = [FieldError(f"{at}{place}", code, facts) for place, code, facts in _faults(value)]
    if not errors:
        errors = [
            FieldError(f"{at}/questions/{n}/validate/pattern", "pattern-wrong", {"number": n + 1})
            for n, one in enumerate(value["questions"])
            if (pattern := (one.get("validate") or {}).get("pattern")) and not fits(pattern)
        ]
    if errors:
        raise Invalid(*errors)
    return formed(value)


def formed(value: Mapping[str, Any]) -> Form:
    """A form from a schema that was read before, as it is stored."""
    return Form(
        title=_words(value["title"]),
        introduction=_words(value.get("introduction") or ""),
        ending=_words(value.get("ending") or ""),
        questions=tuple(_question(one) for one in value["questions"]),
    )


def _words(value: Any) -> Words:
    said = {"vi": value} if isinstance(value, str) else value
    return {lang: nfc(text) for lang, text in said.items()}


def _options(value: Any) -> tuple[Option, ...]:
    return tuple(
        Option(
            one["key"], _words(one["text"]), bool(one.get("exclusive", False)), one.get("picture")
        )
        for one in value or ()
    )


def _question(value: Mapping[str, Any]) -> Question:
    options = _options(value.get("options"))
    if not options and value["type"] in OWN_OPTIONS:
        options = tuple(Option(key, {}) for key in OWN_OPTIONS[value["type"]])
    return Question(
        key=value["key"],
        type=value["type"],
        text=_words(value["text"]),
        help=_words(value.get("help") or ""),
        required=bool(value.get("required", False)),
        options=options,
        rows=_options(value.get("rows")),
        show_if=value.get("show_if"),
        limits=Limits(**(value.get("validate") or {})),
    )


def _faults(value: Any) -> Found:
    if not isinstance(value, dict) or not isinstance(value.get("questions"), list):
        yield "", "schema-wrong", {}
        return
    for key in sorted(set(value) - KEYS):
        yield f"/{key}", "schema-key-unknown", {"key": key[:80]}
    for key, most in LONGEST.items():
        if key == "title" or value.get(key) is not None:
            yield from _text_faults(value.get(key), f"/{key}", most, empty=key != "title")
    questions = value["questions"]
    if not 1 <= len(questions) <= MOST_QUESTIONS:
        yield "/questions", "survey-questions-number", {"most": MOST_QUESTIONS}
        return
    earlier: dict[str, Question] = {}
    faulty = False
    for place, one in enumerate(questions):
        found = list(_question_faults(one, earlier))
        for where, code, facts in found:
            yield f"/questions/{place}{where}", code, {**facts, "number": place + 1}
        faulty = faulty or bool(found)
        if not found:
            earlier[one["key"]] = _question(one)
    if not faulty and all(one["type"] == "section" for one in questions):
        yield "/questions", "survey-questions-number", {"most": MOST_QUESTIONS}


def _question_faults(one: Any, earlier: Mapping[str, Question]) -> Found:
    if (
        not isinstance(one, dict)
        or not isinstance(one.get("type"), str)
        or one["type"] not in TYPES
    ):
        yield "/type", "question-type-unknown", {}
        return
    for key in sorted(set(one) - QUESTION_KEYS):
        yield f"/{key}", "schema-key-unknown", {"key": key[:80]}
    if not isinstance(one.get("key"), str) or not _KEY.fullmatch(one["key"]):
        yield "/key", "question-key-wrong", {}
    elif one["key"] in earlier:
        yield "/key", "question-key-twice", {}
    yield from _text_faults(one.get("text"), "/text", LONGEST_TEXT)
    if one.get("help"):
        yield from _text_faults(one["help"], "/help", LONGEST_TEXT)
    if not isinstance(one.get("required", False), bool):
        yield "/required", "schema-wrong", {}
    yield from _lists_faults(one)
    yield from _limit_faults(one)
    if one.get("show_if") is not None:
        for code in dict.fromkeys(conditions.faults(one["show_if"], earlier)):
            yield "/show_if", code, {}


def _text_faults(value: Any, place: str, most: int, *, empty: bool = False) -> Found:
    said = {"vi": value} if isinstance(value, str) else value
    if not isinstance(said, dict) or not all(isinstance(one, str) for one in said.values()):
        yield place, "text-wrong", {}
    elif set(said) - set(LANGUAGES):
        yield place, "text-language-unknown", {}
    elif not empty and not nfc(said.get("vi", "")):
        yield place, "survey-text-missing", {}
    else:
        for lang, text in said.items():
            if len(nfc(text)) > most:
                yield f"{place}/{lang}" if value is said else place, "text-long", {"most": most}


def _lists_faults(one: Mapping[str, Any]) -> Found:
    written, rows = one.get("options"), one.get("rows")
    if one["type"] in WRITTEN or written:
        if one["type"] not in WRITTEN | {"likert"}:
            yield "/options", "question-has-no-options", {}
        else:
            yield from _option_faults(written, "/options", MOST_OPTIONS)
    if one["type"] in MATRICES:
        yield from _option_faults(rows, "/rows", MOST_ROWS)
    elif rows:
        yield "/rows", "question-has-no-rows", {}


def _option_faults(written: Any, place: str, most: int) -> Found:
    if not isinstance(written, list) or not 1 <= len(written) <= most:
        yield place, "options-number", {"most": most}
        return
    seen: set[str] = set()
    for number, one in enumerate(written):
        here = f"{place}/{number}"
        if not isinstance(one, dict) or set(one) - {"key", "text", "exclusive", "picture"}:
            yield here, "schema-wrong", {}
            continue
        key = one.get("key")
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            yield f"{here}/key", "option-key-wrong", {}
        elif key in seen:
            yield f"{here}/key", "option-key-twice", {}
        else:
            seen.add(key)
        picture = one.get("picture")
        if not isinstance(one.get("exclusive", False), bool) or not (
            picture is None or isinstance(picture, str)
        ):
            yield here, "schema-wrong", {}
        yield from _text_faults(one.get("text"), f"{here}/text", LONGEST_OPTION)


def _limit_faults(one: Mapping[str, Any]) -> Found:
    said = one.get("validate")
    if said is None:
        return
    may = LIMITS.get(one["type"], frozenset())
    if not isinstance(said, dict) or set(said) - may:
        yield "/validate", "limit-unknown", {}
        return
    for name, value in said.items():
        if not _limit_fits(one["type"], name, value):
            yield f"/validate/{name}", "limit-wrong", {}
            return
    for least, most in PAIRS:
        if least in said and most in said and said[least] > said[most]:
            yield f"/validate/{most}", "limit-order", {}
            return
    yield from _unanswerable(one, said)


def _unanswerable(one: Mapping[str, Any], said: Mapping[str, Any]) -> Found:
    """What leaves no answer: beside its pair also the bound that a type has of itself."""
    for name, (least, most) in _own_bounds(one, said).items():
        if name in said and not least <= said[name] <= most:
            yield f"/validate/{name}", "limit-out", {"least": least, "most": most}
    if said.get("integer") and "min" in said and math.ceil(said["min"]) > said.get("max", GREATEST):
        yield "/validate/max", "limit-no-whole", {}


def _own_bounds(one: Mapping[str, Any], said: Mapping[str, Any]) -> Mapping[str, tuple[int, int]]:
    kind, written = one["type"], one.get("options")
    if kind == "rating":
        return {
            "min": (0, said.get("max", LONGEST_RATING)),
            "max": (said.get("min", SHORTEST_RATING), 10),
        }
    if kind in TEXTS:
        return {"min_length": (0, said.get("max_length", LONGEST_ANSWER[kind]))}
    if not isinstance(written, list):
        return {}
    alone = [each for each in written if isinstance(each, dict) and each.get("exclusive")]
    return {"min_choices": (0, max(1, len(written) - len(alone)))}


def _limit_fits(type_: str, name: str, value: Any) -> bool:
    if name == "integer":
        return isinstance(value, bool)
    if name == "pattern":
        return isinstance(value, str) and 0 < len(value) <= LONGEST_PATTERN
    if name in ("min", "max") and type_ in ("date", "time"):
        return moment_fits(type_, value)
    if not is_number(value):
        return False
    if type_ == "number":
        return True
    if type_ == "rating":
        return isinstance(value, int) and 0 <= value <= 10
    return isinstance(value, int) and (1 if name in MOSTS else 0) <= value <= 5000
