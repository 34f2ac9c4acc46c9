"""Pages of a large survey, in turns, as a program meets them."""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlmodel import col

from app import clock
from app.db import Database
from app.jobs import periodic
from app.main import create_app
from app.models.survey_responses import SurveyResponse
from app.services import checking
from app.settings import Settings
from app.web.paging import encode

ROUNDS = 9
#: The page that is compared with the first one lies behind so many rows.
BEHIND = 100_000
DEEP = 1.3
Ask = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Turns:
    """Two things in turns (A B A B …), in milliseconds; B at most `promise` times A."""

    name: str
    first: float
    second: float
    promise: float | None = None

    def __str__(self) -> str:
        return f"{self.name}: {self.first:.1f} ms, {self.second:.1f} ms, ratio {self.ratio:.2f}"

    @property
    def ratio(self) -> float:
        return self.second / self.first

    @property
    def fault(self) -> str:
        if self.promise is None or self.ratio <= self.promise:
            return ""
        return f"{self.name}: {self.ratio:.2f}, promised {self.promise}"


@dataclass(frozen=True, slots=True)
class Once:
    """What is done once; `faults`: what it found wrong."""

    name: str
    seconds: float
    faults: tuple[str, ...] = ()

    def __str__(self) -> str:
        found = f", {len(self.faults)} differences" if self.faults else ""
        return f"{self.name}: {self.seconds:.2f} s{found}"

    @property
    def fault(self) -> str:
        return "; ".join(self.faults[:3])


def measure(settings: Settings, token: str, survey: str, responses: int) -> Iterator[Turns | Once]:
    app = create_app(settings)
    database: Database = app.state.house.database
    try:
        program = TestClient(app, headers={"authorization": f"Bearer {token}"})
        routes = set(app.openapi()["paths"])
        listed = f"/surveys/{survey}/responses"
        deep = f"{listed}?cursor={encode((_behind(database, survey, responses),))}"
        yield in_turns(
            "list of responses, first and deep page",
            *(asking(database, program, itertools.repeat(one)) for one in (listed, deep)),
            promise=DEEP,
        )
        yield counted(database)
        if "/surveys/{id}/results" in routes:
            results = f"/surveys/{survey}/results"
            yield in_turns(
                "results, cold and again",
                asking(database, program, itertools.repeat(results)),
                asking(database, program, itertools.repeat(results), forget=False),
            )
        if "/surveys/{id}/crosstab" in routes:
            yield from _crosstab(database, program, survey)
        yield reconciled(database)
    finally:
        app.state.house.close()


def _crosstab(database: Database, program: TestClient, survey: str) -> Iterator[Turns]:
    """Cold: each time other questions, so that nobody asked before."""
    keys = [f"q{number:02}" for number in range(1, 10)]
    tables = [
        f"/surveys/{survey}/crosstab?rows={rows}&columns={columns}"
        for rows, columns in itertools.permutations(keys, 2)
    ]
    yield in_turns(
        "cross-table, cold and cached",
        asking(database, program, iter(tables[1:])),
        asking(database, program, itertools.repeat(tables[0]), forget=False),
    )


def _behind(database: Database, survey: str, responses: int) -> str:
    """The id of the response behind so many, the newest first."""
    query = (
        select(col(SurveyResponse.id))
        .where(col(SurveyResponse.survey_id) == survey)
        .order_by(col(SurveyResponse.id).desc())
        .offset(min(BEHIND, responses // 2))
        .limit(1)
    )
    return database.read_now(lambda session: str(session.execute(query).scalar_one()))


def asking(
    database: Database, program: TestClient, paths: Iterator[str], *, forget: bool = True
) -> Ask:
    def ask() -> None:
        if forget:
            database.proven.forget()
        answer = program.get(next(paths))
        assert answer.status_code == 200, answer.text

    return ask


def in_turns(name: str, first: Ask, second: Ask, promise: float | None = None) -> Turns:
    """Medians; the first round warms up."""
    times = [(_timed(first) * 1000, _timed(second) * 1000) for _ in range(ROUNDS + 1)]
    a, b = (statistics.median(taken) for taken in zip(*times[1:], strict=True))
    return Turns(name, a, b, promise)


def counted(database: Database) -> Once:
    """What the worker does as long as more may wait to be counted."""

    def fold() -> None:
        while database.write_now(lambda session: periodic.often(session, clock.now())):
            pass

    return Once("what waits is counted by the worker", _timed(fold))


def reconciled(database: Database) -> Once:
    """`sen verify`: every counter against its rows."""
    started = time.perf_counter()
    database.write_now(checking.seal_first)
    found = database.read_now(lambda session: checking.faults(session, clock.now()))
    return Once("sen verify", time.perf_counter() - started, tuple(found))


def _timed(deed: Ask) -> float:
    started = time.perf_counter()
    deed()
    return time.perf_counter() - started
