"""Hot reads: a select compiled once per dialect, run on the driver's own cursor (design.md §9)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Select
from sqlalchemy.dialects import postgresql, sqlite

from app.models.base import moment_text


class HotDatabase(Protocol):
    """The part of `app.db.Database` that a hot read needs."""

    sqlite: bool

    def hot(self, sql: str, parameters: Any) -> list[Any]: ...


class HotRead:
    """SQLAlchemy writes the SQL, the driver runs it; rows come back as plain tuples.

    Parameters are strings, integers and moments. Moments of a row are RFC 3339 text on SQLite and
    `datetime` on PostgreSQL: both are what a schema accepts.
    """

    def __init__(self, statement: Select[Any] | Any) -> None:
        self._sqlite = statement.compile(dialect=sqlite.dialect(paramstyle="qmark"))
        self._postgres = statement.compile(dialect=postgresql.dialect(paramstyle="pyformat"))
        self._sqlite_sql = str(self._sqlite)
        self._postgres_sql = str(self._postgres)

    def rows(self, database: HotDatabase, **parameters: Any) -> list[Any]:
        if not database.sqlite:
            return database.hot(self._postgres_sql, {**self._postgres.params, **parameters})
        values = {**self._sqlite.params, **parameters}
        ordered = [_sqlite_value(values[name]) for name in self._sqlite.positiontup or ()]
        return database.hot(self._sqlite_sql, ordered)


def _sqlite_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment_text(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
