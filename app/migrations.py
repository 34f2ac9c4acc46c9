"""Migrations as the commands and tests run them (scripts: `alembic/versions`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event, inspect

from app.db import sqlite_driver
from app.settings import Settings

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


def _engine(settings: Settings) -> Any:
    """An engine apart from the server's: foreign keys off on SQLite while tables are rebuilt."""
    url = settings.owner_database
    if not url.startswith("sqlite"):
        return create_engine(url)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, module=sqlite_driver, connect_args={"isolation_level": None})

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA busy_timeout={settings.busy_timeout_ms}")
        connection.execute("PRAGMA foreign_keys=OFF")

    @event.listens_for(engine, "begin")
    def _begun(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
