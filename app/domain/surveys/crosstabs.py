"""What a cross-table says: χ² and Cramér's V. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

FEWEST_EXPECTED = 5

Table = Sequence[Sequence[int]]


def expected(table: Table) -> list[list[float]]:
    """E = row sum × column sum / n: the counts if rows and columns were independent."""
    columns = [sum(column) for column in zip(*table, strict=True)]
    return [[sum(row) * whole / sum(columns) for whole in columns] for row in table]


def chi_square(table: Table) -> float | None:
    """χ² = Σ (O − E)² / E (Pearson, Philosophical Magazine 50, 1900, 157-175).

    None where it says nothing: fewer than two lines, or an expected count under 5.
    """
    if len(table) < 2 or len(table[0]) < 2 or not any(map(any, table)):
        return None
    hoped = expected(table)
    if min(map(min, hoped)) < FEWEST_EXPECTED:
        return None
    pairs = zip(table, hoped, strict=True)
    return sum((o - e) ** 2 / e for row, es in pairs for o, e in zip(row, es, strict=True))


def cramers_v(table: Table) -> float | None:
    """V = √(χ² / (n · (min(rows, columns) − 1))), 0 to 1.

    Cramér, Mathematical Methods of Statistics, 1946, chapter 21.
    """
    found = chi_square(table)
    if found is None:
        return None
    return sqrt(found / (sum(map(sum, table)) * (min(len(table), len(table[0])) - 1)))
