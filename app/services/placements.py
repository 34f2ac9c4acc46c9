"""Whom the division of a unit touches: by hamlet who is not placed yet, by unit who is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from app import clock
from app.domain.lineage import Lineage, Said, Step
from app.domain.permissions import Thing
from app.domain.refusals import Forbidden, Hidden
from app.domain.reorganisations import hamlet_key
from app.models.units import Unit
from app.schemas.communities import UnitName
from app.schemas.units import (
    HamletRead,
    PlacedRead,
    PlacementsRead,
    UnplacedRead,
)
from app.services import histories
from app.services.deeds import may
from app.store import communities, placements, reorganisations, units
from app.store.actors import Work
from app.store.placements import Person

#: Of the people without a hamlet, or of a small list, so many are shown by name.
SHOWN = 200


def said(person: Person) -> Said:
    """What she said when she applied, with its Vietnamese day."""
    return Said(person.unit_id, clock.in_vietnam(person.applied_at).date(), person.applied_at)


@dataclass(slots=True)
class Division:
    """One division of a unit, with those whom it touches in the communities that she reads."""

    unit: Unit
    step: Step
    unplaced: list[Person]
    placed: dict[str, str]
    people: dict[str, Person]
    communities: list[str]


def read(work: Work, unit_id: str, reorganisation: str | None) -> PlacementsRead:
    """Those who said a unit that was divided, by hamlet; who is placed, by unit."""
    unit = histories.known(work, unit_id)
    readable = readable_communities(work, unit, "placement.read")
    lineage = reorganisations.lineage(work.session)
    steps = divisions_of(lineage, unit.id)
    rows = reorganisations.some(work.session, [step.reorganisation for step in steps])
    told = histories.as_read(work, rows)
    if not steps:
        return _nothing(work, unit)
    division = division_of(work, unit, lineage, step_named(steps, reorganisation), readable)
    step = division.step
    named = names_on(work, {*step.choices, *division.placed.values()}, step)
    hamlets: dict[str, list[Person]] = {}
    for person in division.unplaced:
        hamlets.setdefault(hamlet_key(person.hamlet), []).append(person)
    without = hamlets.pop("", [])
    return PlacementsRead(
        unit=histories.named(work, unit),
        unit_id=unit.id,
        reorganisation=next(row for row in told if row.id == step.reorganisation),
        others=[row for row in told if row.id != step.reorganisation],
        hamlets=[
            HamletRead(
                hamlet=_usual([person.hamlet for person in people]),
                key=key,
                count=len(people),
                suggested=step.hamlets.get(key),
            )
            for key, people in sorted(hamlets.items())
        ],
        without_hamlet=len(without),
        people=_people(work, without),
        unplaced=len(division.unplaced),
        placed=_placed(division, named),
        choices=[named[key] for key in step.choices],
        may_write=bool(_allowed(work, readable, "placement.write")),
    )


def _nothing(work: Work, unit: Unit) -> PlacementsRead:
    """The unit was never divided: there is nothing to find out."""
    return PlacementsRead(
        unit=histories.named(work, unit),
        unit_id=unit.id,
        reorganisation=None,
        others=[],
        hamlets=[],
        without_hamlet=0,
        people=[],
        unplaced=0,
        placed=[],
        choices=[],
        may_write=False,
    )


def _usual(written: list[str]) -> str:
    """A hamlet as most of its people write it."""
    return Counter(written).most_common(1)[0][0]


def _placed(division: Division, named: dict[str, UnitName]) -> list[PlacedRead]:
    """By unit in the order of the decision, by hamlet within it."""
    groups: dict[tuple[str, str], list[str]] = {}
    for member_id, unit_id in division.placed.items():
        hamlet = division.people[member_id].hamlet
        groups.setdefault((unit_id, hamlet_key(hamlet)), []).append(hamlet)
    order = {unit_id: place for place, unit_id in enumerate(division.step.choices)}
    return [
        PlacedRead(unit=named[unit_id], hamlet=_usual(written), count=len(written))
        for (unit_id, _), written in sorted(
            groups.items(), key=lambda one: (order.get(one[0][0], len(order)), one[0][1])
        )
    ]


def _people(work: Work, without: list[Person]) -> list[UnplacedRead]:
    """Names for those who may read the list of members; officers see how many alone."""
    by_id = {c: communities.by_id(work.session, c) for c in {one.community_id for one in without}}
    shown = {c for c in by_id if may(work, "member.list", Thing(community_id=c))}
    return [
        UnplacedRead(
            id=one.id,
            full_name=one.full_name if one.community_id in shown else None,
            hamlet=one.hamlet,
            community=by_id[one.community_id].slug,
        )
        for one in without[:SHOWN]
        if one.community_id in shown
    ]


def names_on(work: Work, unit_ids: set[str], step: Step) -> dict[str, UnitName]:
    day = max(work.today, step.effective_on)
    found = units.names(work.session, unit_ids, day)
    return {key: UnitName(id=key, name=found.get(key, "")) for key in unit_ids}


# -- whose members, of which division ----------------------------------------------------------


def readable_communities(work: Work, unit: Unit, permission: str) -> list[str]:
    """The communities in whose tree a unit stands or stood, and that she may ask about."""
    day = units.last_days(work.session, [unit.id], work.today)[unit.id]
    above = units.above(work.session, unit.id, day)
    lineage = reorganisations.lineage(work.session)
    heirs = lineage.now(unit.id, work.today)
    around = {*above, *heirs}
    for heir in heirs:
        around |= set(units.above(work.session, heir, work.today))
    hosted = placements.communities_of(work.session, around)
    allowed = _allowed(work, hosted, permission)
    if not allowed:
        raise Forbidden
    return allowed


def _allowed(work: Work, community_ids: list[str], permission: str) -> list[str]:
    return [one for one in community_ids if may(work, permission, Thing(community_id=one))]


def divisions_of(lineage: Lineage, unit_id: str) -> list[Step]:
    """Those of a unit's steps behind which nobody is known without being placed."""
    return [step for step in lineage.steps_of(unit_id) if step.to and step.heir is None]


def step_named(steps: list[Step], reorganisation: str | None) -> Step:
    """The one that is named, else the newest."""
    if reorganisation is None:
        return steps[-1]
    for step in steps:
        if step.reorganisation == reorganisation:
            return step
    raise Hidden


def division_of(
    work: Work, unit: Unit, lineage: Lineage, step: Step, community_ids: list[str]
) -> Division:
    origins = lineage.origins(unit.id)
    people = placements.people(work.session, community_ids, origins)
    known = placements.placed(work.session, community_ids, origins)
    division = Division(unit, step, [], {}, {p.id: p for p in people}, community_ids)
    for person in people:
        mine = known.get(person.id, {})
        others = {key: to for key, to in mine.items() if key != step.reorganisation}
        if lineage.unit_on(said(person), step.effective_on, others).step is step:
            if step.reorganisation in mine:
                division.placed[person.id] = mine[step.reorganisation]
            else:
                division.unplaced.append(person)
    return division
