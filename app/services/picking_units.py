"""Picking a unit by the name one knows: an old one leads to what it is today."""

from __future__ import annotations

from app.domain.lineage import Lineage
from app.domain.refusals import FieldError
from app.models.communities import Community
from app.schemas.communities import UnitFound, UnitName
from app.services import finding_units
from app.services.applications import open_units
from app.store import reorganisations, units
from app.store.actors import Work


def found(work: Work, community: Community, q: str) -> list[UnitFound]:
    """Units of the community's tree that bear, or bore, such a name; the living ones first."""
    if not q.strip():
        return []
    offered = {unit.id for unit in open_units(work, community)}
    rows = []
    for one in finding_units.by_name(work, q, None).items:
        now = [unit for unit in one.now if unit.id in offered]
        name = one.found_as or one.name
        if one.id in offered:
            today = [UnitName(id=one.id, name=one.name)] if one.found_as else []
            rows.append(UnitFound(name=name, unit=one.id, now=today, divided=False))
        elif now:
            divided = len(one.now) > 1
            unit = one.id if divided else now[0].id
            rows.append(UnitFound(name=name, unit=unit, now=now, divided=divided))
    return sorted(rows, key=lambda row: bool(row.now))


def chosen(work: Work, community: Community, unit_id: str | None) -> UnitFound | None:
    """The unit that a search led to, as the form shows it."""
    if not unit_id:
        return None
    names = units.names(work.session, [unit_id], work.today)
    offered = {unit.id: unit.name for unit in open_units(work, community)}
    now = reorganisations.lineage(work.session).now(unit_id, work.today)
    heirs = [UnitName(id=one, name=offered[one]) for one in now if one in offered]
    if unit_id not in names or not heirs:
        return None
    divided = unit_id not in offered
    return UnitFound(
        name=names[unit_id], unit=unit_id, now=heirs if divided else [], divided=divided
    )


def named(
    work: Work, community: Community, unit_id: str | None, hamlet: str
) -> tuple[str | None, list[FieldError]]:
    """What she said is kept; of a divided unit her hamlet is needed, or nobody could place her."""
    if not unit_id:
        return None, []
    offered = {unit.id for unit in open_units(work, community)}
    if unit_id in offered:
        return unit_id, []
    known = units.find(work.session, unit_id)
    if known is None or known.valid_to is None or known.valid_to > work.today:
        return None, [FieldError("/unit", "unit-unknown")]
    lineage: Lineage = reorganisations.lineage(work.session)
    now = lineage.now(unit_id, work.today)
    if offered.isdisjoint(now):
        return None, [FieldError("/unit", "unit-closed")]
    if len(now) > 1 and not hamlet.strip():
        return None, [FieldError("/answers/hamlet", "hamlet-needed")]
    return unit_id, []


def has_old_names(work: Work) -> bool:
    return any(True for _ in reorganisations.lineage(work.session).steps())
