"""Reorganisations as they were recorded, and the dated rows of a unit that they close and open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import delete, func, or_, select, text, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.lineage import Lineage, Step
from app.domain.reorganisations import TERRITORIAL, hamlet_key
from app.models.reorganisations import Reorganisation, ReorganisedUnit, UnitLineage
from app.models.units import Unit, UnitCode, UnitKind, UnitName, UnitParent
from app.store.keyset import beyond
from app.store.units import in_force

DATED: tuple[Any, ...] = (UnitName, UnitParent, UnitKind, UnitCode)
#: Key of the advisory lock under which the tree is changed.
TREE_LOCK = 7_301_127


def hold_tree(session: Session) -> None:
    """One changer of the tree at a time: a cycle may arise from two harmless moves.

    SQLite has one writer anyway; on PostgreSQL every statement after this sees what the one
    before has committed.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": TREE_LOCK})


def history(
    session: Session, unit_id: str, most: int, after: tuple[Any, ...] | None
) -> list[Reorganisation]:
    """What happened to a unit or brought people into it, newest first."""
    touched = or_(
        col(Reorganisation.unit_id) == unit_id,
        col(Reorganisation.id).in_(
            select(col(UnitLineage.reorganisation_id)).where(
                or_(col(UnitLineage.from_id) == unit_id, col(UnitLineage.to_id) == unit_id)
            )
        ),
    )
    columns = (col(Reorganisation.effective_on), col(Reorganisation.id))
    key = (date.fromisoformat(after[0]), after[1]) if after else None
    rows = session.execute(
        select(Reorganisation)
        .where(touched, beyond(key, *columns, down=True))
        .order_by(*(column.desc() for column in columns))
        .limit(most)
    )
    return list(rows.scalars())


def some(session: Session, ids: Iterable[str]) -> list[Reorganisation]:
    rows = session.execute(select(Reorganisation).where(col(Reorganisation.id).in_(set(ids))))
    return sorted(rows.scalars(), key=lambda row: row.effective_on, reverse=True)


def recorded(session: Session, unit_id: str, kind: str, key: str, day: date) -> bool:
    """Whether this decision is recorded of this unit already; UNIQUE says it in the end."""
    return (
        session.execute(
            select(col(Reorganisation.id)).where(
                col(Reorganisation.unit_id) == unit_id,
                col(Reorganisation.kind) == kind,
                col(Reorganisation.decision_key) == key,
                col(Reorganisation.effective_on) == day,
            )
        ).first()
        is not None
    )


def lineage_of(session: Session, reorganisation_ids: Iterable[str]) -> list[UnitLineage]:
    rows = session.execute(
        select(UnitLineage)
        .where(col(UnitLineage.reorganisation_id).in_(set(reorganisation_ids)))
        .order_by(col(UnitLineage.position), col(UnitLineage.id))
    )
    return list(rows.scalars())


def lineage(session: Session) -> Lineage:
    """All that became of all units: some hundreds of rows in a province, read in three queries."""
    steps: dict[tuple[str, str], list[UnitLineage]] = {}
    for row in session.execute(select(UnitLineage).order_by(col(UnitLineage.position))).scalars():
        steps.setdefault((row.reorganisation_id, row.from_id), []).append(row)
    decided = {
        row.id: row
        for row in session.execute(
            select(Reorganisation).where(col(Reorganisation.kind).in_(TERRITORIAL))
        ).scalars()
    }
    for one in decided.values():
        if one.kind == "close":
            steps[one.id, one.unit_id] = []
    lives = session.execute(select(col(Unit.id), col(Unit.valid_from)))
    first_days = {row[0]: row[1] for row in lives}
    return Lineage(
        (_step(decided[key[0]], key[1], rows) for key, rows in steps.items()), first_days
    )


def _step(decided: Reorganisation, unit_id: str, rows: list[UnitLineage]) -> Step:
    stays = decided.kind == "part_transfer" or any(row.to_id == unit_id for row in rows)
    return Step(
        reorganisation=decided.id,
        unit=unit_id,
        effective_on=decided.effective_on,
        recorded_at=decided.recorded_at,
        to=tuple((row.to_id, row.share == "whole") for row in rows),
        closes=not stays,
        hamlets={hamlet_key(name): row.to_id for row in rows for name in row.hamlets},
    )


# -- what the rules ask ------------------------------------------------------------------------


def last_change(session: Session, unit_id: str, kind: str) -> date | None:
    """The last day on which something was recorded that a change of this kind must not precede."""
    tables: tuple[Any, ...] = {
        "rename": (UnitName, UnitKind, UnitCode),
        "move": (UnitParent,),
        "part_transfer": (),
    }.get(kind, DATED)
    days = [
        session.execute(
            select(func.max(table.valid_from)).where(table.unit_id == unit_id)
        ).scalar_one()
        for table in tables
    ]
    if kind in {"merge", "split", "close"}:
        days += [
            session.execute(
                select(func.max(col(Reorganisation.effective_on)))
                .join(UnitLineage, col(UnitLineage.reorganisation_id) == col(Reorganisation.id))
                .where(or_(col(UnitLineage.from_id) == unit_id, col(UnitLineage.to_id) == unit_id))
            ).scalar_one()
        ]
    return max((day for day in days if day is not None), default=None)


def received_on(session: Session, unit_id: str, day: date) -> bool:
    """Whether another unit's people came into this one on this very day."""
    return (
        session.execute(
            select(col(UnitLineage.id))
            .join(Reorganisation, col(Reorganisation.id) == col(UnitLineage.reorganisation_id))
            .where(
                col(UnitLineage.to_id) == unit_id,
                col(UnitLineage.from_id) != unit_id,
                col(Reorganisation.effective_on) == day,
            )
            .limit(1)
        ).first()
        is not None
    )


def changed_on(session: Session, unit_id: str, day: date, aspect: str = "territory") -> bool:
    return (
        session.execute(
            select(col(ReorganisedUnit.reorganisation_id)).where(
                col(ReorganisedUnit.unit_id) == unit_id,
                col(ReorganisedUnit.aspect) == aspect,
                col(ReorganisedUnit.effective_on) == day,
            )
        ).first()
        is not None
    )


def begins_on(session: Session, unit_id: str, day: date) -> bool:
    """Whether a name, parent, kind or code of a unit begins on this very day."""
    return any(
        session.execute(
            select(table.id).where(table.unit_id == unit_id, table.valid_from == day)
        ).first()
        for table in DATED
    )


def children(session: Session, unit_id: str, day: date) -> list[str]:
    """Units that stand below one on a day, or will from a later day on, in official order."""
    rows = session.execute(
        select(col(UnitParent.unit_id))
        .join(Unit, col(Unit.id) == col(UnitParent.unit_id))
        .where(
            col(UnitParent.parent_id) == unit_id,
            or_(col(UnitParent.valid_to).is_(None), col(UnitParent.valid_to) > day),
        )
        .order_by(col(Unit.official_order), col(Unit.id))
    )
    return list(dict.fromkeys(rows.scalars()))


def starts_below(session: Session, unit_id: str, after: date) -> bool:
    """Whether something comes below a unit on a later day than this."""
    return (
        session.execute(
            select(col(UnitParent.id)).where(
                col(UnitParent.parent_id) == unit_id, col(UnitParent.valid_from) > after
            )
        ).first()
        is not None
    )


def parents_on(session: Session, day: date) -> dict[str, str]:
    rows = session.execute(
        select(col(UnitParent.unit_id), col(UnitParent.parent_id)).where(in_force(UnitParent, day))
    )
    return {row[0]: row[1] for row in rows}


def days_of_moves(session: Session, after: date) -> list[date]:
    """Later days on which the shape of the tree is known to change."""
    rows = session.execute(
        select(col(UnitParent.valid_from)).where(col(UnitParent.valid_from) > after).distinct()
    )
    return sorted(rows.scalars())


def holder_of_code(
    session: Session, scheme: str, code: str, since: date, until: date | None, but: str = ""
) -> str | None:
    """A unit that has this code on some day of [since, until)."""
    overlaps = or_(col(UnitCode.valid_to).is_(None), col(UnitCode.valid_to) > since)
    statement = select(col(UnitCode.unit_id)).where(
        col(UnitCode.scheme) == scheme,
        col(UnitCode.code) == code,
        overlaps,
        col(UnitCode.unit_id) != but,
    )
    if until is not None:
        statement = statement.where(col(UnitCode.valid_from) < until)
    return session.execute(statement.limit(1)).scalar_one_or_none()


# -- the dated rows ----------------------------------------------------------------------------


def row_on(session: Session, table: Any, unit_id: str, day: date, **where: Any) -> Any:
    """The dated row of a unit in force on a day (its name, parent, kind or code)."""
    statement = select(table).where(table.unit_id == unit_id, in_force(table, day))
    for name, value in where.items():
        statement = statement.where(getattr(table, name) == value)
    return session.execute(statement).scalars().first()


def end_rows(session: Session, unit_id: str, day: date, tables: Iterable[Any] = DATED) -> None:
    """Close a unit's dated rows; those that would begin later never do."""
    for table in tables:
        session.execute(delete(table).where(table.unit_id == unit_id, table.valid_from >= day))
        session.execute(
            update(table)
            .where(table.unit_id == unit_id, in_force(table, day))
            .values(valid_to=day)
            .execution_options(synchronize_session=False)
        )


def end(session: Session, unit_id: str, day: date) -> bool:
    """End a unit, once: one conditional UPDATE."""
    changed = session.execute(
        update(Unit)
        .where(
            col(Unit.id) == unit_id,
            col(Unit.valid_from) < day,
            or_(col(Unit.valid_to).is_(None), col(Unit.valid_to) > day),
        )
        .values(valid_to=day, version=col(Unit.version) + 1)
        .execution_options(synchronize_session=False)
        .returning(col(Unit.id))
    ).first()
    session.expire_all()
    return changed is not None


def move_children(session: Session, from_id: str, day: date) -> list[tuple[str, date | None]]:
    """Close the rows of what stood below a unit; (child, until when its row was to hold)."""
    rows = session.execute(
        select(UnitParent).where(col(UnitParent.parent_id) == from_id, in_force(UnitParent, day))
    ).scalars()
    moved = [(row, row.valid_to) for row in rows]
    found = []
    for row, until in moved:
        if row.valid_from == day:
            session.delete(row)
        else:
            row.valid_to = day
        found.append((row.unit_id, until))
    session.flush()
    return found
