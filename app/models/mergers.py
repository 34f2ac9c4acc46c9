"""One woman, several files: pairs that are two women, and files that went into another one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, UniqueConstraint
from sqlmodel import Field

from app.models.base import Bytewise, Json, Moment, SQLModel


class PairApart(SQLModel, table=True):
    """Two files that somebody looked at and found to be two women; the lower id stands first."""

    __tablename__ = "pair_apart"
    __table_args__ = (
        CheckConstraint("first_id < second_id", name="order"),
        UniqueConstraint("first_id", "second_id"),
        Index("ix_pair_apart_second_id", "second_id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    first_id: str = Field(sa_column=Column(Bytewise, ForeignKey("member.id"), nullable=False))
    second_id: str = Field(sa_column=Column(Bytewise, ForeignKey("member.id"), nullable=False))
    reason: str = ""
    noted_by: str = Field(foreign_key="person.id")
    noted_at: datetime = Field(sa_type=Moment)


class Merger(SQLModel, table=True):
    """One file went into another of the same community; what it holds stays under itself.

    `filled`: the kept file's fields that were empty and took the merged file's value, each with
    its empty value. `left`: those of them that undoing left alone, because somebody had changed
    them since. `from_state`, `item_id`, `item_state`: where undoing leads back to: the file, and
    the review that was open.
    """

    __tablename__ = "merger"
    __table_args__ = (
        CheckConstraint("from_id <> into_id", name="two_files"),
        CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone"),
        CheckConstraint("(item_id IS NULL) = (item_state IS NULL)", name="item"),
        Index(
            "uq_merger_standing",
            "from_id",
            unique=True,
            sqlite_where=Column("undone_at").is_(None),
            postgresql_where=Column("undone_at").is_(None),
        ),
        Index("ix_merger_into_id", "into_id"),
        Index("ix_merger_from_id", "from_id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    from_id: str = Field(foreign_key="member.id")
    into_id: str = Field(foreign_key="member.id")
    from_state: str
    item_id: str | None = Field(default=None, foreign_key="review_item.id")
    item_state: str | None = None
    filled: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    left: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    reason: str = ""
    merged_by: str = Field(foreign_key="person.id")
    merged_at: datetime = Field(sa_type=Moment)
    undone_by: str | None = Field(default=None, foreign_key="person.id")
    undone_at: datetime | None = Field(default=None, sa_type=Moment)
