"""Members: only those that the actor may see are ever loaded (design.md §5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, literal, or_, select, true, update
from sqlalchemy.orm import Session

from app.domain.ids import is_id
from app.domain.permissions import BOARD_ROLES, Actor
from app.domain.refusals import Hidden
from app.models.communities import RegulationAcceptance
from app.models.members import Consent, Member, Message
from app.models.people import Account, CodeFailure, Login, Person
from app.store.hot import HotDatabase, HotRead

READERS = (*BOARD_ROLES, "adviser", "officer")
OPEN_STATES = ("submitted", "needs_info", "approved", "suspended")
MAX_TERMS = 6


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Those of the communities that she serves, and herself."""
    clauses: list[ColumnElement[bool]] = []
    communities = actor.communities_as(*READERS)
    if communities:
        clauses.append(Member.community_id.in_(communities))  # type: ignore[attr-defined]
    if actor.person_id:
        clauses.append(Member.person_id == actor.person_id)  # type: ignore[arg-type]
    return or_(*clauses) if clauses else literal(1) == 0


def get(session: Session, actor: Actor, member_id: str) -> Member:
    if not is_id(member_id):
        raise Hidden()
    member = session.execute(
        select(Member).where(Member.id == member_id, visible_to(actor))
    ).scalar_one_or_none()
    if member is None:
        raise Hidden()
    return member


def again(session: Session, member_id: str) -> Member:
    """The row as it stands now, after a lost race."""
    return session.execute(
        select(Member).where(Member.id == member_id).execution_options(populate_existing=True)
    ).scalar_one()


def by_code(session: Session, code: str) -> Member | None:
    return session.execute(select(Member).where(Member.code == code)).scalar_one_or_none()


def by_file_no(session: Session, file_no: str) -> Member | None:
    return session.execute(select(Member).where(Member.file_no == file_no)).scalar_one_or_none()


def of_person(session: Session, person_id: str) -> list[Member]:
    return list(
        session.execute(
            select(Member).where(Member.person_id == person_id).order_by(Member.applied_at)
        ).scalars()
    )


def open_of_person(session: Session, person_id: str, community_id: str) -> Member | None:
    return session.execute(
        select(Member)
        .where(
            Member.person_id == person_id,
            Member.community_id == community_id,
            Member.state.in_(OPEN_STATES),  # type: ignore[attr-defined]
        )
        .limit(1)
    ).scalar_one_or_none()


def move(
    session: Session, member: Member, to: str, now: datetime, **values: Any
) -> bool:
    """One conditional UPDATE from the state and version that were read; False when she lost."""
    result = session.execute(
        update(Member)
        .where(
            Member.id == member.id,
            Member.version == member.version,
            Member.state == member.state,
        )
        .values(state=to, version=member.version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    if not result.rowcount:
        return False
    session.refresh(member)
    return True


def ended_suspensions(session: Session, now: datetime, most: int = 100) -> list[Member]:
    return list(
        session.execute(
            select(Member)
            .where(Member.state == "suspended", Member.suspended_until <= now)
            .limit(most)
        ).scalars()
    )


# -- the list: a hot read -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of the list."""

    id: str
    full_name: str
    file_no: str
    phone: str | None
    unit_id: str | None
    union_status: str
    state: str
    version: int
    joined_at: Any
    applied_at: Any
    sort_key: str


_COLUMNS = (
    Member.id,
    Member.full_name,
    Member.file_no,
    Member.phone,
    Member.unit_id,
    Member.union_status,
    Member.state,
    Member.version,
    Member.joined_at,
    Member.applied_at,
    Member.sort_key,
)


@lru_cache(maxsize=256)
def _list(order: str, terms: int, state: bool, unit: bool, phone: bool, after: bool) -> HotRead:
    """One prepared list per combination of filters."""
    statement = select(*_COLUMNS).where(Member.community_id == bindparam("community"))
    if state:
        statement = statement.where(Member.state == bindparam("state"))
    if unit:
        statement = statement.where(Member.unit_id == bindparam("unit"))
    named = [
        (literal(" ") + Member.fold).like(bindparam(f"term{n}"), escape="\\")
        for n in range(terms)
    ]
    either: list[ColumnElement[bool]] = [and_(true(), *named)] if named else []
    if named:
        either.append(Member.file_no == bindparam("file_no"))  # type: ignore[arg-type]
    if phone:
        either.append(Member.phone == bindparam("phone"))  # type: ignore[arg-type]
    if either:
        statement = statement.where(or_(*either))
    if order == "newest":
        if after:
            statement = statement.where(Member.id < bindparam("after_id"))
        return HotRead(statement.order_by(Member.id.desc()).limit(bindparam("most")))  # type: ignore[attr-defined]
    if after:
        statement = statement.where(
            or_(
                Member.sort_key > bindparam("after_key"),
                and_(Member.sort_key == bindparam("after_key"), Member.id > bindparam("after_id")),
            )
        )
    return HotRead(statement.order_by(Member.sort_key, Member.id).limit(bindparam("most")))


def page(
    database: HotDatabase,
    community_id: str,
    *,
    most: int,
    order: str = "name",
    terms: tuple[str, ...] = (),
    file_no: str = "",
    phone: str = "",
    state: str = "",
    unit_id: str = "",
    after: tuple[Any, ...] | None = None,
) -> list[Listed]:
    """`most` rows of the list; each term is the beginning of a word of the folded name."""
    terms = terms[:MAX_TERMS]
    read = _list(order, len(terms), bool(state), bool(unit_id), bool(phone), after is not None)
    values: dict[str, Any] = {"community": community_id, "most": most}
    values |= {f"term{n}": f"% {_escaped(term)}%" for n, term in enumerate(terms)}
    if terms:
        values["file_no"] = file_no
    if phone:
        values["phone"] = phone
    if state:
        values["state"] = state
    if unit_id:
        values["unit"] = unit_id
    if after is not None:
        values["after_id"] = after[-1]
        if order != "newest":
            values["after_key"] = after[0]
    return [Listed(*row) for row in read.rows(database, **values)]


def _escaped(term: str) -> str:
    return term.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


# -- what stands around a member --------------------------------------------------------------------


def person(session: Session, person_id: str) -> Person:
    return session.execute(select(Person).where(Person.id == person_id)).scalar_one()


def person_names(session: Session, ids: Iterable[str | None]) -> dict[str, str]:
    wanted = {person_id for person_id in ids if person_id}
    if not wanted:
        return {}
    rows = session.execute(
        select(Person.id, Person.full_name).where(Person.id.in_(wanted))  # type: ignore[attr-defined]
    )
    return {person_id: name for person_id, name in rows}


def consents(session: Session, member_id: str, *, open_only: bool = True) -> list[Consent]:
    statement = select(Consent).where(Consent.member_id == member_id)
    if open_only:
        statement = statement.where(Consent.withdrawn_at.is_(None))  # type: ignore[union-attr]
    return list(session.execute(statement.order_by(Consent.given_at)).scalars())


def withdraw_consent(session: Session, member_id: str, purpose: str, now: datetime) -> bool:
    result = session.execute(
        update(Consent)
        .where(
            Consent.member_id == member_id,
            Consent.purpose == purpose,
            Consent.withdrawn_at.is_(None),  # type: ignore[union-attr]
        )
        .values(withdrawn_at=now)
    )
    return bool(result.rowcount)


def acceptances(session: Session, member_id: str) -> list[RegulationAcceptance]:
    return list(
        session.execute(
            select(RegulationAcceptance)
            .where(RegulationAcceptance.member_id == member_id)
            .order_by(RegulationAcceptance.accepted_at)
        ).scalars()
    )


def thread(session: Session, member_id: str) -> list[Message]:
    return list(
        session.execute(
            select(Message)
            .where(Message.member_id == member_id)
            .order_by(Message.written_at, Message.id)
        ).scalars()
    )


def possible_twins(session: Session, member: Member, most: int = 5) -> list[Member]:
    """Other files with the same phone, or the same folded name (and year of birth, if given)."""
    alike: list[ColumnElement[bool]] = [Member.fold == member.fold]  # type: ignore[list-item]
    if member.phone:
        alike.append(Member.phone == member.phone)  # type: ignore[arg-type]
    return list(
        session.execute(
            select(Member)
            .where(
                Member.community_id == member.community_id,
                Member.id != member.id,
                Member.person_id != member.person_id,
                or_(*alike),
            )
            .order_by(Member.applied_at.desc())  # type: ignore[attr-defined]
            .limit(most)
        ).scalars()
    )


# -- codes --------------------------------------------------------------------------------------------


def failures(session: Session, member_id: str) -> CodeFailure | None:
    return session.get(CodeFailure, member_id)


def login(session: Session, value: str) -> Login | None:
    return session.get(Login, value)


def account_of(session: Session, person_id: str) -> Account | None:
    return session.execute(
        select(Account).where(Account.person_id == person_id)
    ).scalar_one_or_none()


def count_by_state(session: Session, community_id: str) -> dict[str, int]:
    """A recount, for the reconcile command; screens read counters."""
    rows = session.execute(
        select(Member.state, func.count())
        .where(Member.community_id == community_id)
        .group_by(Member.state)
    )
    return {state: int(count) for state, count in rows}


def count_not_union(session: Session, community_id: str, states: tuple[str, ...]) -> int:
    return int(
        session.execute(
            select(func.count()).where(
                Member.community_id == community_id,
                Member.union_status != "member",
                Member.state.in_(states),  # type: ignore[attr-defined]
            )
        ).scalar_one()
    )


def count_by_unit(session: Session, community_id: str, states: tuple[str, ...]) -> dict[str, int]:
    rows = session.execute(
        select(Member.unit_id, func.count())
        .where(Member.community_id == community_id, Member.state.in_(states))  # type: ignore[attr-defined]
        .group_by(Member.unit_id)
    )
    return {unit_id or "": int(count) for unit_id, count in rows}


def names_of(session: Session, actor: Actor, ids: Iterable[str]) -> dict[str, str]:
    """The names of those among some members whom she may see."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = session.execute(
        select(Member.id, Member.full_name).where(Member.id.in_(wanted), visible_to(actor))  # type: ignore[attr-defined]
    )
    return {member_id: name for member_id, name in rows}
