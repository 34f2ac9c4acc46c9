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


def on_duty(local: datetime, starts: time = DUTY_STARTS, ends: time = DUTY_ENDS) -> bool:
    """Whether a Vietnamese moment lies in the half-open duty hours [06:30, 21:30)."""
    return starts <= local.time() < ends


def add_duty_hours(local: datetime, hours: int) -> datetime:
    """The moment `hours` after `local` when the nights, 21:30 to 6:30, are not counted."""
    left = timedelta(hours=hours)
    while True:
        starts = datetime.combine(local, DUTY_STARTS, local.tzinfo)
        ends = datetime.combine(local, DUTY_ENDS, local.tzinfo)
        local = max(local, starts)
        if local < ends:
            if left <= ends - local:
                return local + left
            left -= ends - local
        local = datetime.combine(local.date() + timedelta(days=1), DUTY_STARTS, local.tzinfo)


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
