"""Cross-tables and agreement, against values worked out by hand."""

import pytest

from app.domain.surveys import crosstabs, kappa


def test_chi_square_and_cramers_v() -> None:
    """Rows 30, 70; columns 40, 60: E = 12, 18, 28, 42; (O − E)² = 64; 64/12+64/18+64/28+64/42."""
    table = [[20, 10], [20, 50]]
    assert crosstabs.expected(table) == [[12, 18], [28, 42]]
    assert crosstabs.chi_square(table) == pytest.approx(12.698413)
    assert crosstabs.cramers_v(table) == pytest.approx(0.356348, abs=1e-6)


@pytest.mark.parametrize(
    "table", [[[4, 4], [4, 4]], [[20, 0], [20, 0]], [[20, 20]], [[20], [20]], [[0, 0], [0, 0]]]
)
def test_refused_where_it_says_nothing(table: list[list[int]]) -> None:
    assert crosstabs.chi_square(table) is None
    assert crosstabs.cramers_v(table) is None


def test_cohens_kappa() -> None:
    """20 both, 5 the first only, 10 the second only, 15 neither: p₀ = 0.7, pₑ = 0.5, κ = 0.4."""
    first = [True] * 25 + [False] * 25
    second = [True] * 20 + [False] * 5 + [True] * 10 + [False] * 15
    assert kappa.cohens_kappa(first, second) == pytest.approx(0.4)
    assert kappa.cohens_kappa([True], [True]) is None
    assert kappa.cohens_kappa([], []) is None
