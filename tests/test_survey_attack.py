"""An attacker with the whole database tries to say who answered what in an anonymous survey, and
which paper sheet says what.

She reads every order that a database keeps: transaction ids, places in the file, row ids, ids,
and the bytes of the file itself. From each she guesses whose each answer is. The same program on a
build that writes both rows in one transaction, in order, knows nearly everybody.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app import clock
from app.db import Database
from app.domain.ids import new_id
from app.jobs.worker import Worker
from app.schemas.survey_responses import PaperCreate
from app.services.surveys import mixing, typing_in
from app.store import records, survey_mixing
from tests import survey_desk, surveys
from tests.factories import Scene, work_of
from tests.services.desk import Desk

PEOPLE = 200
#: Guessing at random hits one of 200 on average; more than this never in a million tries.
CHANCE = 9
#: Sheets typed in, one among each ten answers.
SHEETS = 20
FORM = {"title": "Tâm sự", "questions": [surveys.question("said", "short_text", required=True)]}
NAIVE = (
    "CREATE TABLE naive_participation (survey_id VARCHAR, person_id VARCHAR)",
    "CREATE TABLE naive_sheet (survey_id VARCHAR, sheet VARCHAR)",
    "CREATE TABLE naive_response (id VARCHAR, survey_id VARCHAR, answers VARCHAR, way VARCHAR)",
)
Truth = dict[str, str]


def mark(number: int) -> str:
    return f"loi-rieng-{number:04d}-het"


@pytest.fixture
def truth(database: Database) -> Truth:
    """Person → what she says; in an order that has nothing to do with her id."""
    persons = survey_desk.women(database, PEOPLE)
    random.Random(6).shuffle(persons)
    return {person: mark(number) for number, person in enumerate(random.sample(persons, PEOPLE))}


@pytest.fixture
def sheets() -> Truth:
    """Sheet → what stands on it; the pile lies in no order."""
    numbers = random.sample(range(1, SHEETS + 1), SHEETS)
    return {str(sheet): mark(PEOPLE + place) for place, sheet in enumerate(numbers)}


@pytest.fixture
def survey_id(database: Database, scene: Scene) -> str:
    return database.write_now(
        lambda s: surveys.survey(work_of(s), scene, FORM, identity="anonymous").id
    )


def flushed(database: Database, scene: Scene, survey_id: str, truth: Truth) -> None:
    """All answer, in an order of their own; the worker moves them whenever enough wait."""
    worker = Worker(database)
    arriving = list(truth)
    random.shuffle(arriving)
    for number, person in enumerate(arriving, 1):
        survey_desk.send(database, scene, survey_id, person, answers={"said": truth[person]})
        if number % 20 == 0:
            move(database, worker)


def move(database: Database, worker: Worker) -> None:
    database.write_now(lambda s: mixing.enqueue_due(work_of(s)))
    worker.settle()


def typed(database: Database, scene: Scene, survey_id: str, truth: Truth, sheets: Truth) -> None:
    """Nine answer by phone and one sheet is typed in, at some place among them; ten move."""
    worker, desk, women = Worker(database), Desk(database, scene), iter(truth)
    for sheet in random.sample(list(sheets), SHEETS):
        for one in random.sample([*(next(women) for _ in range(9)), ""], 10):
            if one:
                survey_desk.send(database, scene, survey_id, one, answers={"said": truth[one]})
            else:
                said = PaperCreate(sheet=sheet, answers={"said": sheets[sheet]})
                desk.run("contests", typing_in.type_in, survey_id, said)
        move(database, worker)


def naive(database: Database, survey_id: str, truth: Truth, way: str = "web") -> None:
    """What ADR 0031 forbids: both rows in one transaction, as they come."""
    arriving = list(truth)
    random.shuffle(arriving)
    mine = "naive_sheet" if way == "paper" else "naive_participation"
    for statement in NAIVE:
        database.write_now(lambda s, one=statement: s.execute(text(one)))  # type: ignore[misc]
    for person in arriving:

        def both(session: Session, who: str = person) -> None:
            now = records.milliseconds(clock.now())
            session.execute(
                text(f"INSERT INTO {mine} VALUES (:s, :p)"),
                {"s": survey_id, "p": who},
            )
            said = f'{{"said": "{truth[who]}"}}'
            session.execute(
                text("INSERT INTO naive_response VALUES (:i, :s, :a, :w)"),
                {"i": new_id(now), "s": survey_id, "a": said, "w": way},
            )

        database.write_now(both)


# -- the attacker ----------------------------------------------------------------------------------


def attack(
    database: Database, survey_id: str, truth: Truth, tables: tuple[str, str]
) -> dict[str, int]:
    """Way → how many persons it names rightly."""
    found = by_order(database, survey_id, truth, tables, "person_id", "web")
    found |= by_transaction(database, survey_id, truth, tables)
    found |= by_bytes(database, survey_id, truth, tables)
    return found


def by_order(
    database: Database,
    survey_id: str,
    truth: Truth,
    tables: tuple[str, str],
    column: str,
    way: str,
) -> dict[str, int]:
    """Who has answered, and what was answered that way, each in every order."""
    found: dict[str, int] = {}
    for ours in orders(database, tables[0], column, survey_id):
        for theirs in orders(database, tables[1], "answers", survey_id, f" AND way = '{way}'"):
            name = f"{ours[0]} × {theirs[0]}"
            pairs = zip(ours[1], theirs[1], strict=False)
            found[name] = sum(truth.get(person, "-") in said for person, said in pairs)
    return found


def orders(
    database: Database, table: str, column: str, survey_id: str, among: str = ""
) -> Iterator[tuple[str, list[str]]]:
    """The values of a column in every order that the database can give."""
    keys = ["ctid", "xmin::text::bigint, ctid"] if not database.sqlite else ["rowid"]
    keys += ["id"] if table.endswith("response") else [column]
    for key in ["", *keys]:
        order = f" ORDER BY {key}" if key else ""
        try:
            rows = database.read_now(
                lambda s, by=order: s.execute(  # type: ignore[misc]
                    text(f"SELECT {column} FROM {table} WHERE survey_id = :s{among}{by}"),
                    {"s": survey_id},
                ).all()
            )
        except Exception:  # A table without row ids has none to give.
            continue
        yield key or "as they lie", [str(row[0]) for row in rows]


def by_transaction(
    database: Database, survey_id: str, truth: Truth, tables: tuple[str, str]
) -> dict[str, int]:
    """Who shares a transaction with an answer; where several do, the first."""
    if database.sqlite:
        return {}
    participation, response = tables

    def read(session: Session) -> int:
        rows = session.execute(
            text(
                f"SELECT p.xmin::text, p.person_id, r.answers::text FROM {participation} p"
                f" JOIN {response} r ON r.xmin = p.xmin"
                " WHERE p.survey_id = :s AND r.survey_id = :s ORDER BY p.ctid, r.ctid"
            ),
            {"s": survey_id},
        ).all()
        guessed: dict[str, str] = {}
        taken: set[str] = set()
        for _, person, said in rows:
            if person not in guessed and said not in taken:
                guessed[person] = said
                taken.add(said)
        return sum(truth.get(person, "-") in said for person, said in guessed.items())

    return {"common transaction": database.read_now(read)}


def by_bytes(
    database: Database, survey_id: str, truth: Truth, tables: tuple[str, str]
) -> dict[str, int]:
    """The bytes of the files: participations and answers as they lie there, deleted ones too."""
    raw = files(database, [*dict.fromkeys([*survey_mixing.SCRUBBED, *tables])])

    def laid(needles: dict[str, bytes]) -> list[str]:
        """Within a page the newest lies first."""
        page = 4096 if database.sqlite else 8192
        places = [(key, raw.find(needle)) for key, needle in needles.items()]
        return [key for key, at in sorted(places, key=lambda p: (p[1] // page, -p[1]))]

    # Each text has its length before it in PostgreSQL, and nothing in SQLite.
    between = b"" if database.sqlite else bytes([2 * len(min(truth)) + 3])
    persons = laid({p: survey_id.encode() + between + p.encode() for p in truth})
    said = laid({said: said.encode() for said in truth.values()})
    return {
        "bytes": sum(truth[person] == mark for person, mark in zip(persons, said, strict=True)),
        REMAINS: sum(raw.count(one.encode()) > 1 for one in truth.values()),
    }


def files(database: Database, tables: list[str]) -> bytes:
    """SQLite's file with its log; of PostgreSQL the files of these tables."""
    if database.sqlite:
        log = Path(database.path + "-wal")
        return Path(database.path).read_bytes() + (log.read_bytes() if log.exists() else b"")
    with database.writer.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql("CHECKPOINT")
        file = text("SELECT pg_read_binary_file(pg_relation_filepath(:table))")
        return b"".join(
            bytes(connection.execute(file, {"table": table}).scalar_one()) for table in tables
        )


REAL = ("survey_participation", "survey_response")
REMAINS = "answers that lie there twice"


def test_whoever_has_the_whole_database_guesses_as_by_chance(
    database: Database, scene: Scene, survey_id: str, truth: Truth
) -> None:
    flushed(database, scene, survey_id, truth)
    assert database.read_now(lambda s: survey_mixing.waiting(s, survey_id)) == 0
    kept = database.read_now(lambda s: s.execute(text("SELECT answers FROM survey_response")).all())
    assert len(kept) == PEOPLE
    found = attack(database, survey_id, truth, REAL)
    assert len(found) >= 6
    assert found.pop(REMAINS) == 0
    assert max(found.values()) <= CHANCE, found


def test_the_same_attacker_knows_nearly_everybody_of_a_naive_build(
    database: Database, survey_id: str, truth: Truth
) -> None:
    naive(database, survey_id, truth)
    found = attack(database, survey_id, truth, ("naive_participation", "naive_response"))
    assert max(found.values()) >= PEOPLE * 9 // 10, found


def test_nor_does_she_know_which_sheet_says_what(
    database: Database, scene: Scene, survey_id: str, truth: Truth, sheets: Truth
) -> None:
    """One among each ten: whoever knew when a sheet was typed in would know its answer."""
    typed(database, scene, survey_id, truth, sheets)
    assert database.read_now(lambda s: survey_mixing.waiting(s, survey_id)) == 0
    tables = ("survey_sheet", "survey_response")
    found = by_order(database, survey_id, sheets, tables, "sheet", "paper")
    assert len(found) >= 4
    assert max(found.values()) <= CHANCE, found


def test_of_a_naive_build_she_knows_every_sheet(
    database: Database, survey_id: str, sheets: Truth
) -> None:
    naive(database, survey_id, sheets, "paper")
    tables = ("naive_sheet", "naive_response")
    found = by_order(database, survey_id, sheets, tables, "sheet", "paper")
    assert max(found.values()) == SHEETS, found
