"""The box “Tôi mong…” of the demonstration community."""

from copy import deepcopy
from typing import Any

from app.content import shelf


def invented_needs() -> dict[str, Any]:
    """`theme`, `needs`, and `topics` that name needs by their place."""
    told: dict[str, Any] = deepcopy(shelf.table("needs"))
    return {key: told[key] for key in ("theme", "needs", "topics")}
