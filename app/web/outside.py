"""What a request asks of the outside, in a thread of the pool before its transaction begins."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.web.passage import Passage


async def page(passage: Passage, slug: str, body: Any, **_given: Any) -> tuple[str, str]:
    """(the Page's name, the token sealed). Who may not connect it asks nothing of Facebook."""
    pages = passage.house.pages_outside
    await passage.house.database.read(lambda session: pages.allow(passage.work(session), slug))
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, pages.checked, body.page_id, body.token)
