"""The feed as a hot read: one prepared statement per set of filters (design.md §9)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, null, select, tuple_
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.bulletins import Pin, PostTag, Tag
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
    source: str
    source_url: str
    audience: str
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
    col(Post.source),
    col(Post.source_url),
    col(Post.audience),
    col(Post.media),
)


def filtered(statement: Any, filters: frozenset[str]) -> Any:
    """As far as the names say; `public`: those that are open to everyone."""
    if "public" in filters:
        statement = statement.where(col(Post.audience) == "public")
    if "kind" in filters:
        statement = statement.where(col(Post.kind) == bindparam("kind"))
    if "tag" in filters:
        bearing = (
            select(col(PostTag.post_id))
            .join(Tag, col(Tag.id) == col(PostTag.tag_id))
            .where(
                col(Tag.community_id) == bindparam("community"), col(Tag.key) == bindparam("tag")
            )
        )
        statement = statement.where(col(Post.id).in_(bearing))
    if "topic" in filters:
        statement = statement.where(col(Post.topic) == bindparam("topic"))
    if "author" in filters:
        # Whose post it is must not be found out by asking for her posts.
        person = select(col(Member.person_id)).where(col(Member.id) == bindparam("author"))
        statement = statement.where(
            col(Post.author_id) == person.scalar_subquery(), col(Post.anonymous).is_(False)
        )
    return statement


@lru_cache(maxsize=64)
def _list(filters: frozenset[str]) -> HotRead:
    """Published posts, the newest first."""
    statement = (
        select(*COLUMNS)
        .join(Person, col(Person.id) == col(Post.author_id))
        .where(col(Post.community_id) == bindparam("community"), col(Post.state) == "published")
    )
    statement = filtered(statement, filters)
    if "after" in filters:
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
    asked: Mapping[str, str] | None = None,
    public: bool = False,
    after: tuple[datetime, str] | None = None,
) -> list[Listed]:
    """`asked`: topic, author, tag and kind, as far as they are asked for."""
    asked = {name: value for name, value in (asked or {}).items() if value}
    also = {"public": public, "after": after is not None}
    read = _list(frozenset({*asked, *(name for name in also if also[name])}))
    values: dict[str, Any] = {"community": community_id, "most": most, **asked}
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


_PINNED = HotRead(
    select(col(Post.id), col(Post.title))
    .join(Pin, col(Pin.post_id) == col(Post.id))
    .where(col(Pin.community_id) == bindparam("community"), col(Post.state) == "published")
    .order_by(col(Pin.pinned_at).desc())
)


def pinned(database: HotDatabase, community_id: str) -> list[dict[str, Any]]:
    """What stands at the top of the community, the latest first."""
    return database.fresh(
        ("pinned", community_id),
        lambda: [
            {"id": post_id, "title": title}
            for post_id, title in _PINNED.rows(database, community=community_id)
        ],
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
