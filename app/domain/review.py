"""The review engine's rules: one transition table for UI, API, bulk and automation (design.md §4).

`who` says which kind of actor moves an item; the permission table says which persons those are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

OPEN = frozenset({"submitted", "needs_info", "escalated"})
DECIDED = frozenset({"approved", "refused"})

UNDO_WINDOW = timedelta(seconds=10)
REVERSAL_WINDOW = timedelta(days=30)
CLAIM_LEASE = timedelta(minutes=10)
ANSWER_WINDOW = timedelta(days=30)
MAX_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Move:
    to: str
    who: str  # board | named (chair, vice-chair or the role it was escalated to) | author | clock


MOVES: Mapping[tuple[str, str], Move] = {
    ("submitted", "approve"): Move("approved", "board"),
    ("submitted", "refuse"): Move("refused", "board"),
    ("submitted", "ask"): Move("needs_info", "board"),
    ("submitted", "escalate"): Move("escalated", "board"),
    ("submitted", "withdraw"): Move("withdrawn", "author"),
    ("submitted", "expire"): Move("expired", "clock"),
    ("needs_info", "answer"): Move("submitted", "author"),
    ("needs_info", "withdraw"): Move("withdrawn", "author"),
    ("needs_info", "refuse"): Move("refused", "board"),
    ("needs_info", "expire"): Move("expired", "clock"),
    ("escalated", "approve"): Move("approved", "named"),
    ("escalated", "refuse"): Move("refused", "named"),
    ("escalated", "ask"): Move("needs_info", "named"),
    ("escalated", "hand_back"): Move("submitted", "named"),
    ("escalated", "withdraw"): Move("withdrawn", "author"),
    ("approved", "reverse"): Move("reversed", "board"),
    ("refused", "reverse"): Move("reversed", "board"),
}


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What the rules need to know of one item."""

    state: str
    rounds: int = 0
    decided_at: datetime | None = None
    decided_by: str | None = None
    escalated_to: str | None = None


def moves_for(item: ItemFacts, roles: frozenset[str], now: datetime) -> list[str]:
    """The board's actions on one item, in the order in which screens draw them."""
    return [
        action
        for (state, action), move in MOVES.items()
        if state == item.state and _board_may(move, action, item, roles, now)
    ]


def _board_may(
    move: Move, action: str, item: ItemFacts, roles: frozenset[str], now: datetime
) -> bool:
    if move.who == "named" and not may_judge_escalated(item, roles):
        return False
    if move.who not in {"board", "named"}:
        return False
    if action == "ask":
        return item.rounds < MAX_ROUNDS
    if action == "reverse":
        return item.decided_at is not None and now < item.decided_at + REVERSAL_WINDOW
    return True


def may_judge_escalated(item: ItemFacts, roles: frozenset[str]) -> bool:
    """An escalated item is judged by the chair, the vice-chair, or the role it was sent to."""
    return not roles.isdisjoint({"chair", "vice_chair", item.escalated_to or "chair"})


def may_undo(item: ItemFacts | None, person_id: str | None, now: datetime) -> bool:
    """Ten seconds, by the one who decided (design.md §4)."""
    return (
        item is not None
        and item.state in DECIDED
        and item.decided_by == person_id
        and item.decided_at is not None
        and now < item.decided_at + UNDO_WINDOW
    )
