"""One answer: what was sent, as the thing that is kept.

A form sends texts, a program sends numbers and lists: both become the same. Bare options are
texts, numbers are int or float, days `YYYY-MM-DD`, times `HH:MM`, a matrix is an object of rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import Any, TypeGuard

from app.domain.surveys.form import AGREED, LISTS, NUMBERS, SINGLE, TEXTS, Question
from app.domain.text import nfc

SHORTEST_RATING, LONGEST_RATING = 1, 5
NPS = (0, 10)
LONGEST = {"short_text": 500, "long_text": 5000}
#: Numbers within what every program and SPSS holds exactly.
GREATEST = 10**15
#: As it is typed: points part thousands (1.514, 1.500,5); else a point or comma is the decimal one.
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?", re.ASCII)
#: A decimal comma, or the thousands of other languages: no whole number is written so.
_DOUBTFUL = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_TYPED_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", re.ASCII)
_POINTS = str.maketrans(",.", ".,")
_ID = re.compile(r"[A-Za-z0-9_-]{1,32}", re.ASCII)
#: Whether a text matches a pattern as a whole; the pattern never backtracks (`integrations`).
Matches = Callable[[str, str], bool]


class Wrong(Exception):
    """An answer that cannot be. `code` has its sentence in the house's catalogue."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def normal(question: Question, raw: Any, matches: Matches) -> Any:
    """The answer as it is kept, None where there is none.

    Raises Wrong: `answer-kind`, `answer-option`, `answer-twice`, `answer-exclusive`,
    `answer-few`, `answer-many`, `answer-row`, `answer-number`, `answer-low`, `answer-high`,
    `answer-whole`, `answer-date`, `answer-time`, `answer-early`, `answer-late`, `answer-short`,
    `answer-long`, `answer-pattern`.
    """
    value = _typed(question, raw)
    if value is None:
        return None
    if question.type in LISTS:
        _check_list(question, value)
    elif question.type in TEXTS:
        _check_text(question, value, matches)
    elif question.type == "matrix_multiple":
        for chosen in value.values():
            _check_list(question, chosen)
    else:
        _check_range(question, value)
    return value


def _typed(question: Question, raw: Any) -> Any:
    if raw is None or raw in ("", [], {}):
        return None
    if question.type in SINGLE:
        return _option(question, raw)
    if question.type in LISTS:
        return _options(question, raw)
    if question.rows:
        return _matrix(question, raw)
    if question.type in NUMBERS:
        return _number(question, raw)
    if question.type == "consent":
        return _agreed(raw)
    if not isinstance(raw, str):
        raise Wrong("answer-kind")
    return _text(question, raw)


def _text(question: Question, raw: str) -> str | None:
    text = nfc(raw.replace("\r\n", "\n")).strip()
    if not text:
        return None
    if question.type == "date":
        return _day(text)
    if question.type == "time":
        return _time(text)
    if question.type == "file" and not _ID.fullmatch(text):
        raise Wrong("answer-kind")
    return text


def _option(question: Question, raw: Any) -> str:
    if isinstance(raw, list) and len(raw) == 1:
        raw = raw[0]
    if not isinstance(raw, str):
        raise Wrong("answer-kind")
    if raw not in question.option_keys:
        raise Wrong("answer-option")
    return raw


def _options(question: Question, raw: Any) -> list[str]:
    chosen = [raw] if isinstance(raw, str) else raw
    if not isinstance(chosen, list) or not all(isinstance(one, str) for one in chosen):
        raise Wrong("answer-kind")
    if not question.option_keys.issuperset(chosen):
        raise Wrong("answer-option")
    if len(set(chosen)) < len(chosen):
        raise Wrong("answer-twice")
    if question.type == "ranking":
        return list(chosen)
    # In the order of the form, so that equal answers are equal.
    return [one.key for one in question.options if one.key in chosen]


def _matrix(question: Question, raw: Any) -> dict[str, Any] | None:
    if not isinstance(raw, dict):
        raise Wrong("answer-kind")
    if not question.row_keys.issuperset(raw):
        raise Wrong("answer-row")
    one = _option if question.type == "matrix_single" else _options
    found = {
        row.key: one(question, raw[row.key])
        for row in question.rows
        if raw.get(row.key) not in (None, "", [])
    }
    return found or None


def _number(question: Question, raw: Any) -> int | float:
    if isinstance(raw, bool) or not isinstance(raw, (int, float, str)):
        raise Wrong("answer-kind")
    may_part = question.type == "number" and not question.limits.integer
    if isinstance(raw, str):
        if not may_part and _DOUBTFUL.fullmatch(raw.strip()):
            raise Wrong("answer-whole")
        raw = typed_number(raw)
    if not is_number(raw):
        raise Wrong("answer-number")
    if not may_part and not float(raw).is_integer():
        raise Wrong("answer-whole")
    return whole(raw)


def typed_number(text: str) -> float | None:
    """What was typed as Vietnamese writes numbers; None where it is none."""
    bare = text.strip()
    if len(text) > 40:
        return None
    if _THOUSANDS.fullmatch(bare):
        bare = bare.replace(".", "")
    return float(bare.replace(",", ".")) if _NUMBER.fullmatch(bare) else None


def whole(number: float) -> int | float:
    """3 and not 3.0."""
    return int(number) if float(number).is_integer() else number


def is_number(value: Any) -> TypeGuard[int | float]:
    """One that is kept and compared exactly."""
    return (
        isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= GREATEST
    )


def _agreed(raw: Any) -> str | None:
    if raw in (AGREED, True, "on", "true"):
        return AGREED
    if raw in (False, "no", "false"):
        return None
    raise Wrong("answer-kind")


def _day(text: str) -> str:
    found = typed_day(text)
    if found is None:
        raise Wrong("answer-date")
    return found


def typed_day(text: str) -> str | None:
    """2026-11-23, also typed as 23/11/2026; None where it is no day."""
    if typed := _TYPED_DAY.fullmatch(text):
        text = f"{typed[3]}-{int(typed[2]):02}-{int(typed[1]):02}"
    try:
        return date.fromisoformat(text).isoformat() if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def written(value: Any) -> str:
    """As one types it, and as people read it: 1.514, 3,5 and 23/11/2026."""
    if isinstance(value, (int, float)):
        return f"{Decimal(str(value)):,f}".translate(_POINTS)
    if not _DAY.fullmatch(value):
        return str(value)
    year, month, day = value.split("-")
    return f"{int(day)}/{int(month)}/{year}"


def _time(text: str) -> str:
    if not re.fullmatch(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?", text, re.ASCII):
        raise Wrong("answer-time")
    try:
        return time.fromisoformat(text).strftime("%H:%M")
    except ValueError:
        raise Wrong("answer-time") from None


def moment_fits(kind: str, value: Any) -> bool:
    """Whether a form may name this day or time, as answers are kept."""
    if not isinstance(value, str):
        return False
    try:
        return (_day if kind == "date" else _time)(value) == value
    except Wrong:
        return False


def _check_list(question: Question, chosen: list[str]) -> None:
    if len(chosen) > 1 and not question.exclusive_keys.isdisjoint(chosen):
        raise Wrong("answer-exclusive")
    least, most = question.limits.min_choices, question.limits.max_choices
    alone = not question.exclusive_keys.isdisjoint(chosen)
    if least is not None and len(chosen) < least and not alone:
        raise Wrong("answer-few", least=least)
    if most is not None and len(chosen) > most:
        raise Wrong("answer-many", most=most)


def _check_text(question: Question, text: str, matches: Matches) -> None:
    least = question.limits.min_length
    most = question.limits.max_length or LONGEST[question.type]
    if least is not None and len(text) < least:
        raise Wrong("answer-short", least=least)
    if len(text) > most:
        raise Wrong("answer-long", most=most)
    if question.limits.pattern is not None and not matches(question.limits.pattern, text):
        raise Wrong("answer-pattern")


def bounds(question: Question) -> tuple[Any, Any]:
    """The least and the greatest that may be answered, None where there is no end."""
    if question.type == "nps":
        return NPS
    least, most = question.limits.min, question.limits.max
    if question.type == "rating":
        return SHORTEST_RATING if least is None else least, LONGEST_RATING if most is None else most
    return least, most


def _check_range(question: Question, value: Any) -> None:
    if question.type not in NUMBERS and question.type not in ("date", "time"):
        return
    least, most = bounds(question)
    low, high = ("low", "high") if question.type in NUMBERS else ("early", "late")
    if least is not None and value < least:
        raise Wrong(f"answer-{low}", least=written(least))
    if most is not None and value > most:
        raise Wrong(f"answer-{high}", most=written(most))
