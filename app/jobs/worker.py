"""The worker: inside the server process, or `sen worker` beside several of them (design.md §7).

Each round seals the audit log, folds counters, ends what the clock ends, and runs due jobs. A job
is leased; a worker that dies leaves a lease that runs out, and the job runs again. Its effect and
its end stand in one transaction, so the effect happens once. Slow work outside (`Outside`) goes on
beside the rounds, one of each kind at a time.
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
from app.integrations import outgoing, storage
from app.jobs import periodic
from app.jobs.outside import Bench, Errand, Outside, by_the_clock
from app.jobs.tasks import TASKS
from app.services import delivering
from app.store import deliveries, jobs
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
        self._bench = Bench(storage.of(database.settings), database.settings, database)
        #: One of each kind may be outside, so that a slow one keeps no other waiting.
        self._errands: dict[str, Errand] = {}
        self._stop = threading.Event()
        #: Set when there is something to look at before the next round is due.
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._rounds = 0

    def start(self) -> None:
        self._thread = threading.Thread(target=self.run, name="sen-worker", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._wake.set()
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
            self._wake.wait(0.01 if busy else ROUND_SECONDS)
            self._wake.clear()

    def round(self) -> bool:
        """One round; True when there may be more to do at once."""
        work_done = self.database.write_now(lambda s: periodic.often(s, clock.now()))
        self._rounds += 1
        if self._rounds % 60 == 1:
            self.database.write_now(lambda session: periodic.each_half_minute(self._work(session)))
        return self._mind_errands() or self.run_one() or self._plan_notices() or work_done

    def run_one(self) -> bool:
        """Lease the next due job and run it, or set out with it; False when none is due."""
        busy = tuple(self._errands)
        job = self.database.write_now(
            lambda s: jobs.lease_next(s, self.name, clock.now(), LEASE, busy)
        )
        if job is None:
            return False
        task = TASKS.get(job.task)
        if task is None:
            self._failed(job, KeyError(job.task))
        elif isinstance(task, Outside):
            errand = Errand(job, task, self._bench, clock.now(), self._wake.set)
            self._errands[job.task] = errand
            errand.start()
        else:
            self._end(job, lambda work: task(work, job.payload))
        return True

    def settle(self) -> None:
        """Run what is due until nothing is, what is outside included."""
        while self._mind_errands() or self.run_one() or self._plan_notices() or self._errands:
            for errand in self._errands.values():
                errand.join()

    def _mind_errands(self) -> bool:
        """Keep the leases of what is outside; True when something came back and was dealt with."""
        back = [errand for errand in self._errands.values() if not errand.is_alive()]
        for errand in self._errands.values():
            if errand not in back:
                self._keep_lease(errand)
        for errand in back:
            del self._errands[errand.job.task]
            self._deal_with(errand)
        return bool(back)

    def _deal_with(self, errand: Errand) -> None:
        if errand.error is not None:
            self._failed(errand.job, errand.error)
        else:
            self._end(
                errand.job, lambda work: errand.task.apply(work, errand.job.payload, errand.result)
            )

    def _plan_notices(self) -> bool:
        """Settle how notices leave; True when more may wait."""
        if not self.database.read_now(lambda s: deliveries.any_unplanned(s, clock.now())):
            return False
        usable = outgoing.channels(self.database.settings)
        self.database.write_now(lambda session: delivering.plan(self._work(session), usable))
        return True

    def _keep_lease(self, errand: Errand) -> None:
        now = clock.now()
        if now - errand.leased_at > LEASE / 3:
            self.database.write_now(lambda s: jobs.renew(s, errand.job, self.name, now + LEASE))
            errand.leased_at = now

    def _end(self, job: Leased, effect: Callable[[Work], None]) -> None:
        """The effect and the job's end in one transaction, while the lease is still ours."""

        def perform(session: Session) -> None:
            if jobs.finish(session, job, self.name):
                effect(self._work(session))

        try:
            self.database.write_now(perform)
        except Exception as error:
            self._failed(job, error)

    def _failed(self, job: Leased, error: BaseException) -> None:
        log.warning("job_failed", task=job.task, attempt=job.attempts, error=error)
        task = TASKS.get(job.task)

        def put_back(session: Session) -> None:
            problem, now = type(error).__name__, clock.now()
            last = jobs.put_back(session, job, self.name, problem, now, MOST_ATTEMPTS)
            if last and isinstance(task, Outside) and task.give_up is not None:
                task.give_up(self._work(session), job.payload)

        self.database.write_now(put_back)

    def _work(self, session: Session) -> Work:
        return by_the_clock(session, self.database.settings)
