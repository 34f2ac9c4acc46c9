"""Who has opened a community's question bank: once agreed, every look counted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.question_bank import BankReader
from app.store.changes import rows_of
from app.store.keyset import beyond
from app.store.records import upsert


def get(session: Session, community_id: str, person_id: str) -> BankReader | None:
    return session.get(BankReader, (community_id, person_id))


def agree(session: Session, community_id: str, person_id: str, now: datetime) -> bool:
    """Once a person and community; False when she had agreed before."""
    statement = (
        upsert(session)(BankReader)
        .values(community_id=community_id, person_id=person_id, agreed_at=now, last_at=now, times=0)
        .on_conflict_do_nothing()
        .returning(col(BankReader.person_id))
    )
    return session.execute(statement).scalar_one_or_none() is not None


def look(session: Session, community_id: str, person_id: str, now: datetime) -> bool:
    """One more look; False where she has not agreed."""
    result = session.execute(
        update(BankReader)
        .where(col(BankReader.community_id) == community_id, col(BankReader.person_id) == person_id)
        .values(times=col(BankReader.times) + 1, last_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(rows_of(result))


def page(
    session: Session, community_id: str, most: int, after: tuple[Any, ...] | None
) -> list[BankReader]:
    """Who has opened it, in the order in which they first did."""
    order = col(BankReader.agreed_at), col(BankReader.person_id)
    return list(
        session.execute(
            select(BankReader)
            .where(col(BankReader.community_id) == community_id, beyond(after, *order))
            .order_by(*order)
            .limit(most)
        ).scalars()
    )


def persons(session: Session, community_id: str) -> set[str]:
    """The persons whom `domain.contests.exclusion` keeps out as `bank_reader`."""
    return set(
        session.execute(
            select(col(BankReader.person_id)).where(col(BankReader.community_id) == community_id)
        ).scalars()
    )


def opened_by(session: Session, person_id: str) -> list[BankReader]:
    """The banks that she has opened."""
    return list(
        session.execute(
            select(BankReader)
            .where(col(BankReader.person_id) == person_id)
            .order_by(col(BankReader.agreed_at), col(BankReader.community_id))
        ).scalars()
    )
