"""The words of the weekly sheet."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from app.content import shelf


@cache
def weekly_words() -> Mapping[str, str]:
    """Every sentence of the sheet by its key."""
    return {key: text for key, text in _table().items() if isinstance(text, str)}


@cache
def weekly_figures() -> Mapping[str, str]:
    """The five figures: key → what is counted, in their order."""
    labels: dict[str, str] = _table()["labels"]
    return labels


def _table() -> dict[str, Any]:
    return shelf.table("weekly_sheet")
