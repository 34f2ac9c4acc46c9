"""An essay answer's points from its marks (issue 5): two, a third where they are far apart."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from app.domain.contests.scoring import half_up
from app.domain.contests.works import needs_third

MARKERS, MOST_MARKERS = 2, 3


def wanted(marks: Sequence[int], full: int) -> bool:
    """Whether the answer needs another mark. Marks and `full` in hundredths."""
    if len(marks) < MARKERS:
        return True
    if len(marks) > MARKERS:
        return False
    return needs_third(Fraction(marks[0]), Fraction(marks[1]), Fraction(full))


def settled(marks: Sequence[int], full: int) -> int | None:
    """The answer's points in hundredths, half up; None while a mark is wanted.

    The mean of two; of three the mean of the two nearest, and where the middle one is as far from
    both, the middle one.
    """
    if wanted(marks, full):
        return None
    low, *rest, high = sorted(marks)
    if rest:
        below, above = rest[0] - low, high - rest[0]
        if below < above:
            high = rest[0]
        elif above < below:
            low = rest[0]
    return half_up(Fraction(low + high, 2))
