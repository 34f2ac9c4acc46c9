"""Item statistics, by hand and against the plain formulas."""

from __future__ import annotations

import statistics
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contests.items import Paper, alpha, items

pytestmark = pytest.mark.once

WORTH = {"q1": 100, "q2": 100, "q3": 100}
KEY = {"q1": ["a"], "q2": ["a"], "q3": ["a"]}


def paper(answers: str) -> Paper:
    chosen = dict(zip(WORTH, answers, strict=True))
    return Paper(chosen, {question: 100 * (one == "a") for question, one in chosen.items()})


def test_a_wrong_key_is_seen() -> None:
    """q3's key says a, and those who know everything else choose b."""
    papers = [paper(one) for one in ["aab", "aab", "aab", "bab", "bba", "bba", "bbc", "cca"]]
    one, two, three = items(papers, WORTH, KEY)
    assert (one.facility, two.facility, three.facility) == (
        Decimal("37.50"),
        Decimal("50.00"),
        Decimal("37.50"),
    )
    assert (one.key_doubtful, two.key_doubtful, three.key_doubtful) == (False, False, True)
    assert three.discrimination is not None
    assert three.discrimination < 0
    assert dict(three.upper) == {"b": 3}
    assert dict(three.lower) == {"a": 2, "c": 1}
    assert items(papers[::-1], WORTH, KEY) == (one, two, three)


def test_where_nobody_differs_no_figure_is_told() -> None:
    papers = [paper("aaa"), paper("aaa")]
    one = items(papers, WORTH, KEY)[0]
    assert (one.facility, one.discrimination, one.efficiency) == (Decimal("100.00"), None, None)
    assert not one.key_doubtful
    assert alpha(papers, WORTH) is None
    assert alpha(papers, ["q1"]) is None
    assert items([], WORTH, KEY)[0].facility is None


def test_questions_that_agree_wholly_are_as_reliable_as_can_be() -> None:
    papers = [paper("aaa"), paper("bbb"), paper("aaa")]
    assert alpha(papers, WORTH) == Decimal("1.000")
    one = items(papers, WORTH, KEY)[0]
    assert (one.discrimination, one.efficiency) == (Decimal("100.00"), Decimal("100.00"))


@given(st.lists(st.text("abc", min_size=3, max_size=3), min_size=2, max_size=30))
def test_the_figures_are_those_of_the_plain_formulas(answers: list[str]) -> None:
    papers = [paper(one) for one in answers]
    columns = [[one.points[question] for one in papers] for question in WORTH]
    totals = [sum(row) for row in zip(*columns, strict=True)]
    for item, own in zip(items(papers, WORTH, KEY), columns, strict=True):
        rest = [total - one for total, one in zip(totals, own, strict=True)]
        assert item.facility is not None
        assert abs(float(item.facility) - statistics.mean(own)) < 0.006
        if len(set(own)) > 1 and len(set(rest)) > 1:
            assert item.discrimination is not None
            index = 100 * statistics.correlation(own, rest)
            assert abs(float(item.discrimination) - index) < 0.006
            best = statistics.covariance(sorted(own), sorted(rest))
            assert item.efficiency is not None
            share = 100 * statistics.covariance(own, rest) / best
            assert abs(float(item.efficiency) - share) < 0.006
    if len(set(totals)) > 1:
        parts = sum(statistics.pvariance(column) for column in columns)
        told = alpha(papers, WORTH)
        assert told is not None
        assert abs(float(told) - 1.5 * (1 - parts / statistics.pvariance(totals))) < 0.0006
