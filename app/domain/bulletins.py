"""Bulletins: what the board publishes, from the first draft to the archive (board regulation 6.1).

A bulletin is a post whose approval does not publish it: a second person reads it, then it is
published now or at an hour. The text that is published is always one that was approved.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.domain.refusals import Invalid

AUDIENCES = ("members", "public")
#: Approved and not yet read by anybody.
PUBLISHABLE = frozenset({"approved", "scheduled"})
MOST_PINS = 3
#: A loudspeaker text of one minute.
LONGEST_SPOKEN = 4000

#: What those who keep the bulletins may do beside writing and judging: (state, pinned) decides.
_DEEDS: Mapping[str, tuple[str, ...]] = {
    "approved": ("publication",),
    "scheduled": ("publication", "unschedule", "page-postings"),
    "published": ("archive", "repeat", "page-postings"),
    "archived": ("repeat",),
}


def deeds(state: str, *, pinned: bool, public: bool) -> list[str]:
    """The nouns that a keeper of the bulletins may POST, `un…` standing for DELETE. What is for
    members alone is not put on the Page."""
    pin = ["unpin" if pinned else "pin"] if state == "published" else []
    return [*pin, *(deed for deed in _DEEDS.get(state, ()) if public or deed != "page-postings")]


def check_hour(at: datetime, now: datetime) -> None:
    """The hour of publication is half-open: what is due at 8:00 is published from 8:00 on."""
    if at <= now:
        raise Invalid.at("/at", "hour-past")


def must_wait(settings: Mapping[str, Any], *, solemn: bool) -> bool:
    """On a sad day scheduled cheerful bulletins wait until the board speaks again (seed §15)."""
    return bool(settings.get("quiet")) and not solemn


def plan_reader(settings: Mapping[str, Any], topic: str | None, *, for_plan: bool) -> str | None:
    """The role whose view a bulletin of the yearly plan needs before it is approved (IV, 6.1)."""
    setting = settings.get("plan_review") or {}
    asked = for_plan or (topic or "") in setting.get("topics", ())
    return setting.get("role") if asked else None


def has_plan_view(reader: str | None, holders: frozenset[str], people: frozenset[str]) -> bool:
    """Whether one who holds the role took part; what she wrote herself bears her view already."""
    return reader is None or not holders.isdisjoint(people)
