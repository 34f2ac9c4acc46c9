"""Equations and bounds of whole numbers, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

#: Elimination runs in the integers modulo a prime: a value found so must lie within its bounds.
PRIME = 2**61 - 1
#: What is unknown: how many there are of whom some (question, answer) hold, or one of its own.
Name = tuple[Any, ...]
Terms = dict[Name, int]


@dataclass
class Equations:
    """`equal`: sums with their values; `least`: with values that they have at least."""

    equal: list[tuple[Terms, int]] = field(default_factory=list)
    least: list[tuple[Terms, int]] = field(default_factory=list)
    bounds: dict[Name, list[int]] = field(default_factory=dict)

    def solve(self) -> None:
        rows = list({(frozenset(t.items()), n): (t, n) for t, n in self.equal}.values())
        self._narrow(rows)
        while self._eliminate(rows):
            self._narrow(rows)

    def _narrow(self, rows: Sequence[tuple[Terms, int]]) -> None:
        both = [(sign, terms, n) for terms, n in rows for sign in (1, -1)]
        both += [(1, terms, n) for terms, n in self.least]
        while sum(self._bound(*one) for one in both):
            pass

    def _bound(self, sign: int, terms: Terms, n: int) -> bool:
        """sign · Σ terms ≥ sign · n: each takes what all others at their most leave to it."""
        bounds, changed = self.bounds, False
        most = sum(f * sign * bounds[name][f * sign > 0] for name, f in terms.items())
        for name, factor in terms.items():
            f = factor * sign
            low, high = bounds[name]
            rest = n * sign - (most - f * (high if f > 0 else low))
            if f > 0 and (new := -(-rest // f)) > low:
                bounds[name][0], changed = new, True
            elif f < 0 and (new := rest // f) < high:
                bounds[name][1], changed = new, True
            assert bounds[name][0] <= bounds[name][1], (name, terms, n)
        return changed

    def _eliminate(self, rows: Sequence[tuple[Terms, int]]) -> bool:
        """Whether a value was found that bounds alone do not give."""
        pivots: dict[Name, tuple[Terms, int]] = {}
        for terms, n in rows:
            row, right = self._reduced(terms, n, pivots)
            if row:
                pivot = next(iter(row))
                inverse = pow(row[pivot], -1, PRIME)
                row = {name: f * inverse % PRIME for name, f in row.items()}
                pivots[pivot] = (row, right * inverse % PRIME)
        found = False
        for pivot in reversed(list(pivots)):
            row, right = pivots[pivot]
            rest, right = self._reduced({k: f for k, f in row.items() if k != pivot}, right, pivots)
            pivots[pivot] = ({pivot: 1, **rest}, right)
            if not rest:
                low, high = self.bounds[pivot]
                assert low <= right <= high, (pivot, right)
                self.bounds[pivot], found = [right, right], True
        return found

    def _reduced(
        self, terms: Terms, n: int, pivots: Mapping[Name, tuple[Terms, int]]
    ) -> tuple[Terms, int]:
        """What is left of an equation when everything known before is put into it."""
        left, right, row = dict(terms), n, dict[Name, int]()
        while left:
            name, f = left.popitem()
            low, high = self.bounds[name]
            if low == high:
                right -= f * low
            elif name in pivots:
                other, constant = pivots[name]
                right -= f * constant
                for each, g in other.items():
                    if each != name:
                        left[each] = (left.get(each, 0) + row.pop(each, 0) - f * g) % PRIME
            else:
                row[name] = (row.get(name, 0) + f) % PRIME
        return {name: f for name, f in row.items() if f}, right % PRIME
