"""A file of a list, read in a thread of the pool before any transaction begins."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from app.domain.refusals import Invalid, Refusal

if TYPE_CHECKING:
    from app.web.passage import Passage


async def sheets(passage: Passage, body: Any, **_given: Any) -> Any:
    """The sheets of the body's file; what cannot be read is told beside its field."""
    loop = asyncio.get_running_loop()
    try:
        return await loop.run_in_executor(None, passage.house.read_sheets, body.file.content)
    except Refusal as error:
        raise Invalid.at("/file", error.code, **error.facts) from None
