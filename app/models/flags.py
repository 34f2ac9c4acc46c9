"""What readers report to the board, and who is not heard for a while."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field

from app.models.base import Moment, SQLModel


class FlagCase(SQLModel, table=True):
    """All flags of one text, judged as one: one open case a subject.

    `title`, `body`, `number`: the text as it stood when the first reader reported it.
    """

    __tablename__ = "flag_case"
    __table_args__ = (
        CheckConstraint("subject_type IN ('post','comment')", name="subject_type"),
        CheckConstraint("state IN ('submitted','approved','refused','withdrawn')", name="state"),
        CheckConstraint("version > 0", name="version"),
        Index(
            "uq_flag_case_open",
            "subject_type",
            "subject_id",
            unique=True,
            sqlite_where=Column("state") == "submitted",
            postgresql_where=Column("state") == "submitted",
        ),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    subject_type: str
    subject_id: str
    author_id: str = Field(foreign_key="person.id")
    state: str = "submitted"
    version: int = 1
    number: int
    title: str = ""
    body: str
    body_html: str
    opened_at: datetime = Field(sa_type=Moment)


class Flag(SQLModel, table=True):
    """One person's word on one text: once, by the unique key.

    `text`: what she reported, where no case keeps it. `told_at`: when she was told the outcome.
    """

    __tablename__ = "flag"
    __table_args__ = (
        UniqueConstraint("subject_type", "subject_id", "number", "person_id"),
        CheckConstraint("subject_type IN ('post','comment')", name="subject_type"),
        CheckConstraint("state IN ('in_case','held_for_care','muted')", name="state"),
        CheckConstraint("(state = 'in_case') = (case_id IS NOT NULL)", name="case"),
        Index("ix_flag_case_id", "case_id"),
        Index("ix_flag_person_id", "person_id", "id"),
        Index(
            "ix_flag_care",
            "community_id",
            "id",
            sqlite_where=Column("state") == "held_for_care",
            postgresql_where=Column("state") == "held_for_care",
        ),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    subject_type: str
    subject_id: str
    number: int
    person_id: str = Field(foreign_key="person.id")
    reason: str
    words: str = ""
    state: str
    case_id: str | None = Field(default=None, foreign_key="flag_case.id")
    text: str = ""
    at: datetime = Field(sa_type=Moment)
    told_at: datetime | None = Field(default=None, sa_type=Moment)


class FlagMute(SQLModel, table=True):
    """Until when a member's flags reach nobody; one open row a member."""

    __tablename__ = "flag_mute"
    __table_args__ = (
        Index(
            "uq_flag_mute_open",
            "member_id",
            unique=True,
            sqlite_where=Column("ended_at").is_(None),
            postgresql_where=Column("ended_at").is_(None),
        ),
    )
    id: str = Field(primary_key=True, max_length=32)
    member_id: str = Field(foreign_key="member.id")
    until: datetime = Field(sa_type=Moment)
    reason: str
    set_by: str = Field(foreign_key="person.id")
    set_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_by: str | None = Field(default=None, foreign_key="person.id")
