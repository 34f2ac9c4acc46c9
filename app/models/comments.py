"""Comments under posts, one level deep, and every text that each had."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from app.models.base import Moment, SQLModel


class Comment(SQLModel, table=True):
    """`thread_id`: the comment at the top, its own id there; `depth` keeps a reply behind it.

    A reply to a reply stands under the same top; `reply_to_id` says whom it answers. `nameless`:
    the author of an anonymous post, in her own post.
    """

    __tablename__ = "comment"
    __table_args__ = (
        CheckConstraint(
            "state IN ('submitted','published','refused','withdrawn','removed')", name="state"
        ),
        CheckConstraint("depth IN (0, 1)", name="depth"),
        CheckConstraint("(depth = 0) = (thread_id = id)", name="top"),
        CheckConstraint("(depth = 0) = (reply_to_id IS NULL)", name="reply"),
        CheckConstraint("version > 0", name="version"),
        Index("ix_comment_post", "post_id", "thread_id", "depth", "id"),
        Index("ix_comment_reply", "reply_to_id"),
        Index("ix_comment_author", "author_id", "id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    post_id: str = Field(foreign_key="post.id")
    thread_id: str = Field(foreign_key="comment.id")
    depth: int = 0
    reply_to_id: str | None = Field(default=None, foreign_key="comment.id")
    author_id: str = Field(foreign_key="person.id")
    nameless: bool = False
    #: Signed "Ban Quản trị".
    as_board: bool = False
    state: str = "published"
    version: int = 1
    body: str
    body_html: str
    #: What the board said last, for the author.
    state_reason: str = ""
    created_at: datetime = Field(sa_type=Moment)
    #: Since when the text is another than at first.
    edited_at: datetime | None = Field(default=None, sa_type=Moment)


class CommentText(SQLModel, table=True):
    """One text of a comment; the last one is the comment's."""

    __tablename__ = "comment_text"
    __table_args__ = (
        UniqueConstraint("comment_id", "number"),
        CheckConstraint("number > 0", name="number"),
    )
    id: str = Field(primary_key=True, max_length=32)
    comment_id: str = Field(foreign_key="comment.id")
    number: int
    body: str
    #: The rule that masked the words before it.
    made_by_rule: str = Field(default="", sa_column_kwargs={"server_default": ""})
    written_at: datetime = Field(sa_type=Moment)
