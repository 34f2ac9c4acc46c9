"""Finding a unit by any name it ever had, or by the code of a day."""

from __future__ import annotations

from datetime import date

from app.domain.permissions import could_ever
from app.domain.text import fold, search_terms
from app.schemas.house import UnitList, UnitRead
from app.services.unit_tree import as_read, successors
from app.store import units
from app.store.actors import Work

#: A search of more than these says too little to be read through.
MOST = 60


def by_name(work: Work, q: str, as_of: date | None) -> UnitList:
    """Units that bore such a name on some day, each as of the day or the nearest it lived."""
    day = as_of or work.today
    found: dict[str, str] = {}
    for unit_id, name in units.called(work.session, search_terms(q), MOST):
        found.setdefault(unit_id, name)
    return _listed(work, day, found)


def by_code(work: Work, code: str, scheme: str, as_of: date | None) -> UnitList:
    """The unit that bore a code on the day: codes are reused, so the day belongs to it."""
    day = as_of or work.today
    found = units.with_code(work.session, code, scheme, day)
    return _listed(work, day, {unit.id: unit.name for unit in found})


def _listed(work: Work, day: date, found: dict[str, str]) -> UnitList:
    days = units.last_days(work.session, found, day)
    by_day: dict[date, list[str]] = {}
    for unit_id, one in days.items():
        by_day.setdefault(one, []).append(unit_id)
    seen = {
        unit.id: unit for one, ids in by_day.items() for unit in units.some(work.session, ids, one)
    }
    ended = [key for key, unit in seen.items() if unit.valid_to and unit.valid_to <= work.today]
    now = successors(work, ended) if ended else {}
    items: list[UnitRead] = []
    for unit_id, name in found.items():
        if unit_id in seen:
            unit = seen[unit_id]
            other = name if fold(name) != fold(unit.name) else None
            items.append(
                as_read(unit, ended=unit_id in now, now=now.get(unit_id, []), found_as=other)
            )
    return UnitList(items=items, as_of=day, may_write=could_ever(work.actor, "unit.write"))
