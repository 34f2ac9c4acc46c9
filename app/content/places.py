"""The tree of the pilot's time, the participants in it, and their growth."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from app.content import shelf


@dataclass(frozen=True, slots=True)
class Unit:
    """A body of the Union. `kind`: central, province, district_legacy, commune; `place`: the kind
    of place ("xã", "thị trấn"); `parent`: a key, empty at the root; `members` and `not_union`
    count participants (persons) and are 0 above the communes."""

    key: str
    code: str
    kind: str
    place: str
    name: str
    short_name: str
    parent: str
    members: int = 0
    not_union: int = 0


@dataclass(frozen=True, slots=True)
class GrowthPoint:
    """How many persons took part at the end of a day. `published`: a figure of the pilot."""

    on: date
    participants: int
    published: bool


@cache
def units() -> tuple[Unit, ...]:
    """Parents before children, communes in official order."""
    return shelf.rows(Unit, shelf.table("units")["units"])


@cache
def communes() -> tuple[Unit, ...]:
    """The 22 communes and townships of the district in official order."""
    return tuple(unit for unit in units() if unit.kind == "commune")


def code_scheme() -> str:
    """The scheme of the codes: the general statistics office's list."""
    return str(shelf.table("units")["code_scheme"])


def codes_valid_to() -> date:
    """The first day on which these codes no longer name these places."""
    day = shelf.table("units")["codes_valid_to"]
    assert isinstance(day, date)
    return day


@cache
def growth() -> tuple[GrowthPoint, ...]:
    return shelf.rows(GrowthPoint, shelf.table("growth")["points"])
