"""Rules over texts: what is looked for, what becomes of it, and every version that was in force."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index
from sqlmodel import Field

from app.models.base import Json, Moment, SQLModel


class ContentRule(SQLModel, table=True):
    """The rule as it stands. `looks_for`: words, loose, links, domains, numbers, pattern."""

    __tablename__ = "content_rule"
    __table_args__ = (
        CheckConstraint("action IN ('refuse','hold','mask','flag','tag')", name="action"),
        CheckConstraint("scope IN ('posts','comments','both')", name="scope"),
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="valid"),
        Index("ix_content_rule_community_id", "community_id", "id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    version: int = 1
    label: str
    action: str
    scope: str = "both"
    priority: int = 0
    looks_for: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    #: What the author of a held or refused text reads.
    message: str = ""
    enabled: bool = True
    #: In force from the first day on, and no longer on the last (half-open).
    valid_from: date
    valid_to: date | None = None
    created_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class ContentRuleVersion(SQLModel, table=True):
    """A version as it was written; a decision of a rule names it for ever."""

    __tablename__ = "content_rule_version"
    rule_id: str = Field(primary_key=True, foreign_key="content_rule.id")
    version: int = Field(primary_key=True)
    values: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    written_by: str = Field(foreign_key="person.id")
    written_at: datetime = Field(sa_type=Moment)
