"""Joining a name of a group's list to a member by hand, and parting it again."""

from __future__ import annotations

from app.domain.members import INSIDE
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.models.members import Member
from app.models.platforms import PlatformAccount
from app.schemas.rosters import AccountLink, AccountRead
from app.services import letting_in
from app.services import rosters as reading
from app.services.deeds import permit, record
from app.store import communities
from app.store import platforms as entered
from app.store import rosters as store
from app.store.actors import Work


def link(work: Work, account_id: str, body: AccountLink) -> AccountRead:
    """This name is that woman: ticked as being in the group, if she is still on its list."""
    row, held = _row(work, account_id)
    member = _member(work, row, body)
    ticks = permit(work, "platform.enter", Thing(row.community_id, member.person_id))
    if row.member_id is not None:
        raise Conflict("account-linked")
    values = {
        "member_id": member.id,
        "link": "hand",
        "linked_by": work.actor.person_id,
        "linked_at": work.now,
    }
    if not store.link(work.session, row, None, values):
        raise Conflict("account-linked")
    if member.state in INSIDE and row.left_roster_id is None:
        letting_in.tick(work, [member], row.platform, ticks, row.roster_id)
    _record(work, "account.match", row, held, member.id)
    return _read(work, row)


def unlink(work: Work, account_id: str) -> None:
    """It was somebody else: no later list joins the two again by itself."""
    row, held = _row(work, account_id)
    before = row.member_id
    if before is None:
        raise Conflict("account-not-linked")
    values = {
        "member_id": None,
        "link": store.APART,
        "linked_by": work.actor.person_id,
        "linked_at": work.now,
    }
    if not store.link(work.session, row, before, values):
        raise Conflict("account-not-linked")
    _record(work, "account.unmatch", row, held, before)


def _row(work: Work, account_id: str) -> tuple[PlatformAccount, str]:
    row = store.account(work.session, work.actor, account_id)
    return row, permit(work, "roster.write", Thing(community_id=row.community_id))


def _member(work: Work, row: PlatformAccount, body: AccountLink) -> Member:
    """By id, or by the number that she says; only of the same community."""
    if body.member:
        found = entered.members_of(work.session, row.community_id, [body.member])
        if found:
            return found[0]
        raise Invalid.at("/member", "person-unknown")
    number = "".join((body.file_no or "").split()).upper()
    member = entered.by_file_no(work.session, row.community_id, number) if number else None
    if member is None:
        raise Invalid.at("/file_no", "file-no-unknown")
    return member


def _record(work: Work, action: str, row: PlatformAccount, held: str, member_id: str) -> None:
    record(
        work,
        action,
        ("member", member_id),
        community_id=row.community_id,
        held=held,
        account=row.id,
        platform=row.platform,
    )


def _read(work: Work, row: PlatformAccount) -> AccountRead:
    community = communities.by_id(work.session, row.community_id)
    return reading.as_accounts(work, [row], community, hints=False)[0]
