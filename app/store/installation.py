"""Questions about the installation itself."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session


def owns_the_log(session: Session) -> bool:
    """Whether the app's own role could drop the log's guards (PostgreSQL)."""
    statement = text(
        "SELECT pg_has_role(current_user, relowner, 'USAGE') "
        "FROM pg_class WHERE oid = 'audit_row'::regclass"
    )
    return bool(session.execute(statement).scalar_one())
