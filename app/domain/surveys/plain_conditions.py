"""A condition as an officer says it: an earlier question, a comparison, one or several values.

What stands in the schema is more than that (`conditions`); `simple` tells what can be said so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.surveys.conditions import ORDERS
from app.domain.surveys.form import LISTS, NUMBERS, SINGLE

#: Of options `is` and `is_not` take several values: one of them, none of them.
TESTS = ("is", "is_not", *ORDERS, "contains", "answered", "unanswered")
CHOSEN = SINGLE | LISTS


@dataclass(frozen=True, slots=True)
class Plain:
    when: str
    test: str
    values: tuple[Any, ...] = ()


def made(plain: Plain, kind: str) -> Mapping[str, Any]:
    """As the schema writes it; `kind`: the type of the question that it looks at."""
    test, values, here = plain.test, list(plain.values), {"question": plain.when}
    if test in ("answered", "unanswered"):
        return {**here, "answered": test == "answered"}
    if kind in LISTS:
        tests = [{**here, "contains": one} for one in values]
        if test == "is_not":
            return {"not": tests}
        return tests[0] if len(tests) == 1 else {"any": tests}
    if len(values) == 1:
        return {**here, test: values[0]}
    among = {**here, "in": values}
    return {"not": [among]} if test == "is_not" else among


def simple(condition: Mapping[str, Any], kinds: Mapping[str, str]) -> Plain | None:
    """What makes this condition again, None where three choices cannot say it.

    `kinds`: question → type.
    """
    found = _read(condition)
    if found is None or found.when not in kinds:
        return None
    again = made(found, kinds[found.when])
    return found if again == condition else None


def _read(condition: Mapping[str, Any]) -> Plain | None:
    if "question" in condition:
        return _of_test(condition)
    group = next(iter(condition))
    inner: Sequence[Mapping[str, Any]] = condition[group]
    if group == "all" or any("question" not in one for one in inner):
        return None
    when = inner[0]["question"]
    if group == "not" and len(inner) == 1 and "in" in inner[0]:
        return Plain(when, "is_not", tuple(inner[0]["in"]))
    if any("contains" not in one or one["question"] != when for one in inner):
        return None
    return Plain(when, "is" if group == "any" else "is_not", tuple(o["contains"] for o in inner))


def _of_test(test: Mapping[str, Any]) -> Plain:
    when = test["question"]
    operator = next(key for key in test if key != "question")
    value = test[operator]
    if operator == "answered":
        return Plain(when, "answered" if value else "unanswered")
    if operator == "in":
        return Plain(when, "is", tuple(value))
    return Plain(when, operator, (value,))


def value_of(kind: str, text: str) -> Any:
    """What was typed, as the schema holds it: a number where the question asks for one."""
    if kind not in NUMBERS:
        return text
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return text
    return int(number) if number.is_integer() else number
