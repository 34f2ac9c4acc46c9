"""Shares and numbers as every page, file and paper says them. Pure."""

from __future__ import annotations

from decimal import Decimal

#: Numbers that are read as years: 1976 is written without a point.
YEARS = range(1900, 2101)


def percent(count: int, whole: int) -> float:
    """Tenths, rounded half up in whole numbers.

    >>> percent(5, 80), percent(1, 3)
    (6.3, 33.3)
    """
    return (2000 * count + whole) // (2 * whole) / 10


def between(key: str, lang: str) -> str:
    """A number, or where a group of numbers begins and ends (`grades.of_numbers`).

    >>> between("2000000..3999999", "vi"), between("0.5..<1", "vi"), between("1970..1979", "vi")
    ('2.000.000 – 3.999.999', '0,5 – <1', '1970 – 1979')
    """
    ends = key.split("..")
    numbers = [Decimal(one.removeprefix("<")) for one in ends]
    comma = "" if all(one in YEARS for one in numbers) else ","
    said = " – ".join(
        f"{'<' if end[0] == '<' else ''}{number:{comma}f}"
        for end, number in zip(ends, numbers, strict=True)
    )
    return said if lang == "en" else said.translate(str.maketrans(",.", ".,"))
