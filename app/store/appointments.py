"""Appointments: the board and the panel of a community, and what a person holds today."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.permissions import BOARD_ROLES
from app.domain.refusals import Hidden
from app.models.people import Appointment, Person
from app.store.keyset import beyond


def in_force(session: Session, person_id: str, day: date) -> list[Appointment]:
    return list(
        session.execute(
            select(Appointment).where(col(Appointment.person_id) == person_id, *_on(day))
        ).scalars()
    )


def of_community(
    session: Session,
    community_id: str,
    day: date | None = None,
    most: int | None = None,
    after: tuple[Any, ...] | None = None,
) -> list[tuple[Appointment, Person]]:
    """Those in force on a day, or everyone ever appointed, board before panel, in rank order."""
    order = col(Appointment.rank_order), col(Appointment.valid_from), col(Appointment.id)
    statement = (
        select(Appointment, Person)
        .join(Person, col(Person.id) == col(Appointment.person_id))
        .where(col(Appointment.community_id) == community_id, beyond(after, *order))
    )
    if day is not None:
        statement = statement.where(*_on(day))
    rows = session.execute(statement.order_by(*order).limit(most))
    return [(appointment, person) for appointment, person in rows]


def board_people(session: Session, community_id: str, day: date) -> list[Person]:
    """The board's people on a day, in rank order, each once."""
    rows = session.execute(
        select(Person, col(Appointment.rank_order))
        .join(Appointment, col(Appointment.person_id) == col(Person.id))
        .where(
            col(Appointment.community_id) == community_id,
            col(Appointment.role).in_(BOARD_ROLES),
            *_on(day),
        )
        .order_by(col(Appointment.rank_order))
    )
    return list({person.id: person for person, _ in rows}.values())


def holders(session: Session, community_id: str, role: str, day: date) -> frozenset[str]:
    """Who holds a role of a community on a day."""
    rows = session.execute(
        select(col(Appointment.person_id)).where(
            col(Appointment.community_id) == community_id, col(Appointment.role) == role, *_on(day)
        )
    )
    return frozenset(row[0] for row in rows)


def _on(day: date) -> tuple[ColumnElement[bool], ...]:
    """The half-open term [valid_from, valid_to) on one day."""
    return (
        col(Appointment.valid_from) <= day,
        or_(col(Appointment.valid_to).is_(None), col(Appointment.valid_to) > day),
    )


def get(session: Session, appointment_id: str) -> Appointment:
    if not is_id(appointment_id):
        raise Hidden
    found = session.get(Appointment, appointment_id)
    if found is None:
        raise Hidden
    return found


def end_lent(session: Session, lender_id: str, day: date) -> None:
    """What was lent from an appointment ends with it; what would begin later gives no right."""
    session.execute(
        update(Appointment)
        .where(
            col(Appointment.delegated_from) == lender_id,
            col(Appointment.valid_from) < day,
            or_(col(Appointment.valid_to).is_(None), col(Appointment.valid_to) > day),
        )
        .values(valid_to=day, version=col(Appointment.version) + 1)
    )
