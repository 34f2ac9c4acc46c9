"""Codes of free texts: what holds, how far two agree, and what of a text is masked."""

from __future__ import annotations

import pytest

from app.domain.surveys import coding, masking
from app.domain.surveys.coding import Given

A, B, NONE = frozenset({"a"}), frozenset({"b"}), frozenset[str]()


@pytest.mark.parametrize(
    ("given", "holds"),
    [
        ({}, None),
        ({1: A}, A),
        ({2: NONE}, NONE),
        ({1: A, 2: A}, A),
        ({1: A, 2: B}, None),
        ({1: A, 2: B, 3: NONE}, NONE),
        ({1: A, 2: A, 3: B}, B),
    ],
)
def test_what_holds(given: Given, holds: frozenset[str] | None) -> None:
    assert coding.holding(given) == holds


def test_kappa_of_each_code_and_of_all_with_its_base() -> None:
    """Ten texts that both coded, by hand: "a" is given by both in 4, by one alone in 1 and 1, by
    none in 4: p₀ 8/10, pₑ 1/2, κ 0.6. "b" is given by nobody: κ cannot be said. Together twenty
    decisions: p₀ 18/20, pₑ (5·5 + 15·15) / 400 = 5/8, κ 11/15."""
    texts: list[Given] = [*[{1: A, 2: A}] * 4, {1: A, 2: NONE}, {1: NONE, 2: A}, {1: A}, {2: A}]
    texts += [{1: NONE, 2: NONE}] * 4
    found = coding.agreement(["a", "b"], texts)
    assert (found.n, found.base) == (10, 20)
    assert found.kappas["a"] == pytest.approx(0.6)
    assert found.kappas["b"] is None
    assert found.overall == pytest.approx(11 / 15)


def test_without_a_common_text_nothing_is_said() -> None:
    found = coding.agreement(["a"], [{1: A}, {2: A}])
    assert (found.n, found.base, found.overall, dict(found.kappas)) == (0, 0, None, {"a": None})


def test_a_code_that_was_retired_counts_where_it_was_given() -> None:
    assert list(coding.agreement(["a"], [{1: B, 2: B}]).kappas) == ["a", "b"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Gọi 0912345678 nhé", "Gọi ••• nhé"),
        ("số 0912.345.678, hỏi chị", "số •••, hỏi chị"),
        ("+84 912 345 678", "•••"),
        ("máy bàn 024 3825 9999", "máy bàn •••"),
        ("０９１２３４５６７８", "•••"),
        ("số O912345678 hay 09l2", "số O912345678 hay 09l2"),
        ("thư hoa.nguyen@gmail.com nhé", "thư ••• nhé"),
        ("HOA @ GMAIL.COM", "•••"),
        ("hội@phụnữ.vn", "•••"),
        ("stk 12345678 vietcombank", "stk ••• vietcombank"),
        ("số 0912345678 và 0987654321", "số ••• và •••"),
        ("năm 2025 có 1.500 chị, 500.000 đồng, ngày 12/05/2026", None),
        ("Đường tối", None),
        ("", None),
    ],
)
def test_how_to_reach_somebody_is_masked(written: str, shown: str | None) -> None:
    assert masking.masked(written) == (written if shown is None else shown)


def test_masking_of_the_longest_text_takes_no_time() -> None:
    for part in ("a@", "0 ", "09", "x" * 64 + "@a.", "1.", "@" * 64):
        masking.masked((part * 5000)[:5000])
