"""XLSForm's expressions (XPath): the part of them that a form of ours can say, parsed and written.

An expression is read as nested tuples: `("and"|"or", left, right)`, `("not", inner)`,
`(comparison, left, right)`, `("call", name, arguments)`, `("name", question)`, `("self",)`,
`("text", …)`, `("number", …)`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from app.domain.surveys.form import NUMBERS, SINGLE

Node = tuple[Any, ...]
COMPARISONS = {"=": "is", "!=": "is_not", "<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
SIGNS = {operator: sign for sign, operator in COMPARISONS.items()}
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
LONGEST, DEEPEST = 4000, 40
_TOKEN = re.compile(
    r"""\s*(?:(?P<name>\$\{\s*[^}\s]+\s*\})|(?P<text>'[^']*'|"[^"]*")|(?P<number>-?[0-9]+(?:\.[0-9]+)?)
    |(?P<sign><=|>=|!=|=|<|>|\(|\)|,)|(?P<self>\.)|(?P<word>[A-Za-z][A-Za-z-]*))""",
    re.VERBOSE,
)


class NotUnderstood(Exception):
    """An expression beyond the common subset."""


def parsed(text: str) -> Node:
    """Raises NotUnderstood."""
    if len(text) > LONGEST:
        raise NotUnderstood
    reader = _Reader(_tokens(text))
    found = reader.either(0)
    if reader.rest:
        raise NotUnderstood
    return found


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    text = text.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise NotUnderstood
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


class _Reader:
    """Reads from the weakest to the strongest binding: or, and, comparisons, single things."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.rest = tokens

    def either(self, depth: int) -> Node:
        return self._joined("or", lambda: self._both(depth), depth)

    def _both(self, depth: int) -> Node:
        return self._joined("and", lambda: self._compared(depth), depth)

    def _joined(self, word: str, part: Callable[[], Node], depth: int) -> Node:
        if depth > DEEPEST:
            raise NotUnderstood
        parts = [part()]
        while self.rest[:1] == [("word", word)]:
            self.rest = self.rest[1:]
            parts.append(part())
        return parts[0] if len(parts) == 1 else (word, *parts)

    def _compared(self, depth: int) -> Node:
        left = self._single(depth)
        if self.rest and self.rest[0][0] == "sign" and self.rest[0][1] in COMPARISONS:
            sign = self._take()[1]
            return (sign, left, self._single(depth))
        return left

    def _single(self, depth: int) -> Node:
        kind, text = self._take()
        if kind == "name":
            return ("name", text[2:-1].strip())
        if kind == "text":
            return ("text", text[1:-1])
        if kind == "number":
            return ("number", float(text) if "." in text else int(text))
        if kind == "self":
            return ("self",)
        if kind == "word":
            return ("call", text, *self._arguments(depth))
        if text != "(":
            raise NotUnderstood
        inner = self.either(depth + 1)
        self._closing(")")
        return inner

    def _arguments(self, depth: int) -> list[Node]:
        self._closing("(")
        found: list[Node] = []
        while self.rest[:1] != [("sign", ")")]:
            if found:
                self._closing(",")
            found.append(self.either(depth + 1))
        self._closing(")")
        return found

    def _closing(self, sign: str) -> None:
        if self._take() != ("sign", sign):
            raise NotUnderstood

    def _take(self) -> tuple[str, str]:
        if not self.rest:
            raise NotUnderstood
        first, *self.rest = self.rest
        return first


# -- conditions ------------------------------------------------------------------------------------

#: XLSForm name → (key, type) of the question.
Known = Mapping[str, tuple[str, str]]


def condition(node: Node, known: Known) -> dict[str, Any]:
    """A `show_if`. Raises NotUnderstood."""
    head = node[0]
    if head in ("and", "or"):
        group = "all" if head == "and" else "any"
        return {group: [condition(one, known) for one in node[1:]]}
    if head == "call":
        return _called(node, known)
    if head in COMPARISONS:
        sign, left, right = node
        if left[0] != "name":
            sign, left, right = TURNED[sign], right, left
        key, type_ = _question(left, known)
        if right == ("text", ""):
            return {"question": key, "answered": _answered(sign)}
        return {"question": key, COMPARISONS[sign]: value(right, type_)}
    raise NotUnderstood


def _called(node: Node, known: Known) -> dict[str, Any]:
    _, name, *arguments = node
    if name == "not" and len(arguments) == 1:
        return {"not": [condition(arguments[0], known)]}
    if name in ("selected", "contains") and len(arguments) == 2:
        key, type_ = _question(arguments[0], known)
        operator = "is" if name == "selected" and type_ in SINGLE else "contains"
        return {"question": key, operator: value(arguments[1], type_)}
    raise NotUnderstood


def _answered(sign: str) -> bool:
    if sign not in ("=", "!="):
        raise NotUnderstood
    return sign == "!="


def _question(node: Node, known: Known) -> tuple[str, str]:
    if node[0] != "name" or node[1] not in known:
        raise NotUnderstood
    return known[node[1]]


def value(node: Node, type_: str) -> Any:
    """A literal, as a question of this type is answered. Raises NotUnderstood."""
    if node[:2] == ("call", "date") and len(node) == 3 and node[2][0] == "text":
        node = node[2]
    if node[0] not in ("text", "number"):
        raise NotUnderstood
    found = node[1]
    if type_ in NUMBERS and isinstance(found, str):
        try:
            number = float(found)
        except ValueError:
            raise NotUnderstood from None
        return int(number) if number.is_integer() else number
    return found if type_ in NUMBERS else str(found)


def written(condition: Mapping[str, Any], asked: Mapping[str, tuple[str, str]]) -> str:
    """A `show_if` as an expression; `asked`: key → (XLSForm name, type). Raises NotUnderstood."""
    for group, word in (("all", " and "), ("any", " or ")):
        if group in condition:
            parts = [written(one, asked) for one in condition[group]]
            return parts[0] if len(parts) == 1 else f"({word.join(parts)})"
    if "not" in condition:
        return f"not({written({'any': condition['not']}, asked)})"
    if condition["question"] not in asked:
        raise NotUnderstood
    name, type_ = asked[condition["question"]]
    operator = next(one for one in condition if one != "question")
    return _test(operator, f"${{{name}}}", condition[operator], type_)


def _test(operator: str, name: str, value: Any, type_: str) -> str:
    if operator == "answered":
        return f"{name} {'!=' if value else '='} ''"
    if operator == "in":
        return f"({' or '.join(f'{name} = {literal(one, type_)}' for one in value)})"
    if operator == "contains":
        called = "selected" if type_ in ("multiple", "ranking") else "contains"
        return f"{called}({name}, {literal(value, type_)})"
    if type_ == "time" and operator in ("lt", "lte", "gt", "gte"):
        raise NotUnderstood
    return f"{name} {SIGNS[operator]} {literal(value, type_)}"


def literal(value: Any, type_: str) -> str:
    """A value as an expression says it. Raises NotUnderstood for a text with both quotes."""
    if isinstance(value, (int, float)):
        return f"{value}"
    quote = '"' if "'" in value else "'"
    if quote in value:
        raise NotUnderstood
    said = f"{quote}{value}{quote}"
    return f"date({said})" if type_ == "date" else said
