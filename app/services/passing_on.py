"""Passing on: ready words for those who do not know yet, sent by an officer from her own phone."""

from __future__ import annotations

from urllib.parse import quote

from app import content
from app.domain import letters, phones
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.models.communities import Community
from app.models.members import Member
from app.models.notices import Delivery, Notice
from app.schemas.members import TellRead
from app.schemas.reviews import TellList
from app.services.deeds import may, permit, record
from app.services.telling import status_url
from app.store import audit, communities, deliveries, members, notices
from app.store.actors import Work

SHORT = {
    "apply.needs_info": "apply.needs_info.sms",
    "apply.approved": "apply.approved.sms",
    "apply.refused": "apply.refused.sms",
}
NEUTRAL = "letter.outside.sms"


def untold(work: Work, slug: str, page: Page) -> TellList:
    """Those who do not know yet, the longest waiting first."""
    community = communities.get(work.session, slug)
    permit(work, "review.read", Thing(community_id=community.id))
    rows = notices.untold(work.session, community.id, work.now, page.limit + 1, page.key(str))
    shown, following = page.cut(rows, lambda row: (row[0].id,))
    on_the_way = deliveries.latest(work.session, [notice.id for notice, _ in shown])
    items = [
        as_tell(work, notice, member, community, on_the_way.get(notice.id))
        for notice, member in shown
    ]
    looked_at = [one.member for one in items if one.sms_url]
    audit.write_looks(work.session, work.actor.person_id, community.id, looked_at, work.now)
    return TellList(items=items, next=following, community=slug)


def tick(work: Work, notice_id: str) -> TellRead:
    """The tick “Đã nhắn”: once, by the first who ticks."""
    notice, member = notices.get(work.session, work.actor, notice_id)
    community = communities.by_id(work.session, notice.community_id)
    held = permit(work, "notice.tell", Thing(community.id, member.person_id))
    if notices.mark_told(work.session, notice, work.actor.person_id, work.now):
        record(
            work,
            "notice.told",
            ("member", member.id),
            community_id=community.id,
            held=held,
            kind=notice.kind,
        )
    return as_tell(work, notice, member, community)


def last(work: Work, member: Member, community: Community) -> TellRead | None:
    """The newest words that wait to be passed on."""
    if not may(work, "notice.tell", Thing(community.id, member.person_id)):
        return None
    notice = notices.newest(work.session, member.id)
    if notice is None:
        return None
    on_the_way = deliveries.latest(work.session, [notice.id])
    return as_tell(work, notice, member, community, on_the_way.get(notice.id))


def as_tell(
    work: Work,
    notice: Notice,
    member: Member,
    community: Community,
    delivery: Delivery | None = None,
) -> TellRead:
    """Links are left out in the demonstration: no real notice ever leaves it."""
    allowed = may(work, "member.contact", Thing(community.id, member.person_id))
    phone = phones.Phone(member.phone) if member.phone and allowed else None
    sends = phone is not None and not community.demo
    teller = members.person_names(work.session, [notice.told_by])
    return TellRead(
        id=notice.id,
        member=member.id,
        full_name=member.full_name,
        kind=notice.kind,
        text=notice.outside_text if allowed else "",
        zalo_url=f"https://zalo.me/{phone.zalo}" if sends and phone else None,
        sms_url=f"sms:{phone.international}?body={quote(short(work, notice, member, community))}"
        if sends and phone
        else None,
        phone=phone.masked if phone else None,
        visible_from=notice.visible_from,
        told_at=notice.told_at,
        told_by=teller.get(notice.told_by or ""),
        demo=community.demo,
        channel=delivery.channel if delivery else None,
        delivery=delivery.state if delivery else None,
        leaves_at=delivery.next_at if delivery and delivery.state == "queued" else None,
    )


def short(work: Work, notice: Notice, member: Member, community: Community) -> str:
    """One text message holds 160 characters without marks; a shared phone learns nothing by it."""
    key = NEUTRAL if member.phone_shared else SHORT.get(notice.kind, NEUTRAL)
    return letters.short(
        content.notices()[key].text,
        nhom=letters.bare(community.name),
        ma=member.file_no,
        lien_ket=status_url(work, member),
    )
