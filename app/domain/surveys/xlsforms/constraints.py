"""XLSForm's `constraint` and `parameters` as the `validate` of a question, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.surveys.form import LISTS, Limits, Question
from app.domain.surveys.xlsforms.expressions import (
    TURNED,
    Node,
    NotUnderstood,
    literal,
    parsed,
    value,
)

#: (function of the answer, sign) → what `validate` calls it.
COUNTED: Mapping[tuple[str, str], str] = {
    ("string-length", ">="): "min_length",
    ("string-length", "<="): "max_length",
    ("count-selected", ">="): "min_choices",
    ("count-selected", "<="): "max_choices",
}
RANGES = {">=": "min", "<=": "max"}


def limits(text: str, type_: str) -> tuple[dict[str, Any], set[str]]:
    """(`validate`, options that stand alone). Raises NotUnderstood."""
    found: dict[str, Any] = {}
    alone: set[str] = set()
    node = parsed(text)
    for part in node[1:] if node[0] == "and" else [node]:
        exclusive = _exclusive(part)
        if exclusive is not None:
            alone.add(exclusive)
            continue
        name, least = _limit(part, type_)
        if name in found:
            raise NotUnderstood
        found[name] = least
    return found, alone


def _limit(node: Node, type_: str) -> tuple[str, Any]:
    if node[:3] == ("call", "regex", ("self",)) and len(node) == 4 and node[3][0] == "text":
        return "pattern", node[3][1]
    if node[0] not in TURNED:
        raise NotUnderstood
    sign, left, right = node
    if right == ("self",) or right[2:3] == (("self",),):
        sign, left, right = TURNED[sign], right, left
    if left == ("self",) and sign in RANGES:
        return RANGES[sign], value(right, type_)
    if left[0] == "call" and left[2:] == (("self",),) and right[0] == "number":
        name = COUNTED.get((left[1], sign))
        if name is not None:
            return name, right[1]
    raise NotUnderstood


def _exclusive(node: Node) -> str | None:
    """`not(selected(., 'x') and count-selected(.) > 1)`: x stands alone."""
    if node[:2] != ("call", "not") or len(node) != 3 or node[2][0] != "and":
        return None
    _, first, *rest = node[2]
    counted = (">", ("call", "count-selected", ("self",)), ("number", 1))
    if rest != [counted] or first[:3] != ("call", "selected", ("self",)):
        return None
    found = first[3]
    return str(found[1]) if found[0] in ("text", "number") else None


def written(question: Question) -> str:
    """Raises NotUnderstood for what no expression says: the limits of a time."""
    return " and ".join(_parts(question))


def _parts(question: Question) -> Iterator[str]:
    limit = question.limits
    if question.type not in ("rating", "nps"):
        yield from _range(question, limit)
    for (function, sign), name in COUNTED.items():
        least = getattr(limit, name)
        if least is not None:
            yield f"{function}(.) {sign} {least}"
    if limit.pattern is not None:
        yield f"regex(., {literal(limit.pattern, 'text')})"
    if question.type in LISTS | {"matrix_multiple"}:
        for key in (one.key for one in question.options if one.exclusive):
            yield f"not(selected(., {literal(key, 'text')}) and count-selected(.) > 1)"


def _range(question: Question, limit: Limits) -> Iterator[str]:
    for sign, name in RANGES.items():
        least = getattr(limit, name)
        if least is not None:
            if question.type == "time":
                raise NotUnderstood
            yield f". {sign} {literal(least, question.type)}"


def scale(parameters: str) -> dict[str, float]:
    """`start=0 end=10 step=1`, of a range. Raises NotUnderstood."""
    found = {"start": 1.0, "end": 10.0, "step": 1.0}
    for part in parameters.replace(",", " ").replace(";", " ").split():
        name, _, number = part.partition("=")
        if name not in found:
            raise NotUnderstood
        try:
            found[name] = float(number)
        except ValueError:
            raise NotUnderstood from None
    return found
