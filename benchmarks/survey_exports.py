"""A large survey as files: time, size, and by how much memory grows with twenty times the rows."""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from app import clock
from app.db import Database
from app.domain.permissions import Actor, Post
from app.services.surveys import exporting
from app.store.actors import Work
from app.web.words import labels
from benchmarks.survey_places import home, person_of, settings_of

KINDS = ("csv", "xlsx")
#: More memory for twenty times the rows, at most; what one page of responses needs.
MORE, FLOOR = 1.5, 16 * 2**20


@dataclass(frozen=True, slots=True)
class Export:
    """`seconds` for all; `peak`: bytes by which memory grew; `peak_of_few`: over a twentieth."""

    kind: str
    responses: int
    seconds: float
    size: int
    peak: int
    peak_of_few: int

    def __str__(self) -> str:
        return (
            f"{self.kind:<5} {self.responses:,} responses in {self.seconds:.1f} s, "
            f"{self.size / 2**20:.1f} MB; memory grew by {self.peak / 2**20:.1f} MB "
            f"(by {self.peak_of_few / 2**20:.1f} MB for a twentieth)"
        )

    @property
    def fault(self) -> str:
        grown = self.peak > MORE * self.peak_of_few + FLOOR
        return f"{self.kind}: memory grows with the rows" if grown else ""


def measure(given: Mapping[str, str], few: str, many: str, responses: int) -> Iterator[Export]:
    for kind in KINDS:
        _, _, peak_of_few = apart(given, few, kind)
        seconds, size, peak = apart(given, many, kind)
        yield Export(kind, responses, seconds, size, peak, peak_of_few)


def apart(given: Mapping[str, str], survey: str, kind: str) -> tuple[float, int, int]:
    """(seconds, bytes of the file, bytes by which memory grew), in a fresh process."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    with context.Pool(1) as pool:
        return pool.apply(export, (dict(given), survey, kind))


def export(given: Mapping[str, str], survey: str, kind: Any) -> tuple[float, int, int]:
    """Write one file, and let it go."""
    database = Database(settings_of(given))
    with tempfile.TemporaryFile() as target:
        community, person = database.read_now(lambda session: (home(session), person_of(session)))
        actor = Actor(person_id=person, posts=(Post("contests", frozenset({community})),))

        def permitted(session: Any) -> Any:
            work = Work(session=session, actor=actor, now=clock.now(), today=clock.today())
            return exporting.file(work, survey, kind, exporting.Wishes(), labels("vi"))

        made = database.write_now(permitted)

        def write(connection: Connection) -> None:
            if database.sqlite:  # Pages of its file that are mapped are no memory of ours.
                connection.exec_driver_sql("PRAGMA mmap_size=0")
            made.write(connection, target)

        before, started = _most(), time.perf_counter()
        database.snapshot(write)
        seconds = time.perf_counter() - started
        grown, size = _most() - before, target.seek(0, 2)
    database.close()
    return seconds, size, grown


def _most() -> int:
    """Bytes of memory that this process held at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
