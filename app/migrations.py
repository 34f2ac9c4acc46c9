"""Migrations as the commands and tests run them (scripts: `alembic/versions`)."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect
from sqlalchemy.engine import make_url

from app.settings import Settings
from app.sqlite import sqlite_engine

SCRIPTS = Path(__file__).resolve().parent.parent / "alembic"


def config(connection: Connection | None = None) -> Config:
    made = Config()
    made.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    if connection is not None:
        made.attributes["connection"] = connection
    return made


def migrate(settings: Settings, revision: str = "head") -> None:
    """Bring the database to a revision, as its owner."""
    engine = _engine(settings)
    try:
        with engine.connect() as connection, connection.begin():
            command.upgrade(config(connection), revision)
    finally:
        engine.dispose()


def revision_of(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def head() -> str:
    found = ScriptDirectory.from_config(config()).get_current_head()
    assert found is not None
    return found


def is_blank(connection: Connection) -> bool:
    """No table of ours and no mark of a migration."""
    return not inspect(connection).get_table_names()


def _engine(settings: Settings) -> Engine:
    """An engine apart from the server's: foreign keys off on SQLite while tables are rebuilt."""
    url = make_url(settings.owner_database)
    if url.get_backend_name() != "sqlite":
        return create_engine(url)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return sqlite_engine(url.database or "", settings.busy_timeout_ms, foreign_keys=False)
