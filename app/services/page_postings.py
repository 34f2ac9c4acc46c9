"""Postings for the community's Facebook Page: planned, read by a second person, followed up.

Bulletins and posts call `plan`; the board may write a short text of its own here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.domain import page_postings as rules
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.models.communities import Community
from app.models.page_postings import PagePosting
from app.schemas.base import form
from app.schemas.page_postings import (
    GroupCopy,
    PagePostingCreate,
    PagePostingForm,
    PagePostingLine,
    PagePostingList,
    PagePostingRead,
    PagesToday,
)
from app.services import group_postings, page_connections
from app.services.deeds import fresh_id, may, permit, permitted
from app.services.page_following import SUBJECT, line_up, log, standing, standings
from app.services.reviewing import BOARD
from app.store import communities, members
from app.store import page_postings as store
from app.store.actors import Work

READ, WRITE = "page_posting.read", "page_posting.write"
#: What of a community's two-person list covers the Page: it is as public as a bulletin.
TWO_PERSON = "bulletin"


def plan(  # noqa: PLR0913 - what a posting is
    work: Work,
    community_id: str,
    subject: tuple[str, str] | None,
    text: str,
    link: str,
    pictures: Sequence[str],
    at: datetime,
    *,
    ahead: bool = False,
    needs_second: bool = False,
) -> PagePosting:
    """Put a text on the Page at a moment; in the caller's transaction, one live a subject.

    `pictures` are ids of pictures of the subject. Raises `Conflict` for a second one.
    """
    posting_id = fresh_id(work)
    planned = store.add(
        work.session,
        {
            "id": posting_id,
            "community_id": community_id,
            "channel": "page",
            "subject_type": subject[0] if subject else None,
            "subject_id": subject[1] if subject else None,
            "text": text,
            "link": link,
            "pictures": list(pictures),
            "wanted_at": at,
            "ahead": ahead,
            "needs_second": needs_second,
            "state": "waiting",
            "version": 1,
            "attempts": 0,
            "looks": 0,
            "outside_id": "",
            "outside_address": "",
            "problem": "",
            "created_by": work.actor.person_id,
            "created_at": work.now,
            "changed_at": work.now,
        },
    )
    if not planned:
        raise Conflict("page-posting-live")
    posting = store.find(work.session, posting_id)
    assert posting is not None
    if not needs_second:
        line_up(work, posting, posting.wanted_at)
    return posting


def posting_form(work: Work, slug: str) -> PagePostingForm:
    community = permitted(work, slug, WRITE)
    action = f"/communities/{slug}/page-postings"
    return PagePostingForm(
        action=action,
        schema=form(action, PagePostingCreate).schema_,
        community=slug,
        connection=page_connections.as_read(work, community),
        needs_second=takes_two(community),
    )


def takes_two(community: Community) -> bool:
    return TWO_PERSON in community.settings.get("two_person", [])


def create(work: Work, slug: str, body: PagePostingCreate) -> PagePostingRead:
    """A short text of the board's own."""
    community = communities.get(work.session, slug)
    held = permit(work, WRITE, Thing(community_id=community.id))
    if store.connection(work.session, community.id) is None:
        raise Conflict("page-not-connected")
    at = body.at or work.now
    if body.at is not None and body.at < work.now:
        raise Invalid.at("/at", "schedule-past")
    if body.ahead and not rules.fits_facebooks_schedule(at, work.now):
        raise Invalid.at("/at", "schedule-facebook")
    posting = plan(
        work,
        community.id,
        None,
        body.text.strip(),
        body.link,
        (),
        at,
        ahead=body.ahead,
        needs_second=takes_two(community),
    )
    log(work, posting, "page.plan", held)
    return read_of(work, posting)


def move(work: Work, posting: PagePosting, was: str, /, **values: Any) -> None:
    moved = store.move(
        work.session,
        posting,
        [was],
        posting.version,
        changed_by=work.actor.person_id,
        changed_at=work.now,
        **values,
    )
    if not moved:
        raise Conflict("stale-version", state=posting.state, version=posting.version)


def waits_for_second(posting: PagePosting) -> bool:
    return posting.needs_second and posting.read_by is None


# -- reading -----------------------------------------------------------------------------------


def page(work: Work, slug: str, paging: Page) -> PagePostingList:
    community = communities.get(work.session, slug)
    thing = Thing(community_id=community.id)
    permit(work, READ, thing)
    rows = store.page(work.session, community.id, paging.limit + 1, paging.key(str))
    shown, following = paging.cut(rows, lambda row: (row.id,))
    return PagePostingList(
        items=lines(work, shown, slug),
        next=following,
        community=slug,
        connection=page_connections.as_read(work, community),
        may_write=may(work, WRITE, thing),
        may_connect=may(work, page_connections.WRITE, thing),
    )


def read(work: Work, posting_id: str) -> PagePostingRead:
    posting = store.get(work.session, work.actor, posting_id)
    permit(work, READ, Thing(community_id=posting.community_id))
    return read_of(work, posting)


def read_of(work: Work, posting: PagePosting) -> PagePostingRead:
    slug = communities.by_id(work.session, posting.community_id).slug
    writes = may(work, WRITE, Thing(community_id=posting.community_id))
    names = members.person_names(work.session, [posting.read_by, posting.changed_by])
    allowed = actions(work, posting)
    if posting.created_by == work.actor.person_id:
        allowed = [action for action in allowed if action != "approval"]
    return PagePostingRead(
        **lines(work, [posting], slug)[0].model_dump(),
        **posting.model_dump(
            include={"subject_type", "subject_id", "pictures", "attempts", "outside_id"}
            | {"read_at", "changed_at", "version"}
        ),
        read_by=names.get(posting.read_by or ""),
        changed_by=names.get(posting.changed_by or ""),
        group=_for_group(work, posting),
        allowed_actions=allowed if writes else [],
    )


def actions(work: Work, posting: PagePosting) -> list[str]:
    """What the board may do to it now, whoever of the board."""
    return rules.actions(
        posting.channel,
        posting.state,
        waits_for_second=waits_for_second(posting),
        gone=standing(work, posting) == rules.GONE,
    )


def _for_group(work: Work, posting: PagePosting) -> GroupCopy | None:
    """What nobody has read for the second time, or what was dropped, is not pasted either."""
    if posting.channel != "page" or posting.state == "cancelled" or waits_for_second(posting):
        return None
    if posting.subject_type == SUBJECT:
        # A bulletin is copied at its own page, once it is out.
        return None
    return group_postings.of_posting(work, posting)


def lines(work: Work, rows: Sequence[PagePosting], slug: str) -> list[PagePostingLine]:
    stand = standings(work, rows)
    names = members.person_names(work.session, [row.created_by for row in rows])
    return [
        PagePostingLine(
            **row.model_dump(include=set(PagePostingLine.model_fields) - {"created_by"}),
            community=slug,
            waits_for_second=row.state == "waiting" and waits_for_second(row),
            waits_for_subject=row.state == "waiting" and stand[row.id] == rules.AHEAD,
            created_by=names.get(row.created_by or "", BOARD),
        )
        for row in rows
    ]


def today(work: Work, community: Community) -> PagesToday:
    """What the board has to look at."""
    counts = store.stuck(work.session, community.id)
    known = store.connection(work.session, community.id)
    return PagesToday(
        failed=counts.get("failed", 0),
        unknown=counts.get("unknown", 0),
        unread=counts.get("waiting", 0),
        problem=known.problem if known else "",
    )
