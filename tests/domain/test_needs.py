"""Months of the box, and numbers that are too small to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from app.domain.needs import (
    beside,
    days_of,
    far,
    first_words,
    hidden,
    is_month,
    published,
    shown,
)
from app.domain.surveys.cells import K


def test_a_list_of_units_hides_as_the_issue_says() -> None:
    assert hidden({"A": 40, "B": 12, "C": 6, "D": 3}) == {"A": 40, "B": 12, "C": None, "D": None}
    assert hidden({"A": 2}) == {"A": None}


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 30), max_size=8))
def test_what_is_shown_is_true_and_what_is_hidden_is_enough(counts: dict[str, int]) -> None:
    seen = hidden(counts)
    few = [counts[key] for key, n in seen.items() if n is None]
    assert all(n in {None, counts[key]} for key, n in seen.items())
    assert not any(n is not None and 0 < n < K for n in seen.values())
    assert not few or sum(few) >= K or all(not n for n in seen.values())


@dataclass(frozen=True)
class Said:
    no: int
    corrects: int | None = None
    withdrawn_at: datetime | None = None


GONE = datetime(2026, 11, 28, tzinfo=UTC)


def test_members_read_what_was_neither_corrected_nor_taken_back() -> None:
    one, two, three = Said(1), Said(2, corrects=1), Said(3)
    assert published([three, two, one]) == [three, two]
    assert first_words([three, two, one], two) == one
    assert first_words([three, two, one], three) == three
    # Taken back with its correction: the words before it come up no more.
    back = Said(2, corrects=1, withdrawn_at=GONE)
    assert published([back, one]) == []
    assert published([Said(2, withdrawn_at=GONE), one]) == [one]


def test_a_bulletin_says_how_far_its_action_is() -> None:
    states = ("draft", "scheduled", "published", "archived", "refused")
    assert [far(one) for one in states] == ["planned", "planned", "done", "done", "dropped"]


def test_a_number_is_shown_from_five_on() -> None:
    assert (shown(4), shown(5)) == (None, 5)


def test_months_follow_one_another_over_the_year() -> None:
    assert (beside("2026-01", -1), beside("2026-12", 1)) == ("2025-12", "2027-01")
    assert [is_month(one) for one in ("2026-11", "2026-13", "2026-1", "x")] == [True] + [False] * 3
    assert days_of("2026-12") == (date(2026, 12, 1), date(2027, 1, 1))
