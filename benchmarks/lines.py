"""Single requests at moments of their own, over connections that are kept: cheaper than what they
measure. httpx searches its pool for every request that waits, and then measures itself."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any


class Lost(Exception):
    """The connection ended before the answer was here."""


@dataclass
class Lines:
    """At most `most` connections to one port of this machine; whoever has none waits her turn.
    `at`: from which of its loopback addresses they come."""

    port: int
    most: int = 100
    at: str = "127.0.0.1"

    def __post_init__(self) -> None:
        self._free: asyncio.LifoQueue[_Line | None] = asyncio.LifoQueue()
        for _ in range(self.most):
            self._free.put_nowait(None)

    async def post(self, path: str, token: str, body: bytes, within: float) -> tuple[int, Any]:
        """(status, JSON), without a `token` as nobody. Raises Lost; `within` seconds count from
        when she has a connection."""
        line = await self._free.get()
        try:
            async with asyncio.timeout(within):
                line = line or await _open(self.port, self.at)
                answer = await line.post(path, token, body)
        except (OSError, EOFError, TimeoutError) as lost:
            if line is not None:
                line.writer.close()
            line = None
            raise Lost from lost
        finally:
            self._free.put_nowait(line)
        return answer

    def close(self) -> None:
        while not self._free.empty():
            line = self._free.get_nowait()
            if line is not None:
                line.writer.close()


async def _open(port: int, at: str) -> _Line:
    return _Line(*await asyncio.open_connection("127.0.0.1", port, local_addr=(at, 0)))


@dataclass
class _Line:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def post(self, path: str, token: str, body: bytes) -> tuple[int, Any]:
        who = f"authorization: Bearer {token}\r\n" if token else ""
        self.writer.write(
            f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n{who}"
            f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n".encode()
            + body
        )
        head = (await self.reader.readuntil(b"\r\n\r\n")).lower()
        length = next(
            int(line.partition(b":")[2])
            for line in head.split(b"\r\n")
            if line.startswith(b"content-length:")
        )
        content = await self.reader.readexactly(length)
        return int(head.split(b" ", 2)[1]), json.loads(content)
