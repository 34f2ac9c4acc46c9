"""How the tree of the pilot's time became today's: two decisions, with what each did."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from app.content import shelf


@dataclass(frozen=True, slots=True)
class ReformDecision:
    key: str
    number: str
    issuer: str
    decided_on: date
    effective_on: date


@dataclass(frozen=True, slots=True)
class ReformUnit:
    """A unit beside those of `units()`. `decision`: the one that founded it; empty: it was there
    before; `code` is empty where the sources have none."""

    key: str
    name: str
    parent: str
    kind: str = "commune"
    decision: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class ReformChange:
    """`units`: those that go whole into one, or the one that is divided or ends."""

    decision: str
    kind: str
    units: tuple[str, ...]
    into: tuple[str, ...]


@cache
def reform_decisions() -> tuple[ReformDecision, ...]:
    return shelf.rows(ReformDecision, shelf.table("reform")["decisions"])


@cache
def reform_units() -> tuple[ReformUnit, ...]:
    """Neighbours first, then those that the decisions founded."""
    table = shelf.table("reform")
    return shelf.rows(ReformUnit, [*table["neighbours"], *table["founded"]])


@cache
def reform_changes() -> tuple[ReformChange, ...]:
    return shelf.rows(ReformChange, shelf.table("reform")["changes"])


def reform_note() -> str:
    """That all this is to be verified against the resolutions."""
    return str(shelf.table("reform")["verify"])
