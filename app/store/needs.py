"""Needs, their topics, answers and actions: only of communities that the actor may read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, func, literal, select, union, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.permissions import BOARD_ROLES, Actor
from app.domain.refusals import Hidden
from app.domain.text import search_terms
from app.models.members import Member
from app.models.needs import Need, NeedAction, NeedAnswer, NeedTheme, NeedTopic, NeedVoice
from app.models.people import Person
from app.store.keyset import beyond
from app.store.records import upsert

READERS = (*BOARD_ROLES, "adviser")
in_topic, by_person, of_unit = col(Need.topic_id), col(Need.person_id), col(Need.unit_id)
joined_topic, joiner = col(NeedVoice.topic_id), col(NeedVoice.person_id)


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


def action(session: Session, actor: Actor, action_id: str) -> tuple[NeedAction, NeedTopic]:
    if not is_id(action_id) or (found := session.get(NeedAction, action_id)) is None:
        raise Hidden
    return found, get(session, actor, found.topic_id)


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
) -> list[Need]:
    """The newest first; without `everything` those that are in no topic yet."""
    wanted: list[ColumnElement[bool]] = [col(Need.community_id) == community_id]
    if not everything:
        wanted.append(in_topic.is_(None))
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


# -- topics and voices ---------------------------------------------------------------------------


def topics(session: Session, community_id: str, most: int, month: str = "") -> list[NeedTopic]:
    """The newest first, without those that were merged away."""
    wanted = [col(NeedTopic.community_id) == community_id, col(NeedTopic.merged_into).is_(None)]
    if month:
        wanted.append(col(NeedTopic.month) == month)
    return list(
        session.execute(
            select(NeedTopic).where(*wanted).order_by(col(NeedTopic.id).desc()).limit(most)
        ).scalars()
    )


def titles(session: Session, ids: Iterable[str | None]) -> dict[str, str]:
    rows = session.execute(
        select(col(NeedTopic.id), col(NeedTopic.title)).where(
            col(NeedTopic.id).in_({one for one in ids if one})
        )
    )
    return {row[0]: row[1] for row in rows}


def people(session: Session, ids: Iterable[str]) -> dict[str, int]:
    """Topic → how many different people wrote of it or joined it."""
    wanted = set(ids)
    voiced = union(
        select(in_topic.label("topic"), by_person.label("person")).where(in_topic.in_(wanted)),
        select(joined_topic, joiner).where(joined_topic.in_(wanted)),
    ).subquery()
    rows = session.execute(select(voiced.c.topic, func.count()).group_by(voiced.c.topic))
    return {row[0]: int(row[1]) for row in rows}


def voiced_by(session: Session, person_id: str | None, ids: Iterable[str]) -> set[str]:
    """Of these topics those that she wrote of or joined."""
    wanted = set(ids)
    return set(
        session.execute(
            union(
                select(in_topic).where(in_topic.in_(wanted), by_person == person_id),
                select(joined_topic).where(joined_topic.in_(wanted), joiner == person_id),
            )
        ).scalars()
    )


def voicers(session: Session, topic_id: str) -> list[tuple[Member, Person]]:
    """Everyone who wrote of it or joined it and is a member still."""
    files = union(
        select(col(Need.member_id)).where(in_topic == topic_id),
        select(col(NeedVoice.member_id)).where(joined_topic == topic_id),
    )
    rows = session.execute(
        select(Member, Person)
        .join(Person, col(Person.id) == col(Member.person_id))
        .where(col(Member.id).in_(files), col(Member.state).in_(("approved", "suspended")))
        .order_by(col(Member.id))
    )
    return [(row[0], row[1]) for row in rows]


def join(session: Session, row: NeedVoice) -> bool:
    """False when she had joined before."""
    statement = (
        upsert(session)(NeedVoice)
        .values(**row.model_dump())
        .on_conflict_do_nothing()
        .returning(col(NeedVoice.person_id))
    )
    return session.execute(statement).scalar_one_or_none() is not None


def joined(session: Session, person_id: str) -> list[tuple[NeedVoice, str]]:
    """What she joined, with the titles."""
    rows = session.execute(
        select(NeedVoice, col(NeedTopic.title))
        .join(NeedTopic, col(NeedTopic.id) == joined_topic)
        .where(joiner == person_id)
        .order_by(col(NeedVoice.joined_at), joined_topic)
    )
    return [(row[0], row[1]) for row in rows]


def merge(session: Session, from_id: str, into_id: str) -> None:
    """All voices of one topic become the other's; a person's two are one."""
    session.execute(
        update(Need)
        .where(in_topic == from_id)
        .values(topic_id=into_id)
        .execution_options(synchronize_session=False)
    )
    moved = select(
        literal(into_id),
        joiner,
        col(NeedVoice.member_id),
        col(NeedVoice.unit_id),
        col(NeedVoice.joined_at),
    ).where(joined_topic == from_id)
    columns = ["topic_id", "person_id", "member_id", "unit_id", "joined_at"]
    session.execute(upsert(session)(NeedVoice).from_select(columns, moved).on_conflict_do_nothing())
    session.execute(delete(NeedVoice).where(joined_topic == from_id))


def by_unit(session: Session, community_id: str, month: str) -> dict[str | None, int]:
    """Unit → how many different people wrote or joined in what began in this month."""
    voiced = union(
        select(of_unit.label("unit"), by_person.label("person")).where(
            col(Need.community_id) == community_id, col(Need.month) == month
        ),
        select(col(NeedVoice.unit_id), joiner)
        .join(NeedTopic, col(NeedTopic.id) == joined_topic)
        .where(col(NeedTopic.community_id) == community_id, col(NeedTopic.month) == month),
    ).subquery()
    rows = session.execute(select(voiced.c.unit, func.count()).group_by(voiced.c.unit))
    return {row[0]: int(row[1]) for row in rows}


# -- answers and actions -------------------------------------------------------------------------


def answers(session: Session, ids: Sequence[str]) -> dict[str, list[NeedAnswer]]:
    """Topic → its answers, the last one first."""
    found: dict[str, list[NeedAnswer]] = {}
    rows = session.execute(
        select(NeedAnswer)
        .where(col(NeedAnswer.topic_id).in_(set(ids)))
        .order_by(col(NeedAnswer.topic_id), col(NeedAnswer.no).desc())
    ).scalars()
    for row in rows:
        found.setdefault(row.topic_id, []).append(row)
    return found


def actions(session: Session, topic_id: str) -> list[NeedAction]:
    return list(
        session.execute(
            select(NeedAction)
            .where(col(NeedAction.topic_id) == topic_id)
            .order_by(col(NeedAction.due_on), col(NeedAction.id))
        ).scalars()
    )


def owned_by(session: Session, person_id: str) -> list[NeedAction]:
    return list(
        session.execute(
            select(NeedAction)
            .where(col(NeedAction.owner_id) == person_id)
            .order_by(col(NeedAction.due_on), col(NeedAction.id))
        ).scalars()
    )
