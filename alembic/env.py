"""Runs migrations on both databases: batch mode, named constraints, one transaction per version.

The application gives its engine in `config.attributes`. On SQLite foreign keys are off while
tables are rebuilt (batch mode would delete child rows), and checked before the commit.
"""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, text

from app.models import SQLModel

config = context.config


def migrate(connection: Connection) -> None:
    sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        compare_type=True,
        compare_server_default=False,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()
        if sqlite:
            orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
            if orphans:
                raise RuntimeError(f"{len(orphans)} rows point to nothing after the migration")


migrate(config.attributes["connection"])
