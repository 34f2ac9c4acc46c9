"""The result of a round from everything that decides it: one pure function."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from app.domain.contests import prizes
from app.domain.contests.attempts import Attempt, counted, valid
from app.domain.contests.ranking import Standing, placed
from app.domain.contests.ruleset import Prize, Ruleset

NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Round:
    """Everything that decides a result; the order of `attempts` says nothing.

    `draw_seed` is needed with the final tie `draw`. `disqualified` have no row and count in n only
    with `n_counts` `before`; `excluded` (by role) never entered and never count; `earlier_winners`
    are passed over unless the rules allow several prizes; `waived` keep their rank and give their
    prize on.
    """

    ruleset: Ruleset
    question_count: int
    attempts: tuple[Attempt, ...]
    draw_seed: str | None = None
    disqualified: frozenset[str] = NOBODY
    excluded: frozenset[str] = NOBODY
    earlier_winners: frozenset[str] = NOBODY
    waived: frozenset[str] = NOBODY

    @property
    def passed_over(self) -> frozenset[str]:
        """Who keeps her rank and takes no prize."""
        if self.ruleset.one_prize_per == "none":
            return self.waived
        return self.waived | self.earlier_winners


class Row(NamedTuple):
    """A person's place. `attempt` is the one that counted: every rank key stands in it or here."""

    rank: int
    attempt: Attempt
    prediction_distance: int | None
    eligible: bool
    prize: str | None


@dataclass(frozen=True, slots=True)
class Result:
    """`n`: the number that was predicted, None without a prediction. Every row by rank.

    `runners_up`: persons who come next when a winner waives, best first.
    """

    n: int | None
    rows: tuple[Row, ...]
    unawarded: tuple[Prize, ...]
    runners_up: tuple[str, ...]


def compute(given: Round) -> Result:
    """The result. ValueError without a `draw_seed` where the rules draw lots."""
    rules = given.ruleset
    if rules.final_tie == "draw" and not given.draw_seed:
        raise ValueError("draw_seed is missing")
    turns = valid(rules, (one for one in given.attempts if one.person not in given.excluded))
    results = counted(rules, turns)
    n = _n(given, turns, results)
    kept = [one for person, one in results.items() if person not in given.disqualified]
    falls_back = rules.eligible == "all_correct" and not _all_right(given, kept)
    everyone = rules.eligible == "all" or (falls_back and rules.fallback == "highest_correct")
    standings = [
        Standing(
            one,
            None if n is None or one.prediction is None else abs(one.prediction - n),
            everyone or one.correct == given.question_count,
        )
        for one in kept
    ]
    ranks, order = placed(
        rules, standings, given.draw_seed or "", correct_first=falls_back and everyone
    )
    awarded = prizes.award(rules, ranks, order, given.passed_over)
    rows = tuple(
        Row(rank, *one, awarded.of.get(one.attempt.person))
        for rank, one in zip(ranks, order, strict=True)
    )
    return Result(n, rows, awarded.unawarded, awarded.runners_up)


def _all_right(given: Round, attempts: Iterable[Attempt]) -> int:
    """How many of them have every question right."""
    return sum(one.correct == given.question_count for one in attempts)


def _n(given: Round, turns: Iterable[Attempt], results: Mapping[str, Attempt]) -> int | None:
    """The true number that was predicted, of persons or of turns."""
    rules = given.ruleset
    if rules.prediction is None:
        return None
    out = given.disqualified if rules.n_counts == "after_disqualification" else NOBODY
    of_persons = rules.prediction.target in {"persons_all_correct", "participants"}
    counting = [one for one in (results.values() if of_persons else turns) if one.person not in out]
    if rules.prediction.target.endswith("_all_correct"):
        return _all_right(given, counting)
    return len(counting)
