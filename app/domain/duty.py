"""Duty hours and working days (board regulation Art 7; group regulation Art 3.3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

DUTY_STARTS = time(6, 30)
DUTY_ENDS = time(21, 30)


def hours(settings: Mapping[str, Any]) -> tuple[time, time]:
    """A community's own hours, `duty_hours: ["06:30", "21:30"]`, else the regulation's."""
    stored = settings.get("duty_hours")
    if not stored:
        return DUTY_STARTS, DUTY_ENDS
    return time.fromisoformat(stored[0]), time.fromisoformat(stored[1])


def may_be_hours(starts: time, ends: time) -> bool:
    """They begin in the morning and last an hour at least."""
    return starts < time(12) and (starts.hour + 1, starts.minute) <= (ends.hour, ends.minute)


def on_duty(local: datetime, starts: time = DUTY_STARTS, ends: time = DUTY_ENDS) -> bool:
    """Whether a Vietnamese moment lies in the half-open duty hours [06:30, 21:30)."""
    return starts <= local.time() < ends


def add_duty_hours(
    local: datetime, hours: int, starts: time = DUTY_STARTS, ends: time = DUTY_ENDS
) -> datetime:
    """The moment `hours` after `local` when the nights, from `ends` to `starts`, do not count."""
    left = timedelta(hours=hours)
    while True:
        opens = datetime.combine(local, starts, local.tzinfo)
        closes = datetime.combine(local, ends, local.tzinfo)
        local = max(local, opens)
        if local < closes:
            if left <= closes - local:
                return local + left
            left -= closes - local
        local = datetime.combine(local.date() + timedelta(days=1), starts, local.tzinfo)


def add_working_days(day: date, count: int) -> date:
    """The day `count` working days after `day`; Saturday and Sunday do not count."""
    while count > 0:
        day += timedelta(days=1)
        if day.weekday() < 5:
            count -= 1
    return day


def median_hours(hours: list[float]) -> float | None:
    """The usual waiting time: the median of the last answers, None while there are none."""
    if not hours:
        return None
    ordered = sorted(hours)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2
