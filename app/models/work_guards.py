"""Triggers of works: rules stay once a work was sent in, a computed result stays as it is."""

from __future__ import annotations

from sqlalchemy import DDL, event

from app.models import works  # noqa: F401 - its tables are guarded here
from app.models.base import SQLModel

_ALWAYS = "OLD.no > 0"
#: table → (when it is fixed, columns that no longer change then; with them the row stays too).
_KEPT = {
    "work_rules": (
        "OLD.begun_at IS NOT NULL",
        (
            "contest_id",
            "needs",
            "opens_at",
            "closes_at",
            "votes_from",
            "votes_until",
            "individual",
            "collective",
            "most_of_person",
            "most_of_unit",
            "most_individual",
            "most_collective",
            "most_pictures",
            "criteria",
            "full_mark",
            "quorum",
            "vote_weight",
            "cap",
            "standardised",
            "children",
            "likes",
            "begun_at",
        ),
    ),
    "work": (
        "OLD.number IS NOT NULL",
        ("contest_id", "board", "number", "person_id", "unit_id", "sent_at"),
    ),
    "work_result": (
        _ALWAYS,
        ("contest_id", "no", "reason", "rows", "caps", "unawarded", "computed_by", "computed_at"),
    ),
}


def guards(dialect: str) -> dict[str, list[str]]:
    """table → statements."""
    make = _postgres if dialect == "postgresql" else _sqlite
    return {table: make(table, fixed, columns) for table, (fixed, columns) in _KEPT.items()}


def _sqlite(table: str, fixed: str, columns: tuple[str, ...]) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_{name} BEFORE {when} ON {table} WHEN {fixed} "
        f"BEGIN SELECT RAISE(ABORT, '{table} stays as it is'); END"
        for name, when in (("stays", f"UPDATE OF {_named(columns)}"), ("kept", "DELETE"))
    ]


def _postgres(table: str, fixed: str, columns: tuple[str, ...]) -> list[str]:
    function = f"sen_{table}_stays"
    return [
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{table} stays as it is'; END $$",
        f"CREATE TRIGGER {table}_stays BEFORE UPDATE OF {_named(columns)} ON {table} "
        f"FOR EACH ROW WHEN ({fixed}) EXECUTE FUNCTION {function}()",
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} "
        f"FOR EACH ROW WHEN ({fixed}) EXECUTE FUNCTION {function}()",
    ]


def _named(columns: tuple[str, ...]) -> str:
    """`no` and `rows` are words of SQL too."""
    return ", ".join(f'"{column}"' for column in columns)


def _declare() -> None:
    for dialect in ("sqlite", "postgresql"):
        for table, statements in guards(dialect).items():
            for statement in statements:
                event.listen(
                    SQLModel.metadata.tables[table],
                    "after_create",
                    DDL(statement.replace("%", "%%")).execute_if(dialect=dialect),
                )


_declare()
