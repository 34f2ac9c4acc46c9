"""Duty hours, working days, the usual wait."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from app.domain.duty import add_duty_hours, add_working_days, median_hours, on_duty

pytestmark = pytest.mark.once

WEDNESDAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("moment", "there"),
    [
        (time(6, 29, 59), False),
        (time(6, 30), True),
        (time(12, 0), True),
        (time(21, 29, 59), True),
        (time(21, 30), False),
        (time(0, 0), False),
    ],
)
def test_duty_lasts_from_half_past_six_to_half_past_nine(moment: time, there: bool) -> None:
    assert on_duty(datetime.combine(WEDNESDAY, moment)) is there


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2026, 11, 25), 2, date(2026, 11, 27)),
        (date(2026, 11, 26), 2, date(2026, 11, 30)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 11, 28), 2, date(2026, 12, 1)),
        (date(2026, 11, 29), 1, date(2026, 11, 30)),
        (date(2026, 11, 25), 0, date(2026, 11, 25)),
        (date(2026, 12, 30), 3, date(2027, 1, 4)),
    ],
)
def test_saturday_and_sunday_are_no_working_days(start: date, count: int, due: date) -> None:
    assert add_working_days(start, count) == due


@pytest.mark.parametrize(
    ("hours", "usual"),
    [([], None), ([5.0], 5.0), ([9.0, 1.0], 5.0), ([100.0, 2.0, 3.0], 3.0)],
)
def test_the_usual_wait_is_the_median(hours: list[float], usual: float | None) -> None:
    assert median_hours(hours) == usual


@pytest.mark.parametrize(
    ("since", "hours", "by"),
    [
        ("25T10:00", 2, "25T12:00"),
        ("25T16:00", 2, "26T09:00"),
        ("25T05:00", 9, "25T17:00"),
        ("25T20:00", 10, "27T09:00"),
    ],
)
def test_hours_outside_duty_do_not_count(since: str, hours: int, by: str) -> None:
    start, end = (datetime.fromisoformat(f"2026-11-{moment}") for moment in (since, by))
    assert add_duty_hours(start, hours, time(8), time(17)) == end
