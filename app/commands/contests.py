"""Contests from the command line: the rule engine alone, without a database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app import i18n
from app.commands import terminal
from app.domain.contests import files
from app.domain.contests.results import compute
from app.domain.refusals import Invalid

WHY = {
    "not-json": "this is not JSON in UTF-8",
    "not-an-object": "an object belongs here",
    "not-a-list": "a list belongs here",
    "missing": "this is missing",
    "not-whole": "a whole number within its bounds belongs here",
    "not-text": "a text of 1 to 200 letters belongs here",
    "not-a-time": "a time as RFC 3339 with its zone belongs here",
    "twice": "another attempt says the same",
    "more-than-questions": "more than there are questions",
    "draw-seed-missing": "the rules draw lots, so a draw_seed is needed",
}


def recompute(
    file: Annotated[Path, typer.Argument(help="Ruleset and attempts as JSON.", dir_okay=False)],
) -> None:
    """The result of a round from a file, as JSON on one line; the same file, the same bytes."""
    try:
        given = files.read(file.read_bytes())
    except OSError as error:
        terminal.fail(f"{file}: {error.strerror}")
    except files.Unreadable as error:
        terminal.fail(f"{file}: {error.pointer or 'the file'}: {WHY[error.code]} ({error.code})")
    except Invalid as refusal:
        terminal.fail(
            "\n".join(
                f"{file}: {one.pointer}: {i18n.field_error(one.code, 'en', one.facts)} ({one.code})"
                for one in refusal.errors
            )
        )
    typer.echo(files.written(compute(given)), nl=False)
