"""The topics that a community begins with (Plan 55, II.3)."""

from dataclasses import dataclass
from functools import cache

from app.content import shelf


@dataclass(frozen=True, slots=True)
class Topic:
    """`key` stands in addresses; `rhythm` says when the topic usually has its turn."""

    key: str
    name: str
    introduction: str
    rhythm: str


@cache
def topics() -> tuple[Topic, ...]:
    return shelf.rows(Topic, shelf.table("topics")["topics"])
