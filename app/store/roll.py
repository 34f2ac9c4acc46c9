"""The member list as a hot read: one prepared statement per set of filters (design.md §9)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, literal, or_, select, true
from sqlmodel import col

from app.models.members import Member
from app.store.hot import HotDatabase, HotRead

MAX_TERMS = 6


class Listed(NamedTuple):
    """One row of the list."""

    id: str
    full_name: str
    file_no: str
    phone: str | None
    unit_id: str | None
    union_status: str
    state: str
    version: int
    joined_at: Any
    applied_at: Any
    sort_key: str


_COLUMNS = (
    col(Member.id),
    col(Member.full_name),
    col(Member.file_no),
    col(Member.phone),
    col(Member.unit_id),
    col(Member.union_status),
    col(Member.state),
    col(Member.version),
    col(Member.joined_at),
    col(Member.applied_at),
    col(Member.sort_key),
)


@lru_cache(maxsize=256)
def _list(order: str, terms: int, state: bool, unit: bool, phone: bool, after: bool) -> HotRead:
    """One prepared list per combination of filters."""
    statement = select(*_COLUMNS).where(col(Member.community_id) == bindparam("community"))
    if state:
        statement = statement.where(col(Member.state) == bindparam("state"))
    if unit:
        statement = statement.where(col(Member.unit_id) == bindparam("unit"))
    named = [
        (literal(" ") + col(Member.fold)).like(bindparam(f"term{n}"), escape="\\")
        for n in range(terms)
    ]
    either: list[ColumnElement[bool]] = [and_(true(), *named)] if named else []
    if named:
        either.append(col(Member.file_no) == bindparam("file_no"))
    if phone:
        either.append(col(Member.phone) == bindparam("phone"))
    if either:
        statement = statement.where(or_(*either))
    if order == "newest":
        if after:
            statement = statement.where(col(Member.id) < bindparam("after_id"))
        return HotRead(statement.order_by(col(Member.id).desc()).limit(bindparam("most")))
    if after:
        statement = statement.where(
            or_(
                col(Member.sort_key) > bindparam("after_key"),
                and_(
                    col(Member.sort_key) == bindparam("after_key"),
                    col(Member.id) > bindparam("after_id"),
                ),
            )
        )
    return HotRead(
        statement.order_by(col(Member.sort_key), col(Member.id)).limit(bindparam("most"))
    )


def page(  # noqa: PLR0913 - each filter is one
    database: HotDatabase,
    community_id: str,
    *,
    most: int,
    order: str = "name",
    terms: tuple[str, ...] = (),
    file_no: str = "",
    phone: str = "",
    state: str = "",
    unit_id: str = "",
    after: tuple[Any, ...] | None = None,
) -> list[Listed]:
    """`most` rows of the list; each term is the beginning of a word of the folded name."""
    terms = terms[:MAX_TERMS]
    read = _list(order, len(terms), bool(state), bool(unit_id), bool(phone), after is not None)
    values: dict[str, Any] = {"community": community_id, "most": most}
    values |= {f"term{n}": f"% {_escaped(term)}%" for n, term in enumerate(terms)}
    if terms:
        values["file_no"] = file_no
    if phone:
        values["phone"] = phone
    if state:
        values["state"] = state
    if unit_id:
        values["unit"] = unit_id
    if after is not None:
        values["after_id"] = after[-1]
        if order != "newest":
            values["after_key"] = after[0]
    return [Listed._make(row) for row in read.rows(database, **values)]


def _escaped(term: str) -> str:
    return term.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
