"""Posts, their texts one after another, and the topics of the plan (II.3)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    DDL,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Table,
    UniqueConstraint,
    event,
    text,
)
from sqlmodel import Field

from app.models.base import Json, Moment, SQLModel


class Topic(SQLModel, table=True):
    """A topic of a community: `key` stands in addresses and never changes."""

    __tablename__ = "topic"
    __table_args__ = (UniqueConstraint("community_id", "key"),)
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    key: str = Field(max_length=40)
    name: str
    introduction: str = ""
    rhythm: str = ""
    official_order: int = 0
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class Post(SQLModel, table=True):
    """What readers see. `title` to `fold` are those of the shown revision, or of the newest one
    while none is shown; `author_id` is kept of an anonymous post too and shown to nobody."""

    __tablename__ = "post"
    __table_args__ = (
        CheckConstraint("kind IN ('member','bulletin')", name="kind"),
        CheckConstraint(
            "state IN ('draft','submitted','needs_info','approved','scheduled','published',"
            "'refused','withdrawn','archived','removed')",
            name="state",
        ),
        CheckConstraint(
            "state NOT IN ('published','archived') OR published_at IS NOT NULL", name="published"
        ),
        CheckConstraint("comments >= 0 AND reactions >= 0", name="counts"),
        # What members write is never open to strangers.
        CheckConstraint(
            "audience = 'members' OR (audience = 'public' AND kind = 'bulletin')", name="audience"
        ),
        Index(
            "ix_post_public",
            "community_id",
            "published_at",
            "id",
            sqlite_where=text("state = 'published' AND audience = 'public'"),
            postgresql_where=text("state = 'published' AND audience = 'public'"),
        ),
        Index(
            "ix_post_feed",
            "community_id",
            "published_at",
            "id",
            sqlite_where=Column("state") == "published",
            postgresql_where=Column("state") == "published",
        ),
        Index(
            "ix_post_feed_topic",
            "community_id",
            "topic",
            "published_at",
            "id",
            sqlite_where=Column("state") == "published",
            postgresql_where=Column("state") == "published",
        ),
        Index("ix_post_state", "community_id", "state", "id"),
        # A search goes from a row of the word index to its post.
        Index(
            "uq_post_text_row",
            "text_row",
            unique=True,
            sqlite_where=text("text_row IS NOT NULL"),
            postgresql_where=text("text_row IS NOT NULL"),
        ),
        Index("ix_post_author_id", "author_id", "id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    kind: str = "member"
    state: str = "draft"
    version: int = 1
    author_id: str = Field(foreign_key="person.id")
    anonymous: bool = False
    #: The board may mend spelling in her text (group regulation Art 7.2).
    may_mend: bool = False
    topic: str | None = Field(default=None, max_length=40)
    title: str = ""
    body: str = ""
    body_html: str = ""
    fold: str = ""
    #: Of a bulletin: where it comes from, and who may read it.
    source: str = Field(default="", sa_column_kwargs={"server_default": ""})
    source_url: str = Field(default="", sa_column_kwargs={"server_default": ""})
    audience: str = Field(default="members", sa_column_kwargs={"server_default": "members"})
    comments_closed: bool = False
    #: What the board has closed the author does not open.
    closed_by_board: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=text("FALSE"))
    )
    comments: int = 0
    reactions: int = 0
    #: What the board said last, for the author.
    state_reason: str = ""
    #: Since when chair and vice-chair may read who wrote an anonymous post (board regulation 6.2).
    revealed_at: datetime | None = Field(default=None, sa_type=Moment)
    created_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
    published_at: datetime | None = Field(default=None, sa_type=Moment)
    #: Cards of the pictures that readers see with it, as they stood when they were last made.
    media: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(Json, nullable=False)
    )
    #: Its row in the word index while readers see it (SQLite).
    text_row: int | None = Field(default=None, sa_type=BigInteger)


#: Words of what readers see, by community. SQLite's own folding never folds đ, so it is switched
#: off and what is kept is folded already (dependencies.md); PostgreSQL indexes `post.fold` itself.
SQLITE_WORDS = (
    "CREATE VIRTUAL TABLE post_text USING fts5("
    "community, fold, tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3')"
)
POSTGRES_WORDS = (
    "CREATE INDEX ix_post_fold ON post USING gin (to_tsvector('simple'::regconfig, fold)) "
    "WHERE state = 'published'"
)


def _declare() -> None:
    table: Table = SQLModel.metadata.tables["post"]
    for dialect, statement in (("sqlite", SQLITE_WORDS), ("postgresql", POSTGRES_WORDS)):
        event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))


_declare()


class PostRevision(SQLModel, table=True):
    """One text of a post. `before_id`: the revision that readers saw until this one was approved.

    One draft, one text that waits and one that is shown at most for each post; `item_id`: the
    judgement that waits for it or decided it.
    """

    __tablename__ = "post_revision"
    __table_args__ = (
        UniqueConstraint("post_id", "number"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint(
            "state IN ('draft','submitted','returned','approved','refused','replaced','withdrawn')",
            name="state",
        ),
        CheckConstraint("NOT shown OR state = 'approved'", name="shown"),
        CheckConstraint("audience IN ('members','public')", name="audience"),
        Index(
            "uq_post_revision_draft",
            "post_id",
            unique=True,
            sqlite_where=Column("state") == "draft",
            postgresql_where=Column("state") == "draft",
        ),
        Index(
            "uq_post_revision_waiting",
            "post_id",
            unique=True,
            sqlite_where=Column("state") == "submitted",
            postgresql_where=Column("state") == "submitted",
        ),
        Index(
            "uq_post_revision_shown",
            "post_id",
            unique=True,
            sqlite_where=Column("shown"),
            postgresql_where=Column("shown"),
        ),
    )
    id: str = Field(primary_key=True, max_length=32)
    post_id: str = Field(foreign_key="post.id")
    number: int
    state: str = "draft"
    shown: bool = False
    title: str = ""
    body: str = ""
    body_html: str = ""
    topic: str | None = Field(default=None, max_length=40)
    source: str = Field(default="", sa_column_kwargs={"server_default": ""})
    source_url: str = Field(default="", sa_column_kwargs={"server_default": ""})
    audience: str = Field(default="members", sa_column_kwargs={"server_default": "members"})
    #: What was put right with it, where it mends a text that readers had seen.
    correction: str = Field(default="", sa_column_kwargs={"server_default": ""})
    #: Ids of its pictures, in order.
    pictures: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    written_by: str = Field(foreign_key="person.id")
    written_at: datetime = Field(sa_type=Moment)
    item_id: str | None = Field(default=None, foreign_key="review_item.id", index=True)
    #: What the board said of this text, who and when.
    note: str = ""
    judged_by: str | None = Field(default=None, foreign_key="person.id")
    judged_at: datetime | None = Field(default=None, sa_type=Moment)
    before_id: str | None = Field(default=None, foreign_key="post_revision.id")
    #: Of a minor version: the number of the author's own text; the rule that masked it, or nothing
    #: where the board mended its spelling.
    minor_of: int | None = None
    made_by_rule: str = Field(default="", sa_column_kwargs={"server_default": ""})
