"""Questions to the chapter whether it knows a woman who wants to join."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Index
from sqlmodel import Field

from app.models.base import Moment, SQLModel


class ChapterInquiry(SQLModel, table=True):
    """A question to her chapter whether it knows her, asked after she had agreed to it."""

    __tablename__ = "chapter_inquiry"
    __table_args__ = (
        CheckConstraint("asked_her", name="asked_her"),
        CheckConstraint("answer IN ('known','unknown','other')", name="answer"),
        CheckConstraint(
            "(answered_at IS NULL) = (answer IS NULL)"
            " AND (answered_at IS NULL) = (answered_by IS NULL)",
            name="answered",
        ),
        Index(
            "uq_chapter_inquiry_open",
            "member_id",
            unique=True,
            sqlite_where=Column("answered_at").is_(None),
            postgresql_where=Column("answered_at").is_(None),
        ),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    member_id: str = Field(foreign_key="member.id", index=True)
    asked_her: bool = True
    asked_by: str = Field(foreign_key="person.id")
    asked_at: datetime = Field(sa_type=Moment)
    answer: str | None = None
    note: str = ""
    answered_by: str | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
