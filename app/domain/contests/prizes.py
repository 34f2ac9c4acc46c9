"""Handing out the prizes down the ranks: one a person, passing over, waiving."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from app.domain.contests.ranking import Standing
from app.domain.contests.ruleset import Prize, Ruleset


@dataclass(frozen=True, slots=True)
class Win:
    """A prize that a person was given in this contest: in which round, in which of its tables."""

    person: str
    round: str
    table: str = ""


@dataclass(frozen=True, slots=True)
class Awarded:
    """`of`: person → name of the prize. `unawarded`: what is left, in the order of the prizes.

    `runners_up`: who comes next when a winner waives, best first.
    """

    of: dict[str, str]
    unawarded: tuple[Prize, ...]
    runners_up: tuple[str, ...]


def earlier_winners(ruleset: Ruleset, wins: Iterable[Win], at: Win) -> frozenset[str]:
    """Who is passed over in the table that `at` names (its person says nothing).

    `contest`: whoever won in any other table of the contest; `round`: in another table of the same
    round; `none`: nobody. Wins of the table itself are the ones being decided.
    """
    scope = ruleset.one_prize_per
    return frozenset(
        win.person
        for win in wins
        if (win.round, win.table) != (at.round, at.table)
        and (scope == "contest" or (scope == "round" and win.round == at.round))
    )


def award(
    ruleset: Ruleset,
    ranks: Sequence[int],
    standings: Sequence[Standing],
    passed_over: Collection[str],
) -> Awarded:
    """The prizes in their order, down the ranks of those who are eligible and not passed over.

    Those who share a rank get the same prize, that of the first of their places; the places that
    they take are used up, so that no more is given than was promised but for a last shared place.
    """
    places = [prize.name for prize in ruleset.prizes for _ in range(prize.count)]
    taking = [
        (rank, person)
        for rank, one in zip(ranks, standings, strict=True)
        if one.eligible and (person := one.attempt.person) not in passed_over
    ]
    given: dict[str, str] = {}
    reached, name = 0, ""
    for place, (rank, person) in enumerate(taking):
        if rank != reached:
            if place >= len(places):
                break
            reached, name = rank, places[place]
        given[person] = name
    left = Counter(places[len(taking) :])
    return Awarded(
        given,
        tuple(Prize(prize.name, n) for prize in ruleset.prizes if (n := left[prize.name])),
        tuple(person for _, person in taking[len(given) :]),
    )
