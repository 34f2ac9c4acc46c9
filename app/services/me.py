"""A person's own side: her memberships, her consents, all that is held about her and who looked."""

from __future__ import annotations

from typing import Any

from sqlalchemy.exc import IntegrityError

from app import content
from app.domain import letters
from app.domain import members as rules
from app.domain.paging import Page
from app.domain.refusals import Conflict, Hidden, Invalid
from app.models.communities import Community, RegulationAcceptance
from app.models.members import Consent, Member
from app.schemas.communities import AcceptanceRead
from app.schemas.people import (
    ConsentChange,
    ConsentList,
    ConsentPlace,
    ConsentRead,
    LookRead,
    MembershipRead,
    MeRead,
    MyDataRead,
)
from app.services import (
    chapter_inquiries,
    holding,
    letting_in,
    mergers,
    residence,
    sanction_cards,
    verifying,
)
from app.services.consenting import give
from app.services.deeds import fresh_id, record
from app.services.reviewing import BOARD
from app.store import accounts, appointments, audit, communities, members, notices, units
from app.store.actors import Work

LOOKS = ("contact.look", "account.link", "member.export")


def me(work: Work) -> MeRead:
    person_id = work.actor.person_id or ""
    person = members.person(work.session, person_id)
    return MeRead(
        person=person.id,
        full_name=person.full_name,
        call_me=letters.address(person.call_me),
        logins=[row.value for row in accounts.logins(work.session, work.actor.account_id or "")],
        roles=_roles(work),
        memberships=_memberships(work, members.of_person(work.session, person_id)),
        unread=notices.count_unread(work.session, person_id, work.now),
    )


def _roles(work: Work) -> list[dict[str, str]]:
    held = appointments.in_force(work.session, work.actor.person_id or "", work.today)
    found = communities.slugs(work.session, {row.community_id for row in held if row.community_id})
    by_id = {community.id: community for community in found}
    names = units.names(work.session, [row.unit_id for row in held if row.unit_id], work.today)
    rows = []
    for row in held:
        community = by_id.get(row.community_id or "")
        place = community.name if community else names.get(row.unit_id or "", "")
        slug = community.slug if community else ""
        rows.append({"role": row.role, "place": place, "community": slug})
    if work.actor.administrator:
        rows.append({"role": "administrator", "place": "", "community": ""})
    return rows


def _memberships(work: Work, mine: list[Member]) -> list[MembershipRead]:
    places, purposes = _places(work, mine), _purposes(work, mine)
    kept = mergers.kept_numbers(work, mine)
    return [
        MembershipRead(
            member=member.id,
            community=places[member.community_id].slug,
            community_name=places[member.community_id].name,
            state=member.state,
            state_label=content.state_labels()[member.state].board,
            file_no=member.file_no,
            merged_into=kept.get(member.id),
            joined_at=member.joined_at,
            consents=purposes[member.id],
            allowed_actions=rules.own_actions(member.state),
        )
        for member in mine
    ]


def _places(work: Work, mine: list[Member]) -> dict[str, Community]:
    """The communities of some files, by id."""
    found = communities.slugs(work.session, {member.community_id for member in mine})
    return {community.id: community for community in found}


def _purposes(work: Work, mine: list[Member]) -> dict[str, list[str]]:
    """What she agrees to today, by file."""
    held: dict[str, list[str]] = {member.id: [] for member in mine}
    for row in members.consents_of(work.session, held):
        if row.withdrawn_at is None:
            held[row.member_id].append(row.purpose)
    return held


# -- consents --------------------------------------------------------------------------------


def consents(work: Work, paging: Page) -> ConsentList:
    mine = members.of_person(work.session, work.actor.person_id or "")
    texts: dict[str, str] = {}
    for member in mine:
        texts |= communities.privacy_notice(work.session, member.community_id).consents
    places, purposes = _places(work, mine), _purposes(work, mine)
    rows = members.consents_of(
        work.session, (member.id for member in mine), paging.limit + 1, paging.key(str, str)
    )
    shown, following = paging.cut(rows, lambda row: (row.member_id, row.id))
    return ConsentList(
        items=_consents(shown, mine, places),
        next=following,
        texts=texts,
        memberships=[
            ConsentPlace(
                member=member.id,
                community=places[member.community_id].name,
                purposes=purposes[member.id],
            )
            for member in mine
        ],
    )


def _consents(
    rows: list[Consent], mine: list[Member], places: dict[str, Community]
) -> list[ConsentRead]:
    slugs = {member.id: places[member.community_id].slug for member in mine}
    return [
        ConsentRead(
            member=row.member_id,
            community=slugs[row.member_id],
            purpose=row.purpose,
            given_at=row.given_at,
            withdrawn_at=row.withdrawn_at,
            way=row.way,
            filed=row.filed,
            notice_version=row.notice_version,
        )
        for row in rows
    ]


def _mine(work: Work, member_id: str) -> Member | None:
    mine = members.of_person(work.session, work.actor.person_id or "")
    return next((member for member in mine if member.id == member_id), None)


def give_consent(work: Work, body: ConsentChange) -> None:
    """A consent that holds already stays as it is."""
    member = _mine(work, body.member)
    if member is None:
        raise Invalid.at("/member", "bad-id")
    if member.state not in rules.OPEN:
        raise Conflict("wrong-state", state=member.state)
    if not give(work, member, body.purpose, "own_page"):
        return
    _record(work, member, "consent.give", body.purpose)


def withdraw_consent(work: Work, member_id: str, purpose: str) -> None:
    """Not retroactive; without `management` the membership cannot go on, so leaving does that."""
    member = _mine(work, member_id)
    if member is None:
        raise Hidden
    if purpose == "management" and member.state in {*rules.INSIDE, "submitted", "needs_info"}:
        raise Conflict("consent-needed")
    if not members.withdraw_consent(work.session, member.id, purpose, work.now):
        raise Hidden
    _record(work, member, "consent.withdraw", purpose)


def _record(work: Work, member: Member, action: str, purpose: str) -> None:
    record(
        work,
        action,
        ("member", member.id),
        community_id=member.community_id,
        held="own",
        purpose=purpose,
    )


def accept_regulation(work: Work, slug: str, kind: str, version: int) -> AcceptanceRead:
    """Agree to a version: once, by the unique key."""
    community = communities.get(work.session, slug)
    member = members.open_of_person(work.session, work.actor.person_id or "", community.id)
    if member is None:
        raise Hidden
    regulation = communities.regulation(work.session, community.id, kind, work.today, version)
    in_force = communities.regulation(work.session, community.id, "group", work.today)
    if regulation.id != in_force.id:
        raise Conflict("regulation-not-in-force")
    try:
        with work.session.begin_nested():
            work.session.add(
                RegulationAcceptance(
                    id=fresh_id(work),
                    member_id=member.id,
                    regulation_id=regulation.id,
                    accepted_at=work.now,
                    way="own_page",
                )
            )
            work.session.flush()
    except IntegrityError:
        raise Conflict("already-accepted") from None
    return AcceptanceRead(kind=kind, version=version, accepted_at=work.now, community=slug)


# -- all that is held --------------------------------------------------------------------------


def data(work: Work) -> MyDataRead:
    person_id = work.actor.person_id or ""
    person = members.person(work.session, person_id)
    mine = members.of_person(work.session, person_id)
    places = _places(work, mine)
    consented = members.consents_of(work.session, (member.id for member in mine))
    looks = audit.about(work.session, [member.id for member in mine], LOOKS)
    names = members.person_names(work.session, [row.actor_id for row in looks])
    return MyDataRead(
        person=person.model_dump(exclude={"fold", "sort_key", "invented"}),
        logins=[
            {"kind": row.kind, "value": row.value}
            for row in accounts.logins(work.session, work.actor.account_id or "")
        ],
        memberships=[_held(work, member, places[member.community_id]) for member in mine],
        consents=_consents(consented, mine, places),
        acceptances=[
            {"regulation": row.regulation_id, "accepted_at": row.accepted_at, "way": row.way}
            for member in mine
            for row in members.acceptances(work.session, member.id)
        ],
        messages=[
            {
                "sender": row.sender,
                "text": row.text,
                "written_at": row.written_at,
            }
            for member in mine
            for row in members.thread(work.session, member.id)
        ],
        notices=[
            {"text": row.text, "created_at": row.created_at, "told_at": row.told_at}
            for member in mine
            for row in notices.of_member(work.session, member.id, work.now)
        ],
        appointments=[
            row.model_dump(include={"role", "title", "nominating_unit", "valid_from", "valid_to"})
            for row in appointments.in_force(work.session, person_id, work.today)
        ],
        platform_rights=holding.of_herself(work, person_id),
        **sanction_cards.held(work, person_id),
        sign_ins=[
            {"device": row.device, "created_at": row.created_at, "expires_at": row.expires_at}
            for row in accounts.sign_ins(work.session, work.actor.account_id or "", work.now)
        ],
        looks=[
            LookRead(at=row.at, by=_who(row.actor_id, names), action=row.action) for row in looks
        ],
        demo=person.invented,
    )


def _who(actor_id: str | None, names: dict[str, str]) -> str:
    """Who looked is hers to know (Law 91/2025, Art 4): by name."""
    return names.get(actor_id or "", BOARD)


def _held(work: Work, member: Member, community: Community) -> dict[str, Any]:
    kept = member.model_dump(
        exclude={"fold", "sort_key", "twin_key", "code", "person_id", "recorded_by"}
    )
    unit = units.names(work.session, [member.unit_id], work.today) if member.unit_id else {}
    return kept | {
        "community": community.slug,
        "community_name": community.name,
        "unit": unit.get(member.unit_id or "", ""),
        "union_verifications": verifying.held(work, member),
        "chapter_inquiries": chapter_inquiries.held(work, member),
        **mergers.held(work, member),
        **letting_in.held(work, member),
        "placements": residence.held(work, member),
    }
