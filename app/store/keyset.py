"""The condition that goes on where a page ended."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, literal, true, tuple_


def beyond(after: tuple[Any, ...] | None, *columns: Any, down: bool = False) -> ColumnElement[bool]:
    """Rows that follow the key `after`; `columns` are those of ORDER BY, all in one direction."""
    if after is None:
        return true()
    # A number of any size is only compared: it need not fit the column.
    key = tuple_(
        *(
            literal(part, BigInteger() if isinstance(part, int) else column.type)
            for part, column in zip(after, columns, strict=True)
        )
    )
    row = tuple_(*columns)
    return row < key if down else row > key
