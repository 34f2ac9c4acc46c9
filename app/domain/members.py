"""A member's states, how a review moves them, and the life after approval (contract.md)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app.domain import review
from app.domain.review import ItemFacts

STATES = (
    "submitted",
    "needs_info",
    "approved",
    "refused",
    "withdrawn",
    "expired",
    "suspended",
    "left",
    "removed",
    "merged",
)
#: In the community today, or only paused: who is counted as "thành viên".
INSIDE = frozenset({"approved", "suspended"})
#: On the way in.
WAITING = frozenset({"submitted", "needs_info"})
#: Whose file is alive: inside, or on the way in.
OPEN = INSIDE | WAITING
ADULT = 18
YOUNGEST = 16
OLDEST_BIRTH_YEAR = 1900
WORKING_DAYS_TO_ANSWER = 2

#: What a move of the review does to the member.
EFFECTS: Mapping[str, str] = {
    "approve": "approved",
    "refuse": "refused",
    "ask": "needs_info",
    "answer": "submitted",
    "withdraw": "withdrawn",
    "expire": "expired",
    "escalate": "submitted",
    "hand_back": "submitted",
}
#: A reversed approval removes her, a reversed refusal lets her in (design.md §4).
REVERSED: Mapping[str, str] = {"approved": "removed", "refused": "approved"}

#: The life after approval: (state, action) → state.
LIFE: Mapping[tuple[str, str], str] = {
    ("approved", "suspend"): "suspended",
    ("suspended", "reinstate"): "approved",
    ("approved", "remove"): "removed",
    ("suspended", "remove"): "removed",
    ("approved", "leave"): "left",
    ("suspended", "leave"): "left",
}

#: The noun that is POSTed for each action (contract.md, "Nouns, not buttons").
NOUNS: Mapping[str, str] = {
    "approve": "approval",
    "refuse": "refusal",
    "ask": "information-request",
    "escalate": "escalation",
    "hand_back": "hand-back",
    "reverse": "reversal",
    "suspend": "suspension",
    "reinstate": "reinstatement",
    "remove": "removal",
    "leave": "leaving",
    "withdraw": "withdrawal",
    "claim": "claim",
}

LEAVING_REASONS = (
    "busy",
    "moved",
    "works_far_away",
    "followed_husband",
    "content",
    "too_many_messages",
    "other",
    "deceased",
)


def board_actions(
    state: str, item: ItemFacts | None, roles: frozenset[str], now: datetime
) -> list[str]:
    """The nouns that a deciding board member may POST for this member now."""
    actions = review.moves_for(item, roles, now) if item is not None else []
    if item is not None and item.state in review.OPEN:
        actions.append("claim")
    elif state not in {"approved", "refused"}:
        actions = [a for a in actions if a != "reverse"]
    actions += [action for (start, action) in LIFE if start == state]
    return [NOUNS[action] for action in actions]


def own_actions(state: str) -> list[str]:
    """What she may do herself."""
    if state in {"submitted", "needs_info"}:
        return ["withdrawal"]
    return ["leaving"] if state in INSIDE else []


def age_in(birth_year: int, year: int) -> int:
    """The age she reaches in `year`: only the year of birth is asked for."""
    return year - birth_year


def is_too_young(birth_year: int | None, year: int) -> bool:
    """Under 16 even on the last day of the year: refused kindly, data not kept."""
    return birth_year is not None and age_in(birth_year, year) < YOUNGEST


def is_minor(birth_year: int | None, year: int) -> bool:
    """Perhaps under 18: flagged for the board."""
    return birth_year is not None and age_in(birth_year, year) < ADULT
