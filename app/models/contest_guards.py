"""Triggers of contests: what decides a result stays as it was when the round began."""

from __future__ import annotations

from sqlalchemy import DDL, event

from app.models import contests  # noqa: F401 - its tables are guarded here
from app.models.base import SQLModel

#: table → columns that no longer change once `_FIXED` holds, with which the row stays too.
_KEPT = {
    "contest": ("kind", "ruleset", "ruleset_sha256", "begun_at"),
    "contest_round": (
        "opens_at",
        "time_limit_s",
        "practice",
        "seed",
        "nonce",
        "commitment",
        "begun_at",
    ),
    "round_question": ("round_id", "key", "place", "kind", "prompt", "options", "answer", "points"),
    "attempt": (
        "round_id",
        "person_id",
        "number",
        "state",
        "started_at",
        "answers",
        "prediction",
        "submitted_at",
        "ended_by",
        "seq",
        "entry",
        "leaf",
        "duration_ms",
    ),
}
_FIXED = {
    "contest": "OLD.begun_at IS NOT NULL",
    "contest_round": "OLD.begun_at IS NOT NULL",
    "round_question": "EXISTS (SELECT 1 FROM contest_round"
    " WHERE id = OLD.round_id AND begun_at IS NOT NULL)",
    "attempt": "OLD.state = 'submitted'",
}


def guards(dialect: str) -> dict[str, list[str]]:
    """table → statements: what decides a result stays as it was when the round began."""
    make = _postgres if dialect == "postgresql" else _sqlite
    return {table: make(table, _FIXED[table], columns) for table, columns in _KEPT.items()}


def _sqlite(table: str, fixed: str, columns: tuple[str, ...]) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_{name} BEFORE {when} ON {table} WHEN {fixed} "
        f"BEGIN SELECT RAISE(ABORT, '{table} has begun'); END"
        for name, when in (("stays", f"UPDATE OF {', '.join(columns)}"), ("kept", "DELETE"))
    ]


def _postgres(table: str, fixed: str, columns: tuple[str, ...]) -> list[str]:
    """PostgreSQL takes no subquery in WHEN: the function asks."""
    function = f"sen_{table}_begun"
    return [
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {fixed} THEN RAISE EXCEPTION '{table} has begun'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        f"CREATE TRIGGER {table}_stays BEFORE UPDATE OF {', '.join(columns)} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {function}()",
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {function}()",
    ]


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
