"""The weekly sheet (giao ban): one page for the board's meeting, frozen once it is settled."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field

from app.models.base import Json, Moment, SQLModel


class WeeklySheet(SQLModel, table=True):
    """What the board typed into the sheet of an ISO week, and all of it once it is settled.

    `matters`: up to three of {text, owner}, empty while the open ones are found by themselves.
    `content`: figures, matters and calendar as they stood when the sheet was settled,
    empty before.
    """

    __tablename__ = "weekly_sheet"
    __table_args__ = (
        UniqueConstraint("community_id", "week"),
        CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", name="settled"),
        CheckConstraint("version > 0", name="version"),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    week: str
    praise: str = ""
    suggestion: str = ""
    conclusion: str = ""
    matters: list[dict[str, str]] = Field(
        default_factory=list, sa_column=Column(Json, nullable=False)
    )
    content: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    settled_at: datetime | None = Field(default=None, sa_type=Moment)
    settled_by: str | None = Field(default=None, foreign_key="person.id")
    version: int = 1
    changed_by: str = Field(foreign_key="person.id")
    changed_at: datetime = Field(sa_type=Moment)
