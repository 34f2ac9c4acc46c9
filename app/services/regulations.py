"""Regulations of the group and of the board: versions in force, and issuing a new one."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.refusals import Conflict
from app.integrations import markdown
from app.models.communities import Community, Regulation
from app.schemas.base import form
from app.schemas.communities import (
    RegulationCreate,
    RegulationForm,
    RegulationList,
    RegulationRead,
)
from app.services.deeds import fresh_id, may, permit, permitted, record
from app.store import communities, members
from app.store.actors import Work


def as_regulation(regulation: Regulation, slug: str) -> RegulationRead:
    return RegulationRead(
        kind=regulation.kind,
        version=regulation.version,
        title=regulation.title,
        summary=regulation.summary,
        body=regulation.body,
        body_html=markdown.html(regulation.body),
        in_force_from=regulation.in_force_from,
        community=slug,
    )


def regulation(work: Work, slug: str, kind: str, version: int | None) -> RegulationRead:
    community = communities.get(work.session, slug)
    found = communities.regulation(work.session, community.id, kind, work.today, version)
    read = as_regulation(found, slug)
    return read.model_copy(update={"can_accept": _can_accept(work, community, found)})


def _can_accept(work: Work, community: Community, found: Regulation) -> bool:
    """A member of the group who has not agreed to the group's regulation in force yet."""
    if not work.actor.person_id or found.kind != "group":
        return False
    in_force = communities.regulation(work.session, community.id, "group", work.today)
    member = members.open_of_person(work.session, work.actor.person_id, community.id)
    if member is None or in_force.id != found.id:
        return False
    accepted = members.acceptances(work.session, member.id)
    return found.id not in {row.regulation_id for row in accepted}


def regulations(work: Work, slug: str, paging: Page) -> RegulationList:
    community = communities.get(work.session, slug)
    after = paging.key(str, int)
    rows = communities.regulations(work.session, community.id, paging.limit + 1, after)
    shown, following = paging.cut(rows, lambda row: (row.kind, row.version))
    return RegulationList(
        items=[as_regulation(row, slug) for row in shown],
        next=following,
        community=slug,
        may_write=may(work, "regulation.write", Thing(community_id=community.id)),
    )


def regulation_form(work: Work, slug: str, kind: str) -> RegulationForm:
    """The form for a new version, filled with the one in force."""
    permitted(work, slug, "regulation.write")
    action = f"/communities/{slug}/regulations"
    return RegulationForm(
        action=action,
        schema=form(action, RegulationCreate).schema_,
        community=slug,
        kind=kind,
        current=regulation(work, slug, kind, None),
    )


def issue_regulation(work: Work, slug: str, body: RegulationCreate) -> RegulationRead:
    """A new version; older ones stay readable, acceptances stay with the version accepted."""
    community = communities.get(work.session, slug)
    held = permit(work, "regulation.write", Thing(community_id=community.id))
    regulation = Regulation(
        id=fresh_id(work),
        community_id=community.id,
        kind=body.kind,
        version=communities.last_version(work.session, community.id, body.kind) + 1,
        title=body.title,
        body=body.body,
        summary=body.summary,
        in_force_from=body.in_force_from,
        created_at=work.now,
    )
    try:
        with work.session.begin_nested():
            work.session.add(regulation)
            work.session.flush()
    except IntegrityError:
        raise Conflict("stale-version", version=regulation.version) from None
    record(
        work,
        "regulation.issue",
        ("regulation", regulation.id),
        community_id=community.id,
        held=held,
        kind=body.kind,
        version=regulation.version,
    )
    return as_regulation(regulation, slug)
