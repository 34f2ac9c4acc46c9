"""Pages packed for browsers that unpack them; everybody else pays nothing for it."""

from __future__ import annotations

import gzip

from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.domain.media_types import DOCX, XLSX
from app.web.shapes import VENDOR_JSON

#: Zips by themselves; and answers to programs, which come by the thousand and are small (design.md
#: §9: packing costs a third of them). A page shrinks to a quarter and is paid for by the megabyte.
UNPACKED = (*DEFAULT_EXCLUDED_CONTENT_TYPES, DOCX, XLSX, "application/json", VENDOR_JSON)
#: 1 is fastest, 9 smallest: from 5 on a page hardly shrinks.
LEVEL = 5
VARIES = (b"vary", b"Accept-Encoding")


class Packing(GZipMiddleware):
    """gzip at a level that costs little. What is not packed says too that it could have been."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app, compresslevel=LEVEL, exclude_content_types=UNPACKED)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or unpacks(scope):
            await super().__call__(scope, receive, send)
            return

        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start" and not _tells(message):
                message["headers"] = [*message["headers"], VARIES]
            await send(message)

        await self.app(scope, receive, telling)


def _tells(message: Message) -> bool:
    """A 304, and a page that was kept, say so by themselves."""
    return any(name == b"vary" and VARIES[1] in value for name, value in message["headers"])


def unpacks(scope: Scope) -> bool:
    return any(name == b"accept-encoding" and b"gzip" in value for name, value in scope["headers"])


def pack(body: bytes) -> bytes:
    """Of what is kept packed: nothing packs it again on its way."""
    return gzip.compress(body, LEVEL, mtime=0)
