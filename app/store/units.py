"""The unit tree as it was on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from app.domain.ids import is_id
from app.domain.refusals import Hidden
from app.models.units import Unit, UnitCode, UnitName, UnitParent


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


def in_force(table: type, day: date) -> object:
    """The half-open validity [valid_from, valid_to) on one day."""
    return and_(
        table.valid_from <= day,  # type: ignore[attr-defined]
        or_(table.valid_to.is_(None), table.valid_to > day),  # type: ignore[attr-defined]
    )


def _on(day: date, *, closed: bool = False) -> Select[tuple[object, ...]]:
    statement = (
        select(
            Unit.id,
            Unit.kind,
            UnitName.name,
            UnitParent.parent_id,
            UnitCode.code,
            Unit.valid_from,
            Unit.valid_to,
            Unit.official_order,
            Unit.version,
        )
        .join(UnitName, and_(UnitName.unit_id == Unit.id, in_force(UnitName, day)))
        .outerjoin(UnitParent, and_(UnitParent.unit_id == Unit.id, in_force(UnitParent, day)))
        .outerjoin(UnitCode, and_(UnitCode.unit_id == Unit.id, in_force(UnitCode, day)))
    )
    return statement if closed else statement.where(in_force(Unit, day))


def tree(session: Session, day: date) -> list[UnitOn]:
    """Every unit in force on a day, in official order."""
    rows = session.execute(_on(day).order_by(Unit.official_order, Unit.id))
    return [UnitOn(*row) for row in rows]


def get(session: Session, unit_id: str, day: date) -> UnitOn:
    if not is_id(unit_id):
        raise Hidden()
    row = session.execute(_on(day).where(Unit.id == unit_id)).first()
    if row is None:
        raise Hidden()
    return UnitOn(*row)


def find(session: Session, unit_id: str) -> Unit | None:
    """The unit itself, in force or not."""
    return session.get(Unit, unit_id) if is_id(unit_id) else None


def names(session: Session, unit_ids: Iterable[str], day: date) -> dict[str, str]:
    """The names of some units on a day; a unit that is closed keeps its last name."""
    wanted = set(unit_ids)
    found: dict[str, str] = {}
    rows = session.execute(
        select(UnitName.unit_id, UnitName.name)
        .where(UnitName.unit_id.in_(wanted), UnitName.valid_from <= day)
        .order_by(UnitName.valid_from)
    )
    for unit_id, name in rows:
        found[unit_id] = name
    return found


def below(session: Session, unit_ids: Iterable[str], day: date) -> list[str]:
    """The ids of some units and of all that stands below them on a day."""
    tree_ids = (
        select(Unit.id.label("id"))  # type: ignore[attr-defined]
        .where(Unit.id.in_(set(unit_ids)))  # type: ignore[attr-defined]
        .cte("below", recursive=True)
    )
    tree_ids = tree_ids.union(
        select(UnitParent.unit_id)
        .join(tree_ids, UnitParent.parent_id == tree_ids.c.id)
        .where(in_force(UnitParent, day))
    )
    return list(session.execute(select(tree_ids.c.id)).scalars())


def by_code(session: Session, scheme: str, code: str, day: date) -> str | None:
    return session.execute(
        select(UnitCode.unit_id).where(
            UnitCode.scheme == scheme, UnitCode.code == code, in_force(UnitCode, day)
        )
    ).scalar_one_or_none()
