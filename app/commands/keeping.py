"""Keeping it: migrations, backup, restore, verify, doctor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app import clock, migrations
from app.commands import desk, terminal
from app.integrations import storage
from app.services import checking, doctoring
from app.store import archive, deliveries, survey_mixing


def migrate() -> None:
    """Bring the database to the newest schema, as its owner."""
    made = desk.settings()
    migrations.migrate(made)
    terminal.say(f"database at {migrations.head()}")


def backup(
    file: Annotated[Path, typer.Argument(help="The archive to write; it must not exist.")],
) -> None:
    """A consistent copy of everything, taken while the server runs."""
    made = desk.settings()
    with desk.database(made) as opened:
        try:
            counts = opened.snapshot(
                lambda connection: archive.write(
                    connection,
                    file,
                    migrations.revision_of(connection) or "",
                    clock.now(),
                    storage.of(made).get,
                )
            )
        except FileExistsError:
            terminal.fail(f"{file} exists already")
        except OSError as error:
            terminal.fail(f"{file} cannot be written: {error.strerror}")
        except storage.StorageAway:
            terminal.fail("the storage of pictures cannot be read: no backup was made")
    terminal.say(f"{sum(counts.values())} rows of {len(counts)} tables")
    typer.echo(str(file))


def restore(
    file: Annotated[Path, typer.Argument(help="An archive made by `sen backup`.", exists=True)],
) -> None:
    """Put a backup into an empty place, on either database."""
    made = desk.settings()
    try:
        manifest = archive.manifest(file)
    except archive.NotAnArchive as error:
        terminal.fail(f"{file} is no backup of Sen, or it is damaged: {error}")
    with desk.database(made) as opened, opened.writer.connect() as connection:
        if not migrations.is_blank(connection):
            terminal.fail("restore goes into an empty place; this database has tables")
    # Pictures first: files without rows are swept, rows without files would be broken.
    try:
        archive.read_media(file, storage.of(made).put)
    except storage.StorageAway:
        terminal.fail("the storage of pictures cannot be written: nothing was restored")
    except ValueError:
        terminal.fail(f"{file} is damaged: it names a picture's file as Sen does not")
    migrations.migrate(made, manifest["revision"])
    with desk.database(made) as opened:
        opened.refill(lambda connection: archive.read(connection, file))
    migrations.migrate(made)
    with desk.database(made) as opened:
        opened.write_now(lambda session: deliveries.stand_still(session, clock.now()))
        opened.write_now(survey_mixing.count_lost)
    terminal.say(f"restored what was kept at {manifest['taken_at']}")


def verify() -> None:
    """Audit chain, counters, reviews: exit 0, or a list of what is wrong."""
    made = desk.settings()
    with desk.database(made) as opened:
        opened.write_now(checking.seal_first)
        faults = opened.read_now(lambda session: checking.faults(session, clock.now()))
    for fault in faults:
        typer.echo(fault)
    terminal.say("sen verify: clean" if not faults else f"sen verify: {len(faults)} faults")
    raise typer.Exit(bool(faults))


def doctor() -> None:
    """What is wrong with this installation, in Vietnamese."""
    made = desk.settings()
    with desk.database(made) as opened:
        with opened.reader.connect() as connection:
            opened.revision_is_head = migrations.revision_of(connection) == migrations.head()
        findings = doctoring.examine(opened, storage.of(made))
    for finding in findings:
        typer.echo(f"{'✔' if finding.fine else '✘'} {finding.text}")
    raise typer.Exit(any(not finding.fine and finding.grave for finding in findings))
