"""The rules of a contest that nobody has ruled yet, and the contest of the demonstration."""

from copy import deepcopy
from typing import Any

from app.content import shelf


def ruleset() -> dict[str, Any]:
    """As contract.md shows it; the caller may change what it gets."""
    found: dict[str, Any] = deepcopy(shelf.table("contest_rules")["ruleset"])
    found["attempts"] = {"max": None, **found["attempts"]}
    return found


def invented_contest() -> dict[str, Any]:
    """Its texts, `rounds` of 2024 with the numbers of their questions, and the round `open`."""
    return deepcopy(shelf.table("contests"))
