"""Markdown as it is said and shared: a link is its words, and no text stalls it."""

from __future__ import annotations

from time import process_time

import pytest

from app.domain.spoken import plain


def test_a_link_is_its_words() -> None:
    assert plain("Xem [lịch họp](https://a.vn/1) **nhé**") == "Xem lịch họp nhé"


@pytest.mark.parametrize("piece", ["[", "![", "[](", "[a](b", "[a]"])
def test_a_text_of_brackets_is_read_at_once(piece: str) -> None:
    began = process_time()
    plain((piece * 20_000)[:20_000])
    assert process_time() - began < 1
