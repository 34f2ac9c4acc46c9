"""Triggers that keep a row as it is from a certain moment on."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import DDL, event

from app.models.base import SQLModel

#: table → (when its row is fixed, columns that no longer change then; with them it stays too).
Kept = Mapping[str, tuple[str, tuple[str, ...]]]


def declare(kept: Kept, said: str, named: str) -> None:
    """The triggers come with their tables. `said` of a fixed row: "has begun"; `named`: how a
    function of PostgreSQL ends."""
    for table, (fixed, columns) in kept.items():
        for dialect, make in (("sqlite", _sqlite), ("postgresql", _postgres)):
            for statement in make(table, fixed, columns, said, named):
                event.listen(
                    SQLModel.metadata.tables[table],
                    "after_create",
                    DDL(statement.replace("%", "%%")).execute_if(dialect=dialect),
                )


def _sqlite(table: str, fixed: str, columns: tuple[str, ...], said: str, _named: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_{name} BEFORE {when} ON {table} WHEN {fixed} "
        f"BEGIN SELECT RAISE(ABORT, '{table} {said}'); END"
        for name, when in (("stays", f"UPDATE OF {', '.join(columns)}"), ("kept", "DELETE"))
    ]


def _postgres(table: str, fixed: str, columns: tuple[str, ...], said: str, named: str) -> list[str]:
    """PostgreSQL takes no subquery in WHEN: the function asks."""
    function = f"sen_{table}_{named}"
    return [
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {fixed} THEN RAISE EXCEPTION '{table} {said}'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        f"CREATE TRIGGER {table}_stays BEFORE UPDATE OF {', '.join(columns)} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {function}()",
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {function}()",
    ]
