"""A survey with 500,000 responses to 20 questions: exports with their time, size and peak memory.

`python -m benchmarks.surveys [--responses 500000] [--only sqlite|postgresql]`. Each export runs in
a process of its own, once over a twentieth of the responses and once over all: told is by how much
its memory grew from the first row on. Ends with 1 where twenty times the rows need more than half
as much memory again and what a page of them takes.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlmodel import col

from app import clock
from app.db import Database
from app.domain.ids import new_id
from app.domain.permissions import Actor, Post
from app.models.communities import Community
from app.models.people import Person
from app.models.survey_responses import SurveyResponse
from app.settings import Settings
from app.store.actors import Work
from benchmarks.__main__ import COMMUNITY, fill, place
from tests import surveys as samples
from tests.factories import Scene
from tests.postgres import PostgresMissing

RESPONSES, SHARE, CHUNK = 500_000, 20, 5_000
KINDS = ("csv", "xlsx")
#: More memory for twenty times the rows, at most; what one page of responses needs.
MORE, FLOOR = 1.5, 16 * 2**20
WORDS = ("Đường xa", "con nhỏ", "làm ca", "muốn học nấu ăn", "mong lớp buổi tối", "=1+1")


@dataclass(frozen=True, slots=True)
class Measured:
    """`seconds` for all; `peak`: bytes by which memory grew; `peak_of_few`: over a twentieth."""

    kind: str
    responses: int
    seconds: float
    size: int
    peak: int
    peak_of_few: int

    @property
    def fault(self) -> str:
        grown = self.peak > MORE * self.peak_of_few + FLOOR
        return f"{self.kind}: memory grows with the rows" if grown else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--responses", type=int, default=RESPONSES)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    wanted = parser.parse_args()
    faults: list[str] = []
    for name in [wanted.only] if wanted.only else ["sqlite", "postgresql"]:
        try:
            for found in measure(name, wanted.responses):
                print(f"{name}: {report(found)}", flush=True)
                faults.append(found.fault)
        except PostgresMissing as missing:
            print(f"{name}: not measured: {missing}")
    sys.exit("\n".join(filter(None, faults)) or None)


def report(found: Measured) -> str:
    return (
        f"{found.kind:<5} {found.responses:,} responses in {found.seconds:.1f} s, "
        f"{found.size / 2**20:.1f} MB; memory grew by {found.peak / 2**20:.1f} MB "
        f"(by {found.peak_of_few / 2**20:.1f} MB for a twentieth)"
    )


def measure(name: str, responses: int) -> Iterator[Measured]:
    with (
        tempfile.TemporaryDirectory(prefix="sen-surveys-") as folder,
        place(name, Path(folder)) as given,
    ):
        fill(given, 200)
        database = Database(settings_of(given))
        try:
            few = furnish(database, max(1, responses // SHARE))
            many = furnish(database, responses)
        finally:
            database.close()
        for kind in KINDS:
            _, _, peak_of_few = apart(given, few, kind)
            seconds, size, peak = apart(given, many, kind)
            yield Measured(kind, responses, seconds, size, peak, peak_of_few)


def settings_of(given: Mapping[str, str]) -> Settings:
    return Settings(
        data_dir=Path(given["SEN_DATA_DIR"]),
        database_url=given["SEN_DATABASE_URL"],
        secret_key=given["SEN_SECRET_KEY"],
        embedded_worker=False,
    )


# -- what is measured ------------------------------------------------------------------------------


def form() -> dict[str, Any]:
    """Twenty questions as the seed's survey mixes them."""
    kinds = ["single"] * 9 + ["multiple"] * 4 + ["likert", "yes_no", "rating", "nps"]
    kinds += ["number", "date", "long_text"]
    questions = [samples.question(f"q{no:02}", kind) for no, kind in enumerate(kinds, 1)]
    return {"title": "Chị cần gì, chị mong gì?", "questions": questions}


def furnish(database: Database, responses: int) -> str:
    """A survey by personal links and its responses, in bulk."""
    survey = database.write_now(_survey)
    chance = random.Random(responses)
    for start in range(0, responses, CHUNK):
        rows = [_row(survey, no, chance) for no in range(start, min(start + CHUNK, responses))]
        database.write_now(lambda session, rows=rows: session.execute(insert(SurveyResponse), rows))
    return survey


def _survey(session: Any) -> str:
    person = session.execute(select(col(Person.id)).limit(1)).scalar_one()
    scene = Scene(persons={"contests": person}, communities={COMMUNITY: _home(session)})
    work = Work(session=session, actor=Actor(), now=clock.now(), today=clock.today())
    scene.persons["other_contests"] = person
    return samples.survey(work, scene, form(), slug=COMMUNITY, identity="token").id


def _home(session: Any) -> str:
    query = select(col(Community.id)).where(col(Community.slug) == COMMUNITY)
    found: str = session.execute(query).scalar_one()
    return found


def _row(survey: str, number: int, chance: random.Random) -> dict[str, Any]:
    moment = clock.now() - timedelta(seconds=chance.randrange(10**6))
    return {
        "id": new_id(number),
        "survey_id": survey,
        "number": 1,
        "token": f"{survey}{number:010}",
        "way": "web",
        "answers": {key: value for key, value in _answers(chance) if chance.random() > 0.05},
        "submitted_at": moment,
        "counted": False,
    }


def _answers(chance: random.Random) -> Iterator[tuple[str, Any]]:
    for no in range(1, 10):
        yield f"q{no:02}", chance.choice("abcd")
    for no in range(10, 14):
        yield f"q{no:02}", [key for key in "abcd" if chance.random() < 0.4] or ["a"]
    yield "q14", chance.choice("12345")
    yield "q15", chance.choice(("yes", "no"))
    yield "q16", chance.randint(1, 5)
    yield "q17", chance.randint(0, 10)
    yield "q18", chance.randint(16, 90)
    yield "q19", f"2026-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    yield "q20", ", ".join(chance.choices(WORDS, k=4))


def apart(given: Mapping[str, str], survey: str, kind: str) -> tuple[float, int, int]:
    """(seconds, bytes of the file, bytes by which memory grew), in a fresh process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_export, (dict(given), survey, kind))


def _export(given: Mapping[str, str], survey: str, kind: Any) -> tuple[float, int, int]:
    from app.services.surveys import exporting
    from app.web.words import labels

    database = Database(settings_of(given))
    with tempfile.TemporaryFile() as target:
        home = database.read_now(_home)
        actor = Actor(person_id=_person(database), posts=(Post("contests", frozenset({home})),))

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


def _person(database: Database) -> str:
    query = select(col(Person.id)).limit(1)
    found: str = database.read_now(lambda session: session.execute(query).scalar_one())
    return found


def _most() -> int:
    """Bytes of memory that this process held at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main()
