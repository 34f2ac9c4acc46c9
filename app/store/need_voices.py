"""Voices: who wrote of a topic or joined it. A woman counts once, however often she said it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, func, literal, select, union, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.members import Member
from app.models.needs import Need, NeedTopic, NeedVoice
from app.models.people import Person
from app.store.records import upsert

in_topic, by_person, of_unit = col(Need.topic_id), col(Need.person_id), col(Need.unit_id)
joined_topic, joiner = col(NeedVoice.topic_id), col(NeedVoice.person_id)


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


def has_joined(session: Session, topic_id: str, person_id: str | None) -> bool:
    return session.get(NeedVoice, (topic_id, person_id)) is not None if person_id else False


def leave(session: Session, topic_id: str, person_id: str | None) -> bool:
    """False where she had not joined."""
    gone = session.execute(
        delete(NeedVoice).where(joined_topic == topic_id, joiner == person_id).returning(joiner)
    )
    return gone.scalar_one_or_none() is not None


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
