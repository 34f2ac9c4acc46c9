"""Questions about the installation itself."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session


def answers(session: Session) -> None:
    """One row at most of a table that is always there."""
    session.execute(text("SELECT 1 FROM audit_row LIMIT 1"))


def owns_the_log(session: Session) -> bool:
    """Whether the app's own role could drop the log's guards (PostgreSQL)."""
    statement = text(
        "SELECT pg_has_role(current_user, relowner, 'USAGE') "
        "FROM pg_class WHERE oid = 'audit_row'::regclass"
    )
    return bool(session.execute(statement).scalar_one())
