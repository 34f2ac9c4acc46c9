"""The Union's tree in the pilot's time: Central, Hanoi, Gia Lâm and its 22 units of 2024."""

from __future__ import annotations

from datetime import date

from app import content
from app.models.units import Unit
from app.services import unit_tree
from app.services.deeds import fresh_id
from app.store.actors import Work

#: No unit's true day of foundation is documented here. This one is neutral: after the last change
#: of the district's area before the pilot (2003, domain.md §1.2) and before all that is shown.
SINCE = date(2010, 1, 1)


def plant(work: Work) -> dict[str, str]:
    """Key of the content file → id of the new unit.

    The tree stays open, so that this week's applications have a unit whatever the date; only the
    codes end with the list that they come from, because later lists gave them to other places.
    """
    planted: dict[str, str] = {}
    for order, unit in enumerate(content.units()):
        row = Unit(id=fresh_id(work), kind=unit.kind, valid_from=SINCE, official_order=order)
        work.session.add(row)
        work.session.flush()
        planted[unit.key] = row.id
        unit_tree.give_name(work, row.id, unit.name, SINCE)
        if unit.parent:
            unit_tree.give_parent(work, row.id, planted[unit.parent], SINCE)
        if unit.code:
            unit_tree.give_code(
                work, row.id, content.code_scheme(), unit.code, SINCE, content.codes_valid_to()
            )
    work.session.flush()
    return planted
