"""What one version of a result changed against the one before: who rose, who fell, whose prize."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Held(NamedTuple):
    """What a person has in one version."""

    rank: int
    prize: str | None


class Move(NamedTuple):
    """`before`, `after`: None where she stands in one of the two alone."""

    person: str
    before: Held | None
    after: Held | None


@dataclass(frozen=True, slots=True)
class Difference:
    """`prizes`: everyone whose prize changes, by her new rank; `moves`: the others that moved."""

    rose: int
    fell: int
    came: int
    went: int
    prizes: tuple[Move, ...]
    moves: tuple[Move, ...]

    def __bool__(self) -> bool:
        return bool(self.prizes or self.moves)


def difference(before: Mapping[str, Held], after: Mapping[str, Held]) -> Difference:
    """Person → what she has in each."""
    moved = [
        Move(person, before.get(person), after.get(person))
        for person in {**before, **after}
        if before.get(person) != after.get(person)
    ]
    moved.sort(key=_by_rank)
    both = [(one.before, one.after) for one in moved]
    return Difference(
        rose=sum(bool(a and b and b.rank < a.rank) for a, b in both),
        fell=sum(bool(a and b and b.rank > a.rank) for a, b in both),
        came=sum(a is None for a, _ in both),
        went=sum(b is None for _, b in both),
        prizes=tuple(one for one in moved if _prize(one.before) != _prize(one.after)),
        moves=tuple(one for one in moved if _prize(one.before) == _prize(one.after)),
    )


def _prize(held: Held | None) -> str | None:
    return held.prize if held else None


def _by_rank(move: Move) -> tuple[bool, int, str]:
    held = move.after or move.before
    assert held is not None
    return move.after is None, held.rank, move.person
