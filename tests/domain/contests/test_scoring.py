"""Marking a paper, to the hundredth of a point."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contests.ruleset import VALUES
from app.domain.contests.scoring import Question, Score, half_up, score, share
from app.domain.refusals import Invalid

pytestmark = pytest.mark.once

FIVE = frozenset("abcde")
PAPER = {
    "q1": Question(frozenset("abcd"), frozenset("b")),
    "q2": Question(FIVE, frozenset("abc"), points=300),
}


@pytest.mark.parametrize(
    ("scoring", "first", "second", "told"),
    [
        ("exact_set", "b", "abc", Score(2, 200)),
        ("exact_set", "b", "ab", Score(1, 100)),
        ("exact_set", "", "abcd", Score(0, 0)),
        ("points", "b", "abc", Score(2, 400)),
        ("points", "a", "cba", Score(1, 300)),
        ("points", "b", "ab", Score(1, 100)),
        ("partial", "b", "abc", Score(2, 400)),
        ("partial", "b", "ab", Score(1, 300)),  # 2/3 of 3 points
        ("partial", "bc", "abd", Score(0, 67 + 50)),  # 1 - 1/3; 2/3 - 1/2 of 3 points
        ("partial", "a", "ade", Score(0, 0)),  # below nothing is nothing
    ],
)
def test_a_paper_is_marked(scoring: str, first: str, second: str, told: Score) -> None:
    assert score(scoring, PAPER, {"q1": set(first), "q2": set(second)}) == told


def test_no_answer_gives_nothing() -> None:
    assert all(score(scoring, PAPER, {}) == Score(0, 0) for scoring in VALUES["scoring"])


def test_where_every_option_is_right_none_can_be_wrong() -> None:
    every = Question(frozenset("ab"), frozenset("ab"))
    assert share(every, frozenset("a")) == Fraction(1, 2)
    assert share(every, frozenset("ab")) == 1


@pytest.mark.parametrize(
    ("answers", "pointer", "code"),
    [
        ({"q9": ["a"]}, "/answers/q9", "question-not-on-paper"),
        ({"q1": ["z"]}, "/answers/q1", "option-not-on-paper"),
    ],
)
def test_what_is_not_on_the_paper_is_refused(
    answers: dict[str, list[str]], pointer: str, code: str
) -> None:
    with pytest.raises(Invalid) as caught:
        score("exact_set", PAPER, answers)
    assert [(one.pointer, one.code) for one in caught.value.errors] == [(pointer, code)]


@pytest.mark.parametrize(
    ("options", "key", "points"), [("ab", "", 1), ("ab", "c", 1), ("ab", "a", -1)]
)
def test_a_question_that_cannot_be_is_not_made(options: str, key: str, points: int) -> None:
    with pytest.raises(ValueError, match="right option"):
        Question(frozenset(options), frozenset(key), points)


@pytest.mark.parametrize(("value", "told"), [("1/2", 1), ("49/100", 0), ("5/2", 3), ("200/3", 67)])
def test_a_half_goes_up(value: str, told: int) -> None:
    assert half_up(Fraction(value)) == told


@given(st.sets(st.sampled_from("abcde"), min_size=1), st.sets(st.sampled_from("abcde")))
def test_a_part_is_between_nothing_and_all_and_all_only_for_the_exact_set(
    key: set[str], given: set[str]
) -> None:
    part = share(Question(FIVE, frozenset(key)), frozenset(given))
    assert 0 <= part <= 1
    assert (part == 1) is (key == given)
    right, wrong, others = len(key & given), len(given - key), 5 - len(key)
    assert part == max(0, Fraction(right, len(key)) - (Fraction(wrong, others) if others else 0))
