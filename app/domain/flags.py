"""“Báo với Ban Quản trị”: why a reader reports, and how the reports of one text become one matter.

Flags hide nothing by themselves: the board decides. `approve` says that they are founded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain import review
from app.domain.review import ItemFacts

SUBJECTS = ("post", "comment")
#: `care`: goes to the closed circle and never into the ordinary inbox (domain.md §3.6).
REASONS: Mapping[str, bool] = {
    "scam": False,
    "insult": False,
    "child_privacy": False,
    "violence": True,
    "advertising": False,
    "untrue": False,
    "copied": False,
    "other": False,
}
#: A flag: in the matter that the board judges; with the closed circle; of a muted reporter.
FLAG_STATES = ("in_case", "held_for_care", "muted")
#: `withdrawn`: the text went another way before the board decided.
CASE_STATES = ("submitted", "approved", "refused", "withdrawn")
#: Regulation of the group, Art 7.3: answered within 48 hours.
TIME_TO_ANSWER = timedelta(hours=48)
#: More people than this within a day put the matter on top; a community's setting.
MANY = 5
DAY = timedelta(hours=24)
#: Nothing that rises by count alone comes as far up.
ON_TOP = 1_000_000
LONGEST_WORDS = 1_000

NOUNS: Mapping[str, str] = {
    "approve": "approval",
    "refuse": "refusal",
    "escalate": "escalation",
    "hand_back": "hand-back",
    "reverse": "reversal",
}


@dataclass(frozen=True, slots=True)
class Said:
    """Who reported, and when."""

    person_id: str
    at: datetime


def people(flags: list[Said]) -> int:
    return len({flag.person_id for flag in flags})


def priority(flags: list[Said], now: datetime, many: int) -> int:
    """One report waits its turn; each further person lifts it, many within a day to the top."""
    lately = people([flag for flag in flags if flag.at > now - DAY])
    return people(flags) - 1 + (ON_TOP if lately > many else 0)


def board_actions(item: ItemFacts | None, roles: frozenset[str], now: datetime) -> list[str]:
    """The nouns that a deciding board member may POST for these flags now."""
    if item is None:
        return []
    actions = [NOUNS[move] for move in review.moves_for(item, roles, now) if move in NOUNS]
    return [*actions, "claim"] if item.state in review.OPEN else actions


def agrees(state: str, item_state: str) -> bool:
    """Whether a matter and its open item say the same; `sen verify` asks."""
    return state == "submitted" and item_state in {"submitted", "escalated"}
