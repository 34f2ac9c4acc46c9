"""Members: only those that the actor may see are ever loaded (design.md §5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, literal, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.permissions import BOARD_ROLES, Actor
from app.domain.refusals import Hidden
from app.models.communities import RegulationAcceptance
from app.models.members import OPEN_STATES, Consent, Member, Message
from app.models.people import Account, Login, Person
from app.store.changes import rows_of
from app.store.keyset import beyond

READERS = (*BOARD_ROLES, "adviser")


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Those of the communities that she serves, and herself."""
    clauses: list[ColumnElement[bool]] = []
    communities = actor.communities_as(*READERS)
    if communities:
        clauses.append(col(Member.community_id).in_(communities))
    if actor.person_id:
        clauses.append(col(Member.person_id) == actor.person_id)
    return or_(*clauses) if clauses else literal(1) == 0


def get(session: Session, actor: Actor, member_id: str) -> Member:
    if not is_id(member_id):
        raise Hidden
    member = session.execute(
        select(Member).where(col(Member.id) == member_id, visible_to(actor))
    ).scalar_one_or_none()
    if member is None:
        raise Hidden
    return member


def again(session: Session, member_id: str) -> Member:
    """The row as it stands now, after a lost race."""
    return session.execute(
        select(Member).where(col(Member.id) == member_id).execution_options(populate_existing=True)
    ).scalar_one()


def by_code(session: Session, code: str) -> Member | None:
    return session.execute(select(Member).where(col(Member.code) == code)).scalar_one_or_none()


def of_person(session: Session, person_id: str) -> list[Member]:
    return list(
        session.execute(
            select(Member)
            .where(col(Member.person_id) == person_id)
            .order_by(col(Member.applied_at))
        ).scalars()
    )


def open_of_person(session: Session, person_id: str, community_id: str) -> Member | None:
    return session.execute(
        select(Member)
        .where(
            col(Member.person_id) == person_id,
            col(Member.community_id) == community_id,
            col(Member.state).in_(OPEN_STATES),
        )
        .limit(1)
    ).scalar_one_or_none()


def open_of_people(
    session: Session, person_ids: Iterable[str], community_id: str
) -> dict[str, str]:
    """Person → her open file in a community."""
    rows = session.execute(
        select(col(Member.person_id), col(Member.id)).where(
            col(Member.person_id).in_(set(person_ids)),
            col(Member.community_id) == community_id,
            col(Member.state).in_(OPEN_STATES),
        )
    )
    return {row[0]: row[1] for row in rows}


def move(session: Session, member: Member, to: str, now: datetime, **values: Any) -> bool:
    """One conditional UPDATE from the state and version that were read; False when she lost.

    A closed file that would open beside another open one of the same person has lost too.
    """
    statement = (
        update(Member)
        .where(
            col(Member.id) == member.id,
            col(Member.version) == member.version,
            col(Member.state) == member.state,
        )
        .values(state=to, version=member.version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    try:
        with session.begin_nested():
            changed = rows_of(session.execute(statement))
    except IntegrityError:
        return False
    if not changed:
        return False
    session.refresh(member)
    return True


def hold(session: Session, member: Member) -> bool:
    """Lock the row as it was read until the commit; False when it has moved on."""
    statement = (
        select(col(Member.id))
        .where(
            col(Member.id) == member.id,
            col(Member.version) == member.version,
            col(Member.state) == member.state,
        )
        .with_for_update()
    )
    return session.execute(statement).first() is not None


def ended_suspensions(session: Session, now: datetime, most: int = 100) -> list[Member]:
    return list(
        session.execute(
            select(Member)
            .where(col(Member.state) == "suspended", col(Member.suspended_until) <= now)
            .limit(most)
        ).scalars()
    )


def by_ids(session: Session, ids: Iterable[str]) -> dict[str, Member]:
    rows = session.execute(select(Member).where(col(Member.id).in_(set(ids)))).scalars()
    return {member.id: member for member in rows}


def person(session: Session, person_id: str) -> Person:
    return session.execute(select(Person).where(col(Person.id) == person_id)).scalar_one()


def find_person(session: Session, person_id: str) -> Person | None:
    return session.get(Person, person_id) if is_id(person_id) else None


def person_names(session: Session, ids: Iterable[str | None]) -> dict[str, str]:
    wanted = {person_id for person_id in ids if person_id}
    if not wanted:
        return {}
    rows = session.execute(
        select(col(Person.id), col(Person.full_name)).where(col(Person.id).in_(wanted))
    )
    return {row[0]: row[1] for row in rows}


def birth_years(session: Session, ids: Iterable[str]) -> dict[str, int | None]:
    rows = session.execute(
        select(col(Person.id), col(Person.birth_year)).where(col(Person.id).in_(set(ids)))
    )
    return {row[0]: row[1] for row in rows}


def consents(session: Session, member_id: str) -> list[Consent]:
    """Those that hold."""
    return list(
        session.execute(
            select(Consent)
            .where(col(Consent.member_id) == member_id, col(Consent.withdrawn_at).is_(None))
            .order_by(col(Consent.given_at))
        ).scalars()
    )


def consents_to(session: Session, member_id: str, purpose: str) -> bool:
    return any(consent.purpose == purpose for consent in consents(session, member_id))


def consents_of(
    session: Session,
    member_ids: Iterable[str],
    most: int | None = None,
    after: tuple[Any, ...] | None = None,
) -> list[Consent]:
    """Every consent of some files, withdrawn ones too, file by file, the oldest first."""
    return list(
        session.execute(
            select(Consent)
            .where(
                col(Consent.member_id).in_(set(member_ids)),
                beyond(after, col(Consent.member_id), col(Consent.id)),
            )
            .order_by(col(Consent.member_id), col(Consent.id))
            .limit(most)
        ).scalars()
    )


def withdraw_consent(session: Session, member_id: str, purpose: str, now: datetime) -> bool:
    result = session.execute(
        update(Consent)
        .where(
            col(Consent.member_id) == member_id,
            col(Consent.purpose) == purpose,
            col(Consent.withdrawn_at).is_(None),
        )
        .values(withdrawn_at=now)
    )
    return bool(rows_of(result))


def acceptances(session: Session, member_id: str) -> list[RegulationAcceptance]:
    return list(
        session.execute(
            select(RegulationAcceptance)
            .where(col(RegulationAcceptance.member_id) == member_id)
            .order_by(col(RegulationAcceptance.accepted_at))
        ).scalars()
    )


def thread(session: Session, member_id: str) -> list[Message]:
    return list(
        session.execute(
            select(Message)
            .where(col(Message.member_id) == member_id)
            .order_by(col(Message.written_at), col(Message.id))
        ).scalars()
    )


def login(session: Session, value: str) -> Login | None:
    return session.get(Login, value)


def account_of(session: Session, person_id: str) -> Account | None:
    return session.execute(
        select(Account).where(col(Account.person_id) == person_id)
    ).scalar_one_or_none()


def names_of(session: Session, actor: Actor, ids: Iterable[str]) -> dict[str, str]:
    """The names of those among some members whom she may see."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = session.execute(
        select(col(Member.id), col(Member.full_name)).where(
            col(Member.id).in_(wanted), visible_to(actor)
        )
    )
    return {row[0]: row[1] for row in rows}
