"""What the commands share that work on a database: settings, the database, one unit of work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from app import clock
from app.commands import terminal
from app.db import Database, DatabaseAway
from app.domain.permissions import STRANGER
from app.integrations import storage
from app.settings import Settings, UnsafeSettings
from app.store.actors import Work
from app.web import logs

T = TypeVar("T")


def settings() -> Settings:
    """The settings, with the log set up; unsafe ones end the command with a sentence."""
    try:
        made = Settings()
    except (UnsafeSettings, ValueError) as error:
        terminal.fail(f"settings: {error}")
    logs.set_up(made.log_level)
    if made.data_dir.exists() and not made.data_dir.is_dir():
        terminal.fail(f"settings: SEN_DATA_DIR={made.data_dir} is a file, not a folder")
    try:
        make_url(made.database)
        storage.of(made)
    except ArgumentError:
        terminal.fail("settings: SEN_DATABASE_URL is no address of a database")
    except UnsafeSettings as error:
        terminal.fail(f"settings: {error}")
    return made


@contextmanager
def database(made: Settings) -> Iterator[Database]:
    try:
        opened = Database(made)
    except UnsafeSettings as error:
        terminal.fail(f"settings: {error}")
    try:
        yield opened
    except DatabaseAway:
        terminal.fail(
            "the database cannot be reached, or its tables are missing: run `sen migrate`"
        )
    finally:
        opened.close()


def write(made: Settings, fn: Callable[[Work], T]) -> T:
    """Run one unit of work of the command line."""
    with database(made) as opened:
        return opened.write_now(lambda session: fn(work(session, made)))


def work(session: Session, made: Settings) -> Work:
    return Work(
        session=session,
        actor=STRANGER,
        now=clock.now(),
        today=clock.today(),
        request_id="command",
        address=made.address,
    )
