"""The inbox: open items in the order in which they are judged, and what bulk requests name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.comments import Comment
from app.models.flags import FlagCase
from app.models.members import Member
from app.models.outside_posts import OutsidePost
from app.models.posts import Post
from app.models.review import ReviewItem
from app.models.works import ContestWork


def page(
    session: Session,
    community_id: str,
    *,
    most: int,
    states: tuple[str, ...] = ("submitted", "escalated"),
    kind: str = "",
    after: tuple[Any, ...] | None = None,
) -> list[ReviewItem]:
    """Open items: the highest priority first, then by due time."""
    statement = select(ReviewItem).where(
        col(ReviewItem.community_id) == community_id, col(ReviewItem.state).in_(states)
    )
    if kind:
        statement = statement.where(col(ReviewItem.kind) == kind)
    if after is not None:
        priority, due, last = after[0], datetime.fromisoformat(after[1]), after[2]
        statement = statement.where(
            or_(
                col(ReviewItem.priority) < priority,
                and_(
                    col(ReviewItem.priority) == priority,
                    or_(
                        col(ReviewItem.due_at) > due,
                        and_(col(ReviewItem.due_at) == due, col(ReviewItem.id) > last),
                    ),
                ),
            )
        )
    order = (col(ReviewItem.priority).desc(), col(ReviewItem.due_at), col(ReviewItem.id))
    return list(session.execute(statement.order_by(*order).limit(most)).scalars())


def first_open(
    session: Session,
    community_id: str,
    kinds: Iterable[str],
    but: str,
    person_id: str | None,
    now: datetime,
) -> ReviewItem | None:
    """The most urgent of these kinds that nobody else has claimed and that is not about her."""
    return session.execute(
        select(ReviewItem)
        .where(
            col(ReviewItem.community_id) == community_id,
            col(ReviewItem.state) == "submitted",
            col(ReviewItem.kind).in_(kinds),
            col(ReviewItem.subject_id) != but,
            *(~hers for hers in _about(person_id)),
            or_(
                col(ReviewItem.claimed_by).is_(None),
                col(ReviewItem.claimed_by) == person_id,
                col(ReviewItem.claim_until) <= now,
            ),
        )
        .order_by(col(ReviewItem.priority).desc(), col(ReviewItem.due_at), col(ReviewItem.id))
        .limit(1)
    ).scalar_one_or_none()


def _about(person_id: str | None) -> list[ColumnElement[bool]]:
    """The item is her own case: nobody decides that."""
    about = col(ReviewItem.subject_id)
    of_file = col(OutsidePost.member_id) == col(Member.id)
    return [
        exists().where(col(Member.id) == about, col(Member.person_id) == person_id),
        exists().where(col(Post.id) == about, col(Post.author_id) == person_id),
        exists().where(col(Comment.id) == about, col(Comment.author_id) == person_id),
        exists().where(col(FlagCase.id) == about, col(FlagCase.author_id) == person_id),
        exists().where(col(ContestWork.id) == about, col(ContestWork.person_id) == person_id),
        exists().where(col(OutsidePost.id) == about, of_file, col(Member.person_id) == person_id),
    ]


def kinds_at(session: Session, community_id: str, references: Iterable[str]) -> set[str]:
    """The kinds of items that are named by their own ids or by their subjects'."""
    wanted = set(references)
    rows = session.execute(
        select(col(ReviewItem.kind))
        .where(
            col(ReviewItem.community_id) == community_id,
            or_(col(ReviewItem.id).in_(wanted), col(ReviewItem.subject_id).in_(wanted)),
        )
        .distinct()
    )
    return {row[0] for row in rows}
