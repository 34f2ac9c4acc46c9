"""A work sent to a photo, video or story contest: its states and what a judgement does to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app.domain import review
from app.domain.review import ItemFacts

KIND = "work"
STATES = ("draft", "submitted", "accepted", "refused", "withdrawn")
#: What every work of a contest must have.
NEEDS = ("pictures", "story", "video")
#: Board of works → the letter of its entry numbers (C30, T20).
BOARDS: Mapping[str, str] = {"individual": "C", "collective": "T"}
FULL_MARKS = (10, 100)
LONGEST_STORY = 20_000
#: As a post: read within 24 hours, the nights not counted (group regulation Art 7.1).
HOURS_TO_ANSWER = 24

#: What a move of the review does to the work.
EFFECTS: Mapping[str, str] = {
    "approve": "accepted",
    "refuse": "refused",
    "escalate": "submitted",
    "hand_back": "submitted",
}
#: decision → the state in which it can still be reversed, and what the work becomes.
REVERSED: Mapping[str, tuple[str, str]] = {
    "approved": ("accepted", "refused"),
    "refused": ("refused", "accepted"),
}
NOUNS: Mapping[str, str] = {
    "approve": "approval",
    "refuse": "refusal",
    "escalate": "escalation",
    "hand_back": "hand-back",
    "reverse": "reversal",
}


def entry_number(board: str, number: int | None) -> str:
    """C30, T20; nothing before it was sent in."""
    return f"{BOARDS[board]}{number}" if number else ""


def board_actions(
    state: str, item: ItemFacts | None, roles: frozenset[str], now: datetime
) -> list[str]:
    """The nouns that a deciding board member may POST for this work now."""
    moves = review.moves_for(item, roles, now) if item is not None else []
    if item is not None and state != REVERSED.get(item.state, (state, ""))[0]:
        moves = [move for move in moves if move != "reverse"]
    actions = [NOUNS[move] for move in moves if move in NOUNS]
    if item is not None and item.state in review.OPEN:
        actions.append("claim")
    return actions


def own_actions(state: str, *, takes_works: bool, settled: bool) -> list[str]:
    """What the author may do. `takes_works`: the window is open; `settled`: results are out."""
    found = ["edit"] if takes_works and state in {"draft", "submitted"} else []
    if takes_works and state == "draft":
        found.append("submission")
    if not settled and state in {"draft", "submitted", "accepted"}:
        found.append("withdrawal")
    return found


def agrees(state: str, item_state: str) -> bool:
    """Whether a work and its open item say the same; `sen verify` asks."""
    return state == "submitted" and item_state in {"submitted", "escalated"}
