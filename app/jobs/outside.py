"""Jobs with slow work outside: no transaction is open while it is done (design.md §3).

The work runs in a thread of its own, so that the rounds go on; the worker keeps its lease alive.
A worker that dies in the middle leaves a lease that runs out, and the work is done again: it must
leave nothing that is seen before its `apply`, which stands in the transaction that ends the job.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.db import Database
from app.domain.permissions import STRANGER
from app.integrations.storage import Media
from app.settings import Settings
from app.store.actors import Work
from app.store.jobs import Leased


@dataclass(frozen=True, slots=True)
class Bench:
    """What the work outside may use; `database` for short transactions of its own, never open
    while the outside is waited for."""

    media: Media
    settings: Settings
    database: Database


def by_the_clock(session: Session, settings: Settings) -> Work:
    """A unit of work that nobody asked for but the clock."""
    return Work(
        session=session,
        actor=STRANGER,
        now=clock.now(),
        today=clock.today(),
        request_id="clock",
        address=settings.address,
    )


def _nothing(_work: Work, _payload: dict[str, Any], _result: Any) -> None:
    """The work outside was all."""


@dataclass(frozen=True, slots=True)
class Outside:
    """`prepare` outside any transaction, then `apply` with what it gave.

    `give_up` stands in the transaction that ends the job as failed, after the last try.
    """

    prepare: Callable[[Bench, dict[str, Any]], Any]
    apply: Callable[[Work, dict[str, Any], Any], None] = _nothing
    give_up: Callable[[Work, dict[str, Any]], None] | None = None


class Errand(threading.Thread):
    """One job's work outside, under way. `done` is called at its end."""

    def __init__(
        self, job: Leased, task: Outside, bench: Bench, now: datetime, done: Callable[[], None]
    ) -> None:
        super().__init__(name="sen-errand", daemon=True)
        self.job = job
        self.task = task
        self.leased_at = now
        self.result: Any = None
        self.error: BaseException | None = None
        self._bench = bench
        self._done = done

    def run(self) -> None:
        try:
            self.result = self.task.prepare(self._bench, self.job.payload)
        except BaseException as error:
            self.error = error
        self._done()
