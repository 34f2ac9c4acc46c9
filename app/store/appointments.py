"""Appointments: the board and the panel of a community, and what a person holds today."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.domain.ids import is_id
from app.domain.permissions import BOARD_ROLES
from app.domain.refusals import Hidden
from app.models.people import Appointment, Person


def in_force(session: Session, person_id: str, day: date) -> list[Appointment]:
    return list(
        session.execute(
            select(Appointment).where(
                Appointment.person_id == person_id,
                Appointment.valid_from <= day,
                or_(Appointment.valid_to.is_(None), Appointment.valid_to > day),  # type: ignore[union-attr, operator]
            )
        ).scalars()
    )


def of_community(session: Session, community_id: str) -> list[tuple[Appointment, Person]]:
    """Everyone ever appointed, board before panel, in rank order."""
    rows = session.execute(
        select(Appointment, Person)
        .join(Person, Person.id == Appointment.person_id)
        .where(Appointment.community_id == community_id)
        .order_by(Appointment.rank_order, Appointment.valid_from, Appointment.id)
    )
    return [(appointment, person) for appointment, person in rows]


def board_people(session: Session, community_id: str, day: date) -> list[Person]:
    """The board's people on a day, in rank order, each once."""
    rows = session.execute(
        select(Person, Appointment.rank_order)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(
            Appointment.community_id == community_id,
            Appointment.role.in_(BOARD_ROLES),  # type: ignore[attr-defined]
            Appointment.valid_from <= day,
            or_(Appointment.valid_to.is_(None), Appointment.valid_to > day),  # type: ignore[union-attr, operator]
        )
        .order_by(Appointment.rank_order)
    )
    return list({person.id: person for person, _ in rows}.values())


def get(session: Session, appointment_id: str) -> Appointment:
    if not is_id(appointment_id):
        raise Hidden()
    found = session.get(Appointment, appointment_id)
    if found is None:
        raise Hidden()
    return found
