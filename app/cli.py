"""The `sen` command: results on standard output, the log on standard error (contract.md).

A module of `app.commands` is imported when one of its commands is asked for: the server's imports
take seconds of a processor, those of a result from a file a fraction of one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

import typer

#: Command → where in `app.commands` its function stands.
COMMANDS: Mapping[str, str] = {
    "up": "serving.up",
    "serve": "serving.serve",
    "worker": "serving.worker",
    "migrate": "keeping.migrate",
    "openapi": "serving.openapi",
    "demo": "demo.demo",
    "start": "starting.start",
    "backup": "keeping.backup",
    "restore": "keeping.restore",
    "verify": "keeping.verify",
    "doctor": "keeping.doctor",
    "check-list": "lists.check_list",
}
#: Group → (what it is about, its commands).
GROUPS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "account": (
        "Accounts of officers and members.",
        {"create": "accounts.create_account", "link": "accounts.give_link"},
    ),
    "token": ("Bearer tokens for programs.", {"create": "accounts.create_token"}),
    "codes": ("Lists of administrative codes.", {"import": "codes.import_codes"}),
    "contest": ("Online contests.", {"recompute": "contests.recompute"}),
}


def command(words: Sequence[str] = ()) -> typer.Typer:
    """`sen` with the command that these words begin with; with all of them where it is none."""
    first = words[0] if words else ""
    known = first in COMMANDS or first in GROUPS
    made = typer.Typer(
        name="sen",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    made.callback()(sen)
    for name, place in COMMANDS.items():
        if name == first or not known:
            made.command(name)(_function(place))
    for name, (about, commands) in GROUPS.items():
        if name == first or not known:
            group = typer.Typer(help=about, no_args_is_help=True)
            for one, place in commands.items():
                group.command(one)(_function(place))
            made.add_typer(group, name=name)
    return made


def sen() -> None:
    """Sen: the software of the Women's Union's online communities."""


def main() -> None:
    """The console script."""
    command(sys.argv[1:])()


def _function(place: str) -> Callable[..., Any]:
    module, _, name = place.partition(".")
    found: Callable[..., Any] = getattr(import_module(f"app.commands.{module}"), name)
    return found


if __name__ == "__main__":
    main()
