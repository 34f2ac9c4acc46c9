"""An illustrative reminder, and appeals of the demonstration community."""

from dataclasses import dataclass
from functools import cache

from app.content import shelf


@dataclass(frozen=True, slots=True)
class InventedWarning:
    """`member`: key of a named member; `reason`: a code of the reasons."""

    key: str
    member: str
    by: str
    reason: str
    hours_ago: float
    note: str


@dataclass(frozen=True, slots=True)
class InventedAppeal:
    """`about`: sanction or post; `of`: the warning's or the post's key; `answer`: what somebody
    else said who looked again, empty while it waits."""

    about: str
    of: str
    by: str
    hours_ago: float
    text: str
    answered_by: str = ""
    answered_hours_ago: float = 0
    answer: str = ""


@cache
def invented_warnings() -> tuple[InventedWarning, ...]:
    return shelf.rows(InventedWarning, shelf.table("restraints")["warnings"])


@cache
def invented_appeals() -> tuple[InventedAppeal, ...]:
    return shelf.rows(InventedAppeal, shelf.table("restraints")["appeals"])
