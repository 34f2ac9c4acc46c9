"""Cutting one page from the rows, and knowing a foreign cursor."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.paging import Page, well_shaped

pytestmark = pytest.mark.once


def cut(limit: int, rows: list[int]) -> tuple[list[int], str | None]:
    return Page(limit, None, str).cut(rows, lambda row: (row,))


def test_one_row_too_many_says_that_there_is_more() -> None:
    assert cut(3, [1, 2, 3, 4]) == ([1, 2, 3], "(3,)")


def test_a_full_last_page_has_no_cursor() -> None:
    assert cut(3, [1, 2, 3]) == ([1, 2, 3], None)


def test_an_empty_list_is_a_page() -> None:
    assert cut(3, []) == ([], None)


@pytest.mark.parametrize(
    ("after", "kinds", "fits"),
    [
        (None, (str, str), True),
        (("a", "b"), (str, str), True),
        (("a",), (str, str), False),
        (("a", "b", "c"), (str, str), False),
        (("a", 1), (str, str), False),
        ((1,), (int,), True),
        ((), (str,), False),
    ],
)
def test_a_cursor_of_another_list_is_known(
    after: tuple[Any, ...] | None, kinds: tuple[type, ...], fits: bool
) -> None:
    assert well_shaped(after, *kinds) is fits
