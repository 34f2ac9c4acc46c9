"""Illustrative posts of the demonstration community."""

from dataclasses import dataclass
from functools import cache

from app.content import shelf


@dataclass(frozen=True, slots=True)
class InventedPost:
    """One member's post. `author`: key of a named member; `decision`: the noun of what the board
    did `after_hours` later, empty while it waits; `reason`: a code of the reasons."""

    key: str
    author: str
    title: str
    topic: str
    hours_ago: float
    body: str
    anonymous: bool = False
    decision: str = ""
    by: str = ""
    after_hours: float = 0
    reason: str | None = None


@cache
def invented_posts() -> tuple[InventedPost, ...]:
    return shelf.rows(InventedPost, shelf.table("posts")["posts"])
