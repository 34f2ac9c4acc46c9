"""What nobody can know of a table of a question of several: whether others show the same. Pure.

Each column holds people of its own, so a table is possible where each of its columns is
(`choosing.Rule`). A number under `k` is not known where another possible table shows every figure
that this one shows, has the same sum in each row, and has another number there. The rows' sums are
kept whether a list shows them or not: so the tables of one question do not tell of each other.
Other tables are looked for near the true one: a few people move in one row, or in two, from one
column to another. Where none is found the number counts as known, and more is hidden.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product
from typing import Any

from app.domain.surveys.choosing import Counts, Figure, Rule
from app.domain.surveys.form import MISSING

#: Other tables that are tried: where none is found among these, more is hidden.
MOST_TRIED = 5000
#: Columns to which each of two rows is moved.
NEAR = 6
#: (row, place of the column) → by how many it changes.
Move = Mapping[tuple[str, int], int]


@dataclass(frozen=True)
class World:
    """`counts`, `people`: of each column. `parents`: of which column it is a part. `hidden`: cells
    of shown rows; `unseen`: rows that are not shown; `fixed`: rows that another table tells."""

    rule: Rule
    counts: Sequence[Counts]
    people: Sequence[int]
    parents: Sequence[int | None]
    hidden: Collection[tuple[str, int]]
    unseen: Collection[str]
    fixed: Collection[str]

    def known(self, k: int) -> set[int]:
        """The columns in which a number under `k` is known."""
        tried = 0
        left = {
            (place, figure): n
            for place, (people, counts) in enumerate(zip(self.people, self.counts, strict=True))
            for figure, n in self.rule.small(people, counts, k).items()
        }
        for place, figure in list(left):
            for move in self._moves(place, figure):
                if (place, figure) not in left or tried >= MOST_TRIED:
                    break
                tried += 1
                for other, found in self._after(move):
                    there = dict(self.rule.figures(self.people[other], found))
                    for one, n in there.items():
                        if left.get((other, one), n) != n:
                            del left[other, one]
        return {place for place, _ in left}

    def _moves(self, place: int, figure: Figure) -> Iterator[Move]:
        """Between a column of `place` and others outside it: first of the row of the figure."""
        inside, above = self._leaves[place], self.parents[place]
        outside = [at for at in self._all if at not in inside]
        outside.sort(key=lambda at: self.parents[at] != above)
        rows = sorted(self._rows, key=lambda row: (row != figure[1], row != MISSING))
        for steps in self._steps(rows):
            for here in inside:
                if self._may(steps, here):
                    yield from self._to(steps, here, outside)

    def _steps(self, rows: Sequence[str]) -> Iterator[dict[str, int]]:
        for one in rows:
            yield from ({one: step} for step in (1, -1))
        for one, other in product(rows[:2], rows):
            if one != other:
                yield from ({one: s, other: t} for s in (1, -1) for t in self.rule.steps())

    def _to(self, steps: Mapping[str, int], here: int, outside: Sequence[int]) -> Iterator[Move]:
        """From one other column, or from one for each row."""
        back = {row: -step for row, step in steps.items()}
        one = [(at,) * len(steps) for at in outside if self._may(back, at)]
        each = [
            list(islice((at for at in outside if self._may({row: step}, at)), NEAR))
            for row, step in back.items()
        ]
        for places in (*one, *(product(*each) if len(steps) > 1 else ())):
            moved = zip(back.items(), places, strict=True)
            yield {(row, here): step for row, step in steps.items()} | {
                (row, at): step for (row, step), at in moved
            }

    def _may(self, steps: Mapping[str, int], leaf: int) -> bool:
        """Whether that alone is possible in a column, whatever those above it show."""
        key = (leaf, *steps.items())
        if key not in self._tried:
            counts = dict(self.counts[leaf])
            for row, step in steps.items():
                counts[row] += step
            self._tried[key] = all(
                self._open(row, leaf) and (row in self.unseen or counts[row] > 0) for row in steps
            ) and self.rule.possible(self.people[leaf], counts)
        return self._tried[key]

    @cached_property
    def _tried(self) -> dict[tuple[Any, ...], bool]:
        return {}

    def _after(self, move: Move) -> list[tuple[int, Counts]]:
        """The columns that change and how they are then; empty where that is not possible."""
        changed: dict[int, dict[str, int]] = {}
        for (row, leaf), step in move.items():
            at: int | None = leaf
            while at is not None:
                counts = changed.setdefault(at, dict(self.counts[at]))
                counts[row] += step
                at = self.parents[at]
        for place, counts in changed.items():
            if place in self._all and not self.rule.possible(self.people[place], counts):
                return []
            for row in {row for row, _ in move}:
                if counts[row] != self.counts[place][row] and not (
                    self._open(row, place) and (row in self.unseen or counts[row] > 0)
                ):
                    return []
        return list(changed.items())

    def _open(self, row: str, place: int) -> bool:
        return row in self.unseen or (row, place) in self.hidden

    @cached_property
    def _rows(self) -> list[str]:
        """Those in which something may be otherwise."""
        there = {row for row, _ in self.hidden} | set(self.unseen)
        return [row for row in self.counts[0] if row in there and row not in self.fixed]

    @cached_property
    def _all(self) -> list[int]:
        """The columns without parts."""
        return [place for place in range(len(self.counts)) if place not in self.parents]

    @cached_property
    def _leaves(self) -> list[list[int]]:
        found: list[list[int]] = [[] for _ in self.counts]
        for leaf in self._all:
            at: int | None = leaf
            while at is not None:
                found[at].append(leaf)
                at = self.parents[at]
        return found
