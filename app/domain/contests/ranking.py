"""Placing people: the chain of rank keys, and what decides when all of them are equal."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from app.domain.contests.attempts import Attempt, cut
from app.domain.contests.ruleset import HIGHEST_PREDICTION, Ruleset

#: Further than any prediction can be: whoever gave none stands behind all who did.
NO_PREDICTION = HIGHEST_PREDICTION**2


class Standing(NamedTuple):
    """A person's result beside what it is ranked by. `distance` None without a prediction."""

    attempt: Attempt
    distance: int | None
    eligible: bool


class Key(NamedTuple):
    """What a standing is compared by, and whether the greater number stands before."""

    of: Callable[[Standing], int]
    descending: bool = False


def keys(ruleset: Ruleset, chain: Sequence[str]) -> tuple[Key, ...]:
    """One key for each name of the chain."""
    table = {
        "-correct": Key(attrgetter("attempt.correct"), descending=True),
        "-points": Key(attrgetter("attempt.points"), descending=True),
        "prediction_distance": Key(
            lambda one: NO_PREDICTION if one.distance is None else one.distance
        ),
        "duration_ms": _time(ruleset, "duration_ms"),
        "submitted_at": _time(ruleset, "submitted_at"),
        "manual": Key(attrgetter("attempt.manual")),
    }
    return tuple(table[name] for name in chain)


def _time(ruleset: Ruleset, name: str) -> Key:
    exact = attrgetter(f"attempt.{name}")
    if ruleset.time_precision == "ms":
        return Key(exact)
    return Key(lambda one: cut(ruleset.time_precision, exact(one)))


def placed(
    ruleset: Ruleset, standings: Iterable[Standing], draw_seed: str, *, correct_first: bool = False
) -> tuple[list[int], list[Standing]]:
    """(ranks, standings), best first: the eligible by the chain, then the others by the same.

    `correct_first`: nobody is all right and the highest are sought, so that a chain without
    `-correct` begins with it. Those who share a rank are listed as they were received.
    """
    chain = ruleset.chain
    if correct_first and "-correct" not in chain:
        chain = ("-correct", *chain)
    of_chain = (Key(attrgetter("eligible"), descending=True), *keys(ruleset, chain))
    order = sorted(standings, key=attrgetter("attempt.seq"))
    if ruleset.final_tie == "draw":
        order.sort(key=lambda one: drawn(draw_seed, one.attempt.id))
    # Sorting keeps the order of equals: from the last key to the first.
    for key in reversed(of_chain):
        order.sort(key=key.of, reverse=key.descending)
    shared = ruleset.final_tie == "shared"
    return list(_sharing(order, of_chain) if shared else range(1, len(order) + 1)), order


def drawn(draw_seed: str, attempt_id: str) -> str:
    """The lot of an attempt, the smaller before: SHA-256 of seed and id (contract.md)."""
    return hashlib.sha256(f"{draw_seed}{attempt_id}".encode()).hexdigest()


def _sharing(order: Sequence[Standing], of_chain: Sequence[Key]) -> Iterator[int]:
    """1, 1, 3 …: who is equal in every key has the rank of the first of them."""
    rank, before = 0, None
    for number, one in enumerate(order, 1):
        now = [key.of(one) for key in of_chain]
        if now != before:
            rank, before = number, now
        yield rank
