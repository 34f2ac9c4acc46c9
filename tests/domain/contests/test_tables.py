"""A series added up, and units beside each other."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from app.domain.contests.results import Result
from app.domain.contests.tables import Unit, cumulative, units
from tests.domain.contests.samples import changed, result, rules

pytestmark = pytest.mark.once


def week(rules: dict[str, Any], *rows: tuple[str, int, int, int]) -> Result:
    """(person, correct, points, duration) of each."""
    return result(
        {
            "ruleset": rules,
            "question_count": 10,
            "attempts": [
                {
                    "id": f"a{seq}",
                    "person": person,
                    "correct": correct,
                    "points": points,
                    "prediction": 1,
                    "duration_ms": duration,
                    "submitted_at": "2025-04-14T10:00:00+07:00",
                    "seq": seq,
                }
                for seq, (person, correct, points, duration) in enumerate(rows)
            ],
        }
    )


def test_a_series_adds_up_and_a_missed_week_never_helps() -> None:
    told = changed({})
    weeks = [
        week(told, ("Lan", 10, 0, 500), ("Mai", 9, 0, 400), ("Hoa", 9, 0, 400)),
        week(told, ("Lan", 8, 0, 500), ("Mai", 9, 0, 400), ("Hoa", 9, 0, 400)),
        week(told, ("Cúc", 10, 0, 1), ("Mai", 0, 0, 1)),
    ]
    totals = cumulative(rules(), weeks, [10, 10, 10])
    assert [(one.rank, one.person, one.correct, one.all_correct, one.rounds) for one in totals] == [
        (1, "Lan", 18, 1, 2),
        (2, "Mai", 18, 0, 3),
        (3, "Hoa", 18, 0, 2),
        (4, "Cúc", 10, 1, 1),
    ]
    assert [one.person for one in totals if one.every_round] == ["Mai"]


def test_a_series_by_points_and_equal_people_share_a_rank() -> None:
    told = changed({"scoring": "points"})
    weeks = [week(told, ("Lan", 5, 900, 5), ("Mai", 9, 800, 5), ("Hoa", 5, 900, 5))]
    totals = cumulative(rules(scoring="points"), weeks, [10])
    assert [(one.rank, one.person) for one in totals] == [(1, "Hoa"), (1, "Lan"), (3, "Mai")]


def test_every_round_has_its_number_of_questions() -> None:
    with pytest.raises(ValueError, match="zip"):
        cumulative(rules(), [week(changed({}))], [])


def test_small_units_are_not_ranked_by_rate() -> None:
    rows = units(
        [
            Unit("big", 3000, 300, 500),
            Unit("even", 30, 20, 20),
            Unit("small", 29, 29, 29),
            Unit("unknown", None, 20, 20),
            Unit("miscounted", 30, 31, 31),
            Unit("third", 60, 40, 41),
        ]
    )
    assert [(row.unit.id, row.by_entrants, row.rate, row.by_rate) for row in rows] == [
        ("big", 1, Decimal("10.00"), 3),
        ("third", 2, Decimal("66.67"), 1),
        ("miscounted", 3, None, None),
        ("small", 4, None, None),
        ("even", 5, Decimal("66.67"), 1),
        ("unknown", 5, None, None),
    ]


def test_rates_are_compared_before_they_are_rounded() -> None:
    rows = units([Unit("a", 30_001, 10_000, 0), Unit("b", 30_000, 10_000, 0)])
    assert [(row.unit.id, row.rate, row.by_rate) for row in rows] == [
        ("a", Decimal("33.33"), 2),
        ("b", Decimal("33.33"), 1),
    ]
