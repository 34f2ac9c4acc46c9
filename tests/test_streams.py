"""Streams over real HTTP: told at one moment, resumed, bounded, and never in the server's way."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.db import Database
from app.settings import Settings
from tests import live
from tests.factories import Scene
from tests.loops import run_apart
from tests.server import served
from tests.test_parallel import TIGHT

LISTENERS = 50


@pytest.fixture
def address(settings: Settings, tmp_path: Path) -> Iterator[str]:
    with served(settings, tmp_path / "server.log", **TIGHT) as found:
        yield found


@asynccontextmanager
async def caller(address: str) -> AsyncIterator[httpx.AsyncClient]:
    limits = httpx.Limits(max_connections=LISTENERS + 20)
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=30) as client:
        yield client


async def listened(
    client: httpx.AsyncClient, path: str, token: str, known: str = ""
) -> AsyncIterator[tuple[float, dict[str, Any]]]:
    """(when it came, what it said) of every event."""
    headers = {"authorization": f"Bearer {token}"}
    if known:
        headers["last-event-id"] = known
    async with client.stream("GET", path, headers=headers) as stream:
        assert stream.status_code == 200
        async for line in stream.aiter_lines():
            if line.startswith("data: "):
                yield time.monotonic(), json.loads(line.removeprefix("data: "))


@pytest.mark.slow
def test_fifty_listeners_are_told_at_one_moment(
    address: str, scene: Scene, database: Database
) -> None:
    round_id = database.write_now(lambda session: live.waiting(session, scene))
    names = database.write_now(lambda session: live.players(session, scene, LISTENERS))
    path = f"/live-rounds/{round_id}"

    async def hear(client: httpx.AsyncClient, name: str) -> list[tuple[float, dict[str, Any]]]:
        return [one async for one in listened(client, f"{path}/events", scene.tokens[name])]

    async def run() -> tuple[list[list[tuple[float, dict[str, Any]]]], list[float]]:
        host = {"authorization": f"Bearer {scene.tokens['contests']}"}
        asked = {"authorization": f"Bearer {scene.tokens['member']}"}
        spent = []
        async with caller(address) as client:
            heard = [asyncio.create_task(hear(client, name)) for name in names]
            await asyncio.sleep(2)
            for step in ("ask", "close", "end"):
                answer = await client.post(f"{path}/steps", headers=host, json={"step": step})
                assert answer.status_code == 200
                for _ in range(15):  # others are answered while fifty listen
                    began = time.monotonic()
                    assert (await client.get(path, headers=asked)).status_code == 200
                    spent.append(time.monotonic() - began)
                    await asyncio.sleep(0.2)
            return await asyncio.gather(*heard), spent

    heard, spent = run_apart(run())
    for events in heard:
        states = [said["state"] for _, said in events]
        assert states == ["waiting", "asking", "closed", "ended"]
        assert events[1][1]["question"]["key"] == "q1"
        assert events[1][1]["answer"] is None
        assert events[2][1]["answer"] == "b"
    pushed = [events[1][0] for events in heard]
    spread = max(pushed) - min(pushed)
    sys.stdout.write(
        f"\n{LISTENERS} listeners: question spread {spread * 1000:.0f} ms; "
        f"others p50 {sorted(spent)[len(spent) // 2] * 1000:.0f} ms, max {max(spent) * 1000:.0f}\n"
    )
    assert spread < 0.5
    assert max(spent) < 2


def test_a_stream_goes_on_where_it_broke_and_one_woman_has_few(
    address: str, scene: Scene, database: Database
) -> None:
    round_id = database.write_now(lambda session: live.waiting(session, scene))
    path, token = f"/live-rounds/{round_id}/events", scene.tokens["member"]
    host = {"authorization": f"Bearer {scene.tokens['contests']}"}

    async def run() -> list[int]:
        async with caller(address) as client:
            streams = [listened(client, path, token) for _ in range(4)]
            assert [(await anext(one))[1]["version"] for one in streams] == [1] * 4
            fifth = await client.get(path, headers={"authorization": f"Bearer {token}"})
            assert (fifth.status_code, fifth.headers["retry-after"]) == (429, "5")
            for one in streams:
                await one.aclose()  # type: ignore[attr-defined]
            await asyncio.sleep(0.3)
            again = listened(client, path, token, known="1")  # she was told version 1
            task = asyncio.create_task(_versions(again))
            await asyncio.sleep(1.5)
            steps = f"/live-rounds/{round_id}/steps"
            for step in ("ask", "close"):
                await client.post(steps, headers=host, json={"step": step})
                await asyncio.sleep(3.3)
            await client.post(steps, headers=host, json={"step": "end"})
            return await task

    assert run_apart(run()) == [2, 3, 4]


async def _versions(events: AsyncIterator[tuple[float, dict[str, Any]]]) -> list[int]:
    return [said["version"] async for _, said in events]


def test_the_server_stops_while_somebody_listens(
    settings: Settings, scene: Scene, database: Database, tmp_path: Path
) -> None:
    round_id = database.write_now(lambda session: live.waiting(session, scene))
    headers = {"authorization": f"Bearer {scene.tokens['member']}"}
    with ExitStack() as open_still:
        with served(settings, tmp_path / "server.log") as address:
            client = open_still.enter_context(httpx.Client(base_url=address, timeout=30))
            path = f"/live-rounds/{round_id}/events"
            stream = open_still.enter_context(client.stream("GET", path, headers=headers))
            assert next(stream.iter_lines()).startswith("retry:")
            began = time.monotonic()
        assert time.monotonic() - began < 8
