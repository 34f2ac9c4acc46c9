"""The member list as a hot read: one prepared statement per set of filters (design.md §9)."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, func, literal, or_, select, true, tuple_
from sqlmodel import col

from app.models.members import Member, UnionVerification
from app.store.hot import HotDatabase, HotRead
from app.store.mergers import ending

MAX_TERMS = 6


class Kept(NamedTuple):
    """What the lists behind the figures keep; empty: all. Moments are half-open."""

    inside: bool = False
    union: str = ""
    verified: str = ""
    reason: str = ""
    joined_from: datetime | None = None
    joined_to: datetime | None = None
    left_from: datetime | None = None
    left_to: datetime | None = None


EVERYBODY = Kept()


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


_HOLDING = (
    select(col(UnionVerification.status))
    .where(
        col(UnionVerification.member_id) == col(Member.id),
        col(UnionVerification.ended_at).is_(None),
    )
    .correlate(Member)
    .scalar_subquery()
)
#: The filters of the lists behind the figures.
_KEPT: dict[str, ColumnElement[bool]] = {
    "inside": or_(col(Member.state) == "approved", col(Member.state) == "suspended"),
    "union": col(Member.union_status) == bindparam("union"),
    "verified": func.coalesce(_HOLDING, "unverified") == bindparam("verified"),
    "reason": ending() == bindparam("reason"),
    "joined_from": col(Member.joined_at) >= bindparam("joined_from"),
    "joined_to": col(Member.joined_at) < bindparam("joined_to"),
    "left_from": and_(
        col(Member.ended_at) >= bindparam("left_from"), col(Member.joined_at).is_not(None)
    ),
    "left_to": and_(
        col(Member.ended_at) < bindparam("left_to"), col(Member.joined_at).is_not(None)
    ),
}


@lru_cache(maxsize=256)
def _list(
    order: str,
    terms: int,
    state: bool,
    unit: bool,
    phone: bool,
    after: bool,
    kept: tuple[str, ...] = (),
) -> HotRead:
    """One prepared list per combination of filters."""
    statement = select(*_COLUMNS).where(
        col(Member.community_id) == bindparam("community"), *(_KEPT[name] for name in kept)
    )
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
        # One comparison of rows, so that the index is entered where the page before ended.
        here = tuple_(col(Member.sort_key), col(Member.id))
        statement = statement.where(here > tuple_(bindparam("after_key"), bindparam("after_id")))
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
    kept: Kept = EVERYBODY,
    after: tuple[Any, ...] | None = None,
) -> list[Listed]:
    """`most` rows of the list; each term is the beginning of a word of the folded name."""
    terms = terms[:MAX_TERMS]
    chosen = {name: value for name, value in kept._asdict().items() if value}
    read = _list(
        order,
        len(terms),
        bool(state),
        bool(unit_id),
        bool(phone),
        after is not None,
        tuple(chosen),
    )
    values: dict[str, Any] = {"community": community_id, "most": most}
    values |= {name: value for name, value in chosen.items() if name != "inside"}
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
