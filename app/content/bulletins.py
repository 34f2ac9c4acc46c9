"""What bulletins need of the Union's own words: memorial days, movements, the loudspeaker."""

from dataclasses import dataclass
from functools import cache

from app.content import shelf
from app.domain.calendar import Memorial


@dataclass(frozen=True, slots=True)
class Spoken:
    """How the loudspeaker's minute begins and ends."""

    greeting: str
    closing: str


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement or campaign; with `parent` one item of it. Terms are days or empty."""

    key: str
    name: str
    valid_from: str
    valid_to: str = ""
    parent: str = ""


@cache
def loudspeaker() -> Spoken:
    return Spoken(**shelf.table("bulletins")["loudspeaker"])


@cache
def memorials() -> tuple[Memorial, ...]:
    """The days of seed §15, by the sun and by the moon."""
    return shelf.rows(Memorial, shelf.table("bulletins")["memorials"])


@cache
def movements() -> tuple[Movement, ...]:
    """The lists that a community begins with, each before its items."""
    return shelf.rows(Movement, shelf.table("bulletins")["movements"])
