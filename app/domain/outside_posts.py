"""What stands in a group outside: its states here, and what a hand must do there.

No software approves or removes anything in a Facebook or Zalo group (domain.md §5.3). Sen judges;
somebody of the board does it there and ticks it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app.domain import review
from app.domain.review import ItemFacts

KIND = "outside_post"
KINDS = ("post", "comment")
PLATFORMS = ("facebook", "page", "zalo")
#: As it stands there: not shown yet, shown, no more.
THERE = ("waiting", "standing", "gone")
#: `secluded`: the closed circle's; of its words nothing is kept here.
STATES = ("submitted", "approved", "refused", "removed", "withdrawn", "secluded")
LONGEST_BODY = 10_000
#: As a comment written here: within 24 hours, the nights not counted (group regulation Art 7.1).
HOURS_TO_ANSWER = 24

#: What a move of the review does to it.
EFFECTS: Mapping[str, str] = {
    "approve": "approved",
    "refuse": "refused",
    "escalate": "submitted",
    "hand_back": "submitted",
}
#: decision → the state in which it can still be reversed, and what it becomes.
REVERSED: Mapping[str, tuple[str, str]] = {
    "approved": ("approved", "removed"),
    "refused": ("refused", "approved"),
}
LIFE: Mapping[tuple[str, str], str] = {("approved", "remove"): "removed"}
NOUNS: Mapping[str, str] = {
    "approve": "approval",
    "refuse": "refusal",
    "escalate": "escalation",
    "hand_back": "hand-back",
    "reverse": "reversal",
    "remove": "removal",
}

#: (state here, as it stands there) → what the hand does; no entry: nothing.
HANDS: Mapping[tuple[str, str], str] = {
    ("approved", "waiting"): "approve",
    ("approved", "gone"): "invite",
    ("refused", "waiting"): "decline",
    ("refused", "standing"): "remove",
    ("removed", "waiting"): "decline",
    ("removed", "standing"): "remove",
}
#: How it stands there once the hand has done it. Who is invited to post again may not do so.
DONE: Mapping[str, str] = {
    "approve": "standing",
    "decline": "gone",
    "remove": "gone",
    "invite": "gone",
}


def hand(state: str, there: str) -> str | None:
    return HANDS.get((state, there))


def board_actions(
    state: str, item: ItemFacts | None, roles: frozenset[str], now: datetime
) -> list[str]:
    """The nouns that a deciding board member may POST for it now."""
    moves = review.moves_for(item, roles, now) if item is not None else []
    if item is not None and state != REVERSED.get(item.state, (state, ""))[0]:
        moves = [move for move in moves if move != "reverse"]
    actions = [NOUNS[move] for move in moves if move in NOUNS]
    if item is not None and item.state in review.OPEN:
        actions.append("claim")
    actions += [NOUNS[action] for (start, action) in LIFE if start == state]
    return actions + (["seclusion"] if state not in {"withdrawn", "secluded"} else [])


def agrees(state: str, item_state: str) -> bool:
    """Whether it and its open item say the same; `sen verify` asks."""
    return state == "submitted" and item_state in {"submitted", "escalated"}
