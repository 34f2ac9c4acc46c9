"""What the commands share: settings, a database, one unit of work, ending with a sentence."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn, TypeVar

import typer
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from app import clock
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
        fail(f"settings: {error}")
    logs.set_up(made.log_level)
    if made.data_dir.exists() and not made.data_dir.is_dir():
        fail(f"settings: SEN_DATA_DIR={made.data_dir} is a file, not a folder")
    try:
        make_url(made.database)
        storage.of(made)
    except ArgumentError:
        fail("settings: SEN_DATABASE_URL is no address of a database")
    except UnsafeSettings as error:
        fail(f"settings: {error}")
    return made


@contextmanager
def database(made: Settings) -> Iterator[Database]:
    try:
        opened = Database(made)
    except UnsafeSettings as error:
        fail(f"settings: {error}")
    try:
        yield opened
    except DatabaseAway:
        fail("the database cannot be reached, or its tables are missing: run `sen migrate`")
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


def say(text: str) -> None:
    """For the person at the terminal; never part of the result."""
    typer.echo(text, err=True)


def fail(text: str, code: int = 1) -> NoReturn:
    print(text, file=sys.stderr)
    raise typer.Exit(code)
