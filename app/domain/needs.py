"""Needs: months of the box, how a topic is answered, and numbers too small to show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

#: From so many people on a number is shown to members.
K = 5
STATES = ("done", "doing", "not_possible")
KINDS = ("bulletin", "training", "task")
_MONTH = re.compile(r"(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])")


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def is_month(text: str) -> bool:
    return _MONTH.fullmatch(text) is not None


def beside(month: str, step: int) -> str:
    """The month before (-1) or after (1)."""
    whole = int(month[:4]) * 12 + int(month[5:]) - 1 + step
    return f"{whole // 12:04}-{whole % 12 + 1:02}"


def shown(people: int, k: int = K) -> int | None:
    """The number, or None where it says too much of too few."""
    return people if people >= k else None


def hide(counts: Mapping[str, int], k: int) -> dict[str, int | None]:
    """None for 0 < n < k; while the hidden sum is under k, for the next smallest non-zero too."""
    hidden = {key for key, n in counts.items() if 0 < n < k}
    rest = sorted((n, key) for key, n in counts.items() if n >= k)
    while hidden and rest and sum(counts[key] for key in hidden) < k:
        hidden.add(rest.pop(0)[1])
    return {key: None if key in hidden else n for key, n in counts.items()}
