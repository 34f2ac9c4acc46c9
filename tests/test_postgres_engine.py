"""Connections that PostgreSQL has closed meanwhile are replaced before anybody is refused."""

from __future__ import annotations

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
