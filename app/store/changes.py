"""How many rows an UPDATE, DELETE or INSERT changed: the answer of every conditional write."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import CursorResult, Result


def rows_of(result: Result[Any]) -> int:
    return cast("CursorResult[Any]", result).rowcount
