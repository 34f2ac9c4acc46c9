"""An illustrative complaint of the demonstration community."""

from dataclasses import dataclass
from functools import cache

from app.content import shelf


@dataclass(frozen=True, slots=True)
class InventedTakedown:
    """`bulletin`: key of what is taken down; `before`, `after`: what stands on the proofs."""

    bulletin: str
    asked_by: str
    by: str
    received_hours_ago: float
    done_hours_ago: float
    address: str
    text_found: str
    grounds: str
    note: str
    before: str
    after: str
    words: str


@cache
def invented_takedown() -> InventedTakedown:
    return InventedTakedown(**shelf.table("takedown_request"))
