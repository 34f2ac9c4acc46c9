"""Bulletins beside their post: hour, pins, what is due, and the lists of the board."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.bulletins import MOST_PINS
from app.domain.posts import SHOWN
from app.models.bulletins import Bulletin, Pin
from app.models.posts import Post, PostRevision
from app.store.records import upsert


def facts(session: Session, post_id: str) -> Bulletin:
    """The bulletin's own row; every post of that kind has one."""
    return session.execute(
        select(Bulletin)
        .where(col(Bulletin.post_id) == post_id)
        .execution_options(populate_existing=True)
    ).scalar_one()


def due(session: Session, now: datetime, most: int = 200) -> list[tuple[Post, Bulletin]]:
    """Scheduled bulletins whose hour has come, the earliest first."""
    rows = session.execute(
        select(Post, Bulletin)
        .join(Bulletin, col(Bulletin.post_id) == col(Post.id))
        .where(col(Bulletin.due_at) <= now, col(Post.state) == "scheduled")
        .order_by(col(Bulletin.due_at), col(Post.id))
        .limit(most)
    )
    return [(post, bulletin) for post, bulletin in rows]


def waiting_out(session: Session, community_id: str) -> int:
    """How many scheduled bulletins are not solemn: those that a sad day holds back."""
    return int(
        session.execute(
            select(func.count())
            .select_from(Post)
            .join(Bulletin, col(Bulletin.post_id) == col(Post.id))
            .where(
                col(Post.community_id) == community_id,
                col(Post.state) == "scheduled",
                col(Bulletin.solemn).is_(False),
            )
        ).scalar_one()
    )


# -- pins ----------------------------------------------------------------------------------------


def pinned(session: Session, post_id: str) -> bool:
    return (
        session.execute(select(col(Pin.slot)).where(col(Pin.post_id) == post_id)).first()
        is not None
    )


def pin(session: Session, post: Post, now: datetime) -> bool:
    """Into the first free place; False when all are taken. What readers see no more leaves its."""
    gone = select(col(Post.id)).where(
        col(Post.community_id) == post.community_id, col(Post.state) != "published"
    )
    session.execute(
        delete(Pin).where(col(Pin.community_id) == post.community_id, col(Pin.post_id).in_(gone))
    )
    for slot in range(1, MOST_PINS + 1):
        values = {"community_id": post.community_id, "slot": slot, "post_id": post.id}
        taken = (
            upsert(session)(Pin)
            .values(**values, pinned_at=now)
            .on_conflict_do_nothing()
            .returning(col(Pin.slot))
        )
        if session.execute(taken).first() is not None:
            return True
    return False


def unpin(session: Session, post_id: str) -> bool:
    removed = delete(Pin).where(col(Pin.post_id) == post_id).returning(col(Pin.slot))
    return session.execute(removed).first() is not None


# -- corrections ---------------------------------------------------------------------------------


def corrections(session: Session, post: Post) -> list[tuple[PostRevision, PostRevision]]:
    """(the text that was mended, the text that took its place) since readers first saw it."""
    if post.state not in SHOWN or post.published_at is None:
        return []
    rows = session.execute(
        select(PostRevision).where(
            col(PostRevision.post_id) == post.id, col(PostRevision.state) == "approved"
        )
    ).scalars()
    texts = {text.id: text for text in rows}
    found = []
    shown = next((text for text in texts.values() if text.shown), None)
    while shown is not None:
        before = texts.get(shown.before_id or "")
        if before is None or shown.judged_at is None or shown.judged_at <= post.published_at:
            break
        found.append((before, shown))
        shown = before
    return found[::-1]


# -- lists ---------------------------------------------------------------------------------------


class Line(NamedTuple):
    """A bulletin in the board's lists: its hour, and the day that it is meant for."""

    id: str
    title: str
    topic: str | None
    state: str
    version: int
    audience: str
    due_at: datetime | None
    planned_on: date | None
    published_at: datetime | None
    changed_at: datetime


_LINE: Any = (
    col(Post.id),
    col(Post.title),
    col(Post.topic),
    col(Post.state),
    col(Post.version),
    col(Post.audience),
    col(Bulletin.due_at),
    col(Bulletin.planned_on),
    col(Post.published_at),
    col(Post.changed_at),
)


def of_states(session: Session, community_id: str, states: Iterable[str], most: int) -> list[Line]:
    """The board's bulletins in some states, the newest change first."""
    rows = session.execute(
        select(*_LINE)
        .join(Bulletin, col(Bulletin.post_id) == col(Post.id))
        .where(
            col(Bulletin.community_id) == community_id,
            col(Post.state).in_(tuple(states)),
        )
        .order_by(col(Post.changed_at).desc(), col(Post.id).desc())
        .limit(most)
    )
    return [Line._make(row) for row in rows]


def published(
    session: Session, community_id: str, start: datetime, end: datetime, kinds: Iterable[str]
) -> int:
    """How many posts of some kinds came out in [start, end) and are still to be read."""
    return int(
        session.execute(
            select(func.count())
            .select_from(Post)
            .where(
                col(Post.community_id) == community_id,
                col(Post.kind).in_(tuple(kinds)),
                col(Post.state).in_(SHOWN),
                col(Post.published_at) >= start,
                col(Post.published_at) < end,
            )
        ).scalar_one()
    )


def newest_public(session: Session, community_id: str, most: int) -> list[Post]:
    """What is open to everyone, the newest first."""
    return list(
        session.execute(
            select(Post)
            .where(
                col(Post.community_id) == community_id,
                col(Post.state) == "published",
                col(Post.audience) == "public",
            )
            .order_by(col(Post.published_at).desc(), col(Post.id).desc())
            .limit(most)
        ).scalars()
    )


def between(
    session: Session,
    community_id: str,
    first: tuple[date, datetime],
    last: tuple[date, datetime],
    most: int = 1000,
) -> list[Line]:
    """Whatever has its day in [first, last): published then, due then, or meant for then."""
    rows = session.execute(
        select(*_LINE)
        .join(Bulletin, col(Bulletin.post_id) == col(Post.id))
        .where(
            col(Bulletin.community_id) == community_id,
            col(Post.state).not_in(("refused", "withdrawn", "removed")),
            or_(
                col(Post.published_at).between(first[1], last[1]),
                col(Bulletin.due_at).between(first[1], last[1]),
                col(Bulletin.planned_on).between(first[0], last[0]),
            ),
        )
        .order_by(col(Post.id))
        .limit(most)
    )
    return [Line._make(row) for row in rows]
