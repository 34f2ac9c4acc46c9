"""Small cells: which counts stay hidden, so that nobody is found in a table. Pure.

`k` is the fewest persons a number may stand for. The rules are those of issue 6; where they alone
would leave a hidden count that can be worked out from the rest (every hidden one is a single
person, or two hidden blocks hang together by one cell), one more cell is hidden.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

K = 5
BATCH = 10
ROUNDED_TO, PUBLIC_FEWEST = 5, 10

Table = Sequence[Sequence[int]]
Cell = tuple[int, int]


def enough(n: int, whole: int, k: int = K) -> bool:
    """Whether a filter that leaves `n` of `whole` answers may be shown at all."""
    return n >= k and (n == whole or whole - n >= k)


def hidden_of_list(counts: Mapping[str, int], k: int = K) -> frozenset[str] | None:
    """The keys whose counts are hidden; None: the list cannot be shown, not even with all hidden.

    >>> sorted(hidden_of_list({"A": 40, "B": 12, "C": 6, "D": 3}))
    ['C', 'D']
    """
    hidden = {key for key, n in counts.items() if 0 < n < k}
    rest = sorted((key for key, n in counts.items() if n >= k), key=lambda key: counts[key])
    while hidden and not _safe([counts[key] for key in hidden], k):
        if not rest:
            return None
        hidden.add(rest.pop(0))
    return frozenset(hidden)


def _safe(hidden: Sequence[int], k: int) -> bool:
    """A hidden count is at least one: as many persons as cells would say one person in each."""
    return len(hidden) >= 2 and sum(hidden) >= k and sum(hidden) > len(hidden)


def hidden_of_table(table: Table, k: int = K) -> frozenset[Cell] | None:
    """The cells (row, column) hidden in a table whose margins are shown; None: show no table.

    A row or column of fewer than `k` persons has a margin that is itself a small cell: then there
    is no table, and the caller joins such lines first (`joined`).
    """
    lines = [*_rows(table), *_columns(table)]
    if any(0 < sum(_at(table, line)) < k for line in lines):
        return None
    hidden = {cell for line in _rows(table) for cell in line if 0 < _n(table, cell) < k}
    while (line := _weak_line(table, lines, hidden, k)) is not None:
        seen = [cell for cell in line if cell not in hidden and _n(table, cell) > 0]
        if not seen:
            return None
        hidden.add(min(seen, key=lambda cell: _n(table, cell)))
    return frozenset(hidden)


def joined(counts: Mapping[str, int], k: int = K) -> list[list[str]] | None:
    """The lines of a cross-table: each option alone, those that its list hides together as one."""
    hidden = hidden_of_list(counts, k)
    if hidden is None:
        return None
    alone = [[key] for key in counts if key not in hidden]
    return [*alone, [key for key in counts if key in hidden]] if hidden else alone


def for_public(count: int) -> int | None:
    """A count of an open survey as everybody may see it: rounded to 5, hidden under 10."""
    return None if 0 < count < PUBLIC_FEWEST else (count + 2) // ROUNDED_TO * ROUNDED_TO


def in_batches(n: int) -> int:
    """How many of `n` anonymous answers an open survey's results show."""
    return n // BATCH * BATCH


def computable(table: Table, hidden: frozenset[Cell] | set[Cell]) -> set[Cell]:
    """The hidden cells whose value follows from margins, shown cells and "a hidden one is not 0".

    A cell is free when it can change along a cycle that keeps every margin: one cell grows, the
    next shrinks. A cell of one person cannot shrink (it would be 0, and a 0 is shown).
    """
    return {cell for cell in hidden if not _can_change(table, hidden, cell)}


def _can_change(table: Table, hidden: frozenset[Cell] | set[Cell], cell: Cell) -> bool:
    row, column = cell
    steps: dict[tuple[str, int], list[tuple[str, int]]] = {}
    for r, c in hidden - {cell}:
        steps.setdefault(("row", r), []).append(("column", c))
        if table[r][c] > 1:
            steps.setdefault(("column", c), []).append(("row", r))
    grows = _reaches(steps, ("column", column), ("row", row))
    return grows or (table[row][column] > 1 and _reaches(steps, ("row", row), ("column", column)))


def _reaches(
    steps: Mapping[tuple[str, int], Sequence[tuple[str, int]]],
    start: tuple[str, int],
    goal: tuple[str, int],
) -> bool:
    seen, open_ = {start}, [start]
    while open_:
        for node in steps.get(open_.pop(), ()):
            if node == goal:
                return True
            if node not in seen:
                seen.add(node)
                open_.append(node)
    return False


def _weak_line(
    table: Table, lines: Sequence[list[Cell]], hidden: set[Cell], k: int
) -> list[Cell] | None:
    """A row or column that still has to hide one more cell."""
    for line in lines:
        of_line = [_n(table, cell) for cell in line if cell in hidden]
        if of_line and (len(of_line) < 2 or sum(of_line) < k):
            return line
    known = computable(table, hidden)
    if not known:
        return None
    touched = [line for line in lines if known & set(line)]
    able = (line for line in touched if any(c not in hidden and _n(table, c) > 0 for c in line))
    return next(able, touched[0])


def _rows(table: Table) -> list[list[Cell]]:
    return [[(r, c) for c in range(len(row))] for r, row in enumerate(table)]


def _columns(table: Table) -> list[list[Cell]]:
    return [list(line) for line in zip(*_rows(table), strict=True)]


def _n(table: Table, cell: Cell) -> int:
    return table[cell[0]][cell[1]]


def _at(table: Table, line: Sequence[Cell]) -> list[int]:
    return [_n(table, cell) for cell in line]
