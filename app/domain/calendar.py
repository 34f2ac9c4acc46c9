"""The calendar of bulletins: days to remember, and each topic's turn (seed §7, §15)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.lunar import lunar
from app.domain.text import fold

#: The first years of the lunar table's promise and the last.
FIRST_YEAR, LAST_YEAR = 1901, 2198
_WEEKDAYS: Mapping[str, int] = {
    "thu hai": 0,
    "thu ba": 1,
    "thu tu": 2,
    "thu nam": 3,
    "thu sau": 4,
    "thu bay": 5,
    "chu nhat": 6,
}
_TIMES = re.compile(r"(tuan|thang) (\d+) lan")


@dataclass(frozen=True, slots=True)
class Memorial:
    """A day that comes back each year. `lunar`: its month and day are those of the moon.

    `to_month`, `to_day`: the last day, where it is a time of several days.
    """

    name: str
    month: int
    day: int
    lunar: bool = False
    solemn: bool = False
    to_month: int = 0
    to_day: int = 0

    def falls_on(self, day: date) -> bool:
        """Its own day, or the first one of a time; a leap month repeats no feast."""
        if self.lunar:
            moon = lunar(day)
            return (moon.month, moon.day, moon.leap) == (self.month, self.day, False)
        return (day.month, day.day) == (self.month, self.day)

    def lasts_over(self, first: date, last: date) -> bool:
        """Whether a time of several days touches the days from `first` to `last` of one year."""
        begin = (self.month, self.day)
        end = (self.to_month, self.to_day)
        return (
            bool(self.to_month)
            and begin <= (last.month, last.day)
            and end
            >= (
                first.month,
                first.day,
            )
        )


def days_of(month: date) -> list[date]:
    """Every day of the month that a day lies in."""
    length = monthrange(month.year, month.month)[1]
    return [month.replace(day=number) for number in range(1, length + 1)]


def beside(month: date, step: int) -> date:
    """The first day of the month before (-1) or after (1)."""
    first = month.replace(day=1)
    return (first - timedelta(days=1) if step < 0 else first + timedelta(days=31)).replace(day=1)


def weekday_of(rhythm: str) -> int | None:
    """The weekday on which a topic has its turn, Monday being 0."""
    return _WEEKDAYS.get(fold(rhythm).strip())


def wanted(rhythm: str, month: date) -> int:
    """How many bulletins of a topic a month asks for; 0 where the rhythm names no number."""
    said = fold(rhythm).strip()
    days = days_of(month)
    if said in _WEEKDAYS:
        return sum(day.weekday() == _WEEKDAYS[said] for day in days)
    times = _TIMES.search(said)
    if times is None:
        return 0
    number = int(times[2])
    return number if times[1] == "thang" else number * round(len(days) / 7)


def missing(rhythms: Mapping[str, str], day: date, topics_of_day: Iterable[str]) -> list[str]:
    """Topics whose weekday it is and of which the day holds nothing."""
    held = set(topics_of_day)
    return [
        topic
        for topic, rhythm in rhythms.items()
        if weekday_of(rhythm) == day.weekday() and topic not in held
    ]
