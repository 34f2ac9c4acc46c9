"""What a command says to the person at the terminal, and how it ends with a sentence."""

from __future__ import annotations

import sys
from typing import NoReturn

import typer


def say(text: str) -> None:
    """For the person at the terminal; never part of the result."""
    typer.echo(text, err=True)


def fail(text: str, code: int = 1) -> NoReturn:
    print(text, file=sys.stderr)
    raise typer.Exit(code)
