"""Months of the box, and numbers that are too small to show."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.needs import beside, hide, is_month, shown


def test_the_example_of_the_issue_hides_two() -> None:
    assert hide({"A": 40, "B": 12, "C": 6, "D": 3}, 5) == {"A": 40, "B": 12, "C": None, "D": None}


def test_enough_hidden_together_take_nobody_else_along() -> None:
    assert hide({"A": 7, "B": 3, "C": 4, "D": 0}, 5) == {"A": 7, "B": None, "C": None, "D": 0}


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 30), max_size=8), st.integers(2, 9))
def test_what_is_shown_is_true_and_what_is_hidden_is_enough(counts: dict[str, int], k: int) -> None:
    seen = hide(counts, k)
    hidden = [counts[key] for key, n in seen.items() if n is None]
    assert all(n in {None, counts[key]} for key, n in seen.items())
    assert not any(n is not None and 0 < n < k for n in seen.values())
    assert not hidden or sum(hidden) >= k or all(not n for n in seen.values())


def test_a_number_is_shown_from_five_on() -> None:
    assert (shown(4), shown(5)) == (None, 5)


def test_months_follow_one_another_over_the_year() -> None:
    assert (beside("2026-01", -1), beside("2026-12", 1)) == ("2025-12", "2027-01")
    assert [is_month(one) for one in ("2026-11", "2026-13", "2026-1", "x")] == [True] + [False] * 3
