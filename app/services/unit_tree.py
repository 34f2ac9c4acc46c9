"""The unit tree as it was on a day, and new units."""

from __future__ import annotations

from datetime import date

from sqlalchemy.exc import IntegrityError

from app.domain.permissions import Thing, could_ever
from app.domain.refusals import Conflict, Invalid
from app.domain.text import fold
from app.models.units import Unit, UnitCode, UnitName, UnitParent
from app.schemas.base import form
from app.schemas.communities import UnitName as Named
from app.schemas.communities import UnitsForm
from app.schemas.house import UnitCreate, UnitList, UnitRead
from app.services.deeds import fresh_id, permit, record
from app.store import units
from app.store.actors import Work
from app.store.units import UnitOn


def tree(work: Work, as_of: date | None) -> UnitList:
    """Every unit in force, parents before children, in official order."""
    day = as_of or work.today
    listed = units.tree(work.session, day)
    known = {unit.id for unit in listed}
    children: dict[str | None, list[UnitOn]] = {}
    for unit in listed:
        parent = unit.parent_id if unit.parent_id in known else None
        children.setdefault(parent, []).append(unit)
    may_write = could_ever(work.actor, "unit.write")
    return UnitList(items=_walk(children, None, 0), as_of=day, may_write=may_write)


def _walk(
    children: dict[str | None, list[UnitOn]], parent: str | None, depth: int
) -> list[UnitRead]:
    walked = []
    for unit in children.get(parent, []):
        walked.append(_read(unit, depth))
        walked += _walk(children, unit.id, depth + 1)
    return walked


def _read(unit: UnitOn, depth: int = 0) -> UnitRead:
    return UnitRead(
        id=unit.id,
        kind=unit.kind,
        name=unit.name,
        code=unit.code,
        parent=unit.parent_id,
        official_order=unit.official_order,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        depth=depth,
        version=unit.version,
    )


def read(work: Work, unit_id: str, as_of: date | None) -> UnitRead:
    return _read(units.get(work.session, unit_id, as_of or work.today))


def founding_form(work: Work) -> UnitsForm:
    """The form for a new unit: it stands below one of today's."""
    return UnitsForm(
        action="/units",
        schema=form("/units", UnitCreate).schema_,
        units=[Named(id=u.id, name=u.name) for u in units.tree(work.session, work.today)],
    )


def create(work: Work, body: UnitCreate) -> UnitRead:
    """A unit below one that she may write; only an administrator makes a root."""
    if body.parent and units.find(work.session, body.parent) is None:
        raise Invalid.at("/parent", "unit-unknown")
    held = permit(work, "unit.write", Thing(unit_id=body.parent))
    unit = Unit(
        id=fresh_id(work),
        kind=body.kind,
        valid_from=body.valid_from,
        official_order=body.official_order,
    )
    try:
        with work.session.begin_nested():
            work.session.add(unit)
            work.session.flush()
            give_name(work, unit.id, body.name, body.valid_from)
            if body.parent:
                give_parent(work, unit.id, body.parent, body.valid_from)
            if body.code:
                give_code(work, unit.id, body.code_scheme, body.code, body.valid_from)
            work.session.flush()
    except IntegrityError:
        raise Conflict("code-in-use") from None
    record(work, "unit.create", ("unit", unit.id), held=held, kind=body.kind)
    return _read(units.get(work.session, unit.id, max(body.valid_from, work.today)))


def give_name(work: Work, unit_id: str, name: str, since: date) -> None:
    work.session.add(
        UnitName(id=fresh_id(work), unit_id=unit_id, name=name, fold=fold(name), valid_from=since)
    )


def give_parent(work: Work, unit_id: str, parent_id: str, since: date) -> None:
    work.session.add(
        UnitParent(id=fresh_id(work), unit_id=unit_id, parent_id=parent_id, valid_from=since)
    )


def give_code(
    work: Work, unit_id: str, scheme: str, code: str, since: date, until: date | None = None
) -> None:
    """A code is good for its scheme and its time: codes are reused (domain.md §1.2)."""
    work.session.add(
        UnitCode(
            id=fresh_id(work),
            unit_id=unit_id,
            scheme=scheme,
            code=code,
            valid_from=since,
            valid_to=until,
        )
    )
