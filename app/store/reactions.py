"""Reactions: one of a person to a post, and how many of each kind."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.posts import Post
from app.models.reactions import Reaction
from app.store.records import upsert


def give(session: Session, post_id: str, person_id: str, kind: str, now: datetime) -> bool:
    """Whether it is her first; a further one takes the place of the one before."""
    values = {"post_id": post_id, "person_id": person_id, "kind": kind, "at": now}
    keys = [col(Reaction.post_id), col(Reaction.person_id)]
    insert = upsert(session)(Reaction).values(**values)
    first = session.execute(
        insert.on_conflict_do_nothing(index_elements=keys).returning(col(Reaction.post_id))
    ).first()
    if first is None:
        session.execute(
            insert.on_conflict_do_update(index_elements=keys, set_={"kind": kind, "at": now})
        )
    return first is not None


def take_back(session: Session, post_id: str, person_id: str) -> bool:
    gone = session.execute(
        delete(Reaction)
        .where(col(Reaction.post_id) == post_id, col(Reaction.person_id) == person_id)
        .returning(col(Reaction.post_id))
    ).first()
    return gone is not None


def counts(session: Session, post_id: str) -> dict[str, int]:
    rows = session.execute(
        select(col(Reaction.kind), func.count())
        .where(col(Reaction.post_id) == post_id)
        .group_by(col(Reaction.kind))
    )
    return {kind: int(count) for kind, count in rows}


def of_person(session: Session, post_id: str, person_id: str | None) -> str | None:
    return session.execute(
        select(col(Reaction.kind)).where(
            col(Reaction.post_id) == post_id, col(Reaction.person_id) == person_id
        )
    ).scalar_one_or_none()


def all_of_person(session: Session, person_id: str) -> list[Reaction]:
    return list(
        session.execute(
            select(Reaction).where(col(Reaction.person_id) == person_id).order_by(col(Reaction.at))
        ).scalars()
    )


def miscounted(session: Session, most: int = 100) -> list[tuple[str, int, int]]:
    """(post, what its counter says, how many there are), for `sen verify`."""
    counted = select(func.count()).where(col(Reaction.post_id) == col(Post.id)).scalar_subquery()
    rows = session.execute(
        select(col(Post.id), col(Post.reactions), counted)
        .where(col(Post.reactions) != counted)
        .limit(most)
    )
    return [(row[0], int(row[1]), int(row[2])) for row in rows]
