"""A person's own side: her memberships, her consents, all that is held about her and who looked."""

from __future__ import annotations

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
    MembershipRead,
    MeRead,
)
from app.services import (
    mergers,
)
from app.services.consenting import give
from app.services.deeds import fresh_id, record
from app.services.needs import reading as needs
from app.store import accounts, appointments, communities, members, notices, units
from app.store.actors import Work


def me(work: Work) -> MeRead:
    person_id = work.actor.person_id or ""
    person = members.person(work.session, person_id)
    mine = members.of_person(work.session, person_id)
    places = communities_of(work, mine)
    return MeRead(
        person=person.id,
        full_name=person.full_name,
        call_me=letters.address(person.call_me),
        logins=[row.value for row in accounts.logins(work.session, work.actor.account_id or "")],
        roles=_roles(work),
        memberships=_memberships(work, mine, places),
        unread=notices.count_unread(work.session, person_id, work.now),
        needs=needs.latest(work, {key: place.slug for key, place in places.items()}),
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


def _memberships(
    work: Work, mine: list[Member], places: dict[str, Community]
) -> list[MembershipRead]:
    purposes = _purposes(work, mine)
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


def communities_of(work: Work, mine: list[Member]) -> dict[str, Community]:
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
    places, purposes = communities_of(work, mine), _purposes(work, mine)
    rows = members.consents_of(
        work.session, (member.id for member in mine), paging.limit + 1, paging.key(str, str)
    )
    shown, following = paging.cut(rows, lambda row: (row.member_id, row.id))
    return ConsentList(
        items=consent_reads(shown, mine, places),
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


def consent_reads(
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
