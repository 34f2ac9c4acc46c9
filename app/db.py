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
from typing import Any, TypeVar, cast

import anyio
import anyio.to_thread
from sqlalchemy import Connection
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from app.postgres import postgres_engine, scrub_postgres
from app.proven import Proven
from app.settings import Settings, UnsafeSettings
from app.sqlite import sqlite_connect, sqlite_driver, sqlite_engine, sqlite_is_safe

#: The driver's own classes for a database that is away, or whose file is none or is damaged.
NO_DATABASE = ("OperationalError", "DatabaseError")

T = TypeVar("T")
Row = Sequence[Any]


class DatabaseAway(Exception):
    """The database cannot be reached, or gave no lock in time; readers get a calm 503."""


class Database:
    """The two engines of one installation and the ways through them.

    `read` and `write` run a function of a session in one thread hop; `read_now` and `write_now`
    do the same for callers that already own a thread; `hot` runs a prepared statement on the
    driver's cursor.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.slugs: dict[str, str] = {}
        #: What hot reads gave, as long as it is proven to be what they would give now.
        self.proven = Proven()
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

    def scrub(self, tables: Sequence[str]) -> None:
        """Leave nothing readable of what these tables no longer hold; outside any transaction.
        Raises DatabaseAway while somebody reads what is older: then it is tried again."""
        if self.sqlite:
            self._writer.submit(self._empty_wal).result()
            return
        with _away():
            if not scrub_postgres(self.writer, tables):
                raise DatabaseAway("older snapshot")

    def _empty_wal(self) -> None:
        with _away(), closing(self.writer.raw_connection()) as connection:
            row = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if row[0]:
                raise DatabaseAway("wal")

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

    def fresh(self, key: Any, make: Callable[[], T]) -> T:
        """What `make` gives, remembered until anything at all is committed (SQLite alone).

        `make` may only read, and not the clock; it reads after the version was asked for, so what
        it finds is as young or younger.
        """
        version = self.version()
        found = self.proven.kept(key)
        if found is not None:
            return cast(T, found)
        made = make()
        self.proven.keep(key, made, version)
        return made

    def version(self) -> int | None:
        """What everything remembered is proven for; None where nothing is remembered.

        `PRAGMA data_version` of the hot connection changes with every commit of another one.
        """
        if not self.sqlite:
            return None
        version = int(self.hot("PRAGMA data_version", ())[0][0])
        self.proven.now_at(version)
        return version

    def within(self, session: Session) -> Within:
        """Hot reads of a hop that has a session: on its connection, not on the loop's."""
        return Within(self, session)

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
        self.path = ""
        self.journal = ""
        self.writer = postgres_engine(
            self.settings.database,
            threads=self.settings.threads,
            lock_timeout_ms=self.settings.lock_timeout_ms,
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
            driver: Any = connection.driver_connection
            try:
                # One statement needs no BEGIN and no ROLLBACK around it.
                driver.autocommit = True
                with closing(driver.cursor()) as cursor:
                    yield cursor
            finally:
                if not driver.closed:
                    driver.autocommit = False
                connection.close()


class Within:
    """Hot reads inside a hop: the loop's own connection is not kept waiting, and on PostgreSQL no
    second one is taken. What the session sees may be older than what is proven, so nothing that
    is read here is remembered."""

    def __init__(self, database: Database, session: Session) -> None:
        self._database = database
        self._session = session
        self.sqlite = database.sqlite
        self.slugs = database.slugs

    def hot(self, sql: str, parameters: Row | dict[str, Any]) -> list[Any]:
        with _away(), closing(self._session.connection().connection.cursor()) as cursor:
            cursor.execute(sql, parameters)
            return list(cursor.fetchall())

    def fresh(self, _key: Any, make: Callable[[], T]) -> T:
        return make()


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
