"""Likes of works on Facebook, as they stood at moments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.models.works import LikeSnapshot
from app.store.changes import rows_of


def of_works(session: Session, work_ids: Iterable[str]) -> dict[str, list[LikeSnapshot]]:
    """Work → what was counted on Facebook, the newest first."""
    found: dict[str, list[LikeSnapshot]] = {}
    for row in session.execute(
        select(LikeSnapshot)
        .where(col(LikeSnapshot.work_id).in_(set(work_ids)))
        .order_by(col(LikeSnapshot.counted_at).desc(), col(LikeSnapshot.id))
        .execution_options(populate_existing=True)
    ).scalars():
        found.setdefault(row.work_id, []).append(row)
    return found


def get(session: Session, snapshot_id: str) -> LikeSnapshot | None:
    if not is_id(snapshot_id):
        return None
    return session.get(LikeSnapshot, snapshot_id, populate_existing=True)


def add(session: Session, row: LikeSnapshot) -> bool:
    """False where the likes of that moment stand here already, by the unique key."""
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        return False
    return True


def confirm(session: Session, snapshot_id: str, person_id: str, now: datetime) -> bool:
    """By another person than who entered it, once."""
    result = session.execute(
        update(LikeSnapshot)
        .where(
            col(LikeSnapshot.id) == snapshot_id,
            col(LikeSnapshot.confirmed_by).is_(None),
            col(LikeSnapshot.entered_by) != person_id,
        )
        .values(confirmed_by=person_id, confirmed_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(rows_of(result))
