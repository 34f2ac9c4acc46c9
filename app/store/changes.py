"""Conditional writes, and how many rows an UPDATE, DELETE or INSERT changed."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import CursorResult, Result, inspect, update
from sqlalchemy.orm import Session


def change(session: Session, row: Any, **values: Any) -> bool:
    """One conditional UPDATE of a versioned row from the version that was read; False when lost."""
    table = type(row)
    keys = [column.name for column in inspect(table).primary_key]
    result = session.execute(
        update(table)
        .where(
            *(getattr(table, key) == getattr(row, key) for key in keys),
            table.version == row.version,
        )
        .values(version=row.version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    if not rows_of(result):
        return False
    session.refresh(row)
    return True


def rows_of(result: Result[Any]) -> int:
    return cast("CursorResult[Any]", result).rowcount
