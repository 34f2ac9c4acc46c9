"""Who is on the board, who advises, ending a term, lending rights for some days (Plan 55 II.2)."""

from __future__ import annotations

from datetime import date

from sqlalchemy.exc import IntegrityError

from app.domain import composition
from app.domain.paging import Page
from app.domain.permissions import BOARD_ROLES, Thing
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.models.people import Appointment, Person
from app.schemas.people import (
    AppointmentCreate,
    AppointmentEnd,
    AppointmentList,
    AppointmentRead,
    CompositionLine,
    DelegationCreate,
)
from app.services.deeds import fresh_id, may, permit, record
from app.services.sign_ins import normal_login
from app.store import accounts, appointments, changes, communities, members
from app.store.actors import Work

ROLES = (*BOARD_ROLES, "adviser")


def of_community(work: Work, slug: str, paging: Page, *, past: bool) -> AppointmentList:
    """One page of those in office, or of everyone ever appointed; the composition of today."""
    community = communities.get(work.session, slug)
    thing = Thing(community_id=community.id)
    permit(work, "appointment.read", thing)
    today = appointments.of_community(work.session, community.id, work.today)
    rows = appointments.of_community(
        work.session, community.id, None if past else work.today, paging.limit + 1, _after(paging)
    )
    shown, following = paging.cut(rows, _key)
    own = [appointment for appointment, _ in today if appointment.delegated_from is None]
    lines = composition.compare(
        [a.nominating_level for a in own if a.role in BOARD_ROLES],
        sum(a.role == "adviser" for a in own),
    )
    may_delegate = may(work, "appointment.delegate", thing)
    may_write = may(work, "appointment.write", thing)
    return AppointmentList(
        items=[as_read(work, *row, slug) for row in shown],
        next=following,
        composition=[
            CompositionLine(
                label=line.label, planned=line.planned, present=line.present, fits=line.fits
            )
            for line in lines
        ],
        community=slug,
        may_write=may_write,
        may_delegate=may_delegate,
        people=accounts.choices(work.session, [p.id for _, p in today])
        if may_delegate or may_write
        else [],
    )


def _key(row: tuple[Appointment, Person]) -> tuple[int, str, str]:
    return row[0].rank_order, row[0].valid_from.isoformat(), row[0].id


def _after(paging: Page) -> tuple[int, date, str] | None:
    key = paging.key(int, str, str)
    if key is None:
        return None
    try:
        return key[0], date.fromisoformat(key[1]), key[2]
    except ValueError:
        raise Invalid.at("/cursor", "bad-cursor") from None


def _in_force(appointment: Appointment, day: date) -> bool:
    return appointment.valid_from <= day and (
        appointment.valid_to is None or appointment.valid_to > day
    )


def as_read(
    work: Work, appointment: Appointment, person: Person, slug: str | None
) -> AppointmentRead:
    thing = Thing(appointment.community_id)
    actions = []
    if _in_force(appointment, work.today):
        if may(work, "appointment.write", thing):
            actions.append("end")
        if may(work, "appointment.delegate", thing) and appointment.role in BOARD_ROLES:
            actions.append("delegation")
    owned = Thing(appointment.community_id, appointment.person_id)
    if appointment.community_id and may(work, "appointment.minutes", owned):
        actions.append("minutes")
    return AppointmentRead(
        id=appointment.id,
        community=slug,
        full_name=person.full_name,
        role=appointment.role,
        title=appointment.title,
        nominating_unit=appointment.nominating_unit,
        nominating_level=appointment.nominating_level,
        rank_order=appointment.rank_order,
        document=appointment.document,
        valid_from=appointment.valid_from,
        valid_to=appointment.valid_to,
        delegated=appointment.delegated_from is not None,
        version=appointment.version,
        allowed_actions=actions,
    )


def read(work: Work, appointment_id: str) -> AppointmentRead:
    appointment, person = _visible(work, appointment_id)
    found = as_read(work, appointment, person, _slug(work, appointment))
    if not {"delegation", "minutes"}.isdisjoint(found.allowed_actions):
        found.people = _serving(work, appointment)
    return found


def _slug(work: Work, appointment: Appointment) -> str | None:
    """An officer's appointment belongs to a unit and to no community."""
    place = appointment.community_id
    return communities.by_id(work.session, place).slug if place else None


def _serving(work: Work, lender: Appointment) -> list[dict[str, str]]:
    """Everyone else with an office in the same community today."""
    rows = appointments.of_community(work.session, lender.community_id or "", work.today)
    others = {p.id for _, p in rows if p.id != lender.person_id}
    return accounts.choices(work.session, sorted(others))


def _visible(work: Work, appointment_id: str) -> tuple[Appointment, Person]:
    appointment = appointments.get(work.session, appointment_id)
    if not may(work, "appointment.read", Thing(appointment.community_id)):
        raise Hidden
    return appointment, members.person(work.session, appointment.person_id)


def appoint(work: Work, slug: str, body: AppointmentCreate) -> AppointmentRead:
    community = communities.get(work.session, slug)
    held = permit(work, "appointment.write", Thing(community_id=community.id))
    if body.role not in ROLES:
        raise Invalid.at("/role", "role-unknown")
    if body.valid_to is not None and body.valid_to <= body.valid_from:
        raise Invalid.at("/valid_to", "period-backwards")
    person = _person(work, body)
    if person.id == work.actor.person_id:
        raise Forbidden("own-case")
    appointment = Appointment(
        id=fresh_id(work),
        person_id=person.id,
        community_id=community.id,
        created_at=work.now,
        **body.model_dump(exclude={"person", "login"}),
    )
    _insert(work, appointment)
    record(
        work,
        "appointment.create",
        ("appointment", appointment.id),
        community_id=community.id,
        held=held,
        role=body.role,
    )
    return as_read(work, appointment, person, slug)


def _person(work: Work, body: AppointmentCreate) -> Person:
    if body.person:
        found = members.find_person(work.session, body.person)
        if found is not None:
            return found
    elif body.login:
        account = accounts.by_login(work.session, normal_login(body.login))
        if account is not None:
            return members.person(work.session, account.person_id)
    raise Invalid.at("/person" if body.person else "/login", "person-unknown")


def _insert(work: Work, appointment: Appointment) -> None:
    try:
        with work.session.begin_nested():
            work.session.add(appointment)
            work.session.flush()
    except IntegrityError:
        raise Conflict("already-appointed") from None


def end(work: Work, appointment_id: str, body: AppointmentEnd) -> AppointmentRead:
    """Rights end with the day; what was lent from this appointment ends with it."""
    appointment, person = _visible(work, appointment_id)
    held = permit(work, "appointment.write", Thing(appointment.community_id))
    if body.version is not None and body.version != appointment.version:
        raise Conflict("stale-version", version=appointment.version)
    if body.valid_to <= appointment.valid_from:
        raise Invalid.at("/valid_to", "period-backwards")
    if appointment.valid_to is not None and body.valid_to > appointment.valid_to:
        raise Conflict("wrong-state")
    if not changes.change(work.session, appointment, valid_to=body.valid_to):
        raise Conflict("stale-version", version=appointment.version)
    appointments.end_lent(work.session, appointment.id, body.valid_to)
    record(
        work,
        "appointment.end",
        ("appointment", appointment.id),
        community_id=appointment.community_id,
        held=held,
        role=appointment.role,
        valid_to=body.valid_to.isoformat(),
        document=body.document,
    )
    return as_read(work, appointment, person, _slug(work, appointment))


def delegate(work: Work, appointment_id: str, body: DelegationCreate) -> AppointmentRead:
    """Lend the rights of one appointment, dated on both sides."""
    lender, _ = _visible(work, appointment_id)
    held = permit(work, "appointment.delegate", Thing(lender.community_id))
    if body.valid_to <= body.valid_from:
        raise Invalid.at("/valid_to", "period-backwards")
    person = members.find_person(work.session, body.person)
    if person is None:
        raise Invalid.at("/person", "person-unknown")
    if person.id == lender.person_id:
        raise Invalid.at("/person", "same-person")
    if person.id == work.actor.person_id:
        raise Forbidden("own-case")
    if any(
        held_by.role == "adviser" and held_by.community_id == lender.community_id
        for held_by in appointments.in_force(work.session, person.id, work.today)
    ):
        # Who watches the board does not act in its place (design.md §5).
        raise Invalid.at("/person", "adviser-acts-not")
    lendable = lender.role in BOARD_ROLES and lender.delegated_from is None
    if not _in_force(lender, work.today) or not lendable:
        raise Conflict("wrong-state")
    valid_to = min(body.valid_to, lender.valid_to or body.valid_to)
    if valid_to <= body.valid_from:
        raise Invalid.at("/valid_from", "period-backwards")
    appointment = Appointment(
        id=fresh_id(work),
        person_id=person.id,
        role=lender.role,
        title=lender.title,
        community_id=lender.community_id,
        nominating_unit=lender.nominating_unit,
        rank_order=lender.rank_order,
        document=body.document,
        delegated_from=lender.id,
        valid_from=body.valid_from,
        valid_to=valid_to,
        created_at=work.now,
    )
    _insert(work, appointment)
    record(
        work,
        "appointment.delegate",
        ("appointment", appointment.id),
        community_id=lender.community_id,
        held=held,
        role=lender.role,
    )
    return as_read(work, appointment, person, _slug(work, appointment))
