"""The role that serves: rows of every table the owner makes, and nothing that guards them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from app.store import installation
from app.store.installation import MAINTAIN
from app.store.survey_mixing import SCRUBBED
from tests.postgres import SUPERUSER, Cluster

pytestmark = pytest.mark.once

SCRIPT = Path(__file__).parent.parent / "scripts" / "postgres-roles.sh"
PASSWORD = 'it\'s "quoted" \\ once'


@pytest.fixture(scope="module")
def addresses() -> Iterator[tuple[str, str]]:
    """(owner's, server's) addresses of a database with one table made after the roles."""
    cluster = Cluster.start()
    owner = cluster.create_database("sen")
    surroundings = {
        "PATH": os.environ["PATH"],
        "PGHOST": str(cluster.directory),
        "PGPORT": str(cluster.port),
        "POSTGRES_USER": SUPERUSER,
        "POSTGRES_DB": "sen",
        "SEN_APP_PASSWORD": PASSWORD,
    }
    subprocess.run([str(SCRIPT)], env=surroundings, check=True)
    with psycopg.connect(owner) as connection:
        connection.execute(
            "CREATE TABLE members (id bigint GENERATED ALWAYS AS IDENTITY, name text)"
        )
    server = psycopg.conninfo.make_conninfo(owner, user="sen_app", password=PASSWORD)
    yield owner, server
    cluster.stop()


def test_the_server_reads_and_writes_rows(addresses: tuple[str, str]) -> None:
    _, server = addresses
    with psycopg.connect(server) as connection:
        connection.execute("INSERT INTO members (name) VALUES ('Hoa')")
        connection.execute("UPDATE members SET name = 'Lan'")
        assert connection.execute("SELECT name FROM members").fetchall() == [("Lan",)]
        connection.execute("DELETE FROM members")


@pytest.mark.parametrize(
    "forbidden",
    [
        "TRUNCATE members",
        "DROP TABLE members",
        "ALTER TABLE members DISABLE TRIGGER ALL",
        "CREATE TABLE public.others (id int)",
        "CREATE ROLE friend",
    ],
)
def test_the_server_cannot_touch_what_guards_them(
    addresses: tuple[str, str], forbidden: str
) -> None:
    _, server = addresses
    with (
        psycopg.connect(server) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(forbidden)


def test_the_server_cleans_up_behind_anonymous_answers_where_it_may(
    addresses: tuple[str, str],
) -> None:
    """From PostgreSQL 17 on; before, it is only warned and `sen doctor` says so (ADR 0031)."""
    owner, server = addresses
    told: list[str] = []
    with psycopg.connect(server, autocommit=True) as connection:
        connection.add_notice_handler(lambda notice: told.append(notice.message_primary or ""))
        connection.execute("VACUUM (FULL) members")
        knows = connection.info.server_version >= MAINTAIN
    assert bool(told) is not knows, told
    with psycopg.connect(owner) as connection:
        for table in SCRUBBED:
            connection.execute(f"CREATE TABLE {table} (id int)")
    for address, may in ((owner, True), (server, knows)):
        engine = create_engine("postgresql+psycopg://", creator=partial(psycopg.connect, address))
        with Session(engine) as session:
            assert installation.may_scrub(session) is may
            assert installation.keeps_wal(session) is False
        engine.dispose()
