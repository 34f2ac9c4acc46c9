"""ISO weeks by name: `2026-W48` is Monday to Sunday."""

from __future__ import annotations

import re
from datetime import date, timedelta

from app.domain.periods import Stretch

_NAME = re.compile(r"(20\d\d)-W(\d\d)", re.ASCII)
WEEK = timedelta(days=7)


def name(day: date) -> str:
    """The week that a day lies in."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def stretch(week: str) -> Stretch | None:
    """Its days, half-open; None for what is no week."""
    found = _NAME.fullmatch(week)
    if found is None:
        return None
    try:
        first = date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        return None
    return Stretch(first, first + WEEK)
