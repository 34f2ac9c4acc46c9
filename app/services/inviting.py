"""Invitations: a link and QR per channel and person; openings and applications counted."""

from __future__ import annotations

from app.domain.ids import new_file_no
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.refusals import Gone, Hidden, Invalid
from app.integrations import qr
from app.models.members import Invitation
from app.schemas.house import (
    InvitationCreate,
    InvitationList,
    InvitationPage,
    InvitationRead,
)
from app.services.deeds import fresh_id, may, permit, record
from app.store import appointments, communities, invitations, members, records
from app.store.actors import Work


def opened(work: Work, code: str) -> InvitationPage:
    """The page that the invited woman reads first; opening it counts one turn."""
    invitation = invitations.by_code(work.session, code.upper())
    if invitation is None:
        raise Hidden
    community = communities.by_id(work.session, invitation.community_id)
    if invitation.ended_at is not None:
        raise Gone("invitation-ended")
    records.add(work.session, _scope(invitation), "opened", 1)
    return InvitationPage(
        code=invitation.code,
        community=community.slug,
        community_name=community.name,
        short_mission=community.short_mission,
        inviter=invitation.inviter_name,
        reassurances=community.reassurances,
        join_url=f"/communities/{community.slug}/members/new?invitation={invitation.code}",
        demo=community.demo,
    )


def page(work: Work, slug: str, paging: Page) -> InvitationList:
    community = communities.get(work.session, slug)
    thing = Thing(community_id=community.id)
    permit(work, "invitation.read", thing)
    rows = invitations.page(work.session, community.id, paging.limit + 1, paging.key(str))
    shown, following = paging.cut(rows, lambda row: (row.id,))
    approved = invitations.approved_by_invitation(work.session, [row.id for row in shown])
    counted = records.totals_of(work.session, [_scope(row) for row in shown])
    may_write = may(work, "invitation.create", thing)
    return InvitationList(
        items=[
            _read(
                work,
                row,
                slug,
                counted[_scope(row)] | {"approved": approved.get(row.id, 0)},
                may_end=may_write,
            )
            for row in shown
        ],
        next=following,
        community=slug,
        may_write=may_write,
    )


def _scope(invitation: Invitation) -> str:
    """Where its turns and persons are counted."""
    return f"invitation:{invitation.id}"


def _read(
    work: Work, invitation: Invitation, slug: str, counted: dict[str, int], *, may_end: bool
) -> InvitationRead:
    url = f"{work.address}/i/{invitation.code}"
    return InvitationRead(
        id=invitation.id,
        code=invitation.code,
        url=url,
        qr=qr.data_uri(url),
        channel=invitation.channel,
        label=invitation.label,
        inviter=invitation.inviter_name,
        created_at=invitation.created_at,
        opened=counted.get("opened", 0),
        applied=counted.get("applied", 0),
        approved=counted.get("approved", 0),
        community=slug,
        ended_at=invitation.ended_at,
        can_end=may_end and invitation.ended_at is None,
    )


def create(work: Work, slug: str, body: InvitationCreate) -> InvitationRead:
    community = communities.get(work.session, slug)
    held = permit(work, "invitation.create", Thing(community_id=community.id))
    inviter_id = body.inviter or work.actor.person_id
    board = {p.id for p in appointments.board_people(work.session, community.id, work.today)}
    if inviter_id not in board:
        raise Invalid.at("/inviter", "person-unknown")
    inviter = members.person(work.session, inviter_id or "")
    invitation = Invitation(
        id=fresh_id(work),
        community_id=community.id,
        code=new_file_no() + new_file_no()[:2],
        channel=body.channel,
        label=body.label,
        inviter_id=inviter.id,
        inviter_name=inviter.full_name,
        created_at=work.now,
    )
    work.session.add(invitation)
    work.session.flush()
    record(
        work,
        "invitation.create",
        ("invitation", invitation.id),
        community_id=community.id,
        held=held,
        channel=body.channel,
    )
    return _read(work, invitation, slug, {}, may_end=True)


def end(work: Work, slug: str, invitation_id: str) -> None:
    """Whoever opens the link from now on reads that it has ended (410); what it counted stays."""
    community = communities.get(work.session, slug)
    held = permit(work, "invitation.create", Thing(community_id=community.id))
    invitation = invitations.get(work.session, community.id, invitation_id)
    if not invitations.end(work.session, invitation, work.now):
        raise Gone("invitation-ended")
    record(
        work,
        "invitation.end",
        ("invitation", invitation.id),
        community_id=invitation.community_id,
        held=held,
        channel=invitation.channel,
    )
