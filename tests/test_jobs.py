"""Jobs: a killed worker loses nothing and repeats nothing; a failing job waits and gives up."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app import clock
from app.db import Database
from app.jobs import worker
from app.jobs.worker import MOST_ATTEMPTS, Worker
from app.models.machinery import Job
from app.settings import Settings
from app.store import jobs, records
from app.store.actors import Work
from tests.conftest import Watch
from tests.server import ROOT, surroundings
from tests.stumbling_worker import SCOPE, TASK

WITHIN = 60.0


def enqueue(database: Database, task: str, slot: str | None = None) -> None:
    now = clock.now()
    database.write_now(lambda session: records.enqueue(session, task, now, now, slot=slot))


def job_of(database: Database, task: str) -> Job:
    def find(session: Session) -> Job:
        return session.execute(select(Job).where(col(Job.task) == task)).scalar_one()

    return database.read_now(find)


def effects(database: Database, scope: str = SCOPE) -> int:
    return database.read_now(lambda session: records.totals(session, scope)).get("effects", 0)


def start_worker(settings: Settings, mark: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.stumbling_worker"],
        cwd=ROOT,
        env=surroundings(settings, SEN_TEST_MARK=str(mark)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_until(true: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + WITHIN
    while not true():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_leaves_a_job_that_runs_again_once(
    settings: Settings, database: Database, tmp_path: Path
) -> None:
    mark = tmp_path / "mark"
    enqueue(database, TASK)
    first = start_worker(settings, mark)
    wait_until(mark.exists, "the job never started")
    first.kill()
    assert first.wait(10) == -9
    assert effects(database) == 0, "the killed transaction left its effect"
    second = start_worker(settings, mark)
    try:
        wait_until(lambda: job_of(database, TASK).state == "done", "it never ran again")
    finally:
        second.kill()
        second.wait(10)
    assert effects(database) == 1
    assert job_of(database, TASK).attempts == 2


@pytest.fixture
def perform(database: Database, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Worker]:
    """A worker in this process that knows one more task."""

    def make(task: Callable[[Work, dict[str, Any]], None], name: str = "w") -> Worker:
        known: Mapping[str, Any] = {"tried": task}
        monkeypatch.setattr(worker, "TASKS", known)
        return Worker(database, name)

    return make


def test_a_failing_job_waits_longer_each_time_and_ends_as_failed(
    database: Database, perform: Callable[..., Worker], watch: Watch
) -> None:
    tries: list[int] = []

    def fail(work: Work, _payload: dict[str, Any]) -> None:
        records.add(work.session, "tried", "effects", 1)
        tries.append(1)
        raise ValueError("0912345678 is nobody's business")

    worker = perform(fail)
    enqueue(database, "tried")
    waits: list[timedelta] = []
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert worker.run_one()
        job = job_of(database, "tried")
        waits.append(job.run_at - clock.now())
        assert job.problem == "ValueError", "the class alone: a message may hold personal data"
        assert job.state == ("failed" if attempt == MOST_ATTEMPTS else "waiting")
        assert not worker.run_one(), "it did not wait"
        watch.forward(hours=1)
    assert waits == sorted(waits)
    assert waits[0] > timedelta(seconds=20)
    assert not worker.run_one(), "a failed job was tried again"
    assert len(tries) == MOST_ATTEMPTS
    assert effects(database, "tried") == 0
    assert [job.task for job in database.read_now(jobs.failed)] == ["tried"]


def test_one_task_in_one_slot_is_enqueued_once(
    database: Database, perform: Callable[..., Worker]
) -> None:
    def count(work: Work, _payload: dict[str, Any]) -> None:
        records.add(work.session, "tried", "effects", 1)

    worker = perform(count)
    for _ in range(3):
        enqueue(database, "tried", slot="2026-11-25")
    enqueue(database, "tried", slot="2026-11-26")
    while worker.run_one():
        pass
    enqueue(database, "tried", slot="2026-11-25")
    assert not worker.run_one(), "a slot that was done ran again"
    assert effects(database, "tried") == 2


def test_a_job_whose_lease_is_lost_leaves_no_effect(
    database: Database, perform: Callable[..., Worker], watch: Watch
) -> None:
    def count(work: Work, _payload: dict[str, Any]) -> None:
        records.add(work.session, "tried", "effects", 1)

    slow, quick = perform(count, "slow"), perform(count, "quick")
    enqueue(database, "tried")
    held = database.write_now(
        lambda session: jobs.lease_next(session, "slow", clock.now(), worker.LEASE)
    )
    assert held is not None
    assert not quick.run_one(), "a leased job was taken"
    watch.forward(minutes=2)
    assert quick.run_one()
    slow._end(held, lambda work: count(work, held.payload))
    assert effects(database, "tried") == 1
