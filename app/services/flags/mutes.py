"""Mutes as they are read: on her card, and on her own page of what is held."""

from __future__ import annotations

from typing import Any

from app.models.members import Member
from app.schemas.flag_mutes import FlagMuteRead
from app.services.reviewing import BOARD
from app.store import flags, members
from app.store.actors import Work


def of_member(work: Work, member: Member) -> FlagMuteRead | None:
    """The one in force, for the board."""
    row = flags.mute_of(work.session, member.id, work.now)
    if row is None:
        return None
    names = members.person_names(work.session, [row.set_by])
    return FlagMuteRead(
        until=row.until,
        reason=row.reason,
        set_by=names.get(row.set_by, BOARD),
        set_at=row.set_at,
    )


def held(work: Work, member: Member) -> dict[str, Any]:
    """All that were ever set, for her own page of what is held; nothing where there is none."""
    rows = flags.mutes_of(work.session, member.id)
    kept = [row.model_dump(include={"until", "reason", "set_at", "ended_at"}) for row in rows]
    return {"flag_mutes": kept} if kept else {}
