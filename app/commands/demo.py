"""The demonstration: loading it, and the four people who can sign in to it."""

from __future__ import annotations

import json
import secrets
from typing import Annotated

import typer

from app.commands import desk, terminal
from app.demo import load as loader
from app.integrations import passwords
from app.settings import Settings

DEFAULT_SIZE = 1514
ACCOUNTS = "demo-accounts.json"
#: Letters that are not mistaken for one another when typed from a screen.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def demo(
    size: Annotated[int, typer.Option(help="How many members.", min=200)] = DEFAULT_SIZE,
    if_empty: Annotated[bool, typer.Option(help="Do nothing where there is data.")] = False,
    reform: Annotated[
        bool, typer.Option("--reform", help="With the units as they became in 2025.")
    ] = False,
) -> None:
    """Load the demonstration community into an empty database."""
    made = desk.settings()
    if made.production:
        terminal.fail("the production profile takes no demonstration")
    if not load_if_empty(made, size, reformed=reform) and not if_empty:
        terminal.fail("the database is not empty; the demonstration goes into an empty one")
    say_sign_in(made)


def load_if_empty(made: Settings, size: int = DEFAULT_SIZE, *, reformed: bool = False) -> bool:
    """Whether the demonstration was loaded now."""
    with desk.database(made) as opened:
        if not opened.read_now(loader.is_empty):
            return False
        terminal.say("loading the demonstration …")
        hashed = {phone: passwords.hashed(word) for phone, word in _passwords(made).items()}

        def fill(session: object) -> None:
            work = desk.work(session, made)  # type: ignore[arg-type]
            loader.load(work, size, reformed=reformed)
            loader.prepare_accounts(work, hashed)

        opened.write_now(fill)
    return True


def _passwords(made: Settings) -> dict[str, str]:
    """Random passwords by phone, made once and kept beside the data."""
    path = made.data_dir / ACCOUNTS
    if not path.exists():
        made.data_dir.mkdir(parents=True, exist_ok=True)
        words = {person.phone: _password() for person in loader.PREPARED}
        path.touch(0o600, exist_ok=False)
        path.write_text(json.dumps(words), encoding="utf-8")
    return dict(json.loads(path.read_text(encoding="utf-8")))


def _password() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


def say_sign_in(made: Settings) -> None:
    """Who can sign in, and how: printed at each start in development."""
    if made.production or not (made.data_dir / ACCOUNTS).exists():
        return
    words = _passwords(made)
    terminal.say("The demonstration's people and passwords (illustration, this machine only):")
    for person in loader.PREPARED:
        terminal.say(
            f"  {person.role:<10} {person.phone}  {words.get(person.phone, '')}  {person.name}"
        )
