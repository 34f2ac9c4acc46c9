"""The units of those who answered as the columns of a table, level by level of the tree. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.surveys.cells import joined
from app.domain.surveys.form import MISSING

#: From above; those of one level are units of one kind.
LEVELS = ("province", "district_legacy", "commune", "chapter", "group")
#: Kinds that stand beside the communes.
SAME = {
    "direct_unit": "commune",
    "market": "commune",
    "school": "commune",
    "enterprise": "commune",
    "armed_forces": "commune",
}
#: More columns than these are not read by anybody.
MOST = 120

#: Unit of each level from above, `MISSING` where there is none.
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitLine:
    """Units that stand as one line; `parent`: the place of the line above. `MISSING` among them:
    people of the line above of whom no unit of this level is known."""

    units: tuple[str, ...]
    parent: int | None
    level: int
    paths: frozenset[Path]


def path(unit: str | None, parents: Mapping[str, str | None], kinds: Mapping[str, str]) -> Path:
    """Up the tree from a unit."""
    found: dict[str, str] = {}
    while unit is not None and unit in kinds and unit not in found.values():
        kind = SAME.get(kinds[unit], kinds[unit])
        if kind in LEVELS:
            found.setdefault(kind, unit)
        unit = parents.get(unit)
    return tuple(found.get(level, MISSING) for level in LEVELS)


def levels(paths: Sequence[Path]) -> list[int]:
    """The levels, as places in `LEVELS`, that tell people apart."""
    return [
        place for place in range(len(LEVELS)) if len({one[place] for one in paths} - {MISSING}) > 1
    ]


def lines(counts: Mapping[Path, int], k: int) -> list[UnitLine]:
    """The lines of all levels, a line's parts after it. Units of fewer than `k` people stand
    together with others under the same line above. Empty: there is nothing to tell apart."""
    found: list[UnitLine] = []
    for level, place in enumerate(levels(list(counts))):
        made = list(_of_level(found, counts, level, place, k))
        if len(found) + len(made) > MOST:
            break
        found += made
    return found


def _of_level(
    above: Sequence[UnitLine], counts: Mapping[Path, int], level: int, place: int, k: int
) -> Iterator[UnitLine]:
    if level == 0:
        yield from _parts(None, frozenset(counts), counts, (level, place), k)
    for number, line in enumerate(above):
        if line.level == level - 1:
            parts = list(_parts(number, line.paths, counts, (level, place), k))
            yield from parts if len(parts) > 1 else ()


def _parts(
    parent: int | None,
    paths: frozenset[Path],
    counts: Mapping[Path, int],
    at: tuple[int, int],
    k: int,
) -> Iterator[UnitLine]:
    level, place = at
    of_unit: dict[str, set[Path]] = {}
    for one in sorted(paths):
        of_unit.setdefault(one[place], set()).add(one)
    sums = {unit: sum(counts[one] for one in of) for unit, of in of_unit.items()}
    blocks = joined(sums, k) or [list(sums)]
    for block in blocks:
        of = frozenset(one for unit in block for one in of_unit[unit])
        yield UnitLine(tuple(block), parent, level, of)
