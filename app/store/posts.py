"""Posts and their texts: only those that the actor may see are ever loaded (design.md §5)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.permissions import BOARD_ROLES, Actor
from app.domain.posts import SETTLED, SHOWN
from app.domain.refusals import Hidden
from app.models.posts import Post, PostRevision, Topic
from app.models.review import OPEN, ReviewItem
from app.store import post_words
from app.store.changes import change, rows_of

DESK = (*BOARD_ROLES, "adviser")


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """What is open to all; her own; what is shown where she is a member; where she serves all but
    the drafts of members."""
    clauses: list[ColumnElement[bool]] = [
        and_(col(Post.audience) == "public", col(Post.state).in_(SHOWN))
    ]
    serves = actor.communities_as(*DESK)
    inside = {m.community_id for m in actor.memberships if m.state == "approved"}
    if actor.person_id:
        clauses.append(col(Post.author_id) == actor.person_id)
    if inside:
        clauses.append(and_(col(Post.community_id).in_(inside), col(Post.state).in_(SHOWN)))
    if serves:
        readable = or_(col(Post.state) != "draft", col(Post.kind) == "bulletin")
        clauses.append(and_(col(Post.community_id).in_(serves), readable))
    return or_(*clauses)


def get(session: Session, actor: Actor, post_id: str, *, held: bool = False) -> Post:
    """`held`: whoever changes a post keeps its row until she commits, so its texts move in turn."""
    if not is_id(post_id):
        raise Hidden
    statement = select(Post).where(col(Post.id) == post_id, visible_to(actor))
    if held:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    post = session.execute(statement).scalar_one_or_none()
    if post is None:
        raise Hidden
    return post


def hold(session: Session, post_id: str) -> Post:
    """The row, kept until the transaction ends: what stands under a post moves in turn."""
    return session.execute(
        select(Post)
        .where(col(Post.id) == post_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()


def count(session: Session, post_id: str, **more: int) -> None:
    """Add to its counters, in the transaction of what is counted. No new version."""
    session.execute(
        update(Post)
        .where(col(Post.id) == post_id)
        .values({name: getattr(Post, name) + number for name, number in more.items()})
        .execution_options(synchronize_session="evaluate")
    )


def again(session: Session, post_id: str) -> Post:
    """The row as it stands now, after a lost race."""
    return session.execute(
        select(Post).where(col(Post.id) == post_id).execution_options(populate_existing=True)
    ).scalar_one()


def by_ids(session: Session, ids: Iterable[str]) -> dict[str, Post]:
    rows = session.execute(select(Post).where(col(Post.id).in_(set(ids)))).scalars()
    return {post.id: post for post in rows}


def move(session: Session, post: Post, **values: Any) -> bool:
    """One conditional UPDATE from the version that was read; False when somebody was faster."""
    if not change(session, post, **values):
        return False
    post_words.follow(session, post)
    return True


def unnamed(session: Session, ids: Iterable[str | None]) -> set[str]:
    """Those whose author nobody may be told."""
    wanted = [one for one in ids if one]
    statement = select(col(Post.id)).where(col(Post.id).in_(wanted), col(Post.anonymous))
    return set(session.execute(statement).scalars()) if wanted else set()


# -- texts -------------------------------------------------------------------------------------


def revision(session: Session, post_id: str, state: str) -> PostRevision | None:
    """The draft, or the text that waits: a partial index allows one of each."""
    return session.execute(
        select(PostRevision).where(
            col(PostRevision.post_id) == post_id, col(PostRevision.state) == state
        )
    ).scalar_one_or_none()


def waiting_of(session: Session, post_ids: Iterable[str]) -> dict[str, PostRevision]:
    """Post → the text that waits."""
    rows = session.execute(
        select(PostRevision).where(
            col(PostRevision.post_id).in_(set(post_ids)), col(PostRevision.state) == "submitted"
        )
    ).scalars()
    return {text.post_id: text for text in rows}


def shown(session: Session, post_id: str) -> PostRevision | None:
    return session.execute(
        select(PostRevision).where(col(PostRevision.post_id) == post_id, col(PostRevision.shown))
    ).scalar_one_or_none()


def revisions(session: Session, post_id: str) -> list[PostRevision]:
    """Every text, the first one first."""
    return list(
        session.execute(
            select(PostRevision)
            .where(col(PostRevision.post_id) == post_id)
            .order_by(col(PostRevision.number))
        ).scalars()
    )


def revision_by_number(session: Session, post_id: str, number: int | None) -> PostRevision | None:
    return session.execute(
        select(PostRevision).where(
            col(PostRevision.post_id) == post_id, col(PostRevision.number) == number
        )
    ).scalar_one_or_none()


def revision_by_id(session: Session, revision_id: str | None) -> PostRevision | None:
    return session.get(PostRevision, revision_id) if revision_id else None


def judged_in(session: Session, item_id: str) -> PostRevision | None:
    """The text that an item decided last."""
    return session.execute(
        select(PostRevision)
        .where(col(PostRevision.item_id) == item_id)
        .order_by(col(PostRevision.number).desc())
        .limit(1)
    ).scalar_one_or_none()


def last_approved(session: Session, post_id: str) -> PostRevision | None:
    """What readers saw last of a post that was taken away."""
    return session.execute(
        select(PostRevision)
        .where(col(PostRevision.post_id) == post_id, col(PostRevision.state) == "approved")
        .order_by(col(PostRevision.number).desc())
        .limit(1)
    ).scalar_one_or_none()


def newest_number(session: Session, post_id: str) -> int:
    return int(
        session.execute(
            select(func.coalesce(func.max(col(PostRevision.number)), 0)).where(
                col(PostRevision.post_id) == post_id
            )
        ).scalar_one()
    )


def move_revision(session: Session, text: PostRevision, to: str, **values: Any) -> bool:
    """One conditional UPDATE from the state that was read: a text is decided once."""
    result = session.execute(
        update(PostRevision)
        .where(col(PostRevision.id) == text.id, col(PostRevision.state) == text.state)
        .values(state=to, **values)
        .execution_options(synchronize_session=False)
    )
    if not rows_of(result):
        return False
    session.refresh(text)
    return True


# -- topics ------------------------------------------------------------------------------------


def topics(session: Session, community_id: str) -> list[Topic]:
    return list(
        session.execute(
            select(Topic)
            .where(col(Topic.community_id) == community_id, col(Topic.ended_at).is_(None))
            .order_by(col(Topic.official_order), col(Topic.key))
        ).scalars()
    )


# -- what a person may see of herself ------------------------------------------------------------


def held(session: Session, person_id: str) -> list[dict[str, Any]]:
    """Her posts in every state, with every text she wrote."""
    rows = session.execute(
        select(PostRevision, Post)
        .join(Post, col(Post.id) == col(PostRevision.post_id))
        .where(col(Post.author_id) == person_id)
        .order_by(col(Post.id), col(PostRevision.number))
    )
    return [
        {
            "post": post.id,
            "state": post.state,
            "anonymous": post.anonymous,
            "number": text.number,
            "title": text.title,
            "text": text.body,
            "written_at": text.written_at,
        }
        for text, post in rows
    ]


# -- what `sen verify` asks ----------------------------------------------------------------------


def unapproved_shown(session: Session, most: int = 100) -> list[str]:
    """Posts that readers see, or will at an hour, with a text that nobody approved."""
    rows = session.execute(
        select(col(Post.id))
        .outerjoin(
            PostRevision, and_(col(PostRevision.post_id) == col(Post.id), col(PostRevision.shown))
        )
        .where(
            col(Post.state).in_(SETTLED),
            or_(
                col(PostRevision.id).is_(None),
                col(PostRevision.audience) != col(Post.audience),
                col(PostRevision.body) != col(Post.body),
                col(PostRevision.body_html) != col(Post.body_html),
                col(PostRevision.title) != col(Post.title),
            ),
        )
        .limit(most)
    )
    return [row[0] for row in rows]


def open_items(session: Session, most: int = 1000) -> list[tuple[str, str, str, int]]:
    """(post, its state, its open item's state, texts that wait) for every open item."""
    waiting = (
        select(func.count())
        .where(col(PostRevision.post_id) == col(Post.id), col(PostRevision.state) == "submitted")
        .scalar_subquery()
    )
    rows = session.execute(
        select(col(Post.id), col(Post.state), col(ReviewItem.state), waiting)
        .join(ReviewItem, col(ReviewItem.subject_id) == col(Post.id))
        .where(col(ReviewItem.kind) == "post", col(ReviewItem.state).in_(OPEN))
        .limit(most)
    )
    return [(row[0], row[1], row[2], int(row[3])) for row in rows]
