"""The four people of the demonstration who can sign in (contract.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app import content
from app.content import Officer
from app.models.people import Account
from app.services.deeds import fresh_id, record
from app.services.sign_ins import give_login
from app.store import accounts, appointments, communities, demo
from app.store.actors import Work


@dataclass(frozen=True, slots=True)
class Prepared:
    """`role`: what she is in the community; her `phone` is her login."""

    role: str
    name: str
    phone: str


def _prepared() -> tuple[Prepared, ...]:
    serving = {person.key: person for person in content.board() + content.advisers()}
    women = {woman.key: woman for woman in content.named_members()}
    # Of the women: a worker on shifts, of the audience that the plan names first.
    member = women["nhung"]
    return (
        *(_of(serving[key]) for key in ("nguyet", "dao", "van")),
        Prepared("member", member.full_name, member.phone),
    )


def _of(official: Officer) -> Prepared:
    return Prepared(official.role, official.full_name, official.phone)


PREPARED: tuple[Prepared, ...] = _prepared()


def prepare_accounts(work: Work, hashed: Mapping[str, str]) -> None:
    """Give the prepared people their phone as login and a password.

    `hashed`: phone → password hash; a phone that is missing is left as it is. Doing it again
    sets the passwords again. The member is left out where a small load has not invented her.
    """
    (community,) = communities.every(work.session)
    serving = {
        (appointment.role, person.full_name): person.id
        for appointment, person in appointments.of_community(work.session, community.id)
    }
    for one in PREPARED:
        if one.role == "member":
            person_id = demo.participant(work.session, community.id, one.phone)
        else:
            person_id = serving[one.role, one.name]
        if person_id is not None and one.phone in hashed:
            _give(work, community.id, person_id, one.phone, hashed[one.phone])


def _give(work: Work, community_id: str, person_id: str, phone: str, password_hash: str) -> None:
    account = accounts.of_person(work.session, person_id)
    if account is None:
        account = Account(
            id=fresh_id(work), person_id=person_id, invented=True, created_at=work.now
        )
        work.session.add(account)
    account.password_hash = password_hash
    work.session.flush()
    give_login(work, account, "phone", phone)
    record(
        work,
        "account.password",
        ("person", person_id),
        community_id=community_id,
        held="command",
        outbox=False,
    )
