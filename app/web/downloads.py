"""Files of any size: made in a thread of their own from one picture of the database, then sent in
pieces. What waits for a slow telephone is a file without a name, never a transaction."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from functools import partial
from typing import IO, TYPE_CHECKING, Any

from starlette.responses import Response, StreamingResponse

from app.db import Database
from app.web.reply import saved_as

if TYPE_CHECKING:
    from app.web.passage import Passage

#: Bytes that stay in memory; what is larger lies on the disk.
IN_MEMORY = 1 << 20
PIECE = 1 << 16


async def deliver(passage: Passage, found: Any) -> Response:
    """`found.write(connection, target)` as a file named `found.name`; its refusals are answers."""
    house = passage.house
    loop = asyncio.get_running_loop()
    target = await loop.run_in_executor(house.making, partial(_made, house.database, found))
    headers = {**saved_as(found.name), "Content-Length": str(target.tell())}
    return StreamingResponse(_pieces(target), 200, headers, passage.door.file)


def _made(database: Database, found: Any) -> IO[bytes]:
    """Standing at its end."""
    target: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed by `_pieces`
    try:
        database.snapshot(lambda connection: found.write(connection, target))
        target.seek(0, 2)
    except BaseException:
        target.close()
        raise
    return target


def _pieces(target: IO[bytes]) -> Iterator[bytes]:
    with target:
        target.seek(0)
        while piece := target.read(PIECE):
            yield piece
