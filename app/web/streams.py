"""Server-sent events: one watcher asks, all who listen are told at the same moment.

A stream is an ASGI response like another; while it waits it holds no thread, no session and no
transaction. The watcher of a thing asks for its version once a second by a hot read, however many
listen; what has a moment of its own is told at that moment, not when it was found. A stream ends
with its thing, and after ten minutes: the browser comes back by itself, and her rights are asked
anew.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any, Protocol

import structlog
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from app import clock
from app.db import Database, DatabaseAway
from app.domain.refusals import TooMany

MEDIA_TYPE = "text/event-stream"
POLL_SECONDS = 1.0
HEARTBEAT_SECONDS = 15.0
LONGEST_SECONDS = 600.0
MOST_OF_ONE = 4
RETRY_MS = 2000
log = structlog.get_logger("sen.streams")


class Said(Protocol):
    """One event. `at`: from when on it may be told; nothing follows the last one."""

    @property
    def version(self) -> int: ...

    @property
    def at(self) -> datetime: ...

    @property
    def data(self) -> str: ...

    @property
    def last(self) -> bool: ...


#: (database, key of the thing, the version that was told) → what is new, None for nothing.
Source = Callable[[Any, str, int | None], Said | None]


class Streams:
    """The streams of one process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._channels: dict[str, _Channel] = {}
        self._seats: Counter[str] = Counter()
        self._ending = False

    def open(self, key: str, person: str, source: Source, last_id: str) -> StreamingResponse:
        """`last_id`: the version that she was told before her connection broke.

        Raises TooMany when she has so many open already.
        """
        if self._seats[person] >= MOST_OF_ONE:
            raise TooMany("too-many", retry_after=5)
        known = int(last_id) if last_id.isascii() and last_id.isdigit() else None
        return _Stream(self, person, self._events(key, source, known))

    def end(self) -> None:
        """The server stops: it need not wait for those who only listen."""
        self._ending = True
        for channel in self._channels.values():
            channel.wake()

    @contextmanager
    def seat(self, person: str) -> Iterator[None]:
        self._seats[person] += 1
        try:
            yield
        finally:
            self._seats[person] -= 1
            if not self._seats[person]:
                del self._seats[person]

    async def _events(self, key: str, source: Source, known: int | None) -> AsyncIterator[bytes]:
        yield f"retry: {RETRY_MS}\n\n".encode()
        ends = asyncio.get_running_loop().time() + LONGEST_SECONDS
        with self._listening(key, source) as channel:
            while not self._ending and asyncio.get_running_loop().time() < ends:
                woken, said = channel.woken, channel.said
                if said is not None and said.version != known:
                    known = said.version
                    yield f"id: {said.version}\ndata: {said.data}\n\n".encode()
                if said is not None and said.last:
                    return
                try:
                    await asyncio.wait_for(woken.wait(), HEARTBEAT_SECONDS)
                except TimeoutError:
                    yield b": \n\n"

    @contextmanager
    def _listening(self, key: str, source: Source) -> Iterator[_Channel]:
        channel = self._channels.get(key)
        if channel is None:
            channel = self._channels[key] = _Channel(self._database, key, source)
        channel.listeners += 1
        try:
            yield channel
        finally:
            channel.listeners -= 1
            if not channel.listeners:
                channel.stop()
                del self._channels[key]


class _Channel:
    """What is told of one thing, and the task that asks for it while anybody listens."""

    def __init__(self, database: Database, key: str, source: Source) -> None:
        self.listeners = 0
        self.said: Said | None = None
        self.woken = asyncio.Event()
        self._database = database
        self._look = partial(source, database, key)
        self._task = asyncio.create_task(self._watch())

    def wake(self) -> None:
        self.woken.set()
        self.woken = asyncio.Event()

    def stop(self) -> None:
        self._task.cancel()

    async def _watch(self) -> None:
        while self.said is None or not self.said.last:
            pause = POLL_SECONDS
            try:
                pause = await self._ask()
            except DatabaseAway as error:
                log.warning("not_asked", error=error)
            await asyncio.sleep(pause)

    async def _ask(self) -> float:
        """Seconds until it asks again: until a moment that is near, else the usual pause."""
        known = self.said.version if self.said else None
        said = await self._database.hot_hop(partial(self._look, known))
        if said is None:
            return POLL_SECONDS
        early = (said.at - clock.now()).total_seconds()
        if early > 0:
            return min(early, POLL_SECONDS)
        self.said = said
        self.wake()
        return POLL_SECONDS


class _Stream(StreamingResponse):
    """Counts among hers from the first byte to the last, however it ends."""

    def __init__(self, streams: Streams, person: str, events: AsyncIterator[bytes]) -> None:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "Vary": "Cookie"}
        super().__init__(events, 200, headers, MEDIA_TYPE)
        self._streams, self._person, self._events = streams, person, events

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._streams.seat(self._person):
            try:
                await super().__call__(scope, receive, send)
            finally:
                await self._events.aclose()  # type: ignore[attr-defined]
