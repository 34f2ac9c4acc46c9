"""A reporter who is not heard for a while, on the wire."""

from __future__ import annotations

from datetime import datetime

from app.schemas.base import Body, Day, Read, Text


class FlagMuteCreate(Body):
    """`until`: the last day on which her flags reach nobody."""

    until: Day
    reason: Text


class FlagMuteRead(Read):
    until: datetime
    reason: str
    set_by: str
    set_at: datetime
