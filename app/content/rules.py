"""Rules over texts and of trust of the demonstration community, as their forms take them."""

from typing import Any

from app.content import shelf


def invented_rules() -> list[dict[str, Any]]:
    return list(shelf.table("content_rules")["rules"])


def trust() -> dict[str, Any]:
    return dict(shelf.table("content_rules")["trust"])
