"""The unit tree as it was on a day, and new units."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.domain.permissions import Thing, could_ever
from app.domain.refusals import Conflict, Invalid
from app.domain.reorganisations import Life, not_there
from app.domain.text import fold
from app.models.units import Unit, UnitCode, UnitKind, UnitName, UnitParent
from app.schemas.base import form
from app.schemas.communities import UnitName as Named
from app.schemas.communities import UnitsForm
from app.schemas.house import UnitCreate, UnitList, UnitRead
from app.services.deeds import fresh_id, may, permit, record
from app.store import reorganisations, units
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
        walked.append(as_read(unit, depth))
        walked += _walk(children, unit.id, depth + 1)
    return walked


def as_read(unit: UnitOn, depth: int = 0, **more: Any) -> UnitRead:
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
        **more,
    )


def read(work: Work, unit_id: str, as_of: date | None) -> UnitRead:
    """Without a day: as it is today; one that has ended as on its last day, and what is now."""
    may_write = may(work, "unit.write", Thing(unit_id=unit_id))
    day = as_of or units.last_days(work.session, [unit_id], work.today).get(unit_id, work.today)
    unit = units.get(work.session, unit_id, day)
    ended = unit.valid_to is not None and unit.valid_to <= work.today
    now = successors(work, [unit.id])[unit.id] if ended else []
    return as_read(unit, ended=ended, now=now, may_write=may_write, divided=_divided(work, unit.id))


def _divided(work: Work, unit_id: str) -> bool:
    if not could_ever(work.actor, "placement.read"):
        return False
    steps = reorganisations.lineage(work.session).steps_of(unit_id)
    return any(step.to and step.heir is None for step in steps)


def successors(work: Work, unit_ids: Iterable[str]) -> dict[str, list[Named]]:
    """The units of today in which people of some units may live, by the names of today."""
    lineage = reorganisations.lineage(work.session)
    now = {unit_id: lineage.now(unit_id, work.today) for unit_id in unit_ids}
    names = units.names(work.session, {one for ids in now.values() for one in ids}, work.today)
    return {
        unit_id: [Named(id=one, name=names.get(one, "")) for one in ids]
        for unit_id, ids in now.items()
    }


def founding_form(work: Work) -> UnitsForm:
    """The form for a new unit: it stands below one of today's."""
    return UnitsForm(
        action="/units",
        schema=form("/units", UnitCreate).schema_,
        units=[Named(id=u.id, name=u.name) for u in units.tree(work.session, work.today)],
    )


def create(work: Work, body: UnitCreate) -> UnitRead:
    """A unit below one that she may write; only an administrator makes a root."""
    _parent_is_there(work, body)
    held = permit(work, "unit.write", Thing(unit_id=body.parent))
    if body.code and reorganisations.holder_of_code(
        work.session, body.code_scheme, body.code, body.valid_from, None
    ):
        raise Conflict("code-in-use")
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
    return as_read(units.get(work.session, unit.id, max(body.valid_from, work.today)))


def _parent_is_there(work: Work, body: UnitCreate) -> None:
    """The parent lives on the first day; a code is nobody else's from then on."""
    if body.parent:
        parent = units.find(work.session, body.parent)
        alive = Life(parent.id, parent.valid_from, parent.valid_to) if parent else None
        error = not_there(alive, body.valid_from, "/parent")
        if error is not None:
            raise Invalid(error)


def give_name(work: Work, unit_id: str, name: str, since: date) -> None:
    work.session.add(
        UnitName(id=fresh_id(work), unit_id=unit_id, name=name, fold=fold(name), valid_from=since)
    )


def give_parent(
    work: Work, unit_id: str, parent_id: str, since: date, until: date | None = None
) -> None:
    work.session.add(
        UnitParent(
            id=fresh_id(work),
            unit_id=unit_id,
            parent_id=parent_id,
            valid_from=since,
            valid_to=until,
        )
    )


def give_kind(work: Work, unit_id: str, kind: str, since: date) -> None:
    work.session.add(UnitKind(id=fresh_id(work), unit_id=unit_id, kind=kind, valid_from=since))


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
