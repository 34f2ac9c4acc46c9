"""The worker: inside the server process, or `sen worker` beside several of them (design.md §7).

Each round seals the audit log, folds counters, ends what the clock ends, and runs due jobs. A job
is leased; a worker that dies leaves a lease that runs out, and the job runs again. Its effect and
its end stand in one transaction, so the effect happens once. What waits for the network runs
beside the rounds in a thread of its own, without a transaction (`tasks.Outside`).
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from datetime import timedelta

import structlog
from sqlalchemy.orm import Session

from app import clock
from app.db import Database
from app.domain.permissions import STRANGER
from app.integrations import outgoing
from app.jobs import periodic
from app.jobs.tasks import OUTSIDE, TASKS, Outside
from app.services import delivering
from app.store import deliveries, jobs
from app.store.actors import Work
from app.store.jobs import Leased

ROUND_SECONDS = 0.5
LEASE = timedelta(seconds=60)
#: Longer than any network call that a task makes: nobody else takes it up meanwhile.
OUTSIDE_LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 5
log = structlog.get_logger("sen.worker")


class Worker:
    """One thread that works through rounds until it is told to stop."""

    def __init__(self, database: Database, name: str | None = None) -> None:
        self.database = database
        self.name = name or secrets.token_hex(4)
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._rounds = 0

    def start(self) -> None:
        for target, name in ((self.run, "sen-worker"), (self.run_outside, "sen-outside")):
            thread = threading.Thread(target=target, name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=10)

    def run(self) -> None:
        """Until stopped. A round that fails is logged and tried again: the next one is new."""
        self._go_on(self.round)

    def run_outside(self) -> None:
        """The same for what waits for the network, so that no round waits for it."""
        self._go_on(lambda: self.run_one(outside=True))

    def _go_on(self, step: Callable[[], bool]) -> None:
        while not self._stop.is_set():
            try:
                busy = step()
            except Exception as error:
                log.warning("round_failed", error=error)
                busy = False
            self._stop.wait(0.01 if busy else ROUND_SECONDS)

    def round(self) -> bool:
        """One round; True when there may be more to do at once."""
        work_done = self.database.write_now(lambda s: periodic.often(s, clock.now()))
        self._rounds += 1
        if self._rounds % 60 == 1:
            self.database.write_now(lambda session: periodic.each_half_minute(self._work(session)))
        return self.run_one() or self._plan_notices() or work_done

    def run_one(self, *, outside: bool = False) -> bool:
        """Lease the next due job of this kind and run it; False when none is due."""
        lease = OUTSIDE_LEASE if outside else LEASE
        job = self.database.write_now(
            lambda s: jobs.lease_next(s, self.name, clock.now(), lease, OUTSIDE, among=outside)
        )
        if job is None:
            return False
        try:
            if outside:
                self._perform_outside(job, OUTSIDE[job.task])
            else:
                self.database.write_now(lambda session: self._perform(session, job))
        except Exception as error:
            log.warning("job_failed", task=job.task, attempt=job.attempts, error=error)
            problem = type(error).__name__
            self.database.write_now(
                lambda s: jobs.put_back(s, job, self.name, problem, clock.now(), MOST_ATTEMPTS)
            )
        return True

    def _perform(self, session: Session, job: Leased) -> None:
        """The effect and the job's end in one transaction, while the lease is still ours."""
        if not jobs.finish(session, job, self.name):
            return
        TASKS[job.task](self._work(session), job.payload)

    def _perform_outside(self, job: Leased, task: Outside) -> None:
        result = task.prepare(self.database, job.payload)

        def end(session: Session) -> None:
            if jobs.finish(session, job, self.name):
                task.apply(self._work(session), job.payload, result)

        self.database.write_now(end)

    def _plan_notices(self) -> bool:
        """Settle how notices leave; True when more may wait."""
        if not self.database.read_now(lambda s: deliveries.any_unplanned(s, clock.now())):
            return False
        usable = outgoing.channels(self.database.settings)
        self.database.write_now(lambda session: delivering.plan(self._work(session), usable))
        return True

    def _work(self, session: Session) -> Work:
        """A unit of work that nobody asked for but the clock."""
        return Work(
            session=session,
            actor=STRANGER,
            now=clock.now(),
            today=clock.today(),
            request_id="clock",
            address=self.database.settings.address,
        )
