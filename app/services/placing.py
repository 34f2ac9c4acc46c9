"""Placing members after a unit was divided: hamlet by hamlet, or one by one, never by a rule."""

from __future__ import annotations

from typing import Any

from app.domain.permissions import Thing
from app.domain.refusals import Invalid
from app.domain.reorganisations import hamlet_key
from app.schemas.units import PlacementCreate, PlacementDone, PlacementEnd, PlacementsRead
from app.services import histories
from app.services.deeds import fresh_id, permit, record
from app.services.placements import (
    Division,
    division_of,
    divisions_of,
    names_on,
    read,
    readable_communities,
    step_named,
)
from app.store import placements, reorganisations
from app.store.actors import Work
from app.store.placements import Person


def preview(work: Work, unit_id: str, body: PlacementCreate) -> PlacementDone:
    """How many would be placed; nothing is written."""
    division, chosen = _wanted(work, unit_id, body)
    return _done(work, division, body, len(chosen))


def place(work: Work, unit_id: str, body: PlacementCreate) -> PlacementDone:
    """Whole hamlets or single members to one unit, each member once."""
    division, chosen = _wanted(work, unit_id, body)
    keys = _keys(body.hamlets)
    rows = [
        {
            "id": fresh_id(work),
            "member_id": person.id,
            "reorganisation_id": division.step.reorganisation,
            "unit_id": body.unit,
            "by_hamlet": hamlet_key(person.hamlet) in keys,
            "placed_by": work.actor.person_id,
            "placed_at": work.now,
        }
        for person in chosen
    ]
    done = set(placements.place(work.session, rows))
    placed = [person for person in chosen if person.id in done]
    _log(work, division, "member.place", placed, body.hamlets, to=body.unit)
    return _done(work, division, body, len(placed), lost=len(chosen) - len(placed))


def _wanted(work: Work, unit_id: str, body: PlacementCreate) -> tuple[Division, list[Person]]:
    division = _writable(work, unit_id, body.reorganisation)
    if body.unit not in division.step.choices:
        raise Invalid.at("/unit", "unit-unknown")
    if not body.hamlets and not body.members:
        raise Invalid.at("/hamlets", "nobody-chosen")
    keys, ids = _keys(body.hamlets), set(body.members)
    return division, [
        person
        for person in division.unplaced
        if hamlet_key(person.hamlet) in keys or person.id in ids
    ]


def _keys(hamlets: list[str]) -> set[str]:
    """Without a hamlet nobody is placed by it."""
    return {hamlet_key(name) for name in hamlets} - {""}


def _done(
    work: Work, division: Division, body: PlacementCreate, placed: int, lost: int = 0
) -> PlacementDone:
    step = division.step
    return PlacementDone(
        unit=names_on(work, {body.unit}, step)[body.unit],
        unit_id=division.unit.id,
        reorganisation=step.reorganisation,
        hamlets=body.hamlets,
        members=body.members,
        placed=placed,
        already=lost + sum(one in division.placed for one in body.members),
    )


def take_back(work: Work, unit_id: str, body: PlacementEnd) -> PlacementsRead:
    """It was a mistake: those of some hamlets, or single members, return to the list."""
    division = _writable(work, unit_id, body.reorganisation)
    keys, ids = _keys(body.hamlets), set(body.members)
    if not keys and not ids:
        raise Invalid.at("/hamlets", "nobody-chosen")
    placed = [division.people[one] for one in division.placed]
    chosen = [one for one in placed if one.id in ids or hamlet_key(one.hamlet) in keys]
    placements.take_back(
        work.session,
        division.step.reorganisation,
        [person.id for person in chosen],
        work.actor.person_id or "",
        work.now,
    )
    _log(work, division, "member.unplace", chosen, body.hamlets)
    return read(work, unit_id, division.step.reorganisation)


def _writable(work: Work, unit_id: str, reorganisation: str | None) -> Division:
    unit = histories.known(work, unit_id)
    writable = readable_communities(work, unit, "placement.write")
    lineage = reorganisations.lineage(work.session)
    steps = divisions_of(lineage, unit.id)
    if not steps:
        raise Invalid.at("/reorganisation", "not-divided")
    return division_of(work, unit, lineage, step_named(steps, reorganisation), writable)


def _log(
    work: Work,
    division: Division,
    action: str,
    people: list[Person],
    hamlets: list[str],
    **facts: Any,
) -> None:
    """One row for a hamlet, in the log of each community; one for a member placed by herself."""
    keys = {hamlet_key(name) for name in hamlets}
    reorganisation = division.step.reorganisation
    for community_id in division.communities:
        here = [person for person in people if person.community_id == community_id]
        together = [person for person in here if hamlet_key(person.hamlet) in keys]
        held = permit(work, "placement.write", Thing(community_id=community_id))
        if together:
            record(
                work,
                action,
                ("unit", division.unit.id),
                community_id=community_id,
                held=held,
                reorganisation=reorganisation,
                hamlets=hamlets,
                persons=len(together),
                **facts,
            )
        for person in here:
            if hamlet_key(person.hamlet) not in keys:
                record(
                    work,
                    action,
                    ("member", person.id),
                    community_id=community_id,
                    held=held,
                    reorganisation=reorganisation,
                    **facts,
                )
