"""Rules over texts: only those of communities that she serves; versions are only added."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.permissions import BOARD_ROLES, Actor
from app.domain.refusals import Hidden
from app.models.comments import Comment
from app.models.posts import Post
from app.models.rules import ContentRule, ContentRuleVersion
from app.store.changes import change as changed

READERS = (*BOARD_ROLES, "adviser")


def get(session: Session, actor: Actor, rule_id: str) -> ContentRule:
    serves = actor.communities_as(*READERS)
    if not is_id(rule_id) or not serves:
        raise Hidden
    rule = session.execute(
        select(ContentRule).where(
            col(ContentRule.id) == rule_id, col(ContentRule.community_id).in_(serves)
        )
    ).scalar_one_or_none()
    if rule is None:
        raise Hidden
    return rule


def page(
    session: Session, community_id: str, most: int, after: tuple[Any, ...] | None, *, ended: bool
) -> list[ContentRule]:
    """The oldest first; those that were ended on a list of their own."""
    statement = select(ContentRule).where(
        col(ContentRule.community_id) == community_id,
        col(ContentRule.ended_at).is_not(None) if ended else col(ContentRule.ended_at).is_(None),
    )
    if after is not None:
        statement = statement.where(col(ContentRule.id) > after[0])
    return list(session.execute(statement.order_by(col(ContentRule.id)).limit(most)).scalars())


def in_force(
    session: Session, community_id: str, scope: str, day: date
) -> tuple[tuple[str, int], ...]:
    """(id, version) of every rule that counts on a day: what a ready set is known by."""
    rows = session.execute(
        select(col(ContentRule.id), col(ContentRule.version))
        .where(
            col(ContentRule.community_id) == community_id,
            col(ContentRule.ended_at).is_(None),
            col(ContentRule.enabled),
            col(ContentRule.scope).in_((scope, "both")),
            col(ContentRule.valid_from) <= day,
            or_(col(ContentRule.valid_to).is_(None), col(ContentRule.valid_to) > day),
        )
        .order_by(col(ContentRule.id))
    )
    return tuple((row[0], row[1]) for row in rows)


def by_ids(session: Session, ids: Iterable[str]) -> list[ContentRule]:
    return list(
        session.execute(
            select(ContentRule)
            .where(col(ContentRule.id).in_(list(ids)))
            .order_by(col(ContentRule.id))
        ).scalars()
    )


def living(session: Session, community_id: str) -> list[dict[str, Any]]:
    """What every rule looks for that was not ended: how much a community keeps is bounded."""
    rows = session.execute(
        select(col(ContentRule.id), col(ContentRule.looks_for)).where(
            col(ContentRule.community_id) == community_id, col(ContentRule.ended_at).is_(None)
        )
    )
    return [{"id": row[0], **row[1]} for row in rows]


def move(session: Session, rule: ContentRule, **values: Any) -> bool:
    return changed(session, rule, **values)


def versions(session: Session, rule_id: str) -> list[ContentRuleVersion]:
    """The newest first."""
    return list(
        session.execute(
            select(ContentRuleVersion)
            .where(col(ContentRuleVersion.rule_id) == rule_id)
            .order_by(col(ContentRuleVersion.version).desc())
        ).scalars()
    )


# -- the texts on which a rule is tried -------------------------------------------------------


class Written(NamedTuple):
    id: str
    state: str
    title: str
    body: str
    at: datetime


def posts_since(
    session: Session, community_id: str, since: datetime, before_id: str, most: int
) -> list[Written]:
    """What members sent, the newest first; drafts are theirs alone."""
    statement = select(
        col(Post.id), col(Post.state), col(Post.title), col(Post.body), col(Post.created_at)
    ).where(
        col(Post.community_id) == community_id,
        col(Post.kind) == "member",
        col(Post.state) != "draft",
        col(Post.created_at) >= since,
    )
    if before_id:
        statement = statement.where(col(Post.id) < before_id)
    rows = session.execute(statement.order_by(col(Post.id).desc()).limit(most))
    return [Written(*row) for row in rows]


def comments_since(
    session: Session, community_id: str, since: datetime, before_id: str, most: int
) -> list[Written]:
    """What was said under posts, the newest first; what went to the closed circle is its own."""
    written = (col(Comment.id), col(Comment.state), col(Comment.body), col(Comment.created_at))
    statement = select(*written).where(
        col(Comment.community_id) == community_id,
        col(Comment.state) != "withdrawn",
        col(Comment.as_board).is_(False),
        col(Comment.created_at) >= since,
    )
    if before_id:
        statement = statement.where(col(Comment.id) < before_id)
    rows = session.execute(statement.order_by(col(Comment.id).desc()).limit(most))
    return [Written(row[0], row[1], "", row[2], row[3]) for row in rows]


def shown_posts(session: Session, community_id: str, person_id: str) -> int:
    """How many posts of hers readers have seen here."""
    return int(
        session.execute(
            select(func.count()).where(
                col(Post.author_id) == person_id,
                col(Post.community_id) == community_id,
                col(Post.state).in_(("published", "archived")),
            )
        ).scalar_one()
    )
