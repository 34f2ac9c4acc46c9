"""Deliveries: which notices have no way yet, who takes one in hand, what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.notices import Delivery, Notice
from app.models.people import Person
from app.store.changes import rows_of
from app.store.records import upsert


def unplanned(session: Session, now: datetime, most: int) -> list[Notice]:
    """Notices that may be seen and whose way has not been settled, the oldest first."""
    return list(
        session.execute(
            select(Notice)
            .where(col(Notice.planned_at).is_(None), col(Notice.visible_from) <= now)
            .order_by(col(Notice.visible_from))
            .limit(most)
            .with_for_update(skip_locked=True)
        ).scalars()
    )


def any_unplanned(session: Session, now: datetime) -> bool:
    return (
        session.execute(
            select(col(Notice.id))
            .where(col(Notice.planned_at).is_(None), col(Notice.visible_from) <= now)
            .limit(1)
        ).first()
        is not None
    )


def plan(session: Session, notice: Notice, now: datetime) -> bool:
    """Settle once that its way has been settled; False when another worker did."""
    result = session.execute(
        update(Notice)
        .where(col(Notice.id) == notice.id, col(Notice.planned_at).is_(None))
        .values(planned_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(rows_of(result))


def plan_again(session: Session, notice_id: str) -> None:
    """Its way did not lead to her: another one is looked for."""
    session.execute(
        update(Notice)
        .where(col(Notice.id) == notice_id)
        .values(planned_at=None)
        .execution_options(synchronize_session=False)
    )


def add(session: Session, delivery: Delivery) -> bool:
    """One way at a time and each way once; False when the notice has another or had this one."""
    written = session.execute(
        upsert(session)(Delivery)
        .values(**delivery.model_dump())
        .on_conflict_do_nothing()
        .returning(col(Delivery.id))
    ).first()
    return written is not None


def by_id(session: Session, delivery_id: str) -> tuple[Delivery, Notice] | None:
    row = session.execute(
        select(Delivery, Notice)
        .join(Notice, col(Notice.id) == col(Delivery.notice_id))
        .where(col(Delivery.id) == delivery_id)
        .execution_options(populate_existing=True)
    ).first()
    return (row[0], row[1]) if row else None


def tried(session: Session, notice_id: str) -> set[str]:
    """The channels that this notice has been given to."""
    return set(
        session.execute(
            select(col(Delivery.channel)).where(col(Delivery.notice_id) == notice_id)
        ).scalars()
    )


def move(session: Session, delivery_id: str, was: str, to: str, **values: Any) -> bool:
    """One conditional UPDATE; False when it is no longer in that state."""
    result = session.execute(
        update(Delivery)
        .where(col(Delivery.id) == delivery_id, col(Delivery.state) == was)
        .values(state=to, **values)
        .execution_options(synchronize_session=False)
    )
    return bool(rows_of(result))


def mark_sent(session: Session, notice_id: str, now: datetime) -> None:
    """She has been told: the board need not pass it on."""
    session.execute(
        update(Notice)
        .where(col(Notice.id) == notice_id, col(Notice.told_at).is_(None))
        .values(told_at=now)
        .execution_options(synchronize_session=False)
    )


def latest(session: Session, notice_ids: Iterable[str]) -> dict[str, Delivery]:
    """The last way of each notice."""
    rows = session.execute(
        select(Delivery)
        .where(col(Delivery.notice_id).in_(set(notice_ids)))
        .order_by(col(Delivery.id))
    ).scalars()
    return {row.notice_id: row for row in rows}


def stand_still(session: Session, now: datetime) -> None:
    """After a restore: what waited in the backup may have left since, and nobody knows."""
    session.execute(update(Notice).where(col(Notice.planned_at).is_(None)).values(planned_at=now))
    session.execute(
        update(Delivery)
        .where(col(Delivery.state).in_(("queued", "sending")))
        .values(state="unknown", problem="restored", ended_at=now)
    )


def page(
    session: Session,
    community_id: str,
    state: str,
    most: int,
    after: tuple[Any, ...] | None,
) -> list[tuple[Delivery, Notice, str]]:
    """(delivery, notice, her name) of one community, newest first."""
    statement = (
        select(Delivery, Notice, col(Person.full_name))
        .join(Notice, col(Notice.id) == col(Delivery.notice_id))
        .join(Person, col(Person.id) == col(Notice.person_id))
        .where(col(Delivery.community_id) == community_id)
    )
    if state:
        statement = statement.where(col(Delivery.state) == state)
    if after is not None:
        statement = statement.where(col(Delivery.id) < after[0])
    rows = session.execute(statement.order_by(col(Delivery.id).desc()).limit(most))
    return [(delivery, notice, name) for delivery, notice, name in rows]


def of_person(session: Session, person_id: str, most: int = 500) -> list[tuple[Delivery, Notice]]:
    rows = session.execute(
        select(Delivery, Notice)
        .join(Notice, col(Notice.id) == col(Delivery.notice_id))
        .where(col(Notice.person_id) == person_id)
        .order_by(col(Delivery.id).desc())
        .limit(most)
    )
    return [(delivery, notice) for delivery, notice in rows]


def in_trouble(session: Session, now: datetime, within: timedelta) -> dict[str, int]:
    """How many of the last days ended without arriving, or nobody knows, by problem."""
    rows = session.execute(
        select(col(Delivery.problem), func.count())
        .where(
            col(Delivery.state).in_(("failed", "given_up", "unknown")),
            col(Delivery.ended_at) > now - within,
            col(Delivery.problem).not_in(("read", "told", "withdrawn", "unwanted")),
        )
        .group_by(col(Delivery.problem))
    )
    return {problem: int(n) for problem, n in rows}
