"""Which cells of a cross-table stay hidden, whatever stands in its rows and columns. Pure.

Columns may stand in a tree, as units do: the figures of every level are hidden together, so that
no level gives away what another hides. With a tree or without, the sums form a network (each cell
leaves the sum above it and enters its column), and `cells.settled` finds what can be computed.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.domain.surveys import worlds
from app.domain.surveys.cells import Ends, settled
from app.domain.surveys.choosing import Rule
from app.domain.surveys.form import MISSING

#: (row, place of the column).
At = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Column:
    """`counts`: row → how many. `parent`: the place of the column of which it is a part. `people`:
    how many they are, where they may stand in several rows."""

    counts: Mapping[str, int]
    parent: int | None = None
    level: int = 0
    people: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """Lines that another table tells: of a question that not everybody is asked, whoever has no
    answer. Nothing can be hidden there. `rows`: that row; `places`: that column."""

    rows: frozenset[str] = frozenset()
    places: frozenset[int] = frozenset()

    def rest(self, columns: Sequence[Column], k: int) -> dict[int, Column] | None:
        """The table without them; None where they hold a small cell."""
        for place, one in enumerate(columns):
            cells = one.counts.items()
            if any(0 < n < k and (place in self.places or row in self.rows) for row, n in cells):
                return None
        return {
            place: replace(one, counts={r: n for r, n in one.counts.items() if r not in self.rows})
            for place, one in enumerate(columns)
            if place not in self.places
        }


def hidden_of_one(columns: Sequence[Column], k: int, known: Known) -> frozenset[At] | None:
    """Where each response stands in one row; None: show no table."""
    rest = known.rest(columns, k)
    if not rest or any(0 < sum(one.counts.values()) < k for one in rest.values()):
        return None
    places = list(rest)
    hidden = _Network(list(rest.values())).hidden(k, frozenset())
    return None if hidden is None else frozenset((row, places[at]) for row, at in hidden)


@dataclass(frozen=True, slots=True)
class Several:
    """Hidden cells of a table whose rows are options of several. `closed`: rows of which nothing
    is shown."""

    hidden: frozenset[At]
    closed: frozenset[str]


def hidden_of_several(
    columns: Sequence[Column], closed: Iterable[str], k: int, known: Known, rule: Rule, *, few: bool
) -> Several | None:
    """`counts` of the columns: each option's, and `MISSING`. `few`: the line of `MISSING` is not
    shown; `closed`: nor are those.

    Each option's counts are hidden as a table of who chose it, who answered and did not, who did
    not answer. Then further cells are hidden, at last whole rows, until nothing is known from all
    rows together and from what an answer may be (`worlds`).
    """
    shut = set(closed)
    if any(_small(one, place, known, k) for place, one in enumerate(columns)):
        return None
    places = [place for place in range(len(columns)) if place not in known.places]
    missing: Missing = "few" if few else "known" if known.rows else "shown"
    table = _Several(_without(columns, places), rule, k, missing)
    while options := [row for row in columns[0].counts if row not in (MISSING, *shut)]:
        hidden = table.settled(options, sorted(shut))
        if isinstance(hidden, frozenset):
            found = frozenset((row, places[at]) for row, at in hidden)
            return Several(found, frozenset(shut))
        shut |= hidden
    return None


def _without(columns: Sequence[Column], places: Sequence[int]) -> list[Column]:
    """Those that are left at `places`; only a column without parts may be taken away."""
    at = {place: number for number, place in enumerate(places)}
    return [
        replace(one, parent=None if one.parent is None else at[one.parent])
        for one in (columns[place] for place in places)
    ]


def _small(column: Column, place: int, known: Known, k: int) -> bool:
    """Whether a known line of it holds a small cell, or hides that it is one."""
    missing = column.counts[MISSING]
    answered = column.people - missing
    if known.rows and (0 < missing < k or 0 < answered < k):
        return True
    if place not in known.places:
        return False
    return any(0 < n < k for n in (*column.counts.values(), *_away(column, answered)))


def _away(column: Column, answered: int) -> Iterator[int]:
    return (answered - n for row, n in column.counts.items() if row != MISSING)


#: Whether the line of `MISSING` is shown, too small for it, or known from elsewhere.
Missing = Literal["shown", "few", "known"]


@dataclass(frozen=True, slots=True)
class _Several:
    columns: Sequence[Column]
    rule: Rule
    k: int
    missing: Missing

    def settled(self, options: Sequence[str], shut: Sequence[str]) -> frozenset[At] | set[str]:
        """The hidden cells, or the options that must be closed first."""
        hidden: frozenset[At] = frozenset()
        left: dict[str, frozenset[At]] = {}
        while True:
            before = hidden
            for option in options:
                network = _Network([self._parted(one, option) for one in self.columns])
                own = frozenset(at for at in hidden if at[0] in (option, MISSING))
                found = network.hidden(self.k, own | left.get(option, frozenset()), [""])
                if found is None:
                    return {option}
                left[option] = frozenset(at for at in found if at[0] == "")
                hidden |= found - left[option]
            if hidden != before:
                continue
            known = self._known(hidden, shut)
            if not known:
                return hidden
            more = set[At]()
            for place in sorted(known):
                if (cell := self._next(place, options, hidden)) is None:
                    return self._to_close(options)
                more.add(cell)
            hidden |= more

    def _known(self, hidden: frozenset[At], shut: Sequence[str]) -> set[int]:
        world = worlds.World(
            self.rule,
            [one.counts for one in self.columns],
            [one.people for one in self.columns],
            [one.parent for one in self.columns],
            hidden,
            [*shut, *([MISSING] if self.missing == "few" else [])],
            [MISSING] if self.missing == "known" else [],
        )
        return world.known(self.k)

    def _next(self, place: int, options: Sequence[str], hidden: frozenset[At]) -> At | None:
        """The smallest cell of a column that is shown and not 0."""
        counts = self.columns[place].counts
        rows = [*options, *([MISSING] if self.missing == "shown" else [])]
        seen = [row for row in rows if counts[row] and (row, place) not in hidden]
        return (min(seen, key=counts.__getitem__), place) if seen else None

    def _to_close(self, options: Sequence[str]) -> set[str]:
        """Those that stand alone before the others: they say of nobody what she chose besides."""
        alone = self.rule.alone & set(options)
        if alone:
            return set(alone)
        tops = [one for one in self.columns if one.parent is None]
        return {min(options, key=lambda row: sum(one.counts[row] for one in tops))}

    def _parted(self, column: Column, option: str) -> Column:
        chose, nobody = column.counts[option], column.counts[MISSING]
        everybody = column.people
        answered = everybody if self.missing == "few" else everybody - nobody
        counts = {option: chose, "": answered - chose}
        if self.missing == "shown":
            counts[MISSING] = nobody
        return Column(counts, column.parent, column.level)


class _Network:
    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._parents = {one.parent for one in columns} - {None}
        self._below: dict[int | None, list[int]] = {}
        for place, one in enumerate(columns):
            self._below.setdefault(one.parent, []).append(place)
        rows = tuple(columns[0].counts)
        self._counts = {
            (row, place): one.counts[row] for row in rows for place, one in enumerate(columns)
        }
        self._ends = {at: self._of(at) for at in self._counts}

    def hidden(
        self, k: int, also: frozenset[At], unseen: Collection[str] = ()
    ) -> frozenset[At] | None:
        lines = list(self._lines(tuple(self._columns[0].counts)))
        no_one_sees = {at for at in self._counts if at[0] in unseen}
        return settled(self._counts, self._ends, lines, k, also, no_one_sees)

    def _of(self, at: At) -> Ends:
        row, place = at
        tail: Hashable = ("row", row, self._columns[place].parent)
        head: Hashable = ("row", row, place) if place in self._parents else ("column", place)
        return tail, head

    def _lines(self, rows: Sequence[str]) -> Iterator[list[At]]:
        """Each sum with its parts, each column, each row of each level."""
        for parent, below in self._below.items():
            if parent is not None:
                yield from ([(row, place) for place in (parent, *below)] for row in rows)
                yield from ([(row, place) for place in below] for row in rows)
        for place in range(len(self._columns)):
            yield [(row, place) for row in rows]
        for level in range(1 + max(one.level for one in self._columns)):
            at = of_level(self._columns, level)
            yield from ([(row, place) for place in at] for row in rows)


def of_level(columns: Sequence[Column], level: int) -> list[int]:
    """The places of the columns that part everybody at a level: its own, and those above it that
    have no parts."""
    parents = {one.parent for one in columns}
    return [
        place
        for place, one in enumerate(columns)
        if one.level == level or (one.level < level and place not in parents)
    ]
