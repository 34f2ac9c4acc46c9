"""A thread's states, every move of them, and what each reader may do next."""

from __future__ import annotations

import pytest

from app.domain import questions


@pytest.mark.parametrize("state", questions.STATES)
@pytest.mark.parametrize("deed", ["answer", "message", "close"])
def test_every_move_stands_in_the_table(state: str, deed: str) -> None:
    if deed == "message":
        assert questions.after(state, deed) == "open"
    else:
        to = {"answer": "answered", "close": "closed"}[deed]
        assert questions.after(state, deed) == (None if state == "closed" else to)


def test_she_may_write_as_long_as_she_has_not_taken_her_words_back() -> None:
    actions = questions.asker_actions
    assert actions("open", withdrawn=False, private=False) == ["messages", "closing", "withdrawal"]
    assert actions("closed", withdrawn=False, private=False) == ["messages", "withdrawal"]
    assert "safe-contact" in actions("answered", withdrawn=False, private=True)
    assert actions("closed", withdrawn=True, private=True) == []


def test_the_board_claims_what_nobody_keeps_and_does_nothing_in_a_closed_thread() -> None:
    actions = questions.board_actions
    assert actions("open", withdrawn=False, owned=False)[0] == "claim"
    assert "claim" not in actions("open", withdrawn=False, owned=True)
    assert actions("closed", withdrawn=False, owned=True) == []
    assert actions("closed", withdrawn=True, owned=False) == []
