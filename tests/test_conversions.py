"""A conversion that is killed: nothing half is seen, the original never, and it is done again."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col
from starlette.testclient import TestClient

from app import clock
from app.db import Database
from app.integrations import storage
from app.jobs import worker
from app.jobs.outside import Bench, Outside
from app.jobs.worker import Worker
from app.models.machinery import Job
from app.models.pictures import Picture
from app.services import pictures
from app.settings import Settings
from app.store import records
from app.store.actors import Work
from tests import samples
from tests.conftest import Watch
from tests.factories import HOME, work_of
from tests.server import ROOT, surroundings
from tests.test_jobs import WITHIN, effects, enqueue, job_of, wait_until

FILE = samples.jpeg(1200, 800)
As = Callable[..., TestClient]


@contextmanager
def working(settings: Settings, mark: Path, at: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker in a process of its own; killed at the end, if it lives."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.stumbling_converter"],
        cwd=ROOT,
        env=surroundings(settings, SEN_TEST_MARK=str(mark), SEN_TEST_AT=at),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)


def the_picture(database: Database) -> Picture:
    return database.read_now(lambda session: session.execute(select(Picture)).scalar_one())


def published(client: TestClient, database: Database) -> str:
    """A picture that was sent and belongs to something public already: the job comes later."""
    one: str = client.post(
        f"/communities/{HOME}/pictures", files=[("files", ("a.jpg", FILE))]
    ).json()["id"]

    def attach(session: Session) -> None:
        row = session.get(Picture, one)
        assert row is not None
        row.subject_type, row.subject_id, row.position = "post", one, 0
        row.loose_since = None
        session.flush()
        pictures.publish(work_of(session), ("post", one), "public")

    database.write_now(attach)
    return one


@pytest.mark.slow
@pytest.mark.parametrize("at", ["decoding", "half", "unsaid"])
def test_a_killed_worker_shows_no_half_and_the_picture_is_made_again(
    as_: As, client: TestClient, settings: Settings, database: Database, tmp_path: Path, at: str
) -> None:
    one = published(as_("member"), database)
    mark = tmp_path / "mark"
    with working(settings, mark, at) as first:
        wait_until(lambda: mark.exists() and mark.read_text() != "", "it never came so far")
        first.send_signal(signal.SIGKILL)
        assert first.wait(10) == -9
    if at == "decoding":
        os.kill(int(mark.read_text()), signal.SIGKILL)
    # The subject stays readable: its card says that the picture waits; no byte of it is served.
    (card,) = database.read_now(
        lambda session: pictures.of_subjects(work_of(session), "post", [one])
    )[one]
    assert (card.state, card.large_width) == ("waiting", None)
    for size in ("small", "large"):
        shown = client.get(f"/pictures/{one}/{size}")
        assert (shown.status_code, shown.json()) == (202, {"state": "waiting"})
    with working(settings, mark, at):
        wait_until(lambda: the_picture(database).state == "ready", "it was never made again")
    assert job_of(database, "convert_picture").attempts == 2
    shown = client.get(f"/pictures/{one}/large")
    assert Image.open(io.BytesIO(shown.content)).size == (1200, 800)
    assert samples.SECRET.encode() not in shown.content


@pytest.mark.slow
def test_a_killed_decoder_leaves_the_worker_alive_and_its_job_waits(
    as_: As, settings: Settings, database: Database, tmp_path: Path
) -> None:
    published(as_("member"), database)
    mark = tmp_path / "mark"
    with working(settings, mark, "decoding") as process:
        wait_until(lambda: mark.exists() and mark.read_text() != "", "it never came so far")
        os.kill(int(mark.read_text()), signal.SIGKILL)
        wait_until(
            lambda: job_of(database, "convert_picture").problem == "ConversionFailed",
            "its end was not noticed",
        )
        assert process.poll() is None
    job = job_of(database, "convert_picture")
    assert (job.state, job.attempts) == ("waiting", 1)
    assert the_picture(database).original_key is not None


def test_what_a_killed_conversion_stored_is_swept(
    as_: As, database: Database, settings: Settings, watch: Watch
) -> None:
    published(as_("member"), database)
    media = storage.of(settings)
    media.put(storage.new_key(".jpg"), b"half of a killed one")
    work = Worker(database, "w")
    for _ in range(2):
        work._rounds = 0
        work.round()
        work.settle()
        watch.forward(hours=26)
    work._rounds = 0
    work.round()
    work.settle()
    watch.forward(hours=2)
    work.settle()
    row = the_picture(database)
    assert set(media.keys(clock.now())) == {row.small_key, row.large_key}


# -- slow work outside -------------------------------------------------------------------------


@pytest.fixture
def outside(database: Database, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Worker]:
    """A worker that knows a task outside, `slow`, and one inside, `quick`."""

    def make(task: Outside, name: str = "w") -> Worker:
        def quick(work: Work, _payload: dict[str, Any]) -> None:
            records.add(work.session, "quick", "effects", 1)

        monkeypatch.setattr(worker, "TASKS", {"slow": task, "quick": quick})
        return Worker(database, name)

    return make


def _counted(work: Work, _payload: dict[str, Any], result: int) -> None:
    records.add(work.session, "slow", "effects", result)


def test_the_rounds_go_on_while_something_slow_is_outside(
    database: Database, outside: Callable[..., Worker], watch: Watch
) -> None:
    go = threading.Event()

    def slow(_bench: Bench, _payload: dict[str, Any]) -> int:
        assert go.wait(WITHIN)
        return 7

    held = outside(Outside(slow, _counted))
    other = Worker(database, "other")
    enqueue(database, "slow", slot="1")
    enqueue(database, "slow", slot="2")
    assert held.run_one()
    enqueue(database, "quick")
    assert held.run_one()
    assert effects(database, "quick") == 1
    assert not held.run_one(), "two slow things at once"
    # For ten minutes nobody else gets it: the lease is renewed at every round.
    for _ in range(60):
        watch.forward(seconds=10)
        held.round()
    assert other.run_one(), "the second one is free for others"
    assert not other.run_one(), "a job under way was taken"
    go.set()
    held.settle()
    other.settle()
    assert effects(database, "slow") == 14
    assert job_of_slot(database, "1").attempts == job_of_slot(database, "2").attempts == 1


def job_of_slot(database: Database, slot: str) -> Job:
    return database.read_now(
        lambda session: session.execute(select(Job).where(col(Job.slot) == slot)).scalar_one()
    )


def test_no_transaction_is_open_while_it_is_outside(
    database: Database, outside: Callable[..., Worker]
) -> None:
    def slow(_bench: Bench, _payload: dict[str, Any]) -> int:
        # Where a transaction were open, SQLite would let nobody else write.
        database.write_now(lambda session: records.add(session, "beside", "effects", 1))
        return 1

    held = outside(Outside(slow, _counted))
    enqueue(database, "slow")
    held.settle()
    assert (effects(database, "beside"), effects(database, "slow")) == (1, 1)


def test_a_lease_that_was_lost_outside_leaves_no_effect(
    database: Database, outside: Callable[..., Worker], watch: Watch
) -> None:
    def slow(_bench: Bench, _payload: dict[str, Any]) -> int:
        return 1

    held = outside(Outside(slow, _counted))
    other = Worker(database, "other")
    enqueue(database, "slow")
    assert held.run_one()
    watch.forward(minutes=5)
    other.settle()
    held.settle()
    assert effects(database, "slow") == 1
    assert job_of(database, "slow").attempts == 2


def test_a_task_that_nobody_knows_is_a_failed_try(
    database: Database, outside: Callable[..., Worker]
) -> None:
    held = outside(Outside(lambda _bench, _payload: 1, _counted))
    enqueue(database, "from a newer version")
    held.settle()
    job = job_of(database, "from a newer version")
    assert (job.state, job.problem) == ("waiting", "KeyError")


def test_a_running_worker_notices_the_end_at_once(
    database: Database, outside: Callable[..., Worker]
) -> None:
    def short(_bench: Bench, _payload: dict[str, Any]) -> int:
        time.sleep(0.05)
        return 1

    running = outside(Outside(short, _counted))
    for slot in range(8):
        enqueue(database, "slow", slot=str(slot))
    began = time.monotonic()
    running.start()
    try:
        wait_until(lambda: effects(database, "slow") == 8, "not all came back")
    finally:
        running.stop()
    assert time.monotonic() - began < 8 * worker.ROUND_SECONDS
    assert clock.now() - job_of_slot(database, "7").created_at < timedelta(minutes=1)
