"""SQLite as Sen needs it: a driver that is safe, connections with their pragmas, an engine."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine, event

try:
    import pysqlite3.dbapi2 as sqlite_driver
except ImportError:  # the wheel is missing: take the standard library's where it is safe
    import sqlite3 as sqlite_driver

#: How much of the file is read through the page cache of the machine instead of by calls.
MAPPED_BYTES = 256 * 1024 * 1024
SAFE_SQLITE = ((3, 51, 3), (3, 50, 7), (3, 44, 6))

__all__ = ["sqlite_connect", "sqlite_driver", "sqlite_engine", "sqlite_is_safe"]


def sqlite_is_safe(version: tuple[int, ...] | None = None) -> bool:
    """Whether this SQLite release is free of the WAL-reset bug of 3.7.0–3.51.2."""
    version = version or tuple(sqlite_driver.sqlite_version_info)
    return version >= (3, 51, 3) or any(
        version[:2] == safe[:2] and version >= safe for safe in SAFE_SQLITE
    )


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
    else:
        # What was deleted is overwritten: nobody reads it from the file (ADR 0031).
        connection.execute("PRAGMA secure_delete=ON")
