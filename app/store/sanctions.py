"""Sanctions: of those whom she may see; imposed once, ended once."""

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
from app.models.sanctions import Sanction
from app.store.changes import rows_of

READERS = (*BOARD_ROLES, "adviser")


def visible_to(actor: Actor) -> ColumnElement[bool]:
    clauses: list[ColumnElement[bool]] = []
    if serves := actor.communities_as(*READERS):
        clauses.append(col(Sanction.community_id).in_(serves))
    if actor.person_id:
        clauses.append(col(Sanction.person_id) == actor.person_id)
    return or_(*clauses) if clauses else literal(1) == 0


def get(session: Session, actor: Actor, sanction_id: str) -> Sanction:
    if not is_id(sanction_id):
        raise Hidden
    found = session.execute(
        select(Sanction)
        .where(col(Sanction.id) == sanction_id, visible_to(actor))
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if found is None:
        raise Hidden
    return found


def by_ids(session: Session, ids: Iterable[str]) -> dict[str, Sanction]:
    rows = session.execute(select(Sanction).where(col(Sanction.id).in_(set(ids)))).scalars()
    return {one.id: one for one in rows}


def add(session: Session, sanction: Sanction) -> bool:
    """False when one of this kind holds already: a partial index allows no second."""
    try:
        with session.begin_nested():
            session.add(sanction)
            session.flush()
    except IntegrityError:
        return False
    return True


def end(session: Session, sanction: Sanction, now: datetime, how: str, **values: Any) -> bool:
    """One conditional UPDATE: it ends once, whoever or whatever comes first."""
    result = session.execute(
        update(Sanction)
        .where(col(Sanction.id) == sanction.id, col(Sanction.ended_at).is_(None))
        .values(ended_at=now, ended_how=how, version=sanction.version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    session.refresh(sanction)
    return bool(rows_of(result))


def of_person(session: Session, person_id: str, community_id: str = "") -> list[Sanction]:
    """Every one, the newest first."""
    statement = select(Sanction).where(col(Sanction.person_id) == person_id)
    if community_id:
        statement = statement.where(col(Sanction.community_id) == community_id)
    return list(
        session.execute(
            statement.order_by(col(Sanction.decided_at).desc(), col(Sanction.id).desc()).limit(200)
        ).scalars()
    )


def active(
    session: Session, person_id: str, community_id: str, now: datetime
) -> dict[str, Sanction]:
    """Kind → the one that holds at this moment; the clock need not have come round."""
    rows = session.execute(
        select(Sanction).where(
            col(Sanction.person_id) == person_id,
            col(Sanction.community_id) == community_id,
            col(Sanction.ended_at).is_(None),
            col(Sanction.until) > now,
        )
    ).scalars()
    return {one.kind: one for one in rows}


def run_out(session: Session, now: datetime, most: int = 100) -> list[Sanction]:
    return list(
        session.execute(
            select(Sanction)
            .where(col(Sanction.ended_at).is_(None), col(Sanction.until) <= now)
            .limit(most)
        ).scalars()
    )
