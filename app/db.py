"""Engines, sessions and the one unit of work, for both databases (design.md §3, §7).

SQLite is the embedded default: one write connection in a thread of its own, `BEGIN IMMEDIATE`,
WAL with `synchronous=FULL`, and read-only connections beside it. PostgreSQL is the production
engine. Nobody else commits: a caller hands over a function and gets its result once the
transaction stands.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from threading import Lock
from typing import Any, TypeVar

import anyio
import anyio.to_thread
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from app.settings import Settings, UnsafeSettings

try:
    import pysqlite3.dbapi2 as sqlite_driver
except ImportError:  # the wheel is missing: take the standard library's where it is safe
    import sqlite3 as sqlite_driver

#: How much of the file is read through the page cache of the machine instead of by calls.
MAPPED_BYTES = 256 * 1024 * 1024
#: The driver's own classes for a database that is away, or whose file is none or is damaged.
NO_DATABASE = ("OperationalError", "DatabaseError")
SAFE_SQLITE = ((3, 51, 3), (3, 50, 7), (3, 44, 6))

__all__ = ["Database", "DatabaseAway", "sqlite_driver", "sqlite_engine", "sqlite_is_safe"]
T = TypeVar("T")
Row = Sequence[Any]


class DatabaseAway(Exception):
    """The database cannot be reached, or gave no lock in time; readers get a calm 503."""


def sqlite_is_safe(version: tuple[int, ...] | None = None) -> bool:
    """Whether this SQLite release is free of the WAL-reset bug of 3.7.0–3.51.2."""
    version = version or tuple(sqlite_driver.sqlite_version_info)
    return version >= (3, 51, 3) or any(
        version[:2] == safe[:2] and version >= safe for safe in SAFE_SQLITE
    )


class Database:
    """The two engines of one installation and the ways through them.

    `read` and `write` run a function of a session in one thread hop; `read_now` and `write_now`
    do the same for callers that already own a thread; `hot` runs a prepared statement on the
    driver's cursor.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.slugs: dict[str, str] = {}
        self.revision_is_head = True
        self.sqlite = make_url(settings.database).get_backend_name() == "sqlite"
        self.limiter_size = settings.threads
        self._limiter: anyio.CapacityLimiter | None = None
        if self.sqlite:
            self._open_sqlite()
        else:
            self._open_postgres()

    # -- ways through -------------------------------------------------------------------------

    async def read(self, fn: Callable[[Session], T]) -> T:
        """Run `fn` in a read-only transaction, in one hop."""
        return await anyio.to_thread.run_sync(partial(self.read_now, fn), limiter=self.limiter)

    async def write(self, fn: Callable[[Session], T]) -> T:
        """Run `fn` in one transaction and commit it, in one hop; the result leaves after it."""
        if self.sqlite:
            future = self._writer.submit(self._write_in_turn, fn)
            return await asyncio.wrap_future(future)
        return await anyio.to_thread.run_sync(partial(self.write_now, fn), limiter=self.limiter)

    def read_now(self, fn: Callable[[Session], T]) -> T:
        with _away(), Session(self.reader, expire_on_commit=False) as session:
            return fn(session)

    def write_now(self, fn: Callable[[Session], T]) -> T:
        if self.sqlite:
            return self._writer.submit(self._write_in_turn, fn).result()
        return self._write_in_turn(fn)

    def _write_in_turn(self, fn: Callable[[Session], T]) -> T:
        with _away(), Session(self.writer, expire_on_commit=False) as session:
            try:
                result = fn(session)
                session.commit()
            except BaseException:
                session.rollback()
                raise
            return result

    def snapshot(self, fn: Callable[[Connection], T]) -> T:
        """Run `fn` on one consistent picture of everything, while others write."""
        engine = self.reader
        if not self.sqlite:
            engine = engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        with _away(), engine.connect() as connection, connection.begin():
            return fn(connection)

    def refill(self, fn: Callable[[Connection], None]) -> None:
        """Fill empty tables in one transaction; on SQLite foreign keys are checked at its end."""
        with _away(), self.writer.connect() as connection:
            if self.sqlite:
                connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
            with connection.begin():
                fn(connection)
                if self.sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                    raise ValueError("rows point to nothing")

    # -- what the doctor asks -------------------------------------------------------------------

    @property
    def data_dir(self) -> str:
        return str(self.settings.data_dir)

    @property
    def production(self) -> bool:
        return self.settings.production

    @property
    def sqlite_version(self) -> str:
        return str(sqlite_driver.sqlite_version)

    @property
    def sqlite_safe(self) -> bool:
        return sqlite_is_safe()

    def hot(self, sql: str, parameters: Row | dict[str, Any]) -> list[Any]:
        """Rows of a prepared statement from the driver's own cursor (design.md §9)."""
        with _away(), self._hot_cursor() as cursor:
            cursor.execute(sql, parameters)
            return list(cursor.fetchall())

    async def hot_hop(self, fn: Callable[[], T]) -> T:
        """Run a hot read where it costs least: in the loop on SQLite, in one hop elsewhere."""
        if self.sqlite:
            return fn()
        return await anyio.to_thread.run_sync(fn, limiter=self.limiter)

    @property
    def limiter(self) -> anyio.CapacityLimiter:
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(self.limiter_size)
        return self._limiter

    def close(self) -> None:
        if self.sqlite:
            self._writer.shutdown(wait=True)
            if self._hot_connection is not None:
                self._hot_connection.close()
        self.writer.dispose()
        self.reader.dispose()

    # -- opening ------------------------------------------------------------------------------

    def _open_sqlite(self) -> None:
        safe = sqlite_is_safe()
        if self.settings.production and not safe:
            raise UnsafeSettings("this SQLite release has the WAL-reset bug; install pysqlite3")
        self.journal = "WAL" if safe else "DELETE"
        path = make_url(self.settings.database).database or ""
        self.settings.data_dir.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.writer = sqlite_engine(path, self.settings.busy_timeout_ms, journal=self.journal)
        self.reader = sqlite_engine(
            path, self.settings.busy_timeout_ms, query_only=True, pool_size=self.settings.threads
        )
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sen-writer")
        self._hot_connection: Any = None
        self._hot_lock = Lock()

    def _open_postgres(self) -> None:
        options = f"-c lock_timeout={self.settings.lock_timeout_ms} -c timezone=UTC"
        self.path = ""
        self.journal = ""
        self.writer = create_engine(
            self.settings.database,
            pool_size=self.settings.threads,
            max_overflow=4,
            pool_timeout=5,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"options": options, "connect_timeout": 5},
        )
        self.reader = self.writer

    @contextmanager
    def _hot_cursor(self) -> Iterator[Any]:
        if self.sqlite:
            with self._hot_lock:
                if self._hot_connection is None:
                    self._hot_connection = sqlite_connect(
                        self.path, self.settings.busy_timeout_ms, query_only=True
                    )
                cursor = self._hot_connection.cursor()
                try:
                    yield cursor
                finally:
                    cursor.close()
        else:
            connection = self.reader.raw_connection()
            try:
                with closing(connection.cursor()) as cursor:
                    yield cursor
            finally:
                connection.close()


def sqlite_connect(path: str, busy_timeout_ms: int, *, query_only: bool = False) -> Any:
    """A driver connection with the pragmas that every connection of Sen needs."""
    connection = sqlite_driver.connect(path, isolation_level=None, check_same_thread=False)
    _pragmas(connection, busy_timeout_ms, query_only)
    return connection


def sqlite_engine(
    path: str,
    busy_timeout_ms: int,
    *,
    query_only: bool = False,
    foreign_keys: bool = True,
    journal: str = "",
    pool_size: int = 1,
) -> Engine:
    """An engine over one file: `BEGIN IMMEDIATE` for writers, `query_only` for readers."""
    engine = create_engine(
        f"sqlite:///{path}",
        module=sqlite_driver,
        hide_parameters=True,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=30,
        connect_args={"isolation_level": None, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        _pragmas(connection, busy_timeout_ms, query_only)
        if not foreign_keys:
            connection.execute("PRAGMA foreign_keys=OFF")
        if journal:
            connection.execute(f"PRAGMA journal_mode={journal}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN" if query_only else "BEGIN IMMEDIATE")

    return engine


def _pragmas(connection: Any, busy_timeout_ms: int, query_only: bool) -> None:
    connection.execute(f"PRAGMA busy_timeout={int(busy_timeout_ms)}")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA recursive_triggers=ON")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(f"PRAGMA mmap_size={MAPPED_BYTES}")
    if query_only:
        connection.execute("PRAGMA query_only=ON")


@contextmanager
def _away() -> Iterator[None]:
    """Turn 'no database' and 'no lock in time' into one exception that readers understand."""
    try:
        yield
    except OperationalError as error:
        logging.getLogger("sen.database").warning("away", exc_info=error)
        raise DatabaseAway(type(error.orig).__name__) from error
    except DBAPIError as error:
        if error.connection_invalidated or type(error.orig).__name__ in NO_DATABASE:
            raise DatabaseAway(type(error.orig).__name__) from error
        raise
    except Exception as error:
        # A raw driver cursor raises the driver's own class, which SQLAlchemy has not wrapped.
        if any(base.__name__ == "OperationalError" for base in type(error).__mro__) or (
            type(error).__name__ in NO_DATABASE
        ):
            raise DatabaseAway(type(error).__name__) from error
        raise
