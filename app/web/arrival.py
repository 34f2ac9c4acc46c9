"""The moment at which a request came in, before it waits its turn to be written."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from app import clock

if TYPE_CHECKING:
    from app.web.passage import Passage


async def moment(_passage: Passage, **_given: Any) -> datetime:
    return clock.now()
