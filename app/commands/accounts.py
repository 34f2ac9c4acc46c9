"""Accounts and tokens from the command line: the first officers, and programs."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from app.commands import desk, terminal
from app.domain import names
from app.domain.refusals import Refusal
from app.integrations import passwords
from app.schemas.people import TokenCreate
from app.services import commanding
from app.store.actors import Work


def create_account(
    phone: Annotated[str, typer.Option(help="The login: a Vietnamese phone number.")],
    name: Annotated[str, typer.Option(help="Full name.")],
    role: Annotated[str | None, typer.Option(help="chair … adviser, member, officer …")] = None,
    community: Annotated[str | None, typer.Option(help="The community's slug.")] = None,
    unit: Annotated[str | None, typer.Option(help="A unit's id or code.")] = None,
    password_stdin: Annotated[bool, typer.Option("--password-stdin")] = False,
) -> None:
    """Make an account; prints its id."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else ""
    hashed = passwords.hashed(password) if password else None

    def make(work: Work) -> str:
        return commanding.create_account(
            work,
            phone=phone,
            name=name,
            role=role,
            community=community,
            unit=unit,
            hashed=hashed,
        )

    typer.echo(_result(make))


def give_link(
    phone: Annotated[str, typer.Option(help="The account's login.")],
) -> None:
    """A one-time link with which an account's person sets a password within 24 hours."""
    typer.echo(_result(lambda work: commanding.give_link(work, phone)))


def create_token(
    phone: Annotated[str, typer.Option(help="The account's login.")],
    scope: Annotated[list[str] | None, typer.Option(help="Narrow it; may be repeated.")] = None,
) -> None:
    """Make a bearer token; prints it once."""
    typer.echo(
        _result(lambda work: commanding.create_token(work, phone, TokenCreate(scopes=scope)))
    )


def _result(fn: object) -> str:
    try:
        return str(desk.write(desk.settings(), fn))  # type: ignore[arg-type]
    except Refusal as refusal:
        terminal.refuse(refusal)
    except names.InvalidName as error:
        terminal.fail(f"refused: name {error.code}")
