"""A condition as an officer says it: an earlier question, a comparison, one or several values.

What stands in the schema is more than that (`conditions`); `simple` tells what can be said so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.surveys import values
from app.domain.surveys.form import LISTS, NUMBERS, SINGLE
from app.domain.text import nfc

#: Of these `is` and `is_not` take several options: one of them, none of them.
CHOSEN = SINGLE | LISTS
#: Values of one condition, letters of a typed one.
MOST, LONGEST = 50, 200


@dataclass(frozen=True, slots=True)
class Plain:
    when: str
    test: str
    values: tuple[Any, ...] = ()


def made(plain: Plain, kind: str) -> Mapping[str, Any]:
    """As the schema writes it; `kind`: the type of the question that it looks at."""
    test, said, here = plain.test, list(plain.values), {"question": plain.when}
    if test in ("answered", "unanswered"):
        return {**here, "answered": test == "answered"}
    if kind in LISTS:
        tests = [{**here, "contains": one} for one in said]
        if test == "is_not":
            return {"not": tests}
        return tests[0] if len(tests) == 1 else {"any": tests}
    if len(said) == 1:
        return {**here, test: said[0]}
    among = {**here, "in": said}
    return {"not": [among]} if test == "is_not" else among


def simple(condition: Mapping[str, Any], kinds: Mapping[str, str]) -> Plain | None:
    """What makes this condition again, None where three choices cannot say it.

    `kinds`: question → type.
    """
    found = _read(condition)
    if found is None or found.when not in kinds:
        return None
    kind = kinds[found.when]
    if made(found, kind) != condition or len(found.values) > MOST:
        return None
    typed = kind not in CHOSEN and found.values
    return None if typed and not _can_be_typed(kind, found.values) else found


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


def _can_be_typed(kind: str, said: tuple[Any, ...]) -> bool:
    """One value, which reading what is shown gives again."""
    if len(said) > 1:
        return False
    text = values.written(said[0])
    return len(text) <= LONGEST and value_of(kind, nfc(text)) == said[0]


def value_of(kind: str, text: str) -> Any:
    """What was typed, as the schema holds it; what cannot be read so stays the text."""
    if kind in NUMBERS:
        number = values.typed_number(text)
        return text if number is None else values.whole(number)
    return values.typed_day(text) or text if kind == "date" else text
