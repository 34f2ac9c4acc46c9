"""The lunar calendar against dates that the almanac of Vietnam gives."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.lunar import LunarDay, lunar

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("day", "year"),
    [
        # Here Hanoi and Beijing differ: their new moons fall on two sides of midnight.
        (date(1985, 1, 21), 1985),
        (date(2007, 2, 17), 2007),
        (date(2024, 2, 10), 2024),
        (date(2025, 1, 29), 2025),
        (date(2026, 2, 17), 2026),
        (date(2027, 2, 6), 2027),
        (date(2028, 1, 26), 2028),
        (date(2030, 2, 2), 2030),
    ],
)
def test_tet_falls_on_the_first_day_of_the_first_month(day: date, year: int) -> None:
    assert lunar(day) == LunarDay(1, 1, year)
    assert lunar(day - timedelta(days=1)).month == 12


@pytest.mark.parametrize(
    ("day", "month", "of_month"),
    [
        (date(2026, 9, 25), 8, 15),
        (date(2026, 4, 26), 3, 10),
        (date(2024, 4, 18), 3, 10),
        (date(2024, 9, 17), 8, 15),
        (date(2026, 2, 10), 12, 23),
        (date(2026, 8, 27), 7, 15),
    ],
)
def test_feasts_fall_where_the_almanac_says(day: date, month: int, of_month: int) -> None:
    found = lunar(day)
    assert (found.month, found.day, found.leap) == (month, of_month, False)


@pytest.mark.parametrize(
    ("year", "leap"), [(2020, 4), (2023, 2), (2024, None), (2025, 6), (2026, None), (2028, 5)]
)
def test_a_leap_month_follows_the_month_whose_number_it_bears(year: int, leap: int | None) -> None:
    days = [lunar(date(year, 1, 1) + timedelta(days=n)) for n in range(400)]
    leaps = {one.month for one in days if one.leap and one.year == year}
    assert leaps == ({leap} if leap else set())


def test_every_day_of_two_hundred_years_follows_the_one_before() -> None:
    before = lunar(date(1900, 2, 1))
    for n in range(1, 73_000):
        found = lunar(date(1900, 2, 1) + timedelta(days=n))
        if found.day == 1:
            assert before.day in {29, 30}
            assert (found.month == before.month and found.leap) or found.month in {
                before.month + 1,
                1,
            }
        else:
            assert (found.day, found.month, found.leap) == (
                before.day + 1,
                before.month,
                before.leap,
            )
        before = found
