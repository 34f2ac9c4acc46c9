"""An essay's points from two marks, or three; who may complain, and who may answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.contests import complaints, essays

OPENS = datetime(2026, 4, 14, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=7)


@pytest.mark.parametrize(
    ("marks", "points"),
    [
        ([], None),
        ([800], None),
        ([800, 800], 800),
        ([700, 900], 800),  # exactly 20 % of 1000 is not more than 20 %
        ([700, 901], None),
        ([0, 1000], None),
        ([701, 702], 702),  # half up
        ([200, 800, 700], 750),
        ([200, 800, 300], 250),
        ([300, 800, 301], 301),
        ([200, 800, 500], 500),  # as far from both: the middle one
        ([200, 800, 800], 800),
        ([200, 800, 1000], 900),
        ([1000, 200, 200], 200),
    ],
)
def test_the_points_of_an_answer_worth_ten(marks: list[int], points: int | None) -> None:
    assert essays.settled(marks, 1000) == points
    assert essays.wanted(marks, 1000) is (points is None)


def test_the_order_of_marks_says_nothing() -> None:
    for first in range(0, 1001, 100):
        for second in range(0, 1001, 100):
            for third in range(0, 1001, 100):
                marks = [first, second, third]
                if essays.wanted(marks[:2], 1000) and essays.wanted(marks[1:], 1000):
                    assert essays.settled(marks, 1000) == essays.settled(marks[::-1], 1000)


@pytest.mark.parametrize(
    ("at", "open_"),
    [
        (OPENS - timedelta(milliseconds=1), False),
        (OPENS, True),
        (CLOSES, True),
        (CLOSES + timedelta(days=3) - timedelta(milliseconds=1), True),
        (CLOSES + timedelta(days=3), False),
    ],
)
def test_the_window_of_complaints_is_half_open(at: datetime, open_: bool) -> None:
    assert complaints.may_complain(OPENS, CLOSES, 3, at) is open_


def test_nobody_answers_herself_or_what_she_decided() -> None:
    assert complaints.may_answer("chair", "hoa", {"contests"})
    assert not complaints.may_answer("hoa", "hoa", set())
    assert not complaints.may_answer("contests", "hoa", {"contests"})
    assert not complaints.may_answer(None, "hoa", set())
