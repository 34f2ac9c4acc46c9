"""Batches of decisions: only those of communities that she reads; taken back once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.permissions import BOARD_ROLES, Actor
from app.domain.refusals import Hidden
from app.models.review import ReviewBatch
from app.store.changes import rows_of

READERS = (*BOARD_ROLES, "adviser")


def get(session: Session, actor: Actor, batch_id: str) -> ReviewBatch:
    communities = actor.communities_as(*READERS)
    if not is_id(batch_id) or not communities:
        raise Hidden
    batch = session.execute(
        select(ReviewBatch).where(
            col(ReviewBatch.id) == batch_id, col(ReviewBatch.community_id).in_(communities)
        )
    ).scalar_one_or_none()
    if batch is None:
        raise Hidden
    return batch


def take_back(session: Session, batch: ReviewBatch, person_id: str | None, now: datetime) -> bool:
    """One conditional UPDATE: the second one to ask changes no row."""
    result = session.execute(
        update(ReviewBatch)
        .where(col(ReviewBatch.id) == batch.id, col(ReviewBatch.undone_at).is_(None))
        .values(undone_at=now, undone_by=person_id)
        .execution_options(synchronize_session=False)
    )
    session.refresh(batch)
    return bool(rows_of(result))


def note(session: Session, batch: ReviewBatch, results: list[dict[str, Any]]) -> None:
    """What became of each item when the batch was taken back."""
    restored = sum(one.get("back") == "done" for one in results)
    batch.results, batch.restored = results, restored
    session.flush()
