"""What the chat writes short, for the rules over texts."""

from collections.abc import Mapping
from functools import cache

from app.content import shelf


@cache
def shorthand() -> Mapping[str, tuple[str, ...]]:
    """Abbreviation without marks → what it stands for, the likeliest first."""
    table: dict[str, list[str]] = shelf.table("teencode")["shorthand"]
    return {short: tuple(meanings) for short, meanings in table.items()}
