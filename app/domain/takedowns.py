"""Requests to take content down: their clock, their states, and how many count.

Hours: Decree 147/2024 Art 36 (24 and 48) and Law 116/2025 Art 25(2) (24, urgent 6), as domain.md
§3.3–3.5 reports them; a community may set shorter ones. The counters are those of Art 36.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

OPEN = ("received", "handed_over")
CLOSED = ("completed", "rejected", "withdrawn")
STATES = (*OPEN, *CLOSED)
#: action → (the kinds of request it is for, the state it leads to).
CLOSINGS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "completion": (("authority", "complaint"), "completed"),
    # An authority's request is answered with words on paper, or handed over; it is not judged here.
    "rejection": (("complaint",), "rejected"),
    "withdrawal": (("authority", "complaint"), "withdrawn"),
}

DEFAULT_HOURS: Mapping[str, int] = {"authority": 24, "urgent": 6, "complaint": 48}
#: What the rules give at most; a board may only be quicker.
MOST_HOURS = DEFAULT_HOURS

LAST_CALL = timedelta(hours=2)
REMINDERS = ("half", "last_call", "overdue")

#: A post, a comment in its thread or alone, as a browser shows their addresses.
_OWN = re.compile(r"/(post|comment)s/([0-9a-z]+)(?:[^#]*#c-([0-9a-z]+))?")


@dataclass(frozen=True, slots=True)
class Limit:
    """So many founded cases within so many days, and from how many on the board is warned."""

    days: int
    limit: int
    warn_from: int


LIMITS = (Limit(30, 5, 4), Limit(90, 10, 8))


def hours_for(kind: str, *, urgent: bool, settled: Mapping[str, int]) -> int:
    """A complaint knows no urgency: a threat to somebody is the authority's business too."""
    key = "urgent" if urgent and kind == "authority" else kind
    return settled.get(key, DEFAULT_HOURS[key])


def due(received_at: datetime, hours: int, named: datetime | None) -> datetime:
    """Fixed at receipt; what the authority itself names counts where it is sooner."""
    by_rule = received_at + timedelta(hours=hours)
    return min(by_rule, named) if named is not None else by_rule


def reminders_due(received_at: datetime, due_at: datetime, now: datetime) -> list[str]:
    """Every reminder whose moment has come, the mildest first."""
    moments = {
        "half": received_at + (due_at - received_at) / 2,
        "last_call": due_at - LAST_CALL,
        "overdue": due_at,
    }
    return [kind for kind in REMINDERS if moments[kind] <= now]


def late(due_at: datetime, closed_at: datetime | None, now: datetime) -> timedelta:
    """How long after its due time it was closed, or stands open now; never negative."""
    return max((closed_at or now) - due_at, timedelta())


def actions(kind: str, state: str) -> list[str]:
    """What a board member may do to a request in this state."""
    if state not in OPEN:
        return []
    closings = [action for action, (kinds, _) in CLOSINGS.items() if kind in kinds]
    return ["steps", "handover", *closings]


def own_subject(address: str, home: str) -> tuple[str, str] | None:
    """What an address of this installation leads to; `home`: how its addresses begin."""
    found = _OWN.match(address.removeprefix(home)) if address.startswith(home + "/") else None
    if found is None:
        return None
    kind, thing, comment = found.groups()
    return ("comment", comment) if comment else (kind, thing)
