"""The review engine's table, every pair of it (design.md §4)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from app.domain import review
from app.domain.review import ItemFacts, may_judge_escalated, may_undo, moves_for

pytestmark = pytest.mark.once

STATES = (
    "submitted",
    "needs_info",
    "escalated",
    "approved",
    "refused",
    "withdrawn",
    "expired",
    "reversed",
)
ACTIONS = (
    "approve",
    "refuse",
    "ask",
    "escalate",
    "hand_back",
    "answer",
    "withdraw",
    "expire",
    "reverse",
)
#: state → action → (state after it, who); a pair that is not here is no move.
EXPECTED = {
    "submitted": {
        "approve": ("approved", "board"),
        "refuse": ("refused", "board"),
        "ask": ("needs_info", "board"),
        "escalate": ("escalated", "board"),
        "withdraw": ("withdrawn", "author"),
        "expire": ("expired", "clock"),
    },
    "needs_info": {
        "answer": ("submitted", "author"),
        "withdraw": ("withdrawn", "author"),
        "refuse": ("refused", "board"),
        "expire": ("expired", "clock"),
    },
    "escalated": {
        "approve": ("approved", "named"),
        "refuse": ("refused", "named"),
        "ask": ("needs_info", "named"),
        "hand_back": ("submitted", "named"),
        # To her an escalated application is a submitted one, so she may take it back.
        "withdraw": ("withdrawn", "author"),
    },
    "approved": {"reverse": ("reversed", "board")},
    "refused": {"reverse": ("reversed", "board")},
    "withdrawn": {},
    "expired": {},
    "reversed": {},
}
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
MODERATOR = frozenset({"moderator"})
CHAIR = frozenset({"chair"})


@pytest.mark.parametrize(("state", "action"), list(product(STATES, ACTIONS)))
def test_a_pair_is_the_move_of_the_plan_or_none(state: str, action: str) -> None:
    move = review.MOVES.get((state, action))
    found = None if move is None else (move.to, move.who)
    assert found == EXPECTED[state].get(action)


def test_the_table_has_no_pair_that_was_not_enumerated() -> None:
    assert set(review.MOVES) <= set(product(STATES, ACTIONS))


@pytest.mark.parametrize("state", STATES)
def test_the_board_is_offered_its_own_moves_and_nobody_elses(state: str) -> None:
    item = ItemFacts(state, decided_at=NOW, decided_by="p")
    wanted = {a for a, (_, who) in EXPECTED[state].items() if who in {"board", "named"}}
    assert set(moves_for(item, CHAIR, NOW)) == wanted


def test_an_open_item_is_one_that_somebody_waits_for() -> None:
    assert {"submitted", "needs_info", "escalated"} == review.OPEN


@pytest.mark.parametrize(
    ("sent_to", "roles", "may"),
    [
        (None, {"chair"}, True),
        (None, {"vice_chair"}, True),
        (None, {"moderator"}, False),
        ("moderator", {"moderator"}, True),
        ("moderator", {"membership"}, False),
        ("moderator", {"chair"}, True),
        ("moderator", set(), False),
    ],
)
def test_an_escalated_item_belongs_to_the_chair_or_the_role_it_was_sent_to(
    sent_to: str | None, roles: set[str], may: bool
) -> None:
    item = ItemFacts("escalated", escalated_to=sent_to)
    held = frozenset(roles)
    assert may_judge_escalated(item, held) is may
    assert bool(moves_for(item, held, NOW)) is may


@pytest.mark.parametrize(("rounds", "may"), [(0, True), (2, True), (3, False), (4, False)])
@pytest.mark.parametrize("state", ["submitted", "escalated"])
def test_she_is_asked_at_most_three_times(state: str, rounds: int, may: bool) -> None:
    moves = moves_for(ItemFacts(state, rounds=rounds), CHAIR, NOW)
    assert ("ask" in moves) is may
    assert "approve" in moves


@pytest.mark.parametrize(
    ("later", "may"),
    [
        (timedelta(0), True),
        (timedelta(days=30) - timedelta(microseconds=1), True),
        (timedelta(days=30), False),
    ],
)
def test_a_decision_is_reversed_within_thirty_days(later: timedelta, may: bool) -> None:
    item = ItemFacts("approved", decided_at=NOW, decided_by="p")
    assert ("reverse" in moves_for(item, MODERATOR, NOW + later)) is may


@pytest.mark.parametrize(
    ("later", "may"),
    [
        (timedelta(0), True),
        (timedelta(seconds=10) - timedelta(microseconds=1), True),
        (timedelta(seconds=10), False),
    ],
)
@pytest.mark.parametrize("state", ["approved", "refused"])
def test_a_decision_is_undone_within_ten_seconds(state: str, later: timedelta, may: bool) -> None:
    assert may_undo(ItemFacts(state, decided_at=NOW, decided_by="p"), "p", NOW + later) is may


def test_only_the_one_who_decided_undoes() -> None:
    decided = ItemFacts("approved", decided_at=NOW, decided_by="p")
    assert not may_undo(decided, "q", NOW)
    assert not may_undo(decided, None, NOW)


@pytest.mark.parametrize("state", [s for s in STATES if s not in {"approved", "refused"}])
def test_what_is_no_decision_is_not_undone(state: str) -> None:
    assert not may_undo(ItemFacts(state, decided_at=NOW, decided_by="p"), "p", NOW)


def test_nothing_is_undone_where_nothing_was_judged() -> None:
    assert not may_undo(None, None, NOW)
    assert not may_undo(ItemFacts("approved"), None, NOW)
