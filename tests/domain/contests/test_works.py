"""Marks and votes made one figure, half up to two decimals."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contests import works

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("votes", "told"),
    [([], 20), ([0, 0], 20), ([1, 2, 3], 20), ([0, 10, 20, 1000], 40), ([15, 0, 16], 31)],
)
def test_a_cap_is_twice_the_median_of_what_was_cast_and_at_least_twenty(
    votes: list[int], told: int
) -> None:
    assert works.default_cap(votes) == told


def test_jury_and_votes_make_one_figure() -> None:
    """80 % jury; counts 10, 20, 1000 have the cap 40: the thousand weigh as forty."""
    juries = {"C1": Fraction(90), "C2": Fraction(80), "C3": Fraction(70)}
    told = works.finals(juries, {"C1": 10, "C2": 20, "C3": 1000}, Fraction(80, 100))
    assert told == {"C1": Decimal("77.00"), "C2": Decimal("74.00"), "C3": Decimal("76.00")}


def test_a_printed_cap_is_kept_and_half_goes_up() -> None:
    told = works.finals(
        {"a": Fraction("50.005"), "b": Fraction(0)},
        {"a": 0, "b": 7},
        Fraction(1, 2),
        cap=Fraction(5),
    )
    assert told == {"a": Decimal("25.00"), "b": Decimal("50.00")}
    assert works.finals({"a": Fraction("50.005")}, {}, Fraction(1)) == {"a": Decimal("50.01")}


def test_where_nobody_voted_the_jury_alone_is_told() -> None:
    assert works.finals({"a": Fraction(90)}, {"a": 0}, Fraction(4, 5)) == {"a": Decimal("72.00")}
    assert works.finals({}, {}, Fraction(1)) == {}
    with pytest.raises(ValueError, match="between"):
        works.finals({}, {}, Fraction(2))


def test_a_mark_is_weighed_and_a_jury_needs_its_quorum() -> None:
    marks = {"content": Fraction(80), "art": Fraction(50)}
    assert works.mark(marks, {"content": 2, "art": 1}) == 70
    with pytest.raises(KeyError):
        works.mark(marks, {"content": 2, "theme": 1})
    assert works.jury([Fraction(70), Fraction(81)], 2) == Fraction(151, 2)
    assert works.jury([Fraction(70)], 2) is None
    assert works.jury([], 0) is None


def test_a_strict_and_a_mild_juror_weigh_the_same() -> None:
    strict = works.standardised({"a": Fraction(10), "b": Fraction(20), "c": Fraction(30)})
    mild = works.standardised({"a": Fraction(80), "b": Fraction(85), "c": Fraction(90)})
    assert strict == mild
    assert strict["b"] == 0
    assert strict["c"].quantize(Decimal("0.0001")) == Decimal("1.2247")
    assert works.standardised({"a": Fraction(7), "b": Fraction(7)}) == {"a": 0, "b": 0}
    assert works.standardised({}) == {}


@pytest.mark.parametrize(("second", "third"), [("6", False), ("6.01", True), ("2", False)])
def test_two_markers_far_apart_need_a_third(second: str, third: bool) -> None:
    assert works.needs_third(Fraction(4), Fraction(second), Fraction(10)) is third


JUDGED = st.tuples(st.integers(0, 100), st.integers(0, 999))


@given(st.dictionaries(st.text("abc", max_size=2), JUDGED, min_size=1))
def test_more_of_either_never_gives_less(given_: dict[str, tuple[int, int]]) -> None:
    juries = {work: Fraction(mark) for work, (mark, _) in given_.items()}
    votes = {work: count for work, (_, count) in given_.items()}
    told = works.finals(juries, votes, Fraction(3, 5))
    assert all(0 <= one <= 100 for one in told.values())
    for one in told:
        for other in told:
            if juries[one] >= juries[other] and votes[one] >= votes[other]:
                assert told[one] >= told[other]
