"""A private PostgreSQL for the tests: a real server, in a directory of its own, gone afterwards.

`Cluster.start()` runs Debian's `initdb` and `postgres` (any version from 15 on, wherever they are
installed) on a Unix socket and on a free loopback port. It touches no server that this machine
already has. PostgreSQL refuses to run as root, so for root it runs as the account `postgres`.

Under pytest-xdist every worker has a cluster of its own: starting one takes about a second, which
is less than what sharing costs in locks, and a test may then stop or fill its server.
"""

from __future__ import annotations

import atexit
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import psycopg
import pytest
from psycopg import sql

SUPERUSER = "sen"
STARTS_WITHIN = 30.0
STOPS_WITHIN = 20.0

# Durability is for people's data; a test's is thrown away.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "timezone": "Asia/Ho_Chi_Minh",
    "log_min_messages": "warning",
}
#: For what measures how long a promise takes to keep.
DURABLE = dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes"), "on")


class PostgresMissing(RuntimeError):
    """No PostgreSQL programs were found, or they do not start; says what to install or read."""


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """The cluster of this test process, started at its first use."""
    cluster = Cluster.start()
    try:
        yield cluster
    finally:
        cluster.stop()


@dataclass
class Cluster:
    """One running server; `stop()` ends it and removes its directory."""

    directory: Path
    port: int
    password: str = field(repr=False)
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    durable: bool = False

    @classmethod
    def start(cls, *, durable: bool = False) -> Self:
        """Make and start a cluster; raises PostgresMissing when that cannot be done."""
        directory = _private_directory()
        try:
            password = secrets.token_urlsafe(18)
            _initialise(directory, password)
            cluster = cls(directory, _free_port(), password, durable=durable)
            # A port that was free a moment ago may be taken by now: then another one is tried.
            for _ in range(3):
                if cluster._launch():
                    atexit.register(cluster.stop)
                    return cluster
                cluster.port = _free_port()
            raise PostgresMissing(f"PostgreSQL does not start:\n{cluster.log()}")
        except BaseException:
            shutil.rmtree(directory, ignore_errors=True)
            raise

    def url(self, database: str, user: str = SUPERUSER, password: str | None = None) -> str:
        """The address that `SEN_DATABASE_URL` takes, over the loopback port."""
        word = self.password if password is None else password
        return f"postgresql://{user}:{word}@127.0.0.1:{self.port}/{database}"

    def socket_url(self, database: str) -> str:
        """The same over the Unix socket, without a password: only we may enter its directory."""
        return f"postgresql://{SUPERUSER}@/{database}?host={self.directory}&port={self.port}"

    def create_database(self, name: str, template: str | None = None) -> str:
        """Make a database, as a copy of `template` where one is named; returns its address.

        Nobody may be connected to the template while it is copied.
        """
        statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if template is not None:
            # Copying its files costs a quarter of writing every page of it to the log.
            copied = sql.SQL(" TEMPLATE {} STRATEGY FILE_COPY")
            statement += copied.format(sql.Identifier(template))
        with self.administration() as connection:
            connection.execute(statement)
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Remove a database, whoever is still connected to it; silent when there is none."""
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        with self.administration() as connection:
            connection.execute(statement.format(sql.Identifier(name)))

    @contextmanager
    def administration(self) -> Iterator[psycopg.Connection[Any]]:
        """A superuser's connection outside every database of ours, each statement by itself."""
        with closing(psycopg.connect(self.socket_url("postgres"), autocommit=True)) as connection:
            yield connection

    def pause(self) -> None:
        """Stop the server at once and keep its data: the database is away for everybody."""
        self._end(signal.SIGINT)

    def resume(self) -> None:
        """Start the paused server again on the same port."""
        if not self._launch():
            raise PostgresMissing("PostgreSQL does not start again:\n" + self.log())

    def stop(self) -> None:
        """End the server and remove its directory; harmless when it is done twice."""
        atexit.unregister(self.stop)
        # Nothing here is kept, so there is no reason to wait for a checkpoint.
        self._end(signal.SIGQUIT)
        shutil.rmtree(self.directory, ignore_errors=True)

    def log(self) -> str:
        """What the server said, for a failure's message."""
        path = self.directory / "log"
        return path.read_text(errors="replace") if path.exists() else ""

    def _launch(self) -> bool:
        settings = (
            SETTINGS
            | (DURABLE if self.durable else {})
            | {
                "listen_addresses": "127.0.0.1",
                "port": str(self.port),
                "unix_socket_directories": str(self.directory),
            }
        )
        flags = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = _as_account(
            [str(_program("postgres")), "-D", str(self.directory / "data"), *flags]
        )
        with (self.directory / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.directory,
                start_new_session=True,  # Ctrl-C ends the tests first, and they end the server
            )
        return self._answers(self.process)

    def _answers(self, process: subprocess.Popen[bytes]) -> bool:
        deadline = time.monotonic() + STARTS_WITHIN
        while process.poll() is None and time.monotonic() < deadline:
            try:
                psycopg.connect(self.socket_url("postgres"), connect_timeout=2).close()
            except psycopg.OperationalError:
                time.sleep(0.02)
            else:
                return True
        self._end(signal.SIGQUIT)
        return False

    def _end(self, how: signal.Signals) -> None:
        process, self.process = self.process, None
        if process is None or process.poll() is not None:
            return
        process.send_signal(how)
        try:
            process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _private_directory() -> Path:
    # Not pytest's own directory: root's is closed to the account `postgres`, and a socket's path
    # may have 107 bytes at most.
    directory = Path(tempfile.mkdtemp(prefix="sen-postgres-"))
    account = _account()
    if account is not None:
        os.chown(directory, account.pw_uid, account.pw_gid)
    return directory


def _initialise(directory: Path, password: str) -> None:
    secret = directory / "password"
    secret.write_text(password)
    secret.chmod(0o644)  # the directory itself is closed to others
    command = [
        *(str(_program("initdb")), "--pgdata", str(directory / "data"), "--no-sync"),
        *("--username", SUPERUSER, "--pwfile", str(secret)),
        *("--auth-local", "trust", "--auth-host", "scram-sha-256"),
        # A language's order by default, unlike "C": a column that relies on the order of bytes
        # without saying so fails here instead of at a customer's.
        *("--encoding", "UTF8", "--locale", "C.UTF-8"),
        *("--locale-provider", "icu", "--icu-locale", "vi"),
    ]
    done = subprocess.run(
        _as_account(command), cwd=directory, capture_output=True, text=True, check=False
    )
    secret.unlink()
    if done.returncode:
        raise PostgresMissing(f"initdb failed:\n{done.stdout}{done.stderr}")


def _program(name: str) -> Path:
    """The newest installed program of that name, Debian's versioned folders first."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"),
        key=lambda path: float(path.parts[-3]),
    )
    if versions:
        return versions[-1]
    found = shutil.which(name)
    if found is None:
        raise PostgresMissing(f"{name} is not installed: run scripts/test-parts.sh")
    return Path(found)


def _account() -> pwd.struct_passwd | None:
    """The account to run as, or None for our own."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        raise PostgresMissing("root needs the account `postgres` of Debian's package") from None


def _as_account(command: list[str]) -> list[str]:
    """The command as the right account; the kernel ends it when the calling thread dies unasked."""
    if not sys.platform.startswith("linux"):
        return command
    guard = ["setpriv", "--pdeathsig", "QUIT"]
    account = _account()
    if account is not None:
        guard += ["--reuid", str(account.pw_uid), "--regid", str(account.pw_gid), "--clear-groups"]
    return [*guard, "--", *command]


def _free_port() -> int:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
