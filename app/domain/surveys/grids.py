"""Which cells of a cross-table stay hidden, whatever stands in its rows and columns. Pure.

Columns may stand in a tree, as units do: the figures of every level are hidden together, so that
no level gives away what another hides. With a tree or without, the sums form a network (each cell
leaves the sum above it and enters its column), and `cells.settled` finds what can be computed.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.domain.surveys.axes import MISSING
from app.domain.surveys.cells import Ends, settled, uncomputable

#: The row of how many more options were chosen in a column than people answered.
MORE = "+"
#: (row, place of the column).
At = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Column:
    """`counts`: row → how many. `parent`: the place of the column of which it is a part."""

    counts: Mapping[str, int]
    parent: int | None = None
    level: int = 0


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
    columns: Sequence[Column], closed: Iterable[str], k: int, known: Known, *, few: bool
) -> Several | None:
    """`counts` of the columns: each option's, `MISSING` and `MORE`. `few`: the line of `MISSING` is
    not shown.

    Each option's counts are hidden as a table of who chose it, who answered and did not, who did
    not answer. Besides, whoever answered chose one at least: the options of a column, less `MORE`,
    are those who answered, and nothing may be computed from that either.
    """
    shut = set(closed)
    rows = [row for row in columns[0].counts if row not in (MISSING, MORE)]
    if any(_small(one, place, known, k) for place, one in enumerate(columns)):
        return None
    places = [place for place in range(len(columns)) if place not in known.places]
    left = [columns[place] for place in places]
    missing: Missing = "few" if few else "known" if known.rows else "shown"
    while True:
        options = [row for row in rows if row not in shut]
        if not options:
            return None
        hidden = _settle(left, options, sorted(shut), k, missing)
        if isinstance(hidden, frozenset):
            found = frozenset((row, places[at]) for row, at in hidden)
            return Several(found, frozenset(shut))
        shut.add(hidden)


def _small(column: Column, place: int, known: Known, k: int) -> bool:
    """Whether a known line of it holds a small cell, or hides that it is one."""
    missing = column.counts[MISSING]
    answered = sum(column.counts.values()) - 2 * column.counts[MORE] - missing
    if known.rows and (0 < missing < k or 0 < answered < k):
        return True
    if place not in known.places:
        return False
    shown = [n for row, n in column.counts.items() if row != MORE]
    return any(0 < n < k for n in (*shown, *(answered - n for n in shown)))


#: Whether the line of `MISSING` is shown, too small for it, or known from elsewhere.
Missing = Literal["shown", "few", "known"]


def _settle(
    columns: Sequence[Column],
    options: Sequence[str],
    shut: Sequence[str],
    k: int,
    missing: Missing,
) -> frozenset[At] | str:
    """The hidden cells, or an option that must be closed first."""
    unseen = [*shut, MORE, *([MISSING] if missing == "few" else [])]
    fixed = [MISSING] if missing == "known" else []
    everything = _Network(columns, backwards=MORE)
    hidden: frozenset[At] = frozenset()
    left: dict[str, frozenset[At]] = {}
    while True:
        before = hidden
        for option in options:
            network = _Network([_parted(one, option, missing) for one in columns])
            own = frozenset(at for at in hidden if at[0] in (option, MISSING))
            found = network.hidden(k, own | left.get(option, frozenset()), [""])
            if found is None:
                return option
            left[option] = frozenset(at for at in found if at[0] == "")
            hidden |= found - left[option]
        found = everything.more(hidden, unseen, fixed, k)
        if found is None:
            return min(options, key=lambda one: sum(c.counts[one] for c in columns))
        hidden = found
        if hidden == before:
            return hidden


def _parted(column: Column, option: str, missing: Missing) -> Column:
    chose, nobody = column.counts[option], column.counts[MISSING]
    everybody = sum(column.counts.values()) - 2 * column.counts[MORE]
    answered = everybody if missing == "few" else everybody - nobody
    counts = {option: chose, "": answered - chose}
    if missing == "shown":
        counts[MISSING] = nobody
    return Column(counts, column.parent, column.level)


class _Network:
    """`backwards`: the row that is subtracted from the others."""

    def __init__(self, columns: Sequence[Column], backwards: str | None = None) -> None:
        self._columns = columns
        self._parents = {one.parent for one in columns} - {None}
        self._below: dict[int | None, list[int]] = {}
        for place, one in enumerate(columns):
            self._below.setdefault(one.parent, []).append(place)
        rows = tuple(columns[0].counts)
        self._counts = {
            (row, place): one.counts[row] for row in rows for place, one in enumerate(columns)
        }
        self._ends = {at: self._of(at, backwards) for at in self._counts}

    def hidden(
        self, k: int, also: frozenset[At], unseen: Collection[str] = ()
    ) -> frozenset[At] | None:
        lines = list(self._lines(tuple(self._columns[0].counts)))
        no_one_sees = {at for at in self._counts if at[0] in unseen}
        return settled(self._counts, self._ends, lines, k, also, no_one_sees)

    def more(
        self, hidden: frozenset[At], unseen: Collection[str], fixed: Collection[str], k: int
    ) -> frozenset[At] | None:
        """What else must be hidden, not in the rows `fixed`, so that nothing can be computed."""
        rows = [row for row in self._columns[0].counts if row not in (MORE, *fixed)]
        lines = list(self._lines(rows))
        no_one_sees = frozenset(at for at in self._counts if at[0] in unseen)
        found = uncomputable(self._counts, self._ends, lines, hidden, no_one_sees, k)
        return None if found is None else found - no_one_sees

    def _of(self, at: At, backwards: str | None) -> Ends:
        row, place = at
        tail: Hashable = ("row", row, self._columns[place].parent)
        head: Hashable = ("row", row, place) if place in self._parents else ("column", place)
        return (head, tail) if row == backwards else (tail, head)

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
