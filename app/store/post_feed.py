"""The feed as a hot read: one prepared statement per set of filters (design.md §9)."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, null, select, tuple_
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.communities import Community
from app.models.members import Member
from app.models.people import Person
from app.models.posts import Post, Topic
from app.store.hot import HotDatabase, HotRead


class Listed(NamedTuple):
    """One row of the feed; no name where the post is anonymous."""

    id: str
    kind: str
    topic: str | None
    title: str
    body: str
    body_html: str
    author_id: str
    author_name: str | None
    anonymous: bool
    state: str
    version: int
    published_at: Any
    created_at: Any
    comments: int
    reactions: int
    comments_closed: bool
    media: Any


COLUMNS = (
    col(Post.id),
    col(Post.kind),
    col(Post.topic),
    col(Post.title),
    col(Post.body),
    col(Post.body_html),
    col(Post.author_id),
    case((col(Post.anonymous), null()), else_=col(Person.full_name)),
    col(Post.anonymous),
    col(Post.state),
    col(Post.version),
    col(Post.published_at),
    col(Post.created_at),
    col(Post.comments),
    col(Post.reactions),
    col(Post.comments_closed),
    col(Post.media),
)


@lru_cache(maxsize=64)
def _list(topic: bool, author: bool, after: bool) -> HotRead:
    """Published posts, the newest first."""
    statement = (
        select(*COLUMNS)
        .join(Person, col(Person.id) == col(Post.author_id))
        .where(col(Post.community_id) == bindparam("community"), col(Post.state) == "published")
    )
    if topic:
        statement = statement.where(col(Post.topic) == bindparam("topic"))
    if author:
        # Whose post it is must not be found out by asking for her posts.
        person = select(col(Member.person_id)).where(col(Member.id) == bindparam("author"))
        statement = statement.where(
            col(Post.author_id) == person.scalar_subquery(), col(Post.anonymous).is_(False)
        )
    if after:
        # One comparison of rows, so that the index is entered where the page before ended.
        here = tuple_(col(Post.published_at), col(Post.id))
        statement = statement.where(here < tuple_(bindparam("after_at"), bindparam("after_id")))
    return HotRead(
        statement.order_by(col(Post.published_at).desc(), col(Post.id).desc()).limit(
            bindparam("most")
        )
    )


def page(
    database: HotDatabase,
    community_id: str,
    *,
    most: int,
    topic: str = "",
    author: str = "",
    after: tuple[datetime, str] | None = None,
) -> list[Listed]:
    read = _list(bool(topic), bool(author), after is not None)
    values: dict[str, Any] = {"community": community_id, "most": most}
    if topic:
        values["topic"] = topic
    if author:
        values["author"] = author
    if after is not None:
        values |= {"after_at": after[0], "after_id": after[1]}
    return [Listed._make(row) for row in read.rows(database, **values)]


_TOPICS = HotRead(
    select(col(Topic.key), col(Topic.name), col(Topic.introduction), col(Topic.rhythm))
    .where(col(Topic.community_id) == bindparam("community"), col(Topic.ended_at).is_(None))
    .order_by(col(Topic.official_order), col(Topic.key))
)
_SETTINGS = HotRead(
    select(col(Community.settings)).where(col(Community.id) == bindparam("community"))
)


def topics(database: HotDatabase, community_id: str) -> list[dict[str, Any]]:
    """The community's topics, remembered while nothing is written."""
    return database.fresh(
        ("topics", community_id),
        lambda: [
            {"key": key, "name": name, "introduction": introduction, "rhythm": rhythm}
            for key, name, introduction, rhythm in _TOPICS.rows(database, community=community_id)
        ],
    )


def settings(database: HotDatabase, community_id: str) -> dict[str, Any]:
    """The driver gives JSON as text on SQLite and as a mapping on PostgreSQL."""
    stored = database.fresh(
        ("settings", community_id), lambda: _SETTINGS.rows(database, community=community_id)
    )[0][0]
    return dict(json.loads(stored) if isinstance(stored, str) else stored)


def by_state(
    session: Session,
    community_id: str,
    *,
    most: int,
    state: str = "",
    author_id: str = "",
    after_id: str = "",
) -> list[Listed]:
    """Posts of one author, or of one state, the newest first: for herself and the desk."""
    statement = (
        select(*COLUMNS)
        .join(Person, col(Person.id) == col(Post.author_id))
        .where(col(Post.community_id) == community_id)
    )
    if state:
        statement = statement.where(col(Post.state) == state)
    if author_id:
        statement = statement.where(col(Post.author_id) == author_id)
    if after_id:
        statement = statement.where(col(Post.id) < after_id)
    rows = session.execute(statement.order_by(col(Post.id).desc()).limit(most))
    return [Listed._make(row) for row in rows]
