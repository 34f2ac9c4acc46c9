"""Stretches of days: half-open, without a gap, at the calendar's borders."""

from datetime import date

import pytest

from app.domain import periods
from app.domain.periods import Stretch


@pytest.mark.parametrize("by", list(periods.STEPS))
@pytest.mark.parametrize(
    ("first", "to"),
    [
        (date(2024, 2, 29), date(2025, 3, 1)),
        (date(2026, 1, 1), date(2027, 1, 1)),
        (date(2026, 5, 5), date(2026, 5, 6)),
    ],
)
def test_stretches_fill_the_period_and_never_overlap(first: date, to: date, by: str) -> None:
    cut = periods.cut(first, to, by)
    assert (cut[0].first, cut[-1].to) == (first, to)
    assert [one.to for one in cut[:-1]] == [one.first for one in cut[1:]]
    assert all(one.first < one.to for one in cut)


def test_borders_are_the_calendars() -> None:
    assert periods.cut(date(2026, 1, 15), date(2026, 7, 2), "quarter") == [
        Stretch(date(2026, 1, 15), date(2026, 4, 1)),
        Stretch(date(2026, 4, 1), date(2026, 7, 1)),
        Stretch(date(2026, 7, 1), date(2026, 7, 2)),
    ]
    assert periods.following(date(2026, 12, 31), 1) == date(2027, 1, 1)
    assert periods.following(date(2026, 1, 1), 12) == date(2027, 1, 1)


def test_the_usual_year_ends_with_this_month() -> None:
    assert periods.year_until(date(2026, 11, 27)) == Stretch(date(2025, 12, 1), date(2026, 12, 1))


def test_a_stretch_is_half_open() -> None:
    one = Stretch(date(2026, 1, 1), date(2026, 2, 1))
    assert one.holds(date(2026, 1, 1))
    assert not one.holds(date(2026, 2, 1))
