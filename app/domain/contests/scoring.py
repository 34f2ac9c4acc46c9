"""Marking a paper: which questions are right, and points in hundredths of a point."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from app.domain.refusals import Invalid

#: What a question is worth when nothing is said: one point.
POINT = 100


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it stands on the paper. `key`: the right options; `points` in hundredths."""

    options: frozenset[str]
    key: frozenset[str]
    points: int = POINT

    def __post_init__(self) -> None:
        if not self.key or not self.key <= self.options or self.points < 0:
            raise ValueError("a question has a right option among its own, and points of 0 or more")


@dataclass(frozen=True, slots=True)
class Score:
    """`correct`: questions all right. `points`: hundredths of a point."""

    correct: int
    points: int


def score(
    scoring: str, paper: Mapping[str, Question], answers: Mapping[str, Collection[str]]
) -> Score:
    """What the answers give; a question without an answer gives nothing.

    Refuses (Invalid) `question-not-on-paper` and `option-not-on-paper`, with their place.
    Each question is rounded by itself, half up, so that the figures shown add up to the sum.
    """
    _on_paper(paper, answers)
    given = {name: frozenset(answers.get(name, ())) for name in paper}
    correct = sum(given[name] == question.key for name, question in paper.items())
    points = sum(_points(scoring, question, given[name]) for name, question in paper.items())
    return Score(correct, points)


def share(question: Question, given: frozenset[str]) -> Fraction:
    """`max(0, right/|key| - wrong/|non-key|)` (contract.md); without non-key nothing is wrong."""
    others = question.options - question.key
    right = Fraction(len(given & question.key), len(question.key))
    wrong = Fraction(len(given & others), len(others)) if others else Fraction(0)
    return max(Fraction(0), right - wrong)


def _points(scoring: str, question: Question, given: frozenset[str]) -> int:
    if scoring == "partial":
        return half_up(share(question, given) * question.points)
    worth = question.points if scoring == "points" else POINT
    return worth if given == question.key else 0


def half_up(value: Fraction) -> int:
    """The nearest whole number of something not below 0; a half goes up."""
    return floor(value + Fraction(1, 2))


def hundredths(value: Fraction) -> Decimal:
    """The same to two decimals."""
    return Decimal(half_up(value * 100)).scaleb(-2)


def _on_paper(paper: Mapping[str, Question], answers: Mapping[str, Collection[str]]) -> None:
    for name, options in answers.items():
        if name not in paper:
            raise Invalid.at(f"/answers/{name}", "question-not-on-paper")
        if not paper[name].options.issuperset(options):
            raise Invalid.at(f"/answers/{name}", "option-not-on-paper")
