"""The unit tree as it was on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    and_,
    cast,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.refusals import Hidden
from app.models.units import Unit, UnitCode, UnitKind, UnitName, UnitParent

#: The scheme of the General Statistics Office, whose code a unit shows.
STATISTICS_OFFICE = "gso"


@dataclass(frozen=True, slots=True)
class UnitOn:
    """One unit with the name, parent and code that it had on a day."""

    id: str
    kind: str
    name: str
    parent_id: str | None
    code: str | None
    valid_from: date
    valid_to: date | None
    official_order: int
    version: int


def in_force(table: Any, day: date) -> ColumnElement[bool]:
    """The half-open validity [valid_from, valid_to) on one day."""
    return and_(
        table.valid_from <= day,
        or_(table.valid_to.is_(None), table.valid_to > day),
    )


def _on(day: date) -> Select[*tuple[Any, ...]]:
    return (
        select(
            col(Unit.id),
            func.coalesce(col(UnitKind.kind), col(Unit.kind)),
            col(UnitName.name),
            col(UnitParent.parent_id),
            col(UnitCode.code),
            col(Unit.valid_from),
            col(Unit.valid_to),
            col(Unit.official_order),
            col(Unit.version),
        )
        .join(UnitName, and_(col(UnitName.unit_id) == col(Unit.id), in_force(UnitName, day)))
        .outerjoin(UnitKind, and_(col(UnitKind.unit_id) == col(Unit.id), in_force(UnitKind, day)))
        .outerjoin(
            UnitParent, and_(col(UnitParent.unit_id) == col(Unit.id), in_force(UnitParent, day))
        )
        .outerjoin(
            UnitCode,
            and_(
                col(UnitCode.unit_id) == col(Unit.id),
                col(UnitCode.scheme) == STATISTICS_OFFICE,
                in_force(UnitCode, day),
            ),
        )
        .where(in_force(Unit, day))
    )


def tree(session: Session, day: date) -> list[UnitOn]:
    """Every unit in force on a day, in official order."""
    rows = session.execute(_on(day).order_by(col(Unit.official_order), col(Unit.id)))
    return [UnitOn(*row) for row in rows]


def get(session: Session, unit_id: str, day: date) -> UnitOn:
    if not is_id(unit_id):
        raise Hidden
    row = session.execute(_on(day).where(col(Unit.id) == unit_id)).first()
    if row is None:
        raise Hidden
    return UnitOn(*row)


def some(session: Session, unit_ids: Iterable[str], day: date) -> list[UnitOn]:
    rows = session.execute(_on(day).where(col(Unit.id).in_(set(unit_ids))))
    return [UnitOn(*row) for row in rows]


def find(session: Session, unit_id: str) -> Unit | None:
    """The unit itself, in force or not."""
    return session.get(Unit, unit_id) if is_id(unit_id) else None


def names(session: Session | Connection, unit_ids: Iterable[str], day: date) -> dict[str, str]:
    """The names of some units on a day; a unit that is closed keeps its last name."""
    wanted = set(unit_ids)
    rows = session.execute(
        select(col(UnitName.unit_id), col(UnitName.name))
        .where(col(UnitName.unit_id).in_(wanted), col(UnitName.valid_from) <= day)
        .order_by(col(UnitName.valid_from))
    )
    return {row[0]: row[1] for row in rows}


def below(session: Session, unit_ids: Iterable[str], day: date) -> list[str]:
    """The ids of some units and of all that stands below them on a day."""
    tree_ids = (
        select(cast(col(Unit.id), String).label("id"))
        .where(col(Unit.id).in_(set(unit_ids)))
        .cte("below", recursive=True)
    )
    tree_ids = tree_ids.union(
        select(cast(col(UnitParent.unit_id), String))
        .join(tree_ids, col(UnitParent.parent_id) == tree_ids.c.id)
        .where(in_force(UnitParent, day))
    )
    return list(session.execute(select(tree_ids.c.id)).scalars())


def above(session: Session, unit_id: str, day: date) -> list[str]:
    """A unit and all that stood above it on a day, nearest first."""
    found = [unit_id]
    for one in found:
        parent = session.execute(
            select(col(UnitParent.parent_id)).where(
                col(UnitParent.unit_id) == one, in_force(UnitParent, day)
            )
        ).scalar_one_or_none()
        if parent is not None and parent not in found:
            found.append(parent)
    return found


def kind_on(session: Session, unit_id: str, day: date) -> str:
    """The kind of a unit on a day: the one it was founded with, or a later one."""
    row = session.execute(
        select(func.coalesce(col(UnitKind.kind), col(Unit.kind)))
        .select_from(Unit)
        .outerjoin(UnitKind, and_(col(UnitKind.unit_id) == col(Unit.id), in_force(UnitKind, day)))
        .where(col(Unit.id) == unit_id)
    ).scalar_one_or_none()
    return str(row or "")


def with_code(session: Session, code: str, scheme: str, day: date) -> list[UnitOn]:
    """The unit that a code named on a day: without the day a code names another place."""
    statement = _on(day).where(
        col(Unit.id).in_(
            select(col(UnitCode.unit_id)).where(
                col(UnitCode.scheme) == scheme, col(UnitCode.code) == code, in_force(UnitCode, day)
            )
        )
    )
    return [UnitOn(*row) for row in session.execute(statement.order_by(col(Unit.id)))]


def called(session: Session, terms: Iterable[str], most: int) -> list[tuple[str, str]]:
    """(unit, name) of every name that was ever borne and holds these words, in official order."""
    statement = select(col(UnitName.unit_id), col(UnitName.name)).join(
        Unit, col(Unit.id) == col(UnitName.unit_id)
    )
    for term in terms:
        words = literal(" ") + col(UnitName.fold)
        statement = statement.where(words.like(f"% {term}%"))
    order = (col(Unit.official_order), col(UnitName.valid_from).desc(), col(Unit.id))
    return [(row[0], row[1]) for row in session.execute(statement.order_by(*order).limit(most))]


def last_days(session: Session, unit_ids: Iterable[str], day: date) -> dict[str, date]:
    """The day nearest to `day` on which each unit lived: the day itself, its last, or its first."""
    rows = session.execute(
        select(col(Unit.id), col(Unit.valid_from), col(Unit.valid_to)).where(
            col(Unit.id).in_(set(unit_ids))
        )
    )
    return {
        unit_id: since
        if day < since
        else day
        if until is None or day < until
        else until - timedelta(days=1)
        for unit_id, since, until in rows
    }


def by_code(session: Session, scheme: str, code: str, day: date) -> str | None:
    return session.execute(
        select(col(UnitCode.unit_id)).where(
            col(UnitCode.scheme) == scheme, col(UnitCode.code) == code, in_force(UnitCode, day)
        )
    ).scalar_one_or_none()
