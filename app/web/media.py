"""Files of ours on their way out: fetched after the transaction, never active content."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from app.domain.refusals import Hidden

if TYPE_CHECKING:
    from app.web.passage import Passage

POLICY = "sandbox; default-src 'none'"
RETRY_SECONDS = 2
PUBLIC_SECONDS = 3600


async def deliver(passage: Passage, found: Any) -> Response:
    """The bytes under `found.key`; 202 and no picture while there is no key yet.

    What is public may be kept for an hour; the rest is asked for each time and answered by 304.
    """
    if found.key is None:
        body = json.dumps({"state": "waiting"})
        headers = {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"}
        return Response(body, 202, headers, "application/json")
    headers = {
        "ETag": f'"{found.key.rpartition("/")[2].partition(".")[0]}"',
        "Cache-Control": f"public, max-age={PUBLIC_SECONDS}"
        if found.public
        else "private, no-cache",
        "Content-Security-Policy": POLICY,
        "Content-Disposition": "inline",
        "Vary": "Cookie",
    }
    if passage.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    loop = asyncio.get_running_loop()
    content = await loop.run_in_executor(None, passage.house.media.get, found.key)
    if content is None:
        raise Hidden
    return Response(content, 200, headers, passage.door.file)
