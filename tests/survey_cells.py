"""An attacker on the small cells of a survey: everything that an adviser may read is an equation.

She asks for every cross-table both ways, at every level of the units, and for every filter; knows
the form, the tree, how many responses there are, that a hidden cell is not 0, that whoever answered
a question of several chose one at least. She eliminates, and narrows the bounds of every unknown
until nothing moves. What is left with one value, and stands for fewer than `k` people, is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from tests.survey_random import NOBODY, Data

K = 5
#: Elimination runs in the integers modulo a prime: a value found so must lie within its bounds.
PRIME = 2**61 - 1
#: What is unknown: how many there are of whom some (question, answer) hold, or one of its own.
Name = tuple[Any, ...]
Terms = dict[Name, int]
Fetch = Callable[[str], Any]


@dataclass
class Attack:
    """The equations and bounds of one survey, and what can be told from them. `read`: how many
    figures were shown, `closed`: how many were kept."""

    data: Data
    equal: list[tuple[Terms, int]] = field(default_factory=list)
    least: list[tuple[Terms, int]] = field(default_factory=list)
    bounds: dict[Name, list[int]] = field(default_factory=dict)
    tables: set[tuple[str, ...]] = field(default_factory=set)
    read: int = 0
    closed: int = 0
    n: int = 0

    def run(self, survey: str, fetch: Fetch) -> None:
        page = fetch(f"/surveys/{survey}/crosstab")
        self.n = page["n"] or 0
        keys = [one["key"] for one in page["questions"]]
        for one in keys:
            self._sum_up([self._at((one, part)) for part in self._parts(one)], one, self.n)
            if self._must(one):
                self.bounds[self._at((one, NOBODY))] = [0, 0]
        self._asked()
        for one, other in product(keys, [*keys, *(["unit"] if page["unit_levels"] else [])]):
            for level in page["unit_levels"] if other == "unit" else [""]:
                if one != other:
                    more = f"&unit_level={level}" if level else ""
                    found = fetch(f"/surveys/{survey}/crosstab?rows={one}&columns={other}{more}")
                    self._take(found, one, other)
        for one in page["questions"]:
            for option, _ in [] if one["several"] else one["options"]:
                found = fetch(f"/surveys/{survey}/filtered-results?where={one['key']}:{option}")
                self._filtered(found, one["key"], option)
        self._solve()

    # -- what she knows of the form ----------------------------------------------------------------

    def _question(self, key: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = next(q for q in self.data.form["questions"] if q["key"] == key)
        return found

    def _options(self, key: str) -> list[str]:
        return [one["key"] for one in self._question(key).get("options", ())] or ["yes", "no"]

    def _must(self, key: str) -> bool:
        return bool(self._question(key).get("required")) and key != "more"

    def _parts(self, key: str) -> list[str]:
        if key == "unit":
            return sorted({unit or NOBODY for unit in self.data.units})
        return [*self._options(key), NOBODY]

    def _sum_up(self, parts: list[Name], key: str, whole: int | Name) -> None:
        """Everybody stands in one line of a question; of one of several in one at least."""
        terms = dict.fromkeys(parts, 1)
        if not isinstance(whole, int):
            terms[whole] = -1
        if key == "many":
            terms[self._name(("more", *parts))] = -1
            for part in parts[:-1]:
                self._away(part, parts, whole)
        self.equal.append((terms, whole if isinstance(whole, int) else 0))

    def _away(self, chosen: Name, parts: Sequence[Name], whole: int | Name) -> None:
        """Who answered and did not choose it: whoever chose what stands alone is among them."""
        away, alone = self._name(("not", *chosen)), parts[-2]
        terms = {chosen: 1, away: 1, parts[-1]: 1}
        if not isinstance(whole, int):
            terms[whole] = -1
        self.equal.append((terms, whole if isinstance(whole, int) else 0))
        if chosen != alone:
            self.least.append(({away: 1, alone: -1}, 0))

    def _asked(self, *beside: tuple[str, str]) -> None:
        """Whoever chose b was asked `more` and had to answer it; nobody else was."""
        answered = [self._at(("more", part), *beside) for part in self._options("more")]
        if beside and beside[0][0] == "two":
            asked = {self._at(*beside): -1} if beside[0][1] == "b" else {}
        else:
            asked = {self._at(("two", "b"), *beside): -1}
        self.equal.append(({**dict.fromkeys(answered, 1), **asked}, 0))

    def _cross(self, one: str, other: str) -> None:
        """What every table of two questions keeps, once: rows and columns sum up."""
        if (table := tuple(sorted((one, other)))) in self.tables:
            return
        self.tables.add(table)
        for axis, against in ((one, other), (other, one)):
            for part in self._parts(axis):
                parts = [self._at((axis, part), (against, b)) for b in self._parts(against)]
                self._sum_up(parts, against, self._at((axis, part)))
            if axis == "more":
                if against != "two":
                    self._cross("two", against)
                for part in self._parts(against):
                    self._asked((against, part))

    def _at(self, *holding: tuple[str, str]) -> Name:
        return self._name(tuple(sorted(holding)))

    def _name(self, name: Name) -> Name:
        times = len(name) if name[:1] == ("more",) else 1
        self.bounds.setdefault(name, [0, times * self.n])
        return name

    def _within(self, line: Sequence[str], key: str) -> list[str]:
        """The parts of a line: the units that stand below those that it names."""
        if key != "unit":
            return list(line)
        return [part for part in self._parts(key) if any(up in line for up in self._up(part))]

    def _up(self, unit: str) -> Iterator[str]:
        while unit:
            yield unit
            unit = self.data.above.get(unit, "")

    # -- what she reads ----------------------------------------------------------------------------

    def _take(self, found: Any, one: str, other: str) -> None:
        for axis, lines in ((one, found["rows"]), (other, found["columns"])):
            for line in lines:
                parts = self._within(line["keys"], axis)
                self._said({self._at((axis, part)): 1 for part in parts}, line["count"])
        for row in found["rows"]:
            for column, cell in zip(found["columns"], row["cells"], strict=True):
                self._cell(one, row["keys"], other, column["keys"], cell)

    def _filtered(self, found: Any, by: str, option: str) -> None:
        if found["left"] is not None:
            self._said({self._at((by, option)): 1}, found["left"])
        for one in found["results"]:
            for line in one["lines"]:
                self._cell(one["key"], line["keys"], by, [option], line["cells"][0])

    def _cell(
        self, one: str, row: Sequence[str], other: str, column: Sequence[str], cell: Any
    ) -> None:
        self._cross(one, other)
        parts = product(self._within(row, one), self._within(column, other))
        terms = {self._at((one, a), (other, b)): 1 for a, b in parts}
        if cell["suppressed"]:
            self.closed += 1
            line = self._name(("cell", *sorted(terms)))
            self.bounds[line][0] = 1
            self.equal.append(({**terms, line: -1}, 0))
        else:
            self._said(terms, cell["count"])

    def _said(self, terms: Terms, n: int) -> None:
        self.read += 1
        self.equal.append((terms, n))

    # -- what follows from it ----------------------------------------------------------------------

    def _solve(self) -> None:
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

    # -- what she found ----------------------------------------------------------------------------

    def found(self) -> list[tuple[Name, int]]:
        """The small cells whose count she knows. Whatever she is sure of must be true."""
        people = list(self.data.people())
        small = []
        for name, (low, high) in self.bounds.items():
            if low == high and name[0] != "more":
                true = _true(people, name)
                assert low == true, (name, low, true)
                if 0 < true < K:
                    small.append((name, true))
        return small


def _true(people: list[dict[str, set[str]]], name: Name) -> int:
    """How many people it stands for."""
    kind = name[0] if name else ""
    if kind == "cell":
        return sum(_true(people, part) for part in name[1:])
    if kind == "not":
        chosen = next(pair for pair in name[1:] if pair[0] == "many")
        beside = tuple(pair for pair in name[1:] if pair != chosen)
        nobody = _true(people, (*beside, ("many", NOBODY)))
        return _true(people, beside) - nobody - _true(people, name[1:])
    return sum(all(part in one[key] for key, part in name) for one in people)
