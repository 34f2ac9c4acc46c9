"""What she said under posts, with one touch and to the board: for her page of what is held."""

from __future__ import annotations

from typing import Any

from app.models.members import Member
from app.services import reactions
from app.services.comments import listing
from app.services.flags import giving
from app.services.flags import mutes as not_heard
from app.store.actors import Work


def held(work: Work, person_id: str) -> dict[str, list[dict[str, Any]]]:
    return {
        "comments": listing.held(work, person_id),
        "reactions": reactions.held(work, person_id),
        "flags": giving.held(work, person_id),
    }


def mutes(work: Work, member: Member) -> dict[str, Any]:
    """Until when what she told reached nobody."""
    return not_heard.held(work, member)
