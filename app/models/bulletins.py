"""What a bulletin has beside its text: hour, pin, tags; and how the site is metered."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, UniqueConstraint
from sqlmodel import Field

from app.models.base import Moment, SQLModel


class Bulletin(SQLModel, table=True):
    """`due_at`: the hour for which it is scheduled; `planned_on`: the day that a draft is meant
    for; `spoken`: the loudspeaker's text as the board mended it."""

    __tablename__ = "bulletin"
    __table_args__ = (
        Index(
            "ix_bulletin_due",
            "due_at",
            sqlite_where=Column("due_at").is_not(None),
            postgresql_where=Column("due_at").is_not(None),
        ),
    )
    post_id: str = Field(primary_key=True, foreign_key="post.id")
    community_id: str = Field(foreign_key="community.id", index=True)
    due_at: datetime | None = Field(default=None, sa_type=Moment)
    planned_on: date | None = None
    announcement: bool = False
    solemn: bool = False
    for_plan: bool = False
    spoken: str = ""
    repeats: str | None = Field(default=None, foreign_key="post.id")


class Pin(SQLModel, table=True):
    """A community has three places at the top, each for one post."""

    __tablename__ = "pin"
    __table_args__ = (CheckConstraint("slot BETWEEN 1 AND 3", name="slot"),)
    community_id: str = Field(primary_key=True, foreign_key="community.id")
    slot: int = Field(primary_key=True)
    post_id: str = Field(foreign_key="post.id", unique=True)
    pinned_at: datetime = Field(sa_type=Moment)


class Tag(SQLModel, table=True):
    """A movement or campaign, or with `parent_id` one item of it, in force [valid_from, valid_to).

    Criteria change by decree (domain.md §1.4): an item that has ended is offered no more and stays
    with what bears it.
    """

    __tablename__ = "tag"
    __table_args__ = (
        UniqueConstraint("community_id", "key"),
        CheckConstraint("valid_to IS NULL OR valid_from < valid_to", name="term"),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    #: Asked when the transaction ends: a restored item may come before its movement.
    parent_id: str | None = Field(
        default=None,
        sa_column=Column(
            String, ForeignKey("tag.id", deferrable=True, initially="DEFERRED"), nullable=True
        ),
    )
    key: str = Field(max_length=40)
    name: str
    valid_from: date
    valid_to: date | None = None
    official_order: int = 0


class PostTag(SQLModel, table=True):
    __tablename__ = "post_tag"
    post_id: str = Field(primary_key=True, foreign_key="post.id")
    tag_id: str = Field(primary_key=True, foreign_key="tag.id", index=True)


class VisitMark(SQLModel, table=True):
    """That somebody was here on a day, or a member in a month: a keyed hash that names nobody.

    It is there so that the same one is not counted twice, and is deleted when the day or month is
    over.
    """

    __tablename__ = "visit_mark"
    __table_args__ = (CheckConstraint("kind IN ('visit','user')", name="kind"),)
    kind: str = Field(primary_key=True, max_length=8)
    period: str = Field(primary_key=True, max_length=10)
    digest: str = Field(primary_key=True, max_length=32)


class VisitCount(SQLModel, table=True):
    """Visits of a day and members of a month (YYYY-MM-DD, YYYY-MM): numbers, of nobody."""

    __tablename__ = "visit_count"
    __table_args__ = (
        CheckConstraint("kind IN ('visit','user')", name="kind"),
        CheckConstraint("count >= 0", name="count"),
    )
    kind: str = Field(primary_key=True, max_length=8)
    period: str = Field(primary_key=True, max_length=10)
    count: int = 0
