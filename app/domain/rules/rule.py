"""One rule over texts: what it looks for, and what becomes of a text that it meets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.domain.rules import addresses

#: The strictest first.
ACTIONS = ("refuse", "hold", "mask", "flag", "tag")
SCOPES = ("posts", "comments", "both")
LINKS = ("none", "any", "shorteners", "domains")
NUMBERS = (addresses.PHONE, addresses.ACCOUNT)
MOST_PHRASES = 200
LONGEST_PHRASE = 100
MOST_DOMAINS = 100


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as it is applied. `words`: phrases; `links`, `domains`, `numbers`, `pattern`: the
    other things that it looks for; any one of them is a match. `message`: what the author reads."""

    id: str
    version: int
    label: str
    action: str
    scope: str = "both"
    priority: int = 0
    words: tuple[str, ...] = ()
    loose: bool = False
    links: str = "none"
    domains: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    pattern: str = ""
    message: str = ""


class Pattern(Protocol):
    """A compiled pattern of an engine that never backtracks."""

    def spans(self, text: str, most: int) -> list[tuple[int, int]]: ...


Compile = Callable[[str], Pattern]
