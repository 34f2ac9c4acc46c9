"""The ladder of restraints (group regulation Art 9) and who may look at one again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

#: From the mildest. The last two are states of a member (domain/members.LIFE).
LADDER = ("warning", "pre_reading", "mute", "suspension", "removal")
KINDS = LADDER[:3]
#: How long each holds when nothing is said.
USUAL_DAYS = {"warning": 30, "pre_reading": 30, "mute": 7}
LONGEST_DAYS = 365
#: The next step is proposed from what happened in so many days; it is never taken by itself.
LOOKS_BACK = timedelta(days=90)
APPEAL_WINDOW = timedelta(days=30)
APPEAL_WORKING_DAYS = 5
#: Templates of a kind stand under this noun (content/reasons.toml).
REASONS = {"warning": "private-reminder", "pre_reading": "pre-reading", "mute": "mute"}


def next_step(kinds: Collection[str]) -> str:
    """The step above the highest of the last ninety days; the first where there was none."""
    taken = [LADDER.index(kind) for kind in kinds if kind in LADDER]
    return LADDER[min(max(taken) + 1, len(LADDER) - 1)] if taken else LADDER[0]


def may_appeal(decided_at: datetime, now: datetime) -> bool:
    return now < decided_at + APPEAL_WINDOW


def logged_decision(row_id: int | None) -> str:
    """What names a decision that stands in the log alone."""
    return f"log:{row_id}"


def may_judge(person_id: str | None, deciders: Collection[str | None]) -> bool:
    """Whoever looks again is not one of those who decided."""
    return person_id is not None and person_id not in deciders
