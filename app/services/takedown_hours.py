"""The hours that a community gives itself to take content down."""

from __future__ import annotations

from app.domain import takedowns as rules
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, FieldError, Invalid
from app.models.communities import Community
from app.schemas.base import form
from app.schemas.takedowns import TakedownHours, TakedownHoursForm, TakedownHoursRead
from app.services.deeds import permit, permitted, record
from app.store import changes, communities
from app.store.actors import Work

SETTLE = "community.change"


def settled(community: Community) -> dict[str, int]:
    return dict(community.settings.get("takedown_hours", {}))


def hours_of(community: Community) -> TakedownHoursRead:
    return TakedownHoursRead(
        **{**rules.DEFAULT_HOURS, **settled(community)},
        community=community.slug,
        version=community.version,
    )


def hours_form(work: Work, slug: str) -> TakedownHoursForm:
    community = permitted(work, slug, SETTLE)
    action = f"/communities/{slug}/takedowns/hours"
    return TakedownHoursForm(
        action=action,
        method="PUT",
        schema=form(action, TakedownHours).schema_,
        community=slug,
        hours=hours_of(community),
        most=dict(rules.MOST_HOURS),
    )


def settle_hours(work: Work, slug: str, body: TakedownHours) -> TakedownHoursRead:
    """For what comes in from now on; what runs keeps its due time."""
    community = communities.get(work.session, slug)
    held = permit(work, SETTLE, Thing(community_id=community.id))
    wanted = body.model_dump(exclude={"version"})
    too_long = [
        FieldError(f"/{name}", "takedown-hours-too-long", {"most": most})
        for name, most in rules.MOST_HOURS.items()
        if wanted[name] > most
    ]
    if too_long:
        raise Invalid(*too_long)
    if body.version is not None and body.version != community.version:
        raise Conflict("stale-version", version=community.version)
    before = hours_of(community).model_dump(include=set(wanted))
    settings = {**community.settings, "takedown_hours": wanted}
    if not changes.change(work.session, community, settings=settings):
        raise Conflict("stale-version", version=community.version)
    record(
        work,
        "takedown.hours",
        ("community", community.id),
        community_id=community.id,
        held=held,
        before=before,
        after=wanted,
        **wanted,
    )
    return hours_of(community)
