"""Needs, their topics, answers and actions: only of communities that the actor may read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, literal, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.permissions import BOARD_ROLES, PERMISSIONS, Actor
from app.domain.refusals import Hidden
from app.domain.text import search_terms
from app.models.needs import Need, NeedAnswer, NeedTheme, NeedTopic
from app.store.keyset import beyond
from app.store.records import upsert

READERS = (*BOARD_ROLES, "adviser")
#: Whoever holds need.answer; nobody else reads what a member wrote.
GATHERERS = {role for clause in PERMISSIONS["need.answer"].clauses for role in clause.roles}
in_topic, by_person = col(Need.topic_id), col(Need.person_id)


def readable(actor: Actor) -> set[str]:
    """The communities whose needs she may read: those she is a member of, serves or watches."""
    inside = {one.community_id for one in actor.memberships if one.state == "approved"}
    return inside | set(actor.communities_as(*READERS))


def get(session: Session, actor: Actor, topic_id: str, *, lock: str = "") -> NeedTopic:
    """`lock`: "write" for who changes the topic, "share" for who adds a voice. Raises Hidden."""
    if not is_id(topic_id):
        raise Hidden
    statement = select(NeedTopic).where(
        col(NeedTopic.id) == topic_id, col(NeedTopic.community_id).in_(readable(actor))
    )
    if lock:
        statement = statement.with_for_update(read=lock == "share")
    found = session.execute(
        statement.execution_options(populate_existing=bool(lock))
    ).scalar_one_or_none()
    if found is None:
        raise Hidden
    return found


def by_id(session: Session, topic_id: str) -> NeedTopic:
    return session.get_one(NeedTopic, topic_id)


# -- themes --------------------------------------------------------------------------------------


def theme(session: Session, community_id: str, month: str) -> NeedTheme | None:
    return session.execute(
        select(NeedTheme).where(
            col(NeedTheme.community_id) == community_id, col(NeedTheme.month) == month
        )
    ).scalar_one_or_none()


def set_theme(session: Session, row: NeedTheme) -> str:
    """The month's one theme, new or in other words; its id."""
    values = row.model_dump()
    statement = upsert(session)(NeedTheme).values(**values)
    written: str = session.execute(
        statement.on_conflict_do_update(
            index_elements=["community_id", "month"],
            set_={name: values[name] for name in ("title", "question", "set_by", "set_at")},
        ).returning(col(NeedTheme.id))
    ).scalar_one()
    return written


# -- what was written ----------------------------------------------------------------------------


def page(
    session: Session,
    community_id: str,
    most: int,
    after: tuple[Any, ...] | None,
    *,
    everything: bool,
    q: str,
    topic: str,
) -> list[Need]:
    """The newest first; without `everything` those that are in no topic yet."""
    wanted: list[ColumnElement[bool]] = [col(Need.community_id) == community_id]
    if not everything:
        wanted.append(in_topic.is_(None))
    if topic:
        wanted.append(in_topic == topic)
    wanted += [
        (literal(" ") + col(Need.fold)).contains(f" {term}", autoescape=True)
        for term in search_terms(q)
    ]
    return list(
        session.execute(
            select(Need)
            .where(*wanted, beyond(after, col(Need.id), down=True))
            .order_by(col(Need.id).desc())
            .limit(most)
        ).scalars()
    )


def of_person(
    session: Session, person_id: str, community_id: str = "", most: int | None = None
) -> list[tuple[Need, NeedTopic | None]]:
    """Hers, the newest first, with their topics."""
    statement = (
        select(Need, NeedTopic)
        .outerjoin(NeedTopic, col(NeedTopic.id) == in_topic)
        .where(by_person == person_id)
        .order_by(col(Need.id).desc())
        .limit(most)
    )
    if community_id:
        statement = statement.where(col(Need.community_id) == community_id)
    return [(row[0], row[1]) for row in session.execute(statement)]


def need(session: Session, actor: Actor, need_id: str) -> Need:
    """Hers, or of a community whose board gathers with her. Raises Hidden."""
    found = session.get(Need, need_id) if is_id(need_id) else None
    if found is None or not (
        found.person_id == actor.person_id or found.community_id in actor.communities_as(*GATHERERS)
    ):
        raise Hidden
    return found


def remove(session: Session, need_id: str) -> bool:
    """Her words go for good; False where somebody was faster."""
    gone = session.execute(delete(Need).where(col(Need.id) == need_id).returning(col(Need.id)))
    return gone.scalar_one_or_none() is not None


def of_topic(session: Session, topic_id: str, most: int) -> list[Need]:
    return list(
        session.execute(
            select(Need).where(in_topic == topic_id).order_by(col(Need.id)).limit(most)
        ).scalars()
    )


def gather(session: Session, community_id: str, ids: Iterable[str], topic_id: str) -> int:
    """Put what is in no topic yet into this one; how many were put."""
    rows = session.execute(
        update(Need)
        .where(
            col(Need.id).in_(set(ids)), col(Need.community_id) == community_id, in_topic.is_(None)
        )
        .values(topic_id=topic_id)
        .returning(col(Need.id))
        .execution_options(synchronize_session=False)
    )
    return len(rows.scalars().all())


# -- topics ---------------------------------------------------------------------------


def topics(
    session: Session,
    community_id: str,
    most: int,
    *,
    after: tuple[Any, ...] | None = None,
    month: str = "",
    days: tuple[datetime, datetime] | None = None,
    unanswered: bool = False,
) -> list[NeedTopic]:
    """The newest first, without those that were merged away; with `month` those that began in it
    or were answered in its `days`; `unanswered` ones alone, the oldest first."""
    wanted = [col(NeedTopic.community_id) == community_id, col(NeedTopic.merged_into).is_(None)]
    if month:
        began = col(NeedTopic.month) == month
        wanted.append(or_(began, _answered(*days)) if days else began)
    if unanswered:
        wanted.append(col(NeedTopic.state) == "open")
    by = col(NeedTopic.id)
    wanted.append(beyond(after, by, down=not unanswered))
    order = by if unanswered else by.desc()
    return list(
        session.execute(select(NeedTopic).where(*wanted).order_by(order).limit(most)).scalars()
    )


def _answered(first: datetime, after: datetime) -> ColumnElement[bool]:
    return exists().where(
        col(NeedAnswer.topic_id) == col(NeedTopic.id),
        col(NeedAnswer.withdrawn_at).is_(None),
        col(NeedAnswer.answered_at) >= first,
        col(NeedAnswer.answered_at) < after,
    )


def titles(session: Session, ids: Iterable[str | None]) -> dict[str, str]:
    rows = session.execute(
        select(col(NeedTopic.id), col(NeedTopic.title)).where(
            col(NeedTopic.id).in_({one for one in ids if one})
        )
    )
    return {row[0]: row[1] for row in rows}
