"""Shares and numbers are said once, for every page, file and paper."""

from __future__ import annotations

import pytest

from app.domain.surveys.figures import between, percent


def test_shares_are_rounded_half_up() -> None:
    shares = [percent(*pair) for pair in ((5, 80), (1, 8), (1, 3), (2, 3), (0, 5), (1, 2000))]
    assert shares == [6.3, 12.5, 33.3, 66.7, 0.0, 0.1]


@pytest.mark.parametrize(
    ("key", "vi", "en"),
    [
        ("2000000..3999999", "2.000.000 – 3.999.999", "2,000,000 – 3,999,999"),
        ("0..1999", "0 – 1.999", "0 – 1,999"),
        ("1514", "1.514", "1,514"),
        ("-2.5", "-2,5", "-2.5"),
        ("0.25..<0.5", "0,25 – <0,5", "0.25 – <0.5"),
        ("1000..<1500.5", "1.000 – <1.500,5", "1,000 – <1,500.5"),
        ("1e+10", "10.000.000.000", "10,000,000,000"),
        ("1970..1979", "1970 – 1979", "1970 – 1979"),
        ("1976", "1976", "1976"),
        ("7", "7", "7"),
    ],
)
def test_numbers_have_points(key: str, vi: str, en: str) -> None:
    assert (between(key, "vi"), between(key, "en")) == (vi, en)
