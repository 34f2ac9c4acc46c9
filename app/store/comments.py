"""Comments and their texts: only those that the actor may see are ever loaded (design.md §5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, literal, null, or_, select, tuple_
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.permissions import Actor
from app.domain.posts import SHOWN
from app.domain.refusals import Hidden
from app.models.comments import Comment, CommentText
from app.models.people import Person
from app.models.posts import Post
from app.models.review import OPEN, ReviewItem
from app.store import posts
from app.store.changes import change

_Answered = aliased(Comment)
_AnsweredPerson = aliased(Person)
_Reply = aliased(Comment)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Her own; what is shown under a shown post where she is a member; all where she serves."""
    clauses: list[ColumnElement[bool]] = []
    serves = actor.communities_as(*posts.DESK)
    inside = {m.community_id for m in actor.memberships if m.state == "approved"}
    if actor.person_id:
        clauses.append(col(Comment.author_id) == actor.person_id)
    if inside:
        shown = select(col(Post.id)).where(col(Post.state).in_(SHOWN))
        clauses.append(
            and_(
                col(Comment.community_id).in_(inside),
                col(Comment.state) == "published",
                col(Comment.post_id).in_(shown),
            )
        )
    if serves:
        clauses.append(col(Comment.community_id).in_(serves))
    return or_(*clauses) if clauses else literal(1) == 0


def get(session: Session, actor: Actor, comment_id: str) -> Comment:
    if not is_id(comment_id):
        raise Hidden
    comment = session.execute(
        select(Comment).where(col(Comment.id) == comment_id, visible_to(actor))
    ).scalar_one_or_none()
    if comment is None:
        raise Hidden
    return comment


def held(session: Session, actor: Actor, comment_id: str) -> tuple[Comment, Post]:
    """Whoever changes a comment keeps its post's row, then its own, until she commits."""
    post = posts.hold(session, get(session, actor, comment_id).post_id)
    comment = session.execute(
        select(Comment)
        .where(col(Comment.id) == comment_id, visible_to(actor))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if comment is None:
        raise Hidden
    return comment, post


def again(session: Session, comment_id: str) -> Comment:
    """The row as it stands now, after a lost race."""
    return session.execute(
        select(Comment)
        .where(col(Comment.id) == comment_id)
        .execution_options(populate_existing=True)
    ).scalar_one()


def by_ids(session: Session, ids: Iterable[str]) -> dict[str, Comment]:
    rows = session.execute(select(Comment).where(col(Comment.id).in_(set(ids)))).scalars()
    return {comment.id: comment for comment in rows}


def move(session: Session, comment: Comment, **values: Any) -> bool:
    """One conditional UPDATE from the version that was read; False when somebody was faster."""
    return change(session, comment, **values)


def texts(session: Session, comment_id: str) -> list[CommentText]:
    """Every text, the first one first."""
    return list(
        session.execute(
            select(CommentText)
            .where(col(CommentText.comment_id) == comment_id)
            .order_by(col(CommentText.number))
        ).scalars()
    )


def newest_number(session: Session, comment_id: str) -> int:
    return int(
        session.execute(
            select(func.coalesce(func.max(col(CommentText.number)), 0)).where(
                col(CommentText.comment_id) == comment_id
            )
        ).scalar_one()
    )


# -- lists -------------------------------------------------------------------------------------


class Listed(NamedTuple):
    """One row of a thread; `name` and `answered_*` are empty where nobody is named."""

    id: str
    post_id: str
    thread_id: str
    depth: int
    author_id: str
    name: str | None
    nameless: bool
    as_board: bool
    state: str
    version: int
    body: str
    body_html: str
    state_reason: str
    created_at: datetime
    edited_at: datetime | None
    answered_name: str | None
    answered_nameless: bool | None
    answered_as_board: bool | None
    answered_state: str | None


_COLUMNS = (
    col(Comment.id),
    col(Comment.post_id),
    col(Comment.thread_id),
    col(Comment.depth),
    col(Comment.author_id),
    case((or_(col(Comment.nameless), col(Comment.as_board)), null()), else_=col(Person.full_name)),
    col(Comment.nameless),
    col(Comment.as_board),
    col(Comment.state),
    col(Comment.version),
    col(Comment.body),
    col(Comment.body_html),
    col(Comment.state_reason),
    col(Comment.created_at),
    col(Comment.edited_at),
    case(
        (or_(col(_Answered.nameless), col(_Answered.as_board)), null()),
        else_=col(_AnsweredPerson.full_name),
    ),
    col(_Answered.nameless),
    col(_Answered.as_board),
    col(_Answered.state),
)


def under(
    session: Session,
    post_id: str,
    *,
    person_id: str | None,
    judges: bool,
    most: int,
    after: tuple[Any, ...] | None = None,
) -> list[Listed]:
    """Thread after thread, the oldest first; what went away stays as a place if it was answered."""
    answered = (
        select(literal(1))
        .where(
            col(_Reply.state) == "published",
            or_(
                and_(col(_Reply.thread_id) == col(Comment.id), col(_Reply.depth) == 1),
                col(_Reply.reply_to_id) == col(Comment.id),
            ),
            col(_Reply.post_id) == post_id,
        )
        .exists()
    )
    seen = [col(Comment.state) == "published", answered]
    if person_id:
        own = col(Comment.author_id) == person_id
        seen.append(and_(own, col(Comment.state).in_(("submitted", "refused", "removed"))))
    if judges:
        seen.append(col(Comment.state) == "submitted")
    statement = (
        select(*_COLUMNS)
        .join(Person, col(Person.id) == col(Comment.author_id))
        .outerjoin(_Answered, col(_Answered.id) == col(Comment.reply_to_id))
        .outerjoin(_AnsweredPerson, col(_AnsweredPerson.id) == col(_Answered.author_id))
        .where(col(Comment.post_id) == post_id, or_(*seen))
    )
    place = (col(Comment.thread_id), col(Comment.depth), col(Comment.id))
    if after is not None:
        statement = statement.where(tuple_(*place) > tuple_(*(literal(key) for key in after)))
    rows = session.execute(statement.order_by(*place).limit(most))
    return [Listed._make(row) for row in rows]


def of_author(
    session: Session, person_id: str, most: int, after_id: str = ""
) -> list[tuple[Comment, Post]]:
    """Her own, the newest first, with the posts that they stand under."""
    statement = (
        select(Comment, Post)
        .join(Post, col(Post.id) == col(Comment.post_id))
        # One without words is the circle's: no list on her phone tells of it.
        .where(col(Comment.author_id) == person_id, col(Comment.body) != "")
    )
    if after_id:
        statement = statement.where(col(Comment.id) < after_id)
    rows = session.execute(statement.order_by(col(Comment.id).desc()).limit(most))
    return [(comment, post) for comment, post in rows]


# -- what `sen verify` asks ----------------------------------------------------------------------


def miscounted(session: Session, most: int = 100) -> list[tuple[str, int, int]]:
    """(post, what its counter says, how many comments readers see)."""
    counted = (
        select(func.count())
        .where(col(Comment.post_id) == col(Post.id), col(Comment.state) == "published")
        .scalar_subquery()
    )
    rows = session.execute(
        select(col(Post.id), col(Post.comments), counted)
        .where(col(Post.comments) != counted)
        .limit(most)
    )
    return [(row[0], int(row[1]), int(row[2])) for row in rows]


def unkept(session: Session, most: int = 100) -> list[str]:
    """Comments whose text is not the last one of their history."""
    newest = (
        select(col(CommentText.body))
        .where(col(CommentText.comment_id) == col(Comment.id))
        .order_by(col(CommentText.number).desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        select(col(Comment.id)).where(func.coalesce(newest, "") != col(Comment.body)).limit(most)
    )
    return [row[0] for row in rows]


def disagreements(session: Session, most: int = 1000) -> list[tuple[str, str, str]]:
    """(comment, its state, its open item's state or "none") of all that wait or have an item."""
    item = and_(
        col(ReviewItem.subject_id) == col(Comment.id),
        col(ReviewItem.kind) == "comment",
        col(ReviewItem.state).in_(OPEN),
    )
    rows = session.execute(
        select(col(Comment.id), col(Comment.state), func.coalesce(col(ReviewItem.state), "none"))
        .outerjoin(ReviewItem, item)
        .where(or_(col(Comment.state) == "submitted", col(ReviewItem.id).is_not(None)))
        .limit(most)
    )
    return [(row[0], row[1], row[2]) for row in rows]
