"""A client that costs less than what it measures: keep-alive over raw sockets, its own process.

`python -m benchmarks.client PORT SECONDS CONNECTIONS < requests` sends the bytes of the requests
(NUL between them) in turn and prints how many answers with status 200 came per second. Any other
status ends it with 1: a fast refusal is no result.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
import time
from collections.abc import Iterator
from typing import cast

import uvloop

HEAD_ENDS = b"\r\n\r\n"
LENGTH = b"content-length:"


class Caller(asyncio.Protocol):
    """One connection: the next request leaves when the whole answer is here."""

    def __init__(self, requests: Iterator[bytes]) -> None:
        self.requests = requests
        self.answers = 0
        self.refused = b""
        self._missing = 0
        self._head = b""
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports only behave like asyncio's, they are none.
        self._transport = cast(asyncio.WriteTransport, transport)
        self._transport.write(next(self.requests))

    def data_received(self, data: bytes) -> None:
        if not self._missing:
            data = self._after_head(data)
        if self._missing:
            self._missing -= len(data)
            if self._missing == 0:
                self.answers += 1
                assert self._transport is not None
                self._transport.write(next(self.requests))

    def _after_head(self, data: bytes) -> bytes:
        """What of the body came with the head; the head may come in pieces."""
        head, found, body = (self._head + data).partition(HEAD_ENDS)
        if not found:
            self._head += data
            return b""
        self._head = b""
        if not head.startswith(b"HTTP/1.1 200"):
            self.refused = head
        lines = head.lower().split(b"\r\n")
        self._missing = next(int(line[len(LENGTH) :]) for line in lines if line.startswith(LENGTH))
        return body


async def measure(port: int, seconds: float, connections: int, requests: list[bytes]) -> float:
    loop = asyncio.get_running_loop()
    turns = itertools.cycle(requests)
    callers = [Caller(turns) for _ in range(connections)]
    transports = [
        (await loop.create_connection(lambda caller=caller: caller, "127.0.0.1", port))[0]  # type: ignore[misc]
        for caller in callers
    ]
    await asyncio.sleep(min(0.3, seconds / 4))  # until the first answers have warmed it up
    before, started = sum(caller.answers for caller in callers), time.perf_counter()
    await asyncio.sleep(seconds)
    answers, spent = sum(caller.answers for caller in callers), time.perf_counter() - started
    for transport in transports:
        transport.close()
    refused = next((caller.refused for caller in callers if caller.refused), b"")
    if refused:
        sys.exit(refused.decode("latin-1"))
    return (answers - before) / spent


def main() -> None:
    port, seconds, connections = sys.argv[1:]
    requests = sys.stdin.buffer.read().split(b"\0")
    print(uvloop.run(measure(int(port), float(seconds), int(connections), requests)))


if __name__ == "__main__":
    main()
