"""A file of a list, or one that is kept: read in a thread before any transaction begins."""

from __future__ import annotations

import asyncio
import hashlib
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


async def digest(_passage: Passage, body: Any, **_given: Any) -> str:
    """SHA-256 of the body's file, where it brought one."""
    if body.file is None:
        return ""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, _digest, body.file.content)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
