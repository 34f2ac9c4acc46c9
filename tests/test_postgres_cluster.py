"""The tests' own PostgreSQL: private, quick to copy from, gone when it is told to go."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.postgres import Cluster

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    made = Cluster.start()
    yield made
    made.stop()


def ask(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def test_a_copy_has_what_its_template_had_and_goes_its_own_way(cluster: Cluster) -> None:
    template = cluster.create_database("pattern")
    with psycopg.connect(template) as connection:
        connection.execute("CREATE TABLE names AS SELECT 'Đỗ Thị Hoa' AS name")
    copy = cluster.create_database("copy", template="pattern")
    with psycopg.connect(copy) as connection:
        connection.execute("INSERT INTO names VALUES ('Lê Thị Lan')")

    assert ask(copy, "SELECT count(*) FROM names") == 2
    assert ask(template, "SELECT count(*) FROM names") == 1


def test_a_database_is_dropped_although_somebody_is_connected(cluster: Cluster) -> None:
    url = cluster.create_database("crowded")
    with psycopg.connect(url):
        cluster.drop_database("crowded")
        with pytest.raises(psycopg.OperationalError, match="does not exist"):
            psycopg.connect(url)
    cluster.drop_database("crowded")


def test_the_port_wants_the_password(cluster: Cluster) -> None:
    assert ask(cluster.url("postgres"), "SELECT 1") == 1
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(cluster.url("postgres", password="guess"))


def test_text_is_ordered_as_a_language_unless_a_column_says_otherwise(cluster: Cluster) -> None:
    words = "SELECT string_agg(w, ' ' ORDER BY w {}) FROM unnest(ARRAY['b', 'B', 'á', 'Z']) w"

    assert ask(cluster.socket_url("postgres"), words.format("")) == "á b B Z"
    assert ask(cluster.socket_url("postgres"), words.format('COLLATE "C"')) == "B Z b á"


def test_a_paused_server_is_away_and_returns_with_its_rows(cluster: Cluster) -> None:
    url = cluster.create_database("patient")
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    cluster.pause()
    with pytest.raises(psycopg.OperationalError, match="refused"):
        psycopg.connect(url)
    cluster.resume()

    assert ask(url, "SELECT number FROM kept") == 7


def test_stopping_leaves_neither_a_process_nor_a_directory() -> None:
    short_lived = Cluster.start()
    process = short_lived.process
    assert process is not None
    short_lived.stop()
    short_lived.stop()

    assert process.poll() is not None
    assert not short_lived.directory.exists()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's part is Linux's")
def test_a_killed_test_run_takes_its_server_along() -> None:
    script = (
        "import time; from tests.postgres import Cluster; made = Cluster.start();"
        "print(made.process.pid, made.directory, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        pid, directory = owner.stdout.readline().split()
        os.kill(owner.pid, signal.SIGKILL)

    assert ends(int(pid))
    # Nobody is left to remove the directory, so it is done here in the owner's place.
    shutil.rmtree(directory.decode())


def ends(pid: int, within: float = 10.0) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except FileNotFoundError:
            return True
        # Where nobody inherits orphans, an ended process stays in the table as a zombie.
        if state == "Z":
            return True
        time.sleep(0.05)
    return False
