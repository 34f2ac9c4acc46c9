"""Connections that PostgreSQL has closed meanwhile are replaced before anybody is refused."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, event, text

from app import postgres
from tests.postgres import Cluster

pytestmark = pytest.mark.once
MINE = text("SELECT pg_backend_pid()")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    made = Cluster.start()
    yield made
    made.stop()


@pytest.fixture
def engine(cluster: Cluster) -> Iterator[Engine]:
    url = cluster.url("postgres").replace("postgresql:", "postgresql+psycopg:")
    made = postgres.postgres_engine(url, threads=2, lock_timeout_ms=100)
    yield made
    made.dispose()


def process(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(MINE).scalar_one())


def end(cluster: Cluster, pid: int) -> None:
    with psycopg.connect(cluster.url("postgres")) as connection:
        connection.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))


def test_a_connection_that_was_closed_is_replaced(cluster: Cluster, engine: Engine) -> None:
    first = process(engine)
    assert process(engine) == first
    end(cluster, first)
    assert process(engine) != first


def test_a_connection_that_died_without_a_word_is_replaced(
    cluster: Cluster, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_has_word", lambda _connection: False)
    first = process(engine)
    end(cluster, first)
    monkeypatch.setattr(postgres, "DOUBTFUL", 0.0)
    assert process(engine) != first


def test_a_connection_in_use_is_asked_nothing(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    ping = engine.dialect.do_ping

    def counted(connection: Any) -> bool:
        asked.append(connection)
        return ping(connection)

    monkeypatch.setattr(engine.dialect, "do_ping", counted)
    said: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda _c, _cursor, sql, *_rest: said.append(sql))
    process(engine)
    process(engine)
    assert (len(said), asked) == (2, [])
    monkeypatch.setattr(postgres, "DOUBTFUL", 0.0)
    process(engine)
    assert len(asked) == 1


def test_what_was_deleted_is_gone_once_older_transactions_have_ended(engine: Engine) -> None:
    """For whoever began before, the server would carry the dead rows over into the new file."""
    bytes_of = text("SELECT pg_read_binary_file(pg_relation_filepath('secrets'))")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE secrets AS SELECT 'loi-rieng' AS said"))
    with engine.connect() as older:
        older.execute(text("SELECT pg_current_xact_id()"))
        with engine.begin() as connection:
            connection.execute(text("DELETE FROM secrets"))
        ending = threading.Timer(0.3, older.rollback)
        ending.start()
        assert postgres.scrub_postgres(engine, ["secrets"])
        ending.join()
    with engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
        assert b"loi-rieng" not in bytes(connection.execute(bytes_of).scalar_one())
