"""Places of help: the house's list, with what a community filled in and when it dialled them."""

from __future__ import annotations

from app import content
from app.domain import care
from app.domain.permissions import Thing
from app.domain.refusals import Hidden, Invalid
from app.models.care import HelpPlace
from app.models.communities import Community
from app.schemas.base import form
from app.schemas.care import HelpPlaceForm, HelpPlaceRead, HelpPlaces, HelpPlaceWrite
from app.services.deeds import may, permit, permitted, record
from app.store import care as store
from app.store import communities, members
from app.store.actors import Work


def page(work: Work, slug: str) -> HelpPlaces:
    community = communities.get(work.session, slug)
    return HelpPlaces(
        places=listed(work, community),
        community=slug,
        may_write=may(work, "help_place.write", Thing(community_id=community.id)),
        recheck_months=content.helpline_recheck_months(),
    )


def listed(work: Work, community: Community) -> list[HelpPlaceRead]:
    own = store.help_places(work.session, community.id)
    who = members.person_names(work.session, [row.checked_by for row in own.values()])
    return [_read(work, line, own.get(line.key), who) for line in content.helplines()]


def _read(
    work: Work, line: content.Helpline, own: HelpPlace | None, who: dict[str, str]
) -> HelpPlaceRead:
    checked_on = own.checked_on if own else line.checked_on
    months = content.helpline_recheck_months()
    return HelpPlaceRead(
        key=line.key,
        matter=line.matter,
        place=(own.place if own else "") or line.place,
        number=(own.number if own else "") or line.number,
        checked_on=checked_on,
        checked_by=who.get(own.checked_by) if own else None,
        stale=not care.checked_lately(checked_on, work.today, months),
    )


def urgent(work: Work, community: Community) -> list[HelpPlaceRead]:
    """Those that answer a call now: every number of the house's first four."""
    return [place for place in listed(work, community) if place.key in URGENT]


URGENT = ("police", "ambulance", "children", "peace_house")


def place_form(work: Work, slug: str, key: str) -> HelpPlaceForm:
    community = permitted(work, slug, "help_place.write")
    place = next((one for one in listed(work, community) if one.key == key), None)
    if place is None:
        raise Hidden
    action = f"/communities/{slug}/help-places/{key}"
    return HelpPlaceForm(
        action=action,
        method="PUT",
        schema=form(action, HelpPlaceWrite).schema_,
        community=slug,
        place=place,
        today=work.today,
    )


def write(work: Work, slug: str, key: str, body: HelpPlaceWrite) -> HelpPlaceRead:
    """Who dialled a number, and when; a number of the house may be corrected."""
    community = communities.get(work.session, slug)
    held = permit(work, "help_place.write", Thing(community_id=community.id))
    if key not in {line.key for line in content.helplines()}:
        raise Hidden
    if body.checked_on > work.today:
        raise Invalid.at("/checked_on", "day-in-future")
    row = HelpPlace(
        community_id=community.id,
        key=key,
        place=body.place or "",
        number=body.number or "",
        checked_on=body.checked_on,
        checked_by=work.actor.person_id or "",
        recorded_at=work.now,
    )
    store.write_help_place(work.session, row)
    record(
        work,
        "help_place.write",
        ("help_place", key),
        community_id=community.id,
        held=held,
        number=row.number,
    )
    return next(one for one in listed(work, community) if one.key == key)
