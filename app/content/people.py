"""The invented people with a name of their own: board, advisers, officers, members."""

from dataclasses import dataclass
from functools import cache

from app.content import shelf


@dataclass(frozen=True, slots=True)
class Officer:
    """A person with an appointment. `unit`: key of the unit that nominates her; `rank`: official
    order within her group, from 1."""

    key: str
    full_name: str
    birth_year: int
    phone: str
    unit: str
    title: str
    nominated_by: str
    role: str
    rank: int


@dataclass(frozen=True, slots=True)
class NamedMember:
    """A woman of the stories. `unit`: code of the commune where she lives; `in_group`: she is one
    of the participants already, the others have an application; `given`: her given name where
    the rule of the last word is wrong."""

    key: str
    full_name: str
    birth_year: int
    phone: str
    unit: str
    hamlet: str
    union_status: str
    call_me: str
    found_via: str
    note: str
    in_group: bool
    given: str | None = None


def board() -> tuple[Officer, ...]:
    """The seven of the board in official order."""
    return _officers("board")


def advisers() -> tuple[Officer, ...]:
    """The three who advise and supervise, in official order."""
    return _officers("advisers")


def officers() -> tuple[Officer, ...]:
    """Officers outside board and panel."""
    return _officers("officers")


@cache
def named_members() -> tuple[NamedMember, ...]:
    return shelf.rows(NamedMember, shelf.table("people")["named_members"])


def illustration_mark() -> str:
    """The word that every screen shows beside invented people and figures."""
    return str(shelf.table("people")["illustration"])


@cache
def _officers(group: str) -> tuple[Officer, ...]:
    return shelf.rows(Officer, shelf.table("people")[group])
