"""Hot reads: a select compiled once per dialect, run on the driver's own cursor (design.md §9)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import Select
from sqlalchemy.dialects import postgresql, sqlite

from app.models.base import moment_text

T = TypeVar("T")


class HotDatabase(Protocol):
    """The part of `app.db.Database` that a hot read needs."""

    sqlite: bool
    #: Ids of communities by slug, remembered for the life of the process.
    slugs: dict[str, str]

    def hot(self, sql: str, parameters: Any) -> list[Any]: ...

    def fresh(self, key: Any, make: Callable[[], T]) -> T: ...


class HotRead:
    """SQLAlchemy writes the SQL, the driver runs it; rows come back as plain tuples.

    Parameters are strings, integers and moments. Moments of a row are RFC 3339 text on SQLite and
    `datetime` on PostgreSQL: both are what a schema accepts.
    """

    def __init__(self, statement: Select[Any] | Any) -> None:
        sqlite_form = statement.compile(dialect=sqlite.dialect(paramstyle="qmark"))
        postgres_form = statement.compile(dialect=postgresql.dialect(paramstyle="pyformat"))
        self._sqlite_sql, self._postgres_sql = str(sqlite_form), str(postgres_form)
        self._order = tuple(sqlite_form.positiontup or ())
        self._fixed = {**sqlite_form.params, **postgres_form.params}

    def rows(self, database: HotDatabase, **parameters: Any) -> list[Any]:
        values = self._fixed | parameters
        if not database.sqlite:
            return database.hot(self._postgres_sql, values)
        return database.hot(self._sqlite_sql, [_sqlite_value(values[name]) for name in self._order])


def _sqlite_value(value: Any) -> Any:
    if isinstance(value, str | int):
        return value
    if isinstance(value, datetime):
        return moment_text(value)
    return value.isoformat() if isinstance(value, date) else value
