"""Telling her: words in her inbox, and ready words for the board to pass on without a contract.

What leaves the product names no reason and no private matter (seed §0.4, §0.5).
"""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

from app import content
from app.domain import letters, phones
from app.domain.paging import Page, well_shaped
from app.domain.permissions import Thing
from app.domain.refusals import Invalid
from app.domain.review import UNDO_WINDOW
from app.models.communities import Community
from app.models.members import Member, Notice
from app.schemas.members import TellRead
from app.schemas.reviews import NoticeList, NoticeRead, TellList
from app.services.deeds import fresh_id, may, permit, record
from app.store import audit, communities, members, notices
from app.store.actors import Work

#: kind of notice → the words that may leave the product
OUTSIDE = {
    "apply.needs_info": "apply.needs_info",
    "apply.approved": "apply.approved",
    "apply.refused": "apply.refused.outside",
}
SHORT = {
    "apply.needs_info": "apply.needs_info.sms",
    "apply.approved": "apply.approved.sms",
    "apply.refused": "apply.refused.sms",
}


def write(
    work: Work,
    member: Member,
    kind: str,
    *,
    item_id: str | None = None,
    at_once: bool = False,
    **values: str,
) -> Notice | None:
    """Put a notice beside a decision. A death stops every message silently."""
    if member.deceased:
        return None
    community = communities.by_id(work.session, member.community_id)
    places = offered(work, member, community) | values
    told = content.notices()
    text = letters.fill(told[kind].text, **places)
    outside = letters.fill(told[OUTSIDE.get(kind, "letter.outside")].text, **places)
    notice = Notice(
        id=fresh_id(work),
        community_id=member.community_id,
        member_id=member.id,
        kind=kind,
        title=kind,
        text=f"{text}\n{signature(community)}",
        outside_text=f"{outside}\n{signature(community)}",
        item_id=item_id,
        created_at=work.now,
        visible_from=work.now + (timedelta(0) if at_once else UNDO_WINDOW),
    )
    work.session.add(notice)
    work.session.flush()
    return notice


def offered(work: Work, member: Member, community: Community) -> dict[str, str]:
    """What every sentence to her may need."""
    person = members.person(work.session, member.person_id)
    return {
        "xung": letters.address(person.call_me),
        "ten": person.given_name,
        "nhom": letters.bare(community.name),
        "ma": member.file_no,
        "ma_rieng": member.code,
        "lien_ket": status_url(work, member),
        "don_vi": "",
    }


def status_url(work: Work, member: Member) -> str:
    return f"{work.address}/applications/{member.code}"


def signature(community: Community) -> str:
    return letters.fill(content.notice_signature(), nhom=letters.bare(community.name))


def withdraw(work: Work, item_id: str) -> None:
    """An undone decision tells nobody."""
    notices.withdraw_of_item(work.session, item_id, work.now)


def silence(work: Work, member: Member) -> None:
    """She has died: nothing that waits is said, nothing more is written."""
    notices.withdraw_untold(work.session, member.id, work.now)


# -- the board passes on -----------------------------------------------------------------------


def untold(work: Work, slug: str, page: Page) -> TellList:
    """Those who do not know yet, the longest waiting first."""
    community = communities.get(work.session, slug)
    permit(work, "review.read", Thing(community_id=community.id))
    if not well_shaped(page.after, str):
        raise Invalid.at("/cursor", "bad-cursor")
    rows = notices.untold(work.session, community.id, work.now, page.limit + 1, page.after)
    shown, following = page.cut(rows, lambda row: (row[0].id,))
    items = [as_tell(work, notice, member, community) for notice, member in shown]
    looked_at = [one.member for one in items if one.sms_url]
    audit.write_looks(work.session, work.actor.person_id, community.id, looked_at, work.now)
    return TellList(
        items=items,
        next=following,
        community=slug,
    )


def tell(work: Work, notice_id: str) -> TellRead:
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
    return as_tell(work, notice, member, community) if notice else None


def as_tell(work: Work, notice: Notice, member: Member, community: Community) -> TellRead:
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
        sms_url=f"sms:{phone.international}?body={quote(_short(work, notice, member))}"
        if sends and phone
        else None,
        phone=phone.masked if phone else None,
        visible_from=notice.visible_from,
        told_at=notice.told_at,
        told_by=teller.get(notice.told_by or ""),
        demo=community.demo,
    )


def _short(work: Work, notice: Notice, member: Member) -> str:
    """One text message holds 160 characters without marks."""
    text = content.notices()[SHORT.get(notice.kind, "letter.outside.sms")].text
    return letters.fill(text, ma=member.file_no, lien_ket=status_url(work, member))


# -- her own inbox -----------------------------------------------------------------------------


def inbox(work: Work, page: Page) -> NoticeList:
    if not well_shaped(page.after, str):
        raise Invalid.at("/cursor", "bad-cursor")
    rows = notices.of_person(
        work.session, work.actor.person_id or "", work.now, page.limit + 1, page.after
    )
    shown, following = page.cut(rows, lambda row: (row.id,))
    return NoticeList(items=[NoticeRead.model_validate(row) for row in shown], next=following)


def mark_read(work: Work, notice_id: str) -> NoticeRead:
    notice = notices.own(work.session, work.actor.person_id or "", notice_id, work.now)
    if notice.read_at is None:
        notice.read_at = work.now
        work.session.flush()
    return NoticeRead.model_validate(notice)
