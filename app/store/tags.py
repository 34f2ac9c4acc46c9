"""Movements, campaigns and their items as tags of posts, each with its term."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.bulletins import PostTag, Tag
from app.store.changes import rows_of

#: A community's lists together; nobody picks from more.
MOST = 500


def of_community(session: Session, community_id: str, day: date | None = None) -> list[Tag]:
    """Lists and items in their order; with a day, those in force on it."""
    statement = select(Tag).where(col(Tag.community_id) == community_id)
    if day is not None:
        statement = statement.where(
            col(Tag.valid_from) <= day,
            or_(col(Tag.valid_to).is_(None), col(Tag.valid_to) > day),
        )
    order = col(Tag.official_order), col(Tag.id)
    return list(session.execute(statement.order_by(*order).limit(MOST)).scalars())


def by_key(session: Session, community_id: str, key: str) -> Tag | None:
    return session.execute(
        select(Tag).where(col(Tag.community_id) == community_id, col(Tag.key) == key)
    ).scalar_one_or_none()


def add(session: Session, tag: Tag) -> bool:
    """False when the key is taken."""
    try:
        with session.begin_nested():
            session.add(tag)
            session.flush()
    except IntegrityError:
        return False
    return True


def end(session: Session, tag: Tag, day: date) -> bool:
    """Once: an item that has an end keeps it."""
    result = session.execute(
        update(Tag)
        .where(col(Tag.id) == tag.id, col(Tag.valid_to).is_(None))
        .values(valid_to=day)
        .execution_options(synchronize_session=False)
    )
    if rows_of(result):
        session.refresh(tag)
        return True
    return False


def of_post(session: Session, post_id: str) -> list[Tag]:
    return list(
        session.execute(
            select(Tag)
            .join(PostTag, col(PostTag.tag_id) == col(Tag.id))
            .where(col(PostTag.post_id) == post_id)
            .order_by(col(Tag.official_order), col(Tag.id))
        ).scalars()
    )


def put_on(session: Session, post_id: str, tag_ids: Iterable[str]) -> None:
    """These tags and no others."""
    session.execute(delete(PostTag).where(col(PostTag.post_id) == post_id))
    session.add_all(PostTag(post_id=post_id, tag_id=tag_id) for tag_id in tag_ids)
    session.flush()
