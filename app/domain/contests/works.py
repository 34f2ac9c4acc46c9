"""Photo and story contests: marks of a jury and votes of members made one figure (issue 5)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from statistics import median

from app.domain.contests.scoring import hundredths

FULL = 100
#: No cap on votes is lower, unless the rules print one.
LOWEST_CAP = 20
#: Two markers who differ by more than this share of the full mark need a third.
FAR = Fraction(20, 100)


def default_cap(votes: Collection[int]) -> Fraction:
    """Twice the median of the counts that are not zero, and at least 20."""
    cast = [count for count in votes if count]
    return max(Fraction(LOWEST_CAP), 2 * median(map(Fraction, cast)) if cast else Fraction(0))


def mark(marks: Mapping[str, Fraction], weights: Mapping[str, int]) -> Fraction:
    """One juror's mark of a work, 0 to 100, from her marks by criterion. KeyError for a gap."""
    whole = sum(weights.values())
    return sum((marks[name] * weight for name, weight in weights.items()), Fraction(0)) / whole


def jury(marks: Sequence[Fraction], quorum: int) -> Fraction | None:
    """The jury's mean of a work; None below the quorum (jurors with a conflict give no mark)."""
    return sum(marks, Fraction(0)) / len(marks) if marks and len(marks) >= quorum else None


def standardised(marks: Mapping[str, Fraction]) -> dict[str, Decimal]:
    """Work → z-score among one juror's marks, so that a strict and a mild juror weigh the same.

    Population standard deviation; 0 for all where it is 0.
    """
    mean = sum(marks.values(), Fraction(0)) / len(marks) if marks else Fraction(0)
    square = sum(((one - mean) ** 2 for one in marks.values()), Fraction(0)) / (len(marks) or 1)
    if not square:
        return {work: Decimal(0) for work in marks}
    root = _decimal(square).sqrt()
    return {work: _decimal(one - mean) / root for work, one in marks.items()}


def finals(
    juries: Mapping[str, Fraction],
    votes: Mapping[str, int],
    jury_weight: Fraction,
    cap: Fraction | None = None,
) -> dict[str, Decimal]:
    """Work → `wj·J + wv·100·min(v, cap)/max(min(v, cap))`, half up to two decimals.

    `jury_weight` from 0 to 1, the votes have the rest; `cap` as printed, else `default_cap`. The
    vote share is 0 when nobody voted. Only works in `juries` are told.
    """
    if not 0 <= jury_weight <= 1:
        raise ValueError("a weight is between 0 and 1")
    limit = default_cap(votes.values()) if cap is None else cap
    capped = {work: min(Fraction(votes.get(work, 0)), limit) for work in juries}
    most = max(capped.values(), default=Fraction(0))
    return {
        work: hundredths(
            jury_weight * one + ((1 - jury_weight) * FULL * capped[work] / most if most else 0)
        )
        for work, one in juries.items()
    }


def needs_third(first: Fraction, second: Fraction, full: Fraction) -> bool:
    """Whether two markers of an essay differ by more than 20 % of its full mark."""
    return abs(first - second) > FAR * full


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
