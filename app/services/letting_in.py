"""Letting in: what the group asks, and the tick that she is in the group on a platform.

An officer lets her in with her own phone; nothing here reaches a platform (domain.md §5.3).
"""

from __future__ import annotations

from typing import Any

from app import content
from app.domain import letters, platforms
from app.domain.members import INSIDE
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.models.communities import Community
from app.models.members import Member
from app.schemas.communities import PlatformRead
from app.schemas.members import PlatformEntryRead
from app.schemas.platforms import (
    JoinQuestionsRead,
    PlatformEntriesCreate,
    PlatformEntriesRead,
    WaitingEntries,
    WaitingEntry,
)
from app.services.deeds import fresh_id, may, permit, record
from app.store import communities, members, rosters
from app.store import platforms as store
from app.store.actors import Work


def questions(work: Work, slug: str) -> JoinQuestionsRead:
    """The group's join questions of the form in use, with this community's own address."""
    community = communities.get(work.session, slug)
    permit(work, "platform.read", Thing(community_id=community.id))
    url = join_url(work, community)
    return JoinQuestionsRead(
        community=slug,
        community_name=community.name,
        questions=[
            letters.fill(text, lien_ket=url) for text in content.join_form().facebook_questions
        ],
        join_url=url,
        platforms=[PlatformRead(**platform) for platform in community.platforms],
    )


def join_url(work: Work, community: Community) -> str:
    return f"{work.address}/communities/{community.slug}/members/new"


def groups(community: Community) -> list[str]:
    return platforms.groups_of(platform["kind"] for platform in community.platforms)


def waiting(work: Work, slug: str, paging: Page, platform: str | None) -> WaitingEntries:
    """Those who are approved and were not let in yet, the longest waiting first."""
    community = communities.get(work.session, slug)
    thing = Thing(community_id=community.id)
    permit(work, "platform.read", thing)
    known = groups(community)
    chosen = platform or known[0]
    if chosen not in platforms.GROUPS:
        raise Invalid.at("/platform", "platform-unknown")
    rows = store.not_entered(work.session, community.id, chosen, paging.limit + 1, paging.key(str))
    shown, following = paging.cut(rows, lambda row: (row.id,))
    return WaitingEntries(
        items=[
            WaitingEntry(
                id=row.id,
                full_name=row.full_name,
                file_no=row.file_no,
                platform_name=row.platform_name,
                joined_at=row.joined_at,
                may_enter=may(work, "platform.enter", Thing(community.id, row.person_id)),
            )
            for row in shown
        ],
        next=following,
        community=slug,
        platform=chosen,
        platforms=list(dict.fromkeys([*known, chosen])),
        may_enter=may(work, "platform.enter", thing),
    )


def enter(work: Work, member_id: str, platform: str) -> Member:
    """The tick of one woman; ticked before, it stays as it was."""
    member = members.get(work.session, work.actor, member_id)
    held = permit(work, "platform.enter", Thing(member.community_id, member.person_id))
    if member.state not in INSIDE:
        raise Conflict("wrong-state", state=member.state, version=member.version)
    tick(work, [member], platform, held)
    return member


def enter_many(work: Work, slug: str, body: PlatformEntriesCreate) -> PlatformEntriesRead:
    """Several at once; of somebody else's community or not approved: nobody is ticked."""
    community = communities.get(work.session, slug)
    held = permit(work, "platform.enter", Thing(community_id=community.id))
    wanted = list(dict.fromkeys(body.members))
    found = store.members_of(work.session, community.id, wanted)
    if len(found) < len(wanted):
        raise Invalid.at("/members", "person-unknown")
    for member in found:
        permit(work, "platform.enter", Thing(community.id, member.person_id))
        if member.state not in INSIDE:
            raise Conflict("wrong-state", state=member.state)
    ticked = tick(work, found, body.platform, held)
    return PlatformEntriesRead(
        community=slug, platform=body.platform, entered=len(ticked), members=sorted(ticked)
    )


def tick(
    work: Work, found: list[Member], platform: str, held: str, roster_id: str | None = None
) -> set[str]:
    """The rows and, for those that are new, the log's; ids of the members ticked just now."""
    rows = [
        {
            "id": fresh_id(work),
            "member_id": member.id,
            "platform": platform,
            "roster_id": roster_id,
            "entered_by": work.actor.person_id,
            "entered_at": work.now,
        }
        for member in found
    ]
    ticked = store.enter(work.session, rows)
    for member in found:
        if member.id in ticked:
            _record(work, "platform.enter", member, platform, held)
    return ticked


def take_back(work: Work, member_id: str, platform: str) -> None:
    """It was a mistake: she waits to be let in again."""
    member = members.get(work.session, work.actor, member_id)
    held = permit(work, "platform.enter", Thing(member.community_id, member.person_id))
    if not store.take_back(work.session, member.id, platform):
        raise Conflict("not-entered", state=member.state, version=member.version)
    _record(work, "platform.unenter", member, platform, held)


def _record(work: Work, action: str, member: Member, platform: str, held: str) -> None:
    record(
        work,
        action,
        ("member", member.id),
        community_id=member.community_id,
        held=held,
        platform=platform,
    )


def entries(
    work: Work, member: Member, community: Community, *, names_shown: bool
) -> list[PlatformEntryRead]:
    """One line for each group of the community: ticked, by whom and when, or not yet."""
    rows = {row.platform: row for row in store.of_member(work.session, member.id)}
    names = members.person_names(work.session, [row.entered_by for row in rows.values()])
    lines = []
    for platform in dict.fromkeys([*groups(community), *rows]):
        row = rows.get(platform)
        lines.append(
            PlatformEntryRead(
                platform=platform,
                entered_at=row.entered_at if row else None,
                entered_by=names.get(row.entered_by) if row and names_shown else None,
                from_roster=row is not None and row.roster_id is not None,
            )
        )
    return lines


def held(work: Work, member: Member) -> dict[str, Any]:
    """What is noted about her on the platforms, for her own page of what is held."""
    return {
        "platform_entries": [
            {"platform": row.platform, "entered_at": row.entered_at}
            for row in store.of_member(work.session, member.id)
        ],
        "platform_accounts": [
            {"platform": row.platform, "name": row.name, "linked_at": row.linked_at}
            for row in rosters.accounts_of_member(work.session, member.id)
        ],
    }
