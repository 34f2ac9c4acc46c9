"""How the questions of a round did: statistics that tell a wrong key before the prizes are given.

Facility, discrimination index and discriminative efficiency as Moodle's quiz statistics define
them (index: correlation of a question with the rest of the paper; efficiency: its covariance as a
share of the greatest that the same two lists of scores could have); Cronbach's alpha. Sums are
exact, figures are Decimals, half up: per cent to two decimals, alpha to three.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

HUNDREDTH, THOUSANDTH = Decimal("0.01"), Decimal("0.001")
#: The better and the worse end of the entrants that are set against each other (Kelley, 1939).
END = Fraction(27, 100)


@dataclass(frozen=True, slots=True)
class Paper:
    """One entrant's counted paper: question → chosen options, question → hundredths of a point."""

    chosen: Mapping[str, Collection[str]]
    points: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Item:
    """One question. None where a figure has no meaning (nobody differs).

    `upper`, `lower`: option → how many of the better and the worse 27 % chose it.
    `key_doubtful`: the better ones do worse, or choose a wrong option more often than a right one.
    """

    question: str
    facility: Decimal | None
    discrimination: Decimal | None
    efficiency: Decimal | None
    upper: Mapping[str, int]
    lower: Mapping[str, int]
    key_doubtful: bool


def items(
    papers: Sequence[Paper], worth: Mapping[str, int], key: Mapping[str, Collection[str]]
) -> tuple[Item, ...]:
    """Statistics of every question of `worth` (question → its hundredths of a point)."""
    totals = [sum(paper.points.get(one, 0) for one in worth) for paper in papers]
    # Equal totals stand in the order of their answers, so that the order of input says nothing.
    order = sorted(
        zip(totals, papers, strict=True),
        key=lambda pair: (-pair[0], [sorted(pair[1].chosen.get(one, ())) for one in worth]),
    )
    size = -(-len(papers) * END.numerator // END.denominator)
    upper = [paper for _, paper in order[:size]]
    lower = [paper for _, paper in order[len(order) - size :]]
    return tuple(
        _item(question, papers, totals, (upper, lower), worth[question], key[question])
        for question in worth
    )


def alpha(papers: Sequence[Paper], questions: Collection[str]) -> Decimal | None:
    """Cronbach's alpha, to three decimals; None with one question or where nobody differs."""
    columns = [[paper.points.get(one, 0) for paper in papers] for one in questions]
    whole = _covariance(total := [sum(row) for row in zip(*columns, strict=True)], total)
    count = len(columns)
    if count < 2 or not whole:
        return None
    parts = sum((_covariance(column, column) for column in columns), Fraction(0))
    return _told(Fraction(count, count - 1) * (1 - parts / whole), THOUSANDTH)


def _item(
    question: str,
    papers: Sequence[Paper],
    totals: Sequence[int],
    ends: tuple[Sequence[Paper], Sequence[Paper]],
    worth: int,
    key: Collection[str],
) -> Item:
    own = [paper.points.get(question, 0) for paper in papers]
    rest = [total - one for total, one in zip(totals, own, strict=True)]
    covariance = _covariance(own, rest)
    spread = _covariance(own, own) * _covariance(rest, rest)
    greatest = _covariance(sorted(own), sorted(rest))
    upper, lower = (
        Counter(option for paper in end for option in paper.chosen.get(question, ()))
        for end in ends
    )
    misled = max((n for option, n in upper.items() if option not in key), default=0)
    return Item(
        question,
        _told(Fraction(100 * sum(own), worth * len(own)), HUNDREDTH) if own and worth else None,
        _per_root(covariance, spread),
        _told(100 * covariance / greatest, HUNDREDTH) if greatest else None,
        upper,
        lower,
        covariance < 0 or misled > max(upper[option] for option in key),
    )


def _covariance(one: Sequence[int], other: Sequence[int]) -> Fraction:
    """Of the population; 0 of nobody."""
    n = len(one)
    if not n:
        return Fraction(0)
    both = sum(a * b for a, b in zip(one, other, strict=True))
    return Fraction(both, n) - Fraction(sum(one), n) * Fraction(sum(other), n)


def _per_root(value: Fraction, square: Fraction) -> Decimal | None:
    """100 · value / √square."""
    if not square:
        return None
    root = (Decimal(square.numerator) / Decimal(square.denominator)).sqrt()
    exact = 100 * Decimal(value.numerator) / Decimal(value.denominator) / root
    return exact.quantize(HUNDREDTH, ROUND_HALF_UP)


def _told(value: Fraction, step: Decimal) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(step, ROUND_HALF_UP)
