"""What a command says to the person at the terminal, and how it ends with a sentence."""

from __future__ import annotations

import sys
from typing import NoReturn

import typer

from app import i18n
from app.domain.refusals import Invalid, Refusal


def say(text: str) -> None:
    """For the person at the terminal; never part of the result."""
    typer.echo(text, err=True)


def fail(text: str, code: int = 1) -> NoReturn:
    print(text, file=sys.stderr)
    raise typer.Exit(code)


def refuse(refusal: Refusal) -> NoReturn:
    """Each fault with its sentence and code."""
    if isinstance(refusal, Invalid):
        said = [
            f"{one.pointer}: {i18n.field_error(one.code, 'en', one.facts)} ({one.code})"
            for one in refusal.errors
        ]
    else:
        title, detail = i18n.problem(refusal.code, "en", refusal.facts)
        said = [f"{title}. {detail} ({refusal.code})"]
    fail("\n".join(f"refused: {one}" for one in said))
