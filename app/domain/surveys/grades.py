"""Numbers, months and hours as the lines of a table: few enough to be read. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal

#: So many different numbers stand alone; more are put into groups, at most `GROUPS` of equal width.
ALONE, GROUPS, MONTHS = 12, 10, 24
#: Key of a line → the values that belong to it.
Lines = dict[str, list[str]]


def of_scale(least: int, most: int, counts: Mapping[str, int]) -> Lines:
    """Every grade, and what an older form took beside them."""
    grades = [str(grade) for grade in range(least, most + 1)]
    older = sorted(counts.keys() - set(grades), key=float)
    return {grade: [grade] for grade in [*grades, *older]}


def of_numbers(counts: Mapping[str, int]) -> Lines:
    """Each number, or groups named `from..to`, the second end included for whole numbers only."""
    found = sorted(counts, key=Decimal)
    if len(found) <= ALONE:
        return {value: [value] for value in found}
    numbers = [Decimal(value) for value in found]
    whole = all(number == number.to_integral_value() for number in numbers)
    width = _width(numbers[-1] - numbers[0], whole=whole)
    places = [math.floor(number / width) for number in numbers]
    names = range(places[0], places[-1] + 1)
    lines: Lines = {_named(place, width, whole=whole): [] for place in names}
    for value, place in zip(found, places, strict=True):
        lines[_named(place, width, whole=whole)].append(value)
    return lines


def _width(span: Decimal, *, whole: bool) -> Decimal:
    """1, 2 or 5 times a power of ten."""
    power = Decimal(1).scaleb((span / GROUPS).adjusted())
    width = next(step * power for step in (1, 2, 5, 10) if step * power * GROUPS >= span)
    return max(width, Decimal(1)) if whole else width


def _named(place: int, width: Decimal, *, whole: bool) -> str:
    start = place * width
    if not whole:
        return f"{_written(start)}..<{_written(start + width)}"
    return f"{_written(start)}..{_written(start + width - 1)}" if width > 1 else _written(start)


def _written(number: Decimal) -> str:
    return f"{number.normalize() + 0:f}"


def of_months(counts: Mapping[str, int]) -> Lines:
    """Each month, or each year where there are many months."""
    found = sorted(counts)
    if len(found) <= MONTHS:
        return {value: [value] for value in found}
    lines: Lines = {}
    for value in found:
        lines.setdefault(value[:4], []).append(value)
    return lines


def mean(counts: Mapping[str, int]) -> float | None:
    whole = sum(counts.values())
    if not whole:
        return None
    return round(sum(float(value) * n for value, n in counts.items()) / whole, 1)


def promoters(counts: Mapping[str, int]) -> int | None:
    """Net Promoter Score: the share of 9 and 10 less that of 0 to 6 (Reichheld, Harvard Business
    Review 81/12, 2003, 46-54)."""
    whole = sum(counts.values())
    if not whole:
        return None
    net = sum(n * ((int(v) >= 9) - (int(v) <= 6)) for v, n in counts.items())
    return round(100 * net / whole)
