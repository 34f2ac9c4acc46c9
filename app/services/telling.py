"""Telling: words in a person's inbox, and words that may leave the product.

What leaves names no reason and no private matter (seed §0.4, §0.5). Nobody is told twice of one
event: `Event.key` names it, and a person has one notice of it. How a notice leaves is settled
later, outside this transaction (services/delivering.py).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from app import content
from app.domain import letters
from app.domain.notices import AT_ONCE, BOARD
from app.domain.permissions import BOARD_ROLES
from app.domain.review import UNDO_WINDOW
from app.models.communities import Community
from app.models.members import Member
from app.models.notices import Notice
from app.models.people import Person
from app.services.deeds import fresh_id
from app.store import appointments, communities, members, notices
from app.store.actors import Work

#: kind of notice → the words that may leave the product
OUTSIDE = {
    "apply.needs_info": "apply.needs_info",
    "apply.approved": "apply.approved",
    "apply.refused": "apply.refused.outside",
    "digest.daily": "digest.daily.outside",
}
NEUTRAL = "letter.outside"
INBOX = "/me/notices"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened once, told in the words of `kind` (content/notices*.toml).

    `key` is the same for everyone whom it concerns, e.g. `post.published:<id>:<version>`; without
    one every call is an event of its own. `waits`: ten seconds, as long as a decision can be taken
    back; `item_id` is that decision's review item, by which `withdraw` finds its notices.
    `path` is where the inbox leads.
    """

    kind: str
    key: str = ""
    urgency: str = AT_ONCE
    subject: tuple[str, str] = ("", "")
    path: str = ""
    item_id: str | None = None
    waits: bool = False


def tell(work: Work, member: Member, event: Event, **values: str) -> Notice | None:
    """Tell a woman of a community; None where she knows already. Death stops every message."""
    if member.deceased:
        return None
    community = communities.by_id(work.session, member.community_id)
    person = members.person(work.session, member.person_id)
    places = offered(work, member, community) | values
    return _put(work, person, community, event, places, member)


def tell_person(
    work: Work, person_id: str, community: Community, event: Event, **values: str
) -> Notice | None:
    """Tell somebody who needs no file in the community: of its board, of its panel, an officer."""
    person = members.person(work.session, person_id)
    # The address of a thing may say what it is about: outside, the inbox is enough.
    places = _named(person, community) | {"lien_ket": f"{work.address}{INBOX}"}
    return _put(work, person, community, event, places | values)


def tell_board(
    work: Work,
    community: Community,
    event: Event,
    roles: Collection[str] = BOARD_ROLES,
    **values: str,
) -> int:
    """Tell those of the board who hold one of the roles today; how many did not know yet."""
    told = 0
    for appointment, person in appointments.of_community(work.session, community.id, work.today):
        if appointment.role in roles:
            told += tell_person(work, person.id, community, event, **values) is not None
    return told


def write(
    work: Work,
    member: Member,
    kind: str,
    *,
    item_id: str | None = None,
    at_once: bool = False,
    **values: str,
) -> Notice | None:
    """Put a notice about her file beside a decision."""
    event = Event(
        kind,
        subject=("member", member.id),
        path=f"/members/{member.id}",
        item_id=item_id,
        waits=not at_once,
    )
    return tell(work, member, event, **values)


def _put(
    work: Work,
    person: Person,
    community: Community,
    event: Event,
    places: dict[str, str],
    member: Member | None = None,
) -> Notice | None:
    told, notice_id = content.notices(), fresh_id(work)
    neutral = event.urgency == BOARD or (member is not None and member.phone_shared)
    outside = told[NEUTRAL if neutral else OUTSIDE.get(event.kind, NEUTRAL)].text
    subject_type, subject_id = event.subject
    return notices.add(
        work.session,
        Notice(
            id=notice_id,
            community_id=community.id,
            person_id=person.id,
            member_id=member.id if member else None,
            event=event.key or notice_id,
            kind=event.kind,
            urgency=event.urgency,
            title=event.kind,
            text=f"{letters.fill(told[event.kind].text, **places)}\n{signature(community)}",
            outside_text=f"{letters.fill(outside, **places)}\n{signature(community)}",
            subject_type=subject_type,
            subject_id=subject_id,
            path=event.path,
            item_id=event.item_id,
            created_at=work.now,
            visible_from=work.now + (UNDO_WINDOW if event.waits else timedelta(0)),
        ),
    )


def offered(work: Work, member: Member, community: Community) -> dict[str, str]:
    """What every sentence to her may need."""
    person = members.person(work.session, member.person_id)
    return _named(person, community) | {
        "ma": member.file_no,
        "ma_rieng": member.code,
        "lien_ket": status_url(work, member),
        "don_vi": "",
    }


def _named(person: Person, community: Community) -> dict[str, str]:
    return {
        "xung": letters.address(person.call_me),
        "ten": person.given_name,
        "nhom": letters.bare(community.name),
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
