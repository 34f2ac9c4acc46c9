"""Finding the demonstration's own people again."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.members import Member
from app.models.people import Person


def participant(session: Session, community_id: str, phone: str) -> str | None:
    """The person behind an invented, approved member's phone; the first who came with it."""
    return session.execute(
        select(col(Person.id))
        .join(Member, col(Member.person_id) == col(Person.id))
        .where(
            col(Member.community_id) == community_id,
            col(Member.phone) == phone,
            col(Member.state) == "approved",
            col(Person.invented),
        )
        .order_by(col(Member.id))
        .limit(1)
    ).scalar_one_or_none()
