"""JSON without the liberties: no double keys, no number and no letter that nothing holds."""

from __future__ import annotations

import json
import math
from typing import Any

#: Deeper than this nobody writes, and what reads it would end before it does.
DEEPEST = 64


class Broken(Exception):
    """`code`: `broken-json`, `wrong-encoding`, `duplicate-key` or `not-a-number`; `line` from 1."""

    def __init__(self, code: str, line: int = 1) -> None:
        super().__init__(code)
        self.code, self.line = code, line


def read(text: str) -> Any:
    """No NaN or 1e999, no lone halves, no NUL (which PostgreSQL refuses). Raises Broken."""
    try:
        value = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_refuse_constant, parse_float=_finite
        )
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise Broken("wrong-encoding") from None
    except json.JSONDecodeError as error:
        raise Broken("broken-json", error.lineno) from None
    except (ValueError, RecursionError):
        raise Broken("broken-json") from None
    if text.count("[") + text.count("{") > DEEPEST and _is_deep(value):
        raise Broken("broken-json")
    if "\\u0000" in text and _holds_nul(value):
        raise Broken("wrong-encoding")
    return value


def _is_deep(value: Any) -> bool:
    here = [value]
    for _ in range(DEEPEST):
        lists = [one.values() if isinstance(one, dict) else one for one in here]
        here = [part for one in lists for part in one if isinstance(part, (dict, list))]
        if not here:
            return False
    return True


def _holds_nul(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_holds_nul(part) for pair in value.items() for part in pair)
    if isinstance(value, list):
        return any(_holds_nul(part) for part in value)
    return isinstance(value, str) and "\0" in value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Broken("duplicate-key")
    return found


def _refuse_constant(_name: str) -> Any:
    raise Broken("not-a-number")


def _finite(text: str) -> float:
    if math.isinf(number := float(text)):
        raise Broken("not-a-number")
    return number
