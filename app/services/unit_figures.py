"""Persons by unit of any day: those inside on one day, counted in the tree of the same or another.

Whoever the lineage cannot carry over without being placed is counted under the divided unit, so
that every tree gives the same total.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from app import clock
from app.domain.lineage import Found, Lineage, Said
from app.domain.permissions import Thing
from app.models.communities import Community
from app.schemas.communities import UnitName
from app.schemas.figures import UnitCount, UnitFiguresRead
from app.services.applications import LIVED_IN
from app.services.deeds import may, permit
from app.services.placements import said
from app.store import communities, placements, reorganisations, units
from app.store.actors import Work
from app.store.units import UnitOn

#: Before anybody can have said anything.
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
#: The unit that was said, the unit of the tree, or else the divided one behind which nobody knows.
Way = tuple[str | None, str | None, str | None]


def page(work: Work, slug: str, on: date | None, as_of: date | None) -> UnitFiguresRead:
    """`on`: whose persons, by default of today; `as_of`: the day of the tree."""
    community = communities.get(work.session, slug)
    thing = Thing(community_id=community.id)
    permit(work, "figure.read", thing)
    counted_on = on or work.today
    tree_on = as_of or counted_on
    lineage = reorganisations.lineage(work.session)
    counted = _counted(work, community.id, lineage, counted_on, tree_on)
    tree = units.tree(work.session, tree_on)
    living = {unit.id for unit in tree}
    by_unit, undetermined = Counter[str](), Counter[str]()
    for (unit, home, divided), count in counted.items():
        if home is not None and home in living:
            by_unit[home] += count
        elif unit is not None:
            undetermined[divided or unit] += count
    lists = may(work, "member.list", thing) and counted_on == work.today
    return UnitFiguresRead(
        community=slug,
        community_name=community.name,
        on=counted_on,
        as_of=tree_on,
        total=sum(counted.values()),
        units=[
            UnitCount(
                unit=UnitName(id=one.id, name=one.name),
                code=one.code,
                count=by_unit[one.id],
                href=_list_of(slug, lineage, one.id) if lists else None,
            )
            for one in _shown(work, community, tree, by_unit, tree_on)
        ],
        undetermined=_undetermined(work, undetermined, tree_on),
        undetermined_total=undetermined.total(),
        unsaid=sum(count for (unit, _, _), count in counted.items() if unit is None),
    )


def _counted(
    work: Work, community_id: str, lineage: Lineage, on: date, as_of: date
) -> Counter[Way]:
    """Persons by their way into the tree, each once."""
    before = clock.day_start(on + timedelta(days=1))
    moments = {clock.day_start(as_of + timedelta(days=1))}
    for step in lineage.steps():
        moments |= {clock.day_start(step.effective_on), step.recorded_at}
    thresholds = sorted(moments)
    counted: Counter[Way] = Counter()
    for (unit, bucket), count in placements.counted(
        work.session, community_id, before, thresholds
    ).items():
        at = thresholds[bucket - 1] if bucket else EARLIEST
        spoken = Said(unit or "", clock.in_vietnam(at).date(), at)
        found = Found(None) if unit is None else lineage.unit_on(spoken, as_of)
        counted[_way(unit, found)] += count
    people: dict[str, tuple[Said, dict[str, str]]] = {}
    for person, reorganisation, unit in placements.placed_inside(
        work.session, community_id, before
    ):
        people.setdefault(person.id, (said(person), {}))[1][reorganisation] = unit
    for spoken, placed in people.values():
        counted[_way(spoken.unit, lineage.unit_on(spoken, as_of, placed))] += 1
    return counted


def _way(unit: str | None, found: Found) -> Way:
    return unit, found.unit, found.step.unit if found.step else None


def _shown(
    work: Work, community: Community, tree: list[UnitOn], counted: Counter[str], day: date
) -> list[UnitOn]:
    """Units in which members live, empty ones too, in official order; and any that has somebody."""
    hosts = communities.hosts(work.session, community.id, day)
    below = set(units.below(work.session, hosts, day))
    return [one for one in tree if counted[one.id] or (one.id in below and one.kind in LIVED_IN)]


def _list_of(slug: str, lineage: Lineage, unit_id: str) -> str | None:
    """The list behind a number, where all of a unit said this unit and no other."""
    if lineage.steps_of(unit_id) or lineage.origins(unit_id) != [unit_id]:
        return None
    return f"/communities/{slug}/members?inside=true&unit={unit_id}"


def _undetermined(work: Work, counted: Counter[str], day: date) -> list[UnitCount]:
    """By the unit that was divided, in official order; the link leads to the work of placing."""
    days = units.last_days(work.session, counted, day)
    listed = [
        one for unit_id, at in days.items() for one in units.some(work.session, [unit_id], at)
    ]
    return [
        UnitCount(
            unit=UnitName(id=one.id, name=one.name),
            count=counted[one.id],
            href=f"/units/{one.id}/placements",
        )
        for one in sorted(listed, key=lambda unit: (unit.official_order, unit.id))
    ]
