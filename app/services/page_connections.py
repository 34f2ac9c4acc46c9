"""Connecting a community with its Facebook Page: the token is checked, sealed, never shown."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.permissions import Thing
from app.domain.refusals import Conflict
from app.models.communities import Community
from app.schemas.base import form
from app.schemas.page_postings import PageConnectionForm, PageConnectionRead, PageConnectionWrite
from app.services.deeds import permit, permitted, record
from app.services.reviewing import BOARD
from app.store import communities, members
from app.store import page_postings as store
from app.store.actors import Work

WRITE = "page_connection.write"


@dataclass(frozen=True, slots=True)
class Checked:
    """What Facebook said of a token, and the token sealed, before the transaction began."""

    page_name: str
    sealed: str


def connection_form(work: Work, slug: str) -> PageConnectionForm:
    community = permitted(work, slug, WRITE)
    action = f"/communities/{slug}/page-connection"
    return PageConnectionForm(
        action=action,
        method="PUT",
        schema=form(action, PageConnectionWrite).schema_,
        community=slug,
        connection=as_read(work, community),
        demo=community.demo,
    )


def allow(work: Work, slug: str) -> None:
    """Asked before Facebook is."""
    _refuse_demonstration(permitted(work, slug, WRITE))


def _refuse_demonstration(community: Community) -> None:
    """docs/decisions/0007: a demonstration sends nothing."""
    if community.demo:
        raise Conflict("demonstration-sends-nothing")


def connect(
    work: Work, slug: str, body: PageConnectionWrite, checked: Checked
) -> PageConnectionRead:
    """The token that works replaces the one before."""
    community = communities.get(work.session, slug)
    held = permit(work, WRITE, Thing(community_id=community.id))
    _refuse_demonstration(community)
    known = store.connection(work.session, community.id)
    if body.version is not None and known is not None and body.version != known.version:
        raise Conflict("stale-version", version=known.version)
    store.connect(
        work.session,
        {
            "community_id": community.id,
            "page_id": body.page_id,
            "page_name": checked.page_name,
            "token": checked.sealed,
            "problem": "",
            "version": 1,
            "set_by": work.actor.person_id or "",
            "set_at": work.now,
        },
    )
    _record(work, community, "page.connect", held, page=body.page_id)
    return as_read(work, community)


def disconnect(work: Work, slug: str) -> None:
    """Forget the token; what waits fails at its time and says why."""
    community = communities.get(work.session, slug)
    held = permit(work, WRITE, Thing(community_id=community.id))
    known = store.connection(work.session, community.id)
    if known is None:
        return
    store.disconnect(work.session, known)
    _record(work, community, "page.disconnect", held, page=known.page_id)


def _record(work: Work, community: Community, action: str, held: str, *, page: str) -> None:
    record(
        work,
        action,
        ("community", community.id),
        community_id=community.id,
        held=held,
        outbox=False,
        page=page,
    )


def as_read(work: Work, community: Community) -> PageConnectionRead:
    known = store.connection(work.session, community.id)
    if known is None:
        return PageConnectionRead(
            community=community.slug,
            connected=False,
            page_id=None,
            page_name=None,
            problem="",
            set_by=None,
            set_at=None,
            version=None,
        )
    names = members.person_names(work.session, [known.set_by])
    return PageConnectionRead(
        community=community.slug,
        connected=True,
        page_id=known.page_id,
        page_name=known.page_name,
        problem=known.problem,
        set_by=names.get(known.set_by, BOARD),
        set_at=known.set_at,
        version=known.version,
    )
