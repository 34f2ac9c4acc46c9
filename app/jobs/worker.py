"""The worker: inside the server process, or `sen worker` beside several of them (design.md §7).

Each round seals the audit log, folds counters, ends what the clock ends, and runs due jobs. A job
is leased; a worker that dies leaves a lease that runs out, and the job runs again. Its effect and
its end stand in one transaction, so the effect happens once.
"""

from __future__ import annotations

import secrets
import threading
from datetime import timedelta

import structlog
from sqlalchemy.orm import Session

from app import clock
from app.db import Database
from app.domain.permissions import STRANGER
from app.jobs import periodic
from app.jobs.outside import OUTSIDE, Outside
from app.jobs.tasks import TASKS
from app.store import jobs
from app.store.actors import Work
from app.store.jobs import Leased

ROUND_SECONDS = 0.5
LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 5
log = structlog.get_logger("sen.worker")


class Worker:
    """One thread that works through rounds until it is told to stop."""

    def __init__(self, database: Database, name: str | None = None) -> None:
        self.database = database
        self.name = name or secrets.token_hex(4)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._rounds = 0

    def start(self) -> None:
        self._thread = threading.Thread(target=self.run, name="sen-worker", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def run(self) -> None:
        """Until stopped. A round that fails is logged and tried again: the next one is new."""
        while not self._stop.is_set():
            try:
                busy = self.round()
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
        return self.run_one() or work_done

    def run_one(self) -> bool:
        """Lease the next due job and run it; False when none is due."""
        job = self.database.write_now(lambda s: jobs.lease_next(s, self.name, clock.now(), LEASE))
        if job is None:
            return False
        try:
            if job.task in OUTSIDE:
                self._leave(OUTSIDE[job.task], job)
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

    def _leave(self, task: Outside, job: Leased) -> None:
        """What goes outside holds no transaction while it is there."""
        prepared = self.database.write_now(lambda s: task.prepare(self._work(s), job.payload))
        outcome = None if prepared is None else task.act(self.database.settings, prepared)

        def note(session: Session) -> None:
            if jobs.finish(session, job, self.name) and prepared is not None:
                task.apply(self._work(session), prepared, outcome)

        self.database.write_now(note)

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
