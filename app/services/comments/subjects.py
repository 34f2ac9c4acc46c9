"""A comment as the review engine, the counters, the reasons and the notices know it."""

from __future__ import annotations

from typing import Any

from app.domain.permissions import Thing
from app.domain.refusals import Conflict
from app.models.comments import Comment
from app.models.machinery import OutboxRow
from app.models.posts import Post
from app.services import reviewing, telling
from app.services.flags import closing
from app.services.posts.subjects import Author, headline
from app.services.reviewing import Subject
from app.services.telling import Event
from app.store import comments, members, posts
from app.store.actors import Work

KIND = "comment"


def thing_of(comment: Comment) -> Thing:
    return Thing(comment.community_id, comment.author_id)


def subject_of(comment: Comment) -> Subject:
    return Subject(
        KIND,
        comment.id,
        comment.community_id,
        comment.author_id,
        comment.state,
        comment.version,
    )


def author_of(comment: Comment) -> Author:
    """Whom a reason addresses; nobody is named where her words stand without a name."""
    return Author(comment.community_id, None if comment.nameless else comment.author_id)


def lost(work: Work, comment: Comment) -> Conflict:
    """Somebody was faster: the comment as it stands now says who."""
    return reviewing.lost(work, subject_of(comments.again(work.session, comment.id)))


def turn(work: Work, comment: Comment, state: str, **values: Any) -> None:
    """Into another state from the version that was read, the post's counter with it, or say who
    was faster."""
    more = (state == "published") - (comment.state == "published")
    if not comments.move(work.session, comment, state=state, **values):
        raise lost(work, comment)
    if more:
        posts.count(work.session, comment.post_id, comments=more)
    if state in {"removed", "withdrawn"}:
        closing.gone(work, KIND, comment.id, by_board=state == "removed")


def told(
    work: Work,
    comment: Comment,
    post: Post,
    kind: str,
    *,
    item_id: str | None = None,
    ly_do: str = "",
) -> None:
    """A letter to the author, if she is a member."""
    member = members.open_of_person(work.session, comment.author_id, comment.community_id)
    if member is None:
        return
    event = Event(
        kind,
        key=f"{kind}:{comment.id}:{comment.version}",
        urgency="digest",
        subject=(KIND, comment.id),
        path=f"/comments/{comment.id}",
        item_id=item_id,
        waits=True,
    )
    telling.tell(work, member, event, tieu_de=headline(post), ly_do=ly_do)


def happened(work: Work, comment: Comment, what: str) -> None:
    """An author's deeds enter the change feed; the log keeps the board's (design.md §8)."""
    work.session.add(
        OutboxRow(
            community_id=comment.community_id,
            kind=f"comment.{what}",
            subject_type=KIND,
            subject_id=comment.id,
            at=work.now,
            facts={"state": comment.state, "post": comment.post_id},
        )
    )
