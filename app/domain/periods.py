"""Stretches of days: a period cut at the calendar's months, quarters or years, half-open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

#: How many months a stretch has, by its name; `whole` is not cut.
STEPS: Mapping[str, int] = {"month": 1, "quarter": 3, "year": 12, "whole": 0}
#: More stretches than this make neither a picture nor a page.
MOST = 60


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days from `first` up to and without `to`."""

    first: date
    to: date

    def holds(self, day: date) -> bool:
        return self.first <= day < self.to


def cut(first: date, to: date, by: str) -> list[Stretch]:
    """[first, to) at the calendar's borders: the first and last stretch may be shorter."""
    months, found, start = STEPS[by], [], first
    while start < to:
        end = min(following(start, months), to) if months else to
        found.append(Stretch(start, end))
        start = end
    return found


def following(day: date, months: int) -> date:
    """The first day of the calendar's next stretch of so many months."""
    number = (day.year * 12 + day.month - 1) // months * months + months
    return date(number // 12, number % 12 + 1, 1)


def year_until(day: date) -> Stretch:
    """The twelve months that end with this day's month."""
    end = following(day, 1)
    return Stretch(date(end.year - 1, end.month, 1), end)
