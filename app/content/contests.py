"""The rules of a contest that nobody has ruled yet."""

from copy import deepcopy
from typing import Any

from app.content import shelf


def ruleset() -> dict[str, Any]:
    """As contract.md shows it; the caller may change what it gets."""
    found: dict[str, Any] = deepcopy(shelf.table("contest_rules")["ruleset"])
    found["attempts"] = {"max": None, **found["attempts"]}
    return found
