"""Attempts, and which one of a person's is her result."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from app.domain.contests.moments import SECOND
from app.domain.contests.ruleset import Ruleset


@dataclass(frozen=True, slots=True)
class Attempt:
    """One paper handed in.

    `points` in hundredths; `submitted_at` in milliseconds since 1970, UTC; `seq` is the order in
    which the server received it, unique in the round; `prediction` None where she gave none;
    `manual` is a place given by hand, smaller first.
    """

    id: str
    person: str
    correct: int
    points: int
    prediction: int | None
    duration_ms: int
    submitted_at: int
    seq: int
    manual: int = 0


def cut(precision: str, ms: int) -> int:
    """Milliseconds as the rules count them: with `s` what is finer than a second is cut."""
    return ms if precision == "ms" else ms // SECOND * SECOND


def valid(ruleset: Ruleset, attempts: Iterable[Attempt]) -> list[Attempt]:
    """The attempts in order of time, then receipt; a person's beyond the limit are left out."""
    order = sorted(attempts, key=attrgetter("seq"))
    if ruleset.time_precision == "ms":
        order.sort(key=attrgetter("submitted_at"))
    else:
        order.sort(key=lambda one: cut("s", one.submitted_at))
    most = ruleset.attempts.most
    return order if most is None else list(_within(most, order))


def counted(ruleset: Ruleset, attempts: Iterable[Attempt]) -> dict[str, Attempt]:
    """Person → the attempt that is her result, from `valid` ones in their order.

    One attempt is taken whole: its prediction, its duration and its time, whatever another one of
    hers would give (issue 5, E6). Of equal ones the earlier stays.
    """
    better, found = _better(ruleset), dict[str, Attempt]()
    for one in attempts:
        before = found.get(one.person)
        if before is None or better(one, before):
            found[one.person] = one
    return found


def _within(most: int, order: Iterable[Attempt]) -> Iterator[Attempt]:
    taken: dict[str, int] = defaultdict(int)
    for one in order:
        taken[one.person] += 1
        if taken[one.person] <= most:
            yield one


def _better(ruleset: Ruleset) -> Callable[[Attempt, Attempt], bool]:
    """Whether a later attempt takes the place of an earlier one."""
    precision, by_points = ruleset.time_precision, ruleset.scores_by_points

    def height(one: Attempt) -> tuple[int, int]:
        return one.points if by_points else one.correct, -cut(precision, one.duration_ms)

    table: dict[str, Callable[[Attempt, Attempt], bool]] = {
        "most_correct_then_earliest": lambda one, before: one.correct > before.correct,
        "highest_then_shortest": lambda one, before: height(one) > height(before),
        "first": lambda one, before: False,
        "last": lambda one, before: True,
    }
    return table[ruleset.attempts.counted]
