"""Small cells: which counts stay hidden, so that nobody is found in a table. Pure.

`k` is the fewest persons a number may stand for. The rules are those of issue 6; where they alone
would leave a hidden count that can be worked out from the rest (every hidden one is a single
person, or two hidden blocks hang together by one cell), one more cell is hidden.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import TypeVar

K = 5
BATCH = 10
ROUNDED_TO, PUBLIC_FEWEST = 5, 10


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
    while hidden and not safe([counts[key] for key in hidden], k):
        if not rest:
            return None
        hidden.add(rest.pop(0))
    return frozenset(hidden)


def safe(hidden: Sequence[int], k: int) -> bool:
    """Whether counts whose sum is known may stay hidden. Each is at least one: as many persons as
    cells would say one person in each."""
    return len(hidden) >= 2 and sum(hidden) >= k and sum(hidden) > len(hidden)


Name = TypeVar("Name", bound=Hashable)
#: What a cell joins: the sum of the cells that leave a node is known, or what enters it.
Ends = tuple[Hashable, Hashable]


def settled(
    counts: Mapping[Name, int],
    ends: Mapping[Name, Ends],
    lines: Sequence[Sequence[Name]],
    k: int = K,
    also: Collection[Name] = (),
    unseen: Collection[Name] = (),
) -> frozenset[Name] | None:
    """The hidden cells of any table whose sums form a network; None: it cannot be shown.

    `lines`: the rows and columns as they are read. `also`: hidden for another reason. `unseen`:
    cells that no reader is shown, so that a hidden one may be 0.
    """
    hidden = {cell for cell, n in counts.items() if 0 < n < k} | set(also)
    while True:
        line = _weak_line(counts, lines, hidden, k) or _known_line(
            counts, ends, lines, hidden, unseen, k
        )
        if line is None:
            return frozenset(hidden)
        if not _hide_one(counts, line, hidden, unseen):
            return None


def _hide_one(
    counts: Mapping[Name, int], line: Sequence[Name], hidden: set[Name], unseen: Collection[Name]
) -> bool:
    seen = [cell for cell in line if cell not in hidden and (counts[cell] > 0 or cell in unseen)]
    if seen:
        hidden.add(min(seen, key=lambda cell: counts[cell]))
    return bool(seen)


def joined(counts: Mapping[str, int], k: int = K) -> list[list[str]] | None:
    """The lines of a cross-table: each option alone, those that its list hides together as one."""
    hidden = hidden_of_list(counts, k)
    if hidden is None:
        return None
    alone = [[key] for key in counts if key not in hidden]
    return [*alone, [key for key in counts if key in hidden]] if hidden else alone


def for_public(count: int) -> int | None:
    """A count as everybody may see it, of an open or a closed survey: rounded to 5, hidden under
    10."""
    return None if 0 < count < PUBLIC_FEWEST else (count + 2) // ROUNDED_TO * ROUNDED_TO


def in_batches(n: int) -> int:
    """How many of `n` answers by name or by a link an open survey's results show."""
    return n // BATCH * BATCH


def _known(
    counts: Mapping[Name, int],
    ends: Mapping[Name, Ends],
    hidden: Collection[Name],
    unseen: Collection[Name] = (),
) -> set[Name]:
    """A cell is free when it can change along a cycle that keeps every sum: one cell grows, the
    next shrinks. A cell of one person cannot shrink (it would be 0, and a 0 is shown)."""
    steps: dict[Hashable, list[tuple[Hashable, Name]]] = {}
    shrink = {cell for cell in hidden if counts[cell] > (0 if cell in unseen else 1)}
    for cell in hidden:
        tail, head = ends[cell]
        steps.setdefault(tail, []).append((head, cell))
        if cell in shrink:
            steps.setdefault(head, []).append((tail, cell))
    return {cell for cell in hidden if not _can_change(steps, ends[cell], cell, cell in shrink)}


def _can_change(
    steps: Mapping[Hashable, Sequence[tuple[Hashable, Name]]],
    ends: Ends,
    cell: Name,
    shrinks: bool,
) -> bool:
    tail, head = ends
    return _reaches(steps, head, tail, cell) or (shrinks and _reaches(steps, tail, head, cell))


def _reaches(
    steps: Mapping[Hashable, Sequence[tuple[Hashable, Name]]],
    start: Hashable,
    goal: Hashable,
    without: Name,
) -> bool:
    seen, open_ = {start}, [start]
    while open_:
        for node, cell in steps.get(open_.pop(), ()):
            if cell == without:
                continue
            if node == goal:
                return True
            if node not in seen:
                seen.add(node)
                open_.append(node)
    return False


def _weak_line(
    counts: Mapping[Name, int], lines: Sequence[Sequence[Name]], hidden: set[Name], k: int
) -> Sequence[Name] | None:
    """A line that hides one cell alone, or fewer than `k` people."""
    for line in lines:
        of_line = [counts[cell] for cell in line if cell in hidden]
        if of_line and (len(of_line) < 2 or sum(of_line) < k):
            return line
    return None


def _known_line(
    counts: Mapping[Name, int],
    ends: Mapping[Name, Ends],
    lines: Sequence[Sequence[Name]],
    hidden: set[Name],
    unseen: Collection[Name],
    k: int,
) -> Sequence[Name] | None:
    """A line with a hidden cell that can be computed, one that can hide another if there is one."""
    known = _known(counts, ends, hidden, unseen)
    known -= {cell for cell in known if cell in unseen and not 0 < counts[cell] < k}
    touched = [line for line in lines if known & set(line)]
    able = (
        line
        for line in touched
        if any(c not in hidden and (counts[c] > 0 or c in unseen) for c in line)
    )
    return next(able, touched[0] if touched else None)
