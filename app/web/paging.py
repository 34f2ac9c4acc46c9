"""Keyset paging: an opaque cursor holds the last row's sort key; no OFFSET, no count (§9)."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Annotated, Any

from fastapi import Depends, Query

from app.domain.paging import Page
from app.domain.refusals import Invalid

DEFAULT_LIMIT = 20
MAX_LIMIT = 100


def encode(key: tuple[Any, ...]) -> str:
    text = json.dumps(key, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(cursor: str) -> tuple[Any, ...]:
    try:
        raw = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        key = json.loads(raw)
    except (ValueError, binascii.Error):
        raise Invalid.at("/cursor", "bad-cursor") from None
    if not isinstance(key, list) or not all(isinstance(part, str | int) for part in key):
        raise Invalid.at("/cursor", "bad-cursor")
    return tuple(key)


async def _page(
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
) -> Page:
    return Page(limit, decode(cursor) if cursor else None, encode)


Paging = Annotated[Page, Depends(_page)]
