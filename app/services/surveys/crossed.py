"""A table of two axes as it may be shown."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.surveys import grids
from app.domain.surveys.axes import Line
from app.domain.surveys.grids import Column


@dataclass(frozen=True, slots=True)
class Crossed:
    """`counts`: None where hidden; `joined`: whether a line holds more than one answer."""

    rows: list[Line]
    columns: list[Line]
    counts: list[list[int | None]]
    row_sums: list[int]
    column_sums: list[int]

    @property
    def hides(self) -> bool:
        return any(n is None for row in self.counts for n in row)

    @property
    def joined(self) -> bool:
        return any(len(line) > 1 for line in (*self.rows, *self.columns))

    def column(self, line: Line) -> Crossed:
        """That one alone."""
        at = self.columns.index(line)
        counts = [[row[at]] for row in self.counts]
        return Crossed(self.rows, [line], counts, self.row_sums, [self.column_sums[at]])

    def turned(self) -> Crossed:
        counts = [list(column) for column in zip(*self.counts, strict=True)]
        return Crossed(self.columns, self.rows, counts, self.column_sums, self.row_sums)


@dataclass(frozen=True, slots=True)
class Stand:
    """A column: what it says and which values stand in it."""

    line: Line
    values: tuple[str, ...]
    parent: int | None = None
    level: int = 0


def name(line: Line) -> str:
    return "\0".join(line)


def crossed(
    rows: list[Line],
    made: list[Stand],
    grid: list[Column],
    hidden: frozenset[grids.At],
    level: int,
    order: list[Line],
    totals: list[int] | None = None,
) -> Crossed:
    """`totals`: of the columns, where people stand in more than one row."""
    at = grids.of_level(grid, level)
    if order:
        at.sort(key=lambda place: order.index(made[place].line))
    top = [place for place, one in enumerate(grid) if one.parent is None]
    return Crossed(
        rows=rows,
        columns=[made[place].line for place in at],
        counts=[
            [
                None if (name(row), place) in hidden else grid[place].counts[name(row)]
                for place in at
            ]
            for row in rows
        ],
        row_sums=[sum(grid[place].counts[name(row)] for place in top) for row in rows],
        column_sums=[totals[p] if totals else sum(grid[p].counts.values()) for p in at],
    )
