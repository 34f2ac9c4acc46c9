"""Tables over results: a series of weekly rounds, and units beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.domain.contests.results import Result
from app.domain.contests.ruleset import Ruleset
from app.domain.contests.scoring import hundredths

#: Units with fewer members are not ranked by rate (issue 5): one woman would weigh too much.
FEWEST_MEMBERS = 30


@dataclass(frozen=True, slots=True)
class Total:
    """A person over all rounds. `points` in hundredths, `duration_ms` summed over her results."""

    rank: int
    person: str
    rounds: int
    all_correct: int
    correct: int
    points: int
    duration_ms: int
    rounds_held: int

    @property
    def every_round(self) -> bool:
        """Whether she took part in all of them: what the all-round certificate asks."""
        return self.rounds == self.rounds_held


@dataclass(frozen=True, slots=True)
class Unit:
    """What is known about a unit: `members` None where nobody counted, which is not zero."""

    id: str
    members: int | None
    entrants: int
    attempts: int


@dataclass(frozen=True, slots=True)
class UnitRow:
    """`rate` in per cent, half up to two decimals; None, as `by_rate`, where it is not ranked."""

    unit: Unit
    by_entrants: int
    rate: Decimal | None
    by_rate: int | None


def cumulative(
    ruleset: Ruleset, rounds: Sequence[Result], question_counts: Sequence[int]
) -> tuple[Total, ...]:
    """The results of a series added up, best first.

    Ranked by points where the rules score by points, by right answers elsewhere; then by rounds
    all right; then by the shorter time of those who took part in as many rounds. Who is equal in
    all of these shares a rank and is listed by id.
    """
    sums: dict[str, tuple[int, int, int, int, int]] = {}
    for result, questions in zip(rounds, question_counts, strict=True):
        for row in result.rows:
            one = row.attempt
            right = int(one.correct == questions)
            held, all_correct, correct, points, duration = sums.get(one.person, (0,) * 5)
            sums[one.person] = (
                held + 1,
                all_correct + right,
                correct + one.correct,
                points + one.points,
                duration + one.duration_ms,
            )
    main = 3 if ruleset.scores_by_points else 2

    def key(person: str) -> tuple[int, ...]:
        hers = sums[person]
        return -hers[main], -hers[1], -hers[0], hers[4]

    people = sorted(sums, key=lambda person: (key(person), person))
    ranks = _ranks([key(person) for person in people])
    return tuple(
        Total(rank, person, *sums[person], len(rounds))
        for rank, person in zip(ranks, people, strict=True)
    )


def units(given: Iterable[Unit]) -> tuple[UnitRow, ...]:
    """Units by entrants, most first (equal ones share a rank), each with its place by rate.

    The rate is entrants of members, compared exactly and only then rounded; more entrants than
    members means that the members were miscounted, and the rate is not told.
    """
    listed = sorted(given, key=lambda unit: (-unit.entrants, unit.id))
    by_entrants = _ranks([(-unit.entrants,) for unit in listed])
    rates = {unit.id: rate for unit in listed if (rate := _rate(unit)) is not None}
    order = sorted(rates, key=lambda unit: -rates[unit])
    by_rate = dict(zip(order, _ranks([(-rates[unit],) for unit in order]), strict=True))
    return tuple(
        UnitRow(unit, rank, _per_cent(rates.get(unit.id)), by_rate.get(unit.id))
        for unit, rank in zip(listed, by_entrants, strict=True)
    )


def _rate(unit: Unit) -> Fraction | None:
    if unit.members is None or unit.members < max(FEWEST_MEMBERS, unit.entrants):
        return None
    return Fraction(unit.entrants, unit.members)


def _per_cent(rate: Fraction | None) -> Decimal | None:
    return None if rate is None else hundredths(100 * rate)


def _ranks(keys: Sequence[tuple[int | Fraction, ...]]) -> list[int]:
    """1, 1, 3 …: the ranks of keys that stand in order already."""
    ranks: list[int] = []
    for place, key in enumerate(keys):
        ranks.append(ranks[-1] if place and key == keys[place - 1] else place + 1)
    return ranks
