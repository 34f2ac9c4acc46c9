"""Duty hours on the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from app.schemas.base import Read

#: An hour of the day as a form sends it, 06:30.
Clock = Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class DutyHours(Read):
    """Duty hours of a community, and whether somebody answers now. `opens_today`: at `starts` of
    today and not of tomorrow."""

    starts: str
    ends: str
    on_duty: bool
    opens_today: bool
