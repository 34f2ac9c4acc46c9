"""A comment's states, and what a judgement does to it (contract.md).

A comment appears at once unless something holds it; a held one waits to be read by the board.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app.domain import review
from app.domain.review import ItemFacts

STATES = ("submitted", "published", "refused", "withdrawn", "removed")
#: The author may change her words.
WRITABLE = frozenset({"submitted", "published"})
LONGEST_BODY = 5_000
MOST_LINKS = 5
#: Regulation of the group, Art 7.1: read within 24 hours, the nights not counted.
HOURS_TO_ANSWER = 24

#: Why a comment waits. `pre-reading`: the board reads all of hers for a while (regulation, Art 9);
#: `read-before`: the board had read the words that these replace; `rule`, `tangled`: a rule was
#: met, or none could read the text to its end (`domain.rules.verdicts`).
HOLDS = ("links", "pre-reading", "read-first", "read-before", "rule", "tangled")

#: What a move of the review does to the comment.
EFFECTS: Mapping[str, str] = {
    "approve": "published",
    "refuse": "refused",
    "escalate": "submitted",
    "hand_back": "submitted",
}
#: decision → the state of the comment in which it can still be reversed, and what it becomes.
REVERSED: Mapping[str, tuple[str, str]] = {
    "approved": ("published", "removed"),
    "refused": ("refused", "published"),
}
#: The life before readers: (state, action) → state.
LIFE: Mapping[tuple[str, str], str] = {("published", "remove"): "removed"}
NOUNS: Mapping[str, str] = {
    "approve": "approval",
    "refuse": "refusal",
    "escalate": "escalation",
    "hand_back": "hand-back",
    "reverse": "reversal",
    "remove": "removal",
}


def board_actions(
    state: str, item: ItemFacts | None, roles: frozenset[str], now: datetime
) -> list[str]:
    """The nouns that a deciding board member may POST for this comment now."""
    moves = review.moves_for(item, roles, now) if item is not None else []
    if item is not None and state != REVERSED.get(item.state, (state, ""))[0]:
        moves = [move for move in moves if move != "reverse"]
    actions = [NOUNS[move] for move in moves if move in NOUNS]
    if item is not None and item.state in review.OPEN:
        actions.append("claim")
    return actions + [NOUNS[action] for (start, action) in LIFE if start == state]


def own_actions(state: str) -> list[str]:
    """What the author may do."""
    return ["edit", "withdrawal"] if state in WRITABLE else []


def agrees(state: str, item_state: str) -> bool:
    """Whether a comment and its open item say the same; `sen verify` asks."""
    return state == "submitted" and item_state in {"submitted", "escalated"}
