"""Keyset paging: an opaque cursor holds the last row's sort key; no OFFSET, no count (§9)."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Annotated, Any

from fastapi import Depends, Query
from pydantic import BaseModel, Field

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
        json.dumps(key, ensure_ascii=False).encode()
    except (ValueError, binascii.Error):
        raise Invalid.at("/cursor", "bad-cursor") from None
    if not isinstance(key, list) or not all(
        isinstance(part, str | int) and "\0" not in str(part) for part in key
    ):
        raise Invalid.at("/cursor", "bad-cursor")
    return tuple(key)


def first_page() -> Page:
    """Where a list begins, for those who named no place in it."""
    return Page(DEFAULT_LIMIT, None, encode)


class PageQuery(BaseModel):
    """`limit` and `cursor` of a list. A list with filters extends it: one model, one validation."""

    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT
    cursor: Annotated[str | None, Field(max_length=500)] = None

    @property
    def page(self) -> Page:
        return Page(self.limit, decode(self.cursor) if self.cursor else None, encode)


async def _page(query: Annotated[PageQuery, Query()]) -> Page:
    return query.page


Paging = Annotated[Page, Depends(_page)]
