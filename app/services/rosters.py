"""What the pasted lists say: each as it was saved, a group's names by class, one name."""

from __future__ import annotations

from datetime import date

from app import content
from app.domain import letters, platforms, rosters
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.refusals import Invalid
from app.models.communities import Community
from app.models.members import Member
from app.models.platforms import PlatformAccount, PlatformRoster
from app.schemas.rosters import (
    AccountList,
    AccountRead,
    FileName,
    RosterList,
    RosterRead,
    RosterState,
)
from app.services import letting_in
from app.services.deeds import may, permit
from app.store import communities, invitations, members
from app.store import platforms as entered
from app.store import rosters as store
from app.store.actors import Work


def page(work: Work, slug: str, paging: Page) -> RosterList:
    community = communities.get(work.session, slug)
    thing = Thing(community_id=community.id)
    permit(work, "platform.read", thing)
    rows = store.page(work.session, community.id, paging.limit + 1, paging.key(str))
    shown, following = paging.cut(rows, lambda row: (row.id,))
    return RosterList(
        items=as_read(work, shown, slug),
        next=following,
        community=slug,
        states=states(work, community),
        may_write=may(work, "roster.write", thing),
    )


def states(work: Work, community: Community) -> list[RosterState]:
    """Every group of which a list was pasted, as its names stand now."""
    found = []
    for platform in platforms.GROUPS:
        latest = store.latest(work.session, community.id, platform)
        if latest is not None:
            counts = store.counted(work.session, community.id, platform)
            found.append(RosterState(platform=platform, as_of=latest.as_of, **counts))
    return found


def read(work: Work, roster_id: str) -> RosterRead:
    roster = store.get(work.session, work.actor, roster_id)
    permit(work, "platform.read", Thing(community_id=roster.community_id))
    slug = communities.by_id(work.session, roster.community_id).slug
    return as_read(work, [roster], slug)[0]


def as_read(work: Work, rows: list[PlatformRoster], slug: str) -> list[RosterRead]:
    names = members.person_names(work.session, [row.pasted_by for row in rows])
    return [
        RosterRead(
            id=row.id,
            community=slug,
            platform=row.platform,
            as_of=row.as_of,
            part=not row.whole,
            number=row.number,
            names=row.names,
            matched=row.matched,
            unmatched=row.unmatched,
            left=row.departed,
            pasted_by=names.get(row.pasted_by, ""),
            pasted_at=row.pasted_at,
        )
        for row in rows
    ]


def as_file(row: Member | None) -> FileName | None:
    if row is None:
        return None
    return FileName(id=row.id, full_name=row.full_name, file_no=row.file_no, state=row.state)


# -- names -------------------------------------------------------------------------------------


def accounts(work: Work, slug: str, paging: Page, platform: str | None, kind: str) -> AccountList:
    """The names of one class, each with her next step."""
    community = communities.get(work.session, slug)
    thing = Thing(community_id=community.id)
    permit(work, "platform.read", thing)
    known = letting_in.groups(community)
    chosen = platform or known[0]
    if chosen not in platforms.GROUPS:
        raise Invalid.at("/platform", "platform-unknown")
    if kind not in store.CLASSES:
        raise Invalid.at("/kind", "literal_error")
    rows = store.accounts(
        work.session, community.id, chosen, kind, paging.limit + 1, paging.key(str, int, str)
    )
    shown, following = paging.cut(rows, lambda row: (row.fold, row.ordinal, row.id))
    return AccountList(
        items=as_accounts(work, shown, community, hints=kind == "unmatched"),
        next=following,
        community=slug,
        platform=chosen,
        platforms=list(dict.fromkeys([*known, chosen])),
        kind=kind,
        counts=store.counted(work.session, community.id, chosen),
        may_write=may(work, "roster.write", thing),
    )


def account(work: Work, account_id: str) -> AccountRead:
    row = store.account(work.session, work.actor, account_id)
    community = communities.by_id(work.session, row.community_id)
    permit(work, "platform.read", Thing(community_id=community.id))
    return as_accounts(work, [row], community, hints=row.member_id is None)[0]


def as_accounts(
    work: Work, rows: list[PlatformAccount], community: Community, *, hints: bool
) -> list[AccountRead]:
    """`hints`: compare the names with the files again, since files come and go between lists."""
    candidates = _candidates(work, rows, community) if hints else {}
    wanted = {row.member_id for row in rows if row.member_id}
    wanted |= {member_id for found in candidates.values() for member_id in found}
    files = {one.id: one for one in entered.members_of(work.session, community.id, wanted)}
    days = store.days(
        work.session, [one for row in rows for one in (row.roster_id, row.left_roster_id) if one]
    )
    names = members.person_names(work.session, [row.linked_by for row in rows])
    links = {platform: _link(work, community, platform) for platform in {r.platform for r in rows}}
    writes = may(work, "roster.write", Thing(community_id=community.id))
    return [
        AccountRead(
            id=row.id,
            community=community.slug,
            platform=row.platform,
            name=row.name,
            ordinal=row.ordinal,
            kind=_kind(row),
            how=row.link,
            member=as_file(files.get(row.member_id or "")),
            candidates=[
                one
                for one in (as_file(files.get(c)) for c in candidates.get(row.id, []))
                if one is not None
            ],
            seen_on=days[row.roster_id],
            left_on=_day(days, row.left_roster_id),
            linked_by=names.get(row.linked_by or ""),
            linked_at=row.linked_at,
            words=_words(row, community, links[row.platform]),
            allowed_actions=["unlink" if row.member_id else "link"] if writes else [],
        )
        for row in rows
    ]


def _day(days: dict[str, date], roster_id: str | None) -> date | None:
    return days[roster_id] if roster_id else None


def _kind(row: PlatformAccount) -> str:
    if row.left_roster_id is not None:
        return "left"
    return "matched" if row.member_id else "unmatched"


def _candidates(
    work: Work, rows: list[PlatformAccount], community: Community
) -> dict[str, list[str]]:
    """Whom each name may be, as the next list would ask."""
    found: dict[str, list[str]] = {}
    for platform in {row.platform for row in rows}:
        known = [one for one in store.known(work.session, community.id, platform) if not one.gone]
        compared = rosters.compare(
            [one.name for one in known], known, store.files(work.session, community.id)
        )
        for one in compared.seen:
            if one.known is not None:
                sure = [one.member_id] if one.member_id and not one.known.member_id else []
                found[one.known.id] = [*sure, *one.candidates]
    return {row.id: found.get(row.id, []) for row in rows}


def _link(work: Work, community: Community, platform: str) -> str:
    invitation = invitations.newest(work.session, community.id, platform)
    if invitation is None:
        return letting_in.join_url(work, community)
    return f"{work.address}/i/{invitation.code}"


def _words(row: PlatformAccount, community: Community, link: str) -> str:
    """Ready to copy: to invite whoever has no file, to ask whoever left."""
    if row.left_roster_id is None and row.member_id is not None:
        return ""
    key = "platform.ask" if row.left_roster_id else "platform.invite"
    return letters.fill(
        content.notices()[key].text,
        ten=row.name,
        nhom=letters.bare(community.name),
        lien_ket=link,
    )
