"""The engine and the slow way agree on rounds full of ties, for every mixture of values."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain.contests.ruleset import VALUES
from tests.domain.contests import naive
from tests.domain.contests.samples import GOLDEN, answer, golden, result

pytestmark = pytest.mark.once


def _one(place: str) -> st.SearchStrategy[str]:
    return st.sampled_from(VALUES[place])


def _chains() -> st.SearchStrategy[list[str]]:
    return st.lists(_one("rank"), min_size=1, max_size=4, unique=True)


RULESETS = st.fixed_dictionaries(
    {
        "attempts": st.fixed_dictionaries(
            {"max": st.sampled_from([None, 1, 2, 3]), "counted": _one("attempts.counted")}
        ),
        "scoring": _one("scoring"),
        "eligible": _one("eligible"),
        "fallback": _one("fallback"),
        "prediction": st.none()
        | st.fixed_dictionaries({"target": _one("prediction.target"), "distance": st.just("abs")}),
        "rank": _chains(),
        "time_precision": _one("time_precision"),
        "final_tie": _one("final_tie"),
        "prizes": st.sampled_from([[["A", 1], ["B", 2]], [["A", 1]], [["A", 3], ["B", 1]], []]),
        "one_prize_per": _one("one_prize_per"),
        "exclude_roles": st.just([]),
        "n_counts": _one("n_counts"),
    }
).filter(lambda rules: rules["prediction"] or rules["rank"] != ["prediction_distance"])
PEOPLE = st.sampled_from([f"p{n}" for n in range(6)])


@st.composite
def rounds(draw: st.DrawFn) -> dict[str, Any]:
    """Few people, few values: ties everywhere. Receipt and time need not agree."""
    drawn = draw(
        st.lists(
            st.tuples(
                PEOPLE,
                st.integers(0, 3),
                st.integers(0, 2),
                st.none() | st.integers(0, 4),
                st.sampled_from([1000, 1001, 2000]),
                st.sampled_from(["05.250", "05.251", "06.000", "06.0009"]),
                st.integers(0, 1),
            ),
            max_size=14,
        )
    )
    seqs = draw(st.permutations(range(len(drawn))))
    return {
        "ruleset": draw(RULESETS),
        "question_count": draw(st.sampled_from([2, 3])),
        "draw_seed": "s",
        "attempts": [
            {
                "id": f"a{number}",
                "person": person,
                "correct": min(correct, 2),
                "points": points * 50,
                "prediction": prediction,
                "duration_ms": duration,
                "submitted_at": f"2025-04-14T10:00:{at}+07:00",
                "seq": seq,
                "manual": manual,
            }
            for number, ((person, correct, points, prediction, duration, at, manual), seq) in (
                enumerate(zip(drawn, seqs, strict=True))
            )
        ],
        "disqualified": draw(st.lists(PEOPLE, max_size=2, unique=True)),
        "earlier_winners": draw(st.lists(PEOPLE, max_size=2, unique=True)),
    }


@settings(max_examples=600, deadline=None)
@given(rounds(), st.randoms(use_true_random=False))
def test_two_ways_agree_and_the_order_of_the_file_says_nothing(
    file: dict[str, Any], chance: random.Random
) -> None:
    first = answer(file)
    assert json.loads(first) == naive.recompute(file)
    chance.shuffle(file["attempts"])
    assert answer(file) == first


@settings(max_examples=200, deadline=None)
@given(rounds())
def test_what_always_holds(file: dict[str, Any]) -> None:
    found = result(file)
    people = {one["person"] for one in file["attempts"]} - set(file["disqualified"])
    assert sorted(row.attempt.person for row in found.rows) == sorted(people)
    eligible = [row.eligible for row in found.rows]
    assert eligible == sorted(eligible, reverse=True)
    ranks = [row.rank for row in found.rows]
    assert ranks == sorted(ranks)
    if file["ruleset"]["final_tie"] != "shared":
        assert ranks == list(range(1, len(ranks) + 1))
        promised = sum(count for _, count in file["ruleset"]["prizes"])
        given = sum(row.prize is not None for row in found.rows)
        assert given + sum(prize.count for prize in found.unawarded) == promised
    assert all(row.eligible for row in found.rows if row.prize)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_the_slow_way_knows_what_was_written_by_hand(path: Any) -> None:
    file, told, _ = golden(path)
    for one in file["attempts"]:
        one.setdefault("manual", 0)
    assert naive.recompute(file) == told


@given(st.permutations(range(3)), st.lists(st.integers(0, 9), min_size=3, max_size=3))
@example([0, 1, 2], [4, 1, 5])
def test_a_better_prediction_in_a_later_attempt_never_helps(
    order: list[int], guesses: list[int]
) -> None:
    """E6 is ranked by her attempt of 15/4, whatever she predicts in the others."""
    file, told, _ = golden(next(path for path in GOLDEN if path.stem == "worked-example"))
    hers = [one for one in file["attempts"] if one["person"] == "E6"]
    hers[0]["prediction"], hers[2]["prediction"] = guesses[0], guesses[2]
    for one, place in zip(hers, order, strict=True):
        one["seq"] = 6 + place
    found = json.loads(answer(file))
    assert found == told
    assert [row["person"] for row in found["rows"]] == ["E1", "E3", "E2", "E5", "E6", "E4"]
