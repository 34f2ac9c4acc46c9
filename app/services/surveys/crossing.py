"""One table of two axes, small cells hidden: always the same one, whichever stands in its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from app.domain.surveys import axes, choosing, grids, unit_lines
from app.domain.surveys.axes import UNIT, Axis, Line, Raw
from app.domain.surveys.choosing import Rule
from app.domain.surveys.form import MISSING, Option
from app.domain.surveys.grids import Column
from app.domain.surveys.unit_lines import Path, UnitLine
from app.services.surveys.counted import Counted
from app.services.surveys.crossed import Crossed, Stand, crossed, name
from app.store import units

Counts = Counter[tuple[str, str]]


class Crossing:
    """The tables of what is counted now."""

    def __init__(self, of: Counted) -> None:
        self._of = of
        self._k = of.survey.k
        self._lines: dict[str, list[Line] | None] = {}

    # -- may it be shown ------------------------------------------------------------------------

    def allowed(self, one: Axis, other: Axis) -> bool:
        """A question that not everybody is asked has for its base a sum of another's lines: it is
        shown only against what shows that other one in full."""
        return self._is_full(one, other) and self._is_full(other, one)

    def _is_full(self, axis: Axis, other: Axis) -> bool:
        if not axis.looks_at:
            return True
        on = self._of.parent(axis)
        if on is None or any(len(line) > 1 for line in self.lines(on) or [(MISSING, MISSING)]):
            return False
        if on.name == other.name:
            return True
        if not self.allowed(on, other):
            return False
        levels = range(max(len(self.unit_levels(on)), 1)) if other.type == UNIT else (0,)
        found = [self.table(on, other, level) for level in levels]
        return all(one is not None and not one.hides for one in found)

    # -- lines ----------------------------------------------------------------------------------

    def lines(self, axis: Axis) -> list[Line] | None:
        """Of a question of which one option is the answer; None: it is closed."""
        if axis.name not in self._lines:
            counts, asked = self.margin(axis), self._of.asked(axis)
            found = None if asked is None else axes.lines(counts, asked, self._k)
            self._lines[axis.name] = found
        return self._lines[axis.name]

    def margin(self, axis: Axis) -> dict[str, int]:
        counts = dict.fromkeys((*(one.key for one in axis.options), MISSING), 0)
        other = self._of.parent(axis) or axis
        for number, value, _, n in self._of.pairs(axis, other):
            counts[_label(axis, number, value)] += n
        return counts

    # -- the table ------------------------------------------------------------------------------

    def table(self, one: Axis, other: Axis, level: int = 0) -> Crossed | None:
        """None: too few. `level`: of the units."""
        if one.several or (not other.several and (one.name, one.type) < (other.name, other.type)):
            first, second = one, other
        else:
            first, second = other, one
        if first.type == UNIT:
            first, second = second, first
        found = self._canonical(first, second, level)
        return found if found is None or first is one else found.turned()

    def _canonical(self, rows: Axis, columns: Axis, level: int) -> Crossed | None:
        if self._of.n < self._k:
            return None
        if rows.rule is not None:
            return self._of_several(rows, rows.rule, columns, level)
        row_lines = self.lines(rows)
        made = self._columns(columns, rows)
        if row_lines is None or made is None:
            return None
        cells = self._cells(self._of.pairs(rows, columns), rows, columns)
        grid = [
            Column(
                {
                    name(line): sum(cells[row, value] for row in line for value in one.values)
                    for line in sorted(row_lines)
                },
                one.parent,
                one.level,
            )
            for one in made
        ]
        known = _known(rows, columns, made)
        if rows.looks_at and (MISSING,) not in row_lines:
            known = None
        hidden = None if known is None else grids.hidden_of_one(grid, self._k, known)
        if hidden is None:
            return None
        return crossed(row_lines, made, grid, hidden, level, self._order(columns))

    def _of_several(self, rows: Axis, rule: Rule, columns: Axis, level: int) -> Crossed | None:
        made = self._columns(columns, rows)
        asked = self._of.asked(rows)
        if made is None or asked is None:
            return None
        chosen = self._cells(self._of.choices(rows, columns), rows, columns)
        whether = self._cells(
            self._of.pairs(rows, columns), replace(rows, options=_ANSWERED), columns
        )
        options = [one.key for one in rows.options]
        answered = [sum(whether["1", value] for value in one.values) for one in made]
        missing = [sum(whether[MISSING, value] for value in one.values) for one in made]
        totals = [a + m for a, m in zip(answered, missing, strict=True)]
        top = [place for place, one in enumerate(made) if one.parent is None]
        n = sum(answered[place] for place in top)
        margin = {
            key: sum(chosen[key, value] for place in top for value in made[place].values)
            for key in options
        }
        # The list counts as missing those who were asked alone, a table everybody.
        closed: set[str] = set()
        for away in (asked - n, self._of.n - n):
            found = choosing.hidden_of_list(rule, {**margin, MISSING: away}, n + away, self._k)
            if found is None:
                return None
            closed |= found
        few = MISSING in closed
        closed.discard(MISSING)
        grid = [
            Column(
                {
                    **{key: sum(chosen[key, v] for v in one.values) for key in sorted(options)},
                    MISSING: missing[place],
                },
                one.parent,
                one.level,
                totals[place],
            )
            for place, one in enumerate(made)
        ]
        known = _known(rows, columns, made)
        if known is None or (rows.looks_at and few):
            return None
        hides = grids.hidden_of_several(grid, closed, self._k, known, rule, few=few)
        if hides is None:
            return None
        shown: list[Line] = [(key,) for key in options if key not in hides.closed]
        found_lines = [*shown, *([] if few else [(MISSING,)])]
        order = self._order(columns)
        return crossed(found_lines, made, grid, hides.hidden, level, order, totals)

    def _cells(self, raw: list[Raw], rows: Axis, columns: Axis) -> Counts:
        found: Counts = Counter()
        for number, one, other, n in raw:
            value = other or MISSING if columns.type == UNIT else _label(columns, number, other)
            found[_label(rows, number, one), value] += n
        return found

    def _columns(self, axis: Axis, rows: Axis) -> list[Stand] | None:
        if axis.type == UNIT:
            return self.unit_columns(rows)
        found = self.lines(axis)
        return None if found is None else [Stand(line, line) for line in sorted(found)]

    def _order(self, columns: Axis) -> list[Line]:
        """As a reader expects them; they are hidden in an order of their own."""
        return [] if columns.type == UNIT else self.lines(columns) or []

    # -- units ----------------------------------------------------------------------------------

    def unit_columns(self, rows: Axis) -> list[Stand] | None:
        """None where the units do not tell people apart."""
        counts: Counter[str] = Counter()
        for _, _, unit, n in self._of.pairs(rows, axes.of_units()):
            counts[unit or MISSING] += n
        of_path: dict[Path, set[str]] = {}
        for unit in counts:
            of_path.setdefault(self._tree.path(unit), set()).add(unit)
        sums = {path: sum(counts[unit] for unit in of) for path, of in of_path.items()}
        found = unit_lines.lines(sums, self._k)
        if sum(one.level == 0 for one in found) < 2:
            return None
        return [_unit_line(one, of_path) for one in found]

    def unit_levels(self, rows: Axis) -> list[str]:
        """Kinds of units from above, one for each level that the columns have."""
        made = self.unit_columns(rows) or []
        units_of = {unit for one in made for unit in one.values}
        places = unit_lines.levels([self._tree.path(unit) for unit in sorted(units_of)])
        there = 1 + max((one.level for one in made), default=-1)
        return [unit_lines.LEVELS[place] for place in places[:there]]

    @cached_property
    def _tree(self) -> _Tree:
        """As it stood on the day of the closing, or stands today."""
        work, closes = self._of.work, self._of.survey.closes_at
        day = min(work.today, closes.date()) if closes else work.today
        found = units.tree(work.session, day)
        return _Tree({one.id: one.parent_id for one in found}, {one.id: one.kind for one in found})


@dataclass(frozen=True, slots=True)
class _Tree:
    parents: Mapping[str, str | None]
    kinds: Mapping[str, str]

    def path(self, unit: str) -> Path:
        return unit_lines.path(unit, self.parents, self.kinds)


_ANSWERED = (Option("1", {}),)


def _unit_line(one: UnitLine, of_path: Mapping[Path, set[str]]) -> Stand:
    values = tuple(sorted(unit for path in one.paths for unit in of_path[path]))
    return Stand(one.units, values, one.parent, one.level)


def _label(axis: Axis, number: int, value: str | None) -> str:
    if value is None or number not in axis.numbers:
        return MISSING
    return value if any(one.key == value for one in axis.options) else MISSING


def _known(rows: Axis, columns: Axis, made: list[Stand]) -> grids.Known | None:
    """What the table of the question that they look at tells; None: it stands with others."""
    nobody = frozenset(place for place, one in enumerate(made) if one.line == (MISSING,))
    if columns.looks_at and not nobody:
        return None
    return grids.Known(
        frozenset([MISSING] if rows.looks_at else []), nobody if columns.looks_at else frozenset()
    )
