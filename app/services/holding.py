"""The register of who holds rights on the group, the Page, Zalo (board regulation, article 9)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.domain import platforms
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.platforms import Held
from app.domain.refusals import Conflict, Invalid
from app.models.communities import Community
from app.models.platforms import PlatformRight
from app.schemas.base import form
from app.schemas.platforms import (
    RightCreate,
    RightEnd,
    RightForm,
    RightList,
    RightRead,
    RightWatch,
)
from app.services.deeds import fresh_id, may, permit, permitted, record
from app.store import accounts, appointments, changes, communities, members
from app.store import platforms as store
from app.store.actors import Work


def page(work: Work, slug: str, paging: Page) -> RightList:
    community = communities.get(work.session, slug)
    thing = Thing(community_id=community.id)
    permit(work, "platform_right.read", thing)
    rows = store.rights(work.session, community.id, paging.limit + 1, paging.key(str))
    shown, following = paging.cut(rows, lambda row: (row.id,))
    return RightList(
        items=_read(work, shown, slug),
        next=following,
        community=slug,
        watch=watch(work, community),
        fewest_holders=platforms.FEWEST_HOLDERS,
        fewest_unit_levels=platforms.FEWEST_UNIT_LEVELS,
        may_write=may(work, "platform_right.write", thing),
    )


def watch(work: Work, community: Community) -> list[RightWatch]:
    """Each platform of the community against the regulation, today."""
    held = [
        Held(
            row.platform,
            row.person_id or row.holder_name,
            row.level,
            row.unit_level,
            row.since,
            row.until,
        )
        for row in store.rights(work.session, community.id)
    ]
    kinds = [platform["kind"] for platform in community.platforms]
    return [
        RightWatch(
            platform=line.platform,
            holders=line.holders,
            unit_levels=line.unit_levels,
            enough=line.enough,
        )
        for line in platforms.watch(kinds, held, work.today)
    ]


def right_form(work: Work, slug: str) -> RightForm:
    community = permitted(work, slug, "platform_right.write")
    action = f"/communities/{slug}/platform-rights"
    return RightForm(
        action=action,
        schema=form(action, RightCreate).schema_,
        community=slug,
        people=accounts.choices(work.session, sorted(_serving(work, community))),
        today=work.today,
    )


def _serving(work: Work, community: Community) -> set[str]:
    """Everyone with an office here today."""
    rows = appointments.of_community(work.session, community.id, work.today)
    return {person.id for _, person in rows}


def give(work: Work, slug: str, body: RightCreate) -> RightRead:
    """One line: an account holds one right on a platform at a time, by the unique key."""
    community = communities.get(work.session, slug)
    held = permit(work, "platform_right.write", Thing(community_id=community.id))
    if body.since > work.today:
        raise Invalid.at("/since", "day-in-future")
    person_id, name = _holder(work, community, body)
    right = PlatformRight(
        id=fresh_id(work),
        community_id=community.id,
        person_id=person_id,
        holder_name=name,
        recorded_by=work.actor.person_id or "",
        recorded_at=work.now,
        **body.model_dump(exclude={"person", "holder_name"}),
    )
    try:
        with work.session.begin_nested():
            work.session.add(right)
            work.session.flush()
    except IntegrityError:
        raise Conflict("right-held") from None
    _record(work, "platform_right.give", right, held)
    return _read(work, [right], slug)[0]


def _holder(work: Work, community: Community, body: RightCreate) -> tuple[str | None, str]:
    if body.person:
        if body.person not in _serving(work, community):
            raise Invalid.at("/person", "person-unknown")
        return body.person, members.person(work.session, body.person).full_name
    name = " ".join((body.holder_name or "").split())
    if not name:
        raise Invalid.at("/holder_name", "right-holder-missing")
    return None, name


def read(work: Work, right_id: str) -> RightRead:
    right = store.right(work.session, work.actor, right_id)
    permit(work, "platform_right.read", Thing(community_id=right.community_id))
    return _read(work, [right], communities.by_id(work.session, right.community_id).slug)[0]


def end(work: Work, right_id: str, body: RightEnd) -> RightRead:
    """From `until` on it is held no more; the line stays."""
    right = store.right(work.session, work.actor, right_id)
    held = permit(work, "platform_right.write", Thing(community_id=right.community_id))
    if body.version is not None and body.version != right.version:
        raise Conflict("stale-version", version=right.version)
    if right.until is not None:
        raise Conflict("wrong-state", version=right.version)
    if body.until < right.since:
        raise Invalid.at("/until", "period-backwards")
    if not changes.change(work.session, right, until=body.until):
        raise Conflict("stale-version", version=right.version)
    _record(work, "platform_right.end", right, held, until=body.until.isoformat())
    return _read(work, [right], communities.by_id(work.session, right.community_id).slug)[0]


def _record(work: Work, action: str, right: PlatformRight, held: str, **facts: Any) -> None:
    record(
        work,
        action,
        ("platform_right", right.id),
        community_id=right.community_id,
        held=held,
        platform=right.platform,
        level=right.level,
        **facts,
    )


def _read(work: Work, rows: list[PlatformRight], slug: str) -> list[RightRead]:
    names = members.person_names(work.session, [row.recorded_by for row in rows])
    return [
        RightRead(
            **row.model_dump(exclude={"community_id", "person_id", "recorded_by"}),
            community=slug,
            known=row.person_id is not None,
            recorded_by=names.get(row.recorded_by, ""),
            can_end=_open(row)
            and may(work, "platform_right.write", Thing(community_id=row.community_id)),
        )
        for row in rows
    ]


def _open(row: PlatformRight) -> bool:
    return row.until is None


def of_person(work: Work, community_id: str, person_id: str, day: date) -> list[PlatformRight]:
    """What a person holds on a day, for her hand-over."""
    rows = store.rights_of_person(work.session, community_id, person_id)
    return [row for row in rows if row.since <= day and (row.until is None or row.until > day)]


def of_herself(work: Work, person_id: str) -> list[dict[str, Any]]:
    """Every line about her, for her own page of what is held."""
    return [
        row.model_dump(
            include={"platform", "account_name", "level", "unit_level", "since", "until"}
        )
        for row in store.rights_held(work.session, person_id)
    ]
