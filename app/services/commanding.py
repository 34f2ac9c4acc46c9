"""What the command line may do without a signed-in person: accounts, tokens, a first branch."""

from __future__ import annotations

from dataclasses import replace

from app.domain import names, phones, twins
from app.domain.ids import new_code, new_file_no, new_token
from app.domain.permissions import BOARD_ROLES, Actor
from app.domain.refusals import Conflict, Invalid
from app.models.communities import Community, RegulationAcceptance
from app.models.members import Consent, Member
from app.models.people import Account, Appointment, PasswordLink, Person
from app.models.units import Unit
from app.schemas.people import TokenCreate
from app.services import counting, sign_ins, tokens, unit_tree
from app.services.communities import establish
from app.services.deeds import fresh_id, record
from app.store import accounts, communities, units
from app.store.actors import Work, digest

CODE_SCHEME = "gso"
COMMAND = "command"


def create_account(
    work: Work,
    *,
    phone: str,
    name: str,
    role: str | None,
    community: str | None,
    unit: str | None,
    hashed: str | None,
) -> str:
    """An account with a role of contract.md ("Roles"); the login's primary key decides."""
    person = make_person(work, name)
    account = Account(
        id=fresh_id(work),
        person_id=person.id,
        password_hash=hashed,
        administrator=role == "administrator",
        created_at=work.now,
    )
    work.session.add(account)
    work.session.flush()
    number = canonical(phone)
    if not sign_ins.give_login(work, account, "phone", number):
        raise Conflict("login-in-use")
    if role is not None and role != "administrator":
        _give_role(work, person, account, number, role, community, unit)
    record(work, "account.create", ("account", account.id), held=COMMAND, outbox=False, role=role)
    return account.id


def canonical(phone: str) -> str:
    try:
        return phones.parse(phone).number
    except phones.InvalidPhone as error:
        raise Invalid.at("/phone", "phone-" + error.code.replace("_", "-")) from None


def make_person(work: Work, full_name: str) -> Person:
    try:
        name = names.of(full_name)
    except names.InvalidName:
        raise Invalid.at("/name", "name-missing") from None
    person = Person(
        id=fresh_id(work),
        full_name=name.full,
        given_name=name.given,
        family_middle=name.family_middle,
        fold=name.fold,
        sort_key=name.sort_key,
        created_at=work.now,
    )
    work.session.add(person)
    work.session.flush()
    return person


def _give_role(
    work: Work,
    person: Person,
    account: Account,
    phone: str,
    role: str,
    community: str | None,
    unit: str | None,
) -> None:
    if role == "officer":
        appoint(work, person, role, unit_id=_unit(work, unit))
    elif community is None:
        raise Invalid.at("/community", "missing")
    elif role == "member":
        _enrol(work, person, account, phone, communities.get(work.session, community))
    elif role in (*BOARD_ROLES, "adviser"):
        found = communities.get(work.session, community)
        appoint(work, person, role, community_id=found.id)
    else:
        raise Invalid.at("/role", "role-unknown")


def _unit(work: Work, unit: str | None) -> str:
    """By id, by code, or by nothing when there is a single root."""
    if unit:
        if units.find(work.session, unit) is not None:
            return unit
        found = units.by_code(work.session, CODE_SCHEME, unit, work.today)
        if found is not None:
            return found
    raise Invalid.at("/unit", "unit-unknown")


def appoint(
    work: Work,
    person: Person,
    role: str,
    *,
    community_id: str | None = None,
    unit_id: str | None = None,
) -> Appointment:
    appointment = Appointment(
        id=fresh_id(work),
        person_id=person.id,
        role=role,
        community_id=community_id,
        unit_id=unit_id,
        valid_from=work.today,
        created_at=work.now,
    )
    work.session.add(appointment)
    work.session.flush()
    return appointment


def _enrol(work: Work, person: Person, account: Account, phone: str, community: Community) -> None:
    """An approved member with the current regulation and two consents, given by command."""
    regulation = communities.regulation(work.session, community.id, "group", work.today)
    notice = communities.privacy_notice(work.session, community.id)
    member = Member(
        id=fresh_id(work),
        community_id=community.id,
        person_id=person.id,
        code=new_code(),
        file_no=new_file_no(),
        state="approved",
        phone=phone,
        full_name=person.full_name,
        fold=person.fold,
        sort_key=person.sort_key,
        twin_key=twins.key(person.fold, person.birth_year),
        applied_at=work.now,
        joined_at=work.now,
    )
    work.session.add(member)
    work.session.flush()
    for purpose in ("management", "contact"):
        work.session.add(
            Consent(
                id=fresh_id(work),
                member_id=member.id,
                purpose=purpose,
                notice_version=notice.version,
                way=COMMAND,
                given_at=work.now,
            )
        )
    work.session.add(
        RegulationAcceptance(
            id=fresh_id(work),
            member_id=member.id,
            regulation_id=regulation.id,
            accepted_at=work.now,
            way=COMMAND,
        )
    )
    counting.moved(work.session, member, None, "approved")
    sign_ins.give_login(work, account, "member_code", member.file_no.lower())


def account_of(work: Work, phone: str) -> Account:
    account = accounts.by_login(work.session, sign_ins.normal_login(phone))
    if account is None:
        raise Invalid.at("/phone", "person-unknown")
    return account


def create_token(work: Work, phone: str, body: TokenCreate) -> str:
    account = account_of(work, phone)
    held = replace(work, actor=Actor(person_id=account.person_id, account_id=account.id))
    token = tokens.make_token(held, body).token
    assert token is not None
    return token


def give_link(work: Work, phone: str) -> str:
    """The link for an account that the command line made without a password."""
    return _link(work, account_of(work, phone).person_id)


def _link(work: Work, person_id: str) -> str:
    secret = new_token()
    work.session.add(
        PasswordLink(
            id=fresh_id(work),
            digest=digest(secret),
            person_id=person_id,
            created_by=person_id,
            created_at=work.now,
            expires_at=work.now + sign_ins.LINK_LASTS,
        )
    )
    record(work, "account.link", ("person", person_id), held=COMMAND, outbox=False)
    return f"{work.address}/password-links/{secret}"


def start(work: Work, *, unit: str, kind: str, name: str, slug: str, chair: str, phone: str) -> str:
    """The first branch of an installation; the chair's one-time link comes back."""
    if communities.every(work.session):
        raise Conflict("not-empty")
    number = canonical(phone)
    place = Unit(id=fresh_id(work), kind=kind, valid_from=work.today)
    work.session.add(place)
    work.session.flush()
    unit_tree.give_name(work, place.id, unit, work.today)
    community = Community(
        id=fresh_id(work),
        slug=slug,
        name=name,
        mission="",
        founded_on=work.today,
        created_at=work.now,
    )
    establish(work, community, [place.id], COMMAND)
    person = make_person(work, chair)
    account = Account(id=fresh_id(work), person_id=person.id, created_at=work.now)
    work.session.add(account)
    work.session.flush()
    sign_ins.give_login(work, account, "phone", number)
    appoint(work, person, "chair", community_id=community.id)
    appoint(work, person, "officer", unit_id=place.id)
    return _link(work, person.id)
