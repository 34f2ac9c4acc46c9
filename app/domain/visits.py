"""When a community's site becomes one that needs a licence (Decree 147/2024, domain.md §3.3).

Ten thousand visits a month as the average of six months, or more than a thousand regular users:
from four fifths of either on the board is told, while there is time to ask the lawyers.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

VISITS_A_MONTH = 10_000
REGULAR_USERS = 1_000
WARN_FROM = 0.8
MONTHS = 6


class Mark(NamedTuple):
    """That somebody came: `kind` is visit or user, `period` the day or the month."""

    kind: str
    period: str
    digest: str


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def last_months(day: date, number: int = MONTHS) -> list[str]:
    """The months whose average counts, the current one last."""
    found = []
    year, month = day.year, day.month
    for _ in range(number):
        found.append(f"{year:04}-{month:02}")
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    return found[::-1]


def average(visits: Sequence[int]) -> float:
    """Over the whole months that were measured; a month without a figure counts as none."""
    return sum(visits) / len(visits) if visits else 0.0


def alerts(visits: float, users: int) -> list[str]:
    """`visits` and `users` where four fifths are reached, `…-over` where the line is."""
    found = []
    for name, number, line in (("visits", visits, VISITS_A_MONTH), ("users", users, REGULAR_USERS)):
        if number >= line:
            found.append(f"{name}-over")
        elif number >= line * WARN_FROM:
            found.append(name)
    return found
