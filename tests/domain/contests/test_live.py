"""Points of a live round by hand, and its steps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from app.domain.contests import live

NOW = datetime(2026, 11, 28, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("worth", "milliseconds", "seconds", "expected"),
    [
        (10_000, 0, 20, 10_000),  # at once: P
        (10_000, 20_000, 20, 5_000),  # at the last millisecond: P/2
        (10_000, 20_001, 20, None),
        (10_000, -1, 20, None),
        (10_000, 10_000, 20, 7_500),
        (100, 5_000, 30, 92),  # 91.66…
        (1, 30_000, 30, 1),  # 0.5 goes up
        (3, 30_000, 30, 2),  # 1.5 goes up
        (100, 1, 20, 100),  # 99.9975
    ],
)
def test_points(worth: int, milliseconds: int, seconds: int, expected: int | None) -> None:
    assert live.points(worth, milliseconds, seconds) == expected


def test_points_are_the_formula_half_up_and_never_rise() -> None:
    worth, seconds = 333, 7
    given = [live.points(worth, t, seconds) or 0 for t in range(7001)]
    exact = [worth * (1 - Fraction(t, 2 * 7000)) for t in range(7001)]
    assert given == [int(one + Fraction(1, 2)) for one in exact]
    assert given == sorted(given, reverse=True)


def test_a_begun_millisecond_counts_whole_and_none_before_the_push() -> None:
    assert live.milliseconds(NOW, NOW) == 0
    assert live.milliseconds(NOW, NOW + timedelta(microseconds=1)) == 1
    assert live.milliseconds(NOW, NOW + timedelta(milliseconds=20_000)) == 20_000
    assert live.milliseconds(NOW, NOW + timedelta(milliseconds=20_000, microseconds=1)) == 20_001
    assert live.milliseconds(NOW, NOW - timedelta(milliseconds=1)) == -1


def test_equals_share_a_place() -> None:
    assert live.places([900, 900, 500, 0, 0]) == [1, 1, 3, 4, 4]
    assert live.places([]) == []


@pytest.mark.parametrize(
    ("state", "place", "steps"),
    [
        ("waiting", 0, ("ask", "end")),
        ("asking", 1, ("close", "end")),
        ("closed", 1, ("ask", "end")),
        ("closed", 3, ("end",)),
        ("ended", 3, ()),
    ],
)
def test_the_host_s_next_steps(state: str, place: int, steps: tuple[str, ...]) -> None:
    assert live.next_steps(state, place, 3) == steps
