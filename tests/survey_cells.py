"""An attacker on the small cells of a survey: everything that an adviser may read is an equation.

She asks for the results, for every cross-table both ways, at every level of the units, and for
every filter; knows the form, the tree, how many responses there are, that a hidden cell is not 0,
and how many options may be chosen together. She eliminates, and narrows the bounds of every unknown
until nothing moves. What is left with one value, and stands for fewer than `k` people, is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from app.domain.surveys import cells, choosing, worlds
from tests.survey_equations import Equations, Name, Terms
from tests.survey_random import NOBODY, Data

K = 5
Fetch = Callable[[str], Any]


def naive(patch: Callable[[Any, str, Any], Any]) -> None:
    """Makes a build that hides the cells under `k` and nothing else."""
    patch(cells, "_weak_line", lambda *_: None)
    patch(cells, "_known_line", lambda *_: None)
    patch(choosing, "_kept", lambda *_: True)
    patch(worlds.World, "known", lambda *_: set())


@dataclass(kw_only=True)
class Attack(Equations):
    """What one survey tells. `read`: how many figures were shown, `closed`: how many were kept."""

    data: Data
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
        self._results(fetch(f"/surveys/{survey}/results"))
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
        self.solve()

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
        """Everybody stands in one line of a question; of one of several in as many as she may."""
        terms = dict.fromkeys(parts, 1)
        if key == "many" and self._limits() != (1, 1):
            self._choices(parts, whole)
        else:
            self._equals(terms, whole)

    def _equals(self, terms: Terms, whole: int | Name) -> None:
        more = {} if isinstance(whole, int) else {whole: -1}
        self.equal.append(({**terms, **more}, whole if isinstance(whole, int) else 0))

    def _limits(self) -> tuple[int, int]:
        """How few and how many may be chosen together."""
        limits, options = self._question("many").get("validate", {}), self._ordinary()
        most = limits.get("max_choices", len(options))
        return limits.get("min_choices", 1), min(most, len(options))

    def _ordinary(self) -> list[str]:
        options = self._question("many")["options"]
        return [one["key"] for one in options if not one.get("exclusive")]

    def _choices(self, parts: Sequence[Name], whole: int | Name) -> None:
        """Who answered is away from an option, or chose it. Of the rest, who chose nothing alone,
        everybody chose from `least` to `most`."""
        least, most = self._limits()
        nobody, many = parts[-1], len(self._ordinary())
        options, alone = parts[:many], parts[many:-1]
        rest = self._name(("rest", *parts))
        self._equals(dict.fromkeys([*alone, nobody, rest], 1), whole)
        for part in parts[:-1]:
            self._equals({part: 1, self._name(("not", *part)): 1, nobody: 1}, whole)
        for part in options:
            self.equal.append(({part: 1, self._name(("left", *part)): 1, rest: -1}, 0))
        sum_ = dict.fromkeys(options, 1)
        if least == most:
            self.equal.append(({**sum_, rest: -least}, 0))
        self.least.append(({**sum_, rest: -least}, 0))
        self.least.append(({**dict.fromkeys(options, -1), rest: most}, 0))

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
        self.bounds.setdefault(name, [0, self.n])
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

    def _results(self, found: Any) -> None:
        """A list says who of those asked did not answer; nobody else was asked `more`."""
        for one in found["questions"]:
            key, nobody = one["key"], self._at((one["key"], NOBODY))
            if not one["shown"]:
                continue
            if one["n"] is not None:
                self._said({nobody: 1}, self.n - one["n"])
            elif key != "more" or one["everyone"]:
                self.bounds[nobody][0] = max(self.bounds[nobody][0], 1)
            if key == "more" and not one["everyone"]:
                self._said({self._at(("two", "b")): 1}, one["base"])
            for line in one["options"]:
                part = self._at((key, line["key"]))
                if line["suppressed"]:
                    self.bounds[part][0] = max(self.bounds[part][0], 1)
                else:
                    self._said({part: 1}, line["count"])

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

    # -- what she found ----------------------------------------------------------------------------

    def found(self) -> list[tuple[Name, int]]:
        """The small cells whose count she knows. Whatever she is sure of must be true."""
        people, small = list(self.data.people()), []
        alone = set(self._options("many")) - set(self._ordinary())
        for name, (low, high) in self.bounds.items():
            if low == high:
                true = _true(people, name, alone)
                assert low == true, (name, low, true)
                if 0 < true < K:
                    small.append((name, true))
        return small


def _true(people: list[dict[str, set[str]]], name: Name, alone: set[str]) -> int:
    """How many people it stands for. `alone`: the options that stand alone."""
    kind = name[0]
    if kind == "cell":
        return sum(_true(people, part, alone) for part in name[1:])
    if kind not in ("not", "left", "rest"):
        return sum(all(part in one[key] for key, part in name) for one in people)
    pairs = name[1] if kind == "rest" else name[1:]
    chosen = {part for key, part in pairs if key == "many"}
    beside = [(key, part) for key, part in pairs if key != "many"]
    away = {"not": chosen, "left": chosen | alone, "rest": alone}[kind] | {NOBODY}
    return sum(
        all(part in one[key] for key, part in beside) and not one["many"] & away for one in people
    )
