"""Questions about the installation itself."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.store.survey_mixing import SCRUBBED

#: The version of PostgreSQL that knows the privilege to maintain a table that another owns.
MAINTAIN = 170_000
OWNS = text(
    "SELECT bool_and(pg_has_role(current_user, relowner, 'USAGE'))"
    " FROM pg_class WHERE oid = ANY (CAST(:tables AS regclass[]))"
)
MAY_MAINTAIN = text(
    "SELECT bool_and(has_table_privilege(oid, 'MAINTAIN'))"
    " FROM pg_class WHERE oid = ANY (CAST(:tables AS regclass[]))"
)


def answers(session: Session) -> None:
    """One row at most of a table that is always there."""
    session.execute(text("SELECT 1 FROM audit_row LIMIT 1"))


def may_scrub(session: Session) -> bool:
    """Whether the app's own role may VACUUM where anonymous answers waited (PostgreSQL, ADR 0031).

    Who may not is only warned there, and what was moved stays readable in the files.
    """
    knows = _version(session) >= MAINTAIN
    statement = MAY_MAINTAIN if knows else OWNS
    return bool(session.execute(statement, {"tables": list(SCRUBBED)}).scalar_one())


def keeps_wal(session: Session) -> bool:
    """Whether PostgreSQL hands its write-ahead log on, to an archive or a replica."""
    statement = text(
        "SELECT current_setting('archive_mode') <> 'off'"
        " OR EXISTS (SELECT 1 FROM pg_replication_slots)"
    )
    return bool(session.execute(statement).scalar_one())


def _version(session: Session) -> int:
    return int(session.execute(text("SHOW server_version_num")).scalar_one())


def owns_the_log(session: Session) -> bool:
    """Whether the app's own role could drop the log's guards (PostgreSQL)."""
    statement = text(
        "SELECT pg_has_role(current_user, relowner, 'USAGE') "
        "FROM pg_class WHERE oid = 'audit_row'::regclass"
    )
    return bool(session.execute(statement).scalar_one())
