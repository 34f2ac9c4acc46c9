"""Notices: who was not told yet, and what stands in a woman's own inbox."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.notices import DAILY
from app.domain.permissions import Actor
from app.domain.refusals import Hidden
from app.models.members import Member
from app.models.notices import Notice
from app.store.changes import rows_of
from app.store.members import visible_to
from app.store.records import upsert


def get(session: Session, actor: Actor, notice_id: str) -> tuple[Notice, Member]:
    if not is_id(notice_id):
        raise Hidden
    row = session.execute(
        select(Notice, Member)
        .join(Member, col(Member.id) == col(Notice.member_id))
        .where(col(Notice.id) == notice_id, visible_to(actor))
    ).first()
    if row is None:
        raise Hidden
    return row[0], row[1]


def add(session: Session, notice: Notice) -> Notice | None:
    """Written once a person and event; None where she has been told of it already."""
    values = notice.model_dump()
    written = session.execute(
        upsert(session)(Notice)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["person_id", "event"])
        .returning(col(Notice.id))
    ).first()
    return None if written is None else session.get_one(Notice, notice.id)


def _waiting(community_id: str, now: datetime) -> tuple[Any, ...]:
    return (
        col(Notice.community_id) == community_id,
        col(Notice.told_at).is_(None),
        col(Notice.withdrawn_at).is_(None),
        col(Notice.read_at).is_(None),
        col(Notice.visible_from) <= now,
        # Only what is about her file and leaves at once is passed on by hand.
        col(Notice.member_id).is_not(None),
        col(Notice.urgency) == "at_once",
    )


def untold(
    session: Session, community_id: str, now: datetime, most: int, after: tuple[Any, ...] | None
) -> list[tuple[Notice, Member]]:
    statement = (
        select(Notice, Member)
        .join(Member, col(Member.id) == col(Notice.member_id))
        .where(*_waiting(community_id, now))
    )
    if after is not None:
        statement = statement.where(col(Notice.id) > after[0])
    rows = session.execute(statement.order_by(col(Notice.id)).limit(most))
    return [(notice, member) for notice, member in rows]


def count_untold(session: Session, community_id: str, now: datetime) -> int:
    return int(
        session.execute(
            select(func.count()).select_from(Notice).where(*_waiting(community_id, now))
        ).scalar_one()
    )


def newest(session: Session, member_id: str) -> Notice | None:
    return session.execute(
        select(Notice)
        .where(col(Notice.member_id) == member_id, col(Notice.withdrawn_at).is_(None))
        .order_by(col(Notice.created_at).desc(), col(Notice.id).desc())
        .limit(1)
    ).scalar_one_or_none()


def mark_told(session: Session, notice: Notice, person_id: str | None, now: datetime) -> bool:
    result = session.execute(
        update(Notice)
        .where(col(Notice.id) == notice.id, col(Notice.told_at).is_(None))
        .values(told_at=now, told_by=person_id)
        .execution_options(synchronize_session=False)
    )
    session.refresh(notice)
    return bool(rows_of(result))


def _hers(person_id: str, now: datetime) -> tuple[Any, ...]:
    """Her letters; those of an undone decision never show."""
    return (
        col(Notice.person_id) == person_id,
        col(Notice.visible_from) <= now,
        col(Notice.withdrawn_at).is_(None),
    )


def of_person(
    session: Session,
    person_id: str,
    now: datetime,
    most: int,
    after: tuple[Any, ...] | None = None,
) -> list[Notice]:
    """Newest first."""
    statement = select(Notice).where(*_hers(person_id, now))
    if after is not None:
        statement = statement.where(col(Notice.id) < after[0])
    return list(session.execute(statement.order_by(col(Notice.id).desc()).limit(most)).scalars())


def of_member(session: Session, member_id: str, now: datetime) -> list[Notice]:
    return list(
        session.execute(
            select(Notice)
            .where(
                col(Notice.member_id) == member_id,
                col(Notice.visible_from) <= now,
                col(Notice.withdrawn_at).is_(None),
            )
            .order_by(col(Notice.id).desc())
        ).scalars()
    )


def own(session: Session, person_id: str, notice_id: str, now: datetime) -> Notice:
    if not is_id(notice_id):
        raise Hidden
    notice = session.execute(
        select(Notice).where(col(Notice.id) == notice_id, *_hers(person_id, now))
    ).scalar_one_or_none()
    if notice is None:
        raise Hidden
    return notice


def mark_all_read(session: Session, person_id: str, now: datetime) -> None:
    session.execute(
        update(Notice)
        .where(*_hers(person_id, now), col(Notice.read_at).is_(None))
        .values(read_at=now)
        .execution_options(synchronize_session=False)
    )


def count_unread(session: Session, person_id: str, now: datetime) -> int:
    return int(
        session.execute(
            select(func.count()).where(*_hers(person_id, now), col(Notice.read_at).is_(None))
        ).scalar_one()
    )


def count_new(
    session: Session, person_id: str, community_id: str, since: datetime, now: datetime
) -> int:
    """Unread letters of one community written since; the day's summary counts no summary."""
    return int(
        session.execute(
            select(func.count()).where(
                *_hers(person_id, now),
                col(Notice.read_at).is_(None),
                col(Notice.community_id) == community_id,
                col(Notice.created_at) > since,
                col(Notice.kind) != DAILY,
            )
        ).scalar_one()
    )


def withdraw_of_item(session: Session, item_id: str, now: datetime) -> None:
    session.execute(
        update(Notice)
        .where(col(Notice.item_id) == item_id, col(Notice.withdrawn_at).is_(None))
        .values(withdrawn_at=now)
    )


def withdraw_of_event(session: Session, event: str, people: Iterable[str], now: datetime) -> None:
    """What was not read yet; who read it keeps it."""
    session.execute(
        update(Notice)
        .where(
            col(Notice.person_id).in_(set(people)),
            col(Notice.event) == event,
            col(Notice.read_at).is_(None),
            col(Notice.withdrawn_at).is_(None),
        )
        .values(withdrawn_at=now)
    )


def withdraw_untold(session: Session, member_id: str, now: datetime) -> None:
    session.execute(
        update(Notice)
        .where(col(Notice.member_id) == member_id, col(Notice.told_at).is_(None))
        .values(withdrawn_at=now)
    )
