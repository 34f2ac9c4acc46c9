"""The community of the plan and the texts that bind it: regulations, form, notice, reasons."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field

from app.models.base import Json, Moment, SQLModel


class Community(SQLModel, table=True):
    __tablename__ = "community"
    id: str = Field(primary_key=True, max_length=32)
    slug: str = Field(unique=True, max_length=60)
    name: str
    mission: str
    short_mission: str = ""
    audience: str = ""
    reassurances: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    platforms: list[dict[str, str]] = Field(
        default_factory=list, sa_column=Column(Json, nullable=False)
    )
    demo: bool = False
    settings: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    founded_on: date | None = None
    version: int = 1
    created_at: datetime = Field(sa_type=Moment)


class CommunityHost(SQLModel, table=True):
    """A unit of the Union that hosts the community; the first in order is the data controller."""

    __tablename__ = "community_host"
    community_id: str = Field(primary_key=True, foreign_key="community.id")
    unit_id: str = Field(primary_key=True, foreign_key="unit.id", index=True)
    official_order: int = 0


class Regulation(SQLModel, table=True):
    """One version of the group's or the board's regulation, as members accept it."""

    __tablename__ = "regulation"
    __table_args__ = (
        UniqueConstraint("community_id", "kind", "version"),
        CheckConstraint("kind IN ('group','board')", name="kind"),
        CheckConstraint("version > 0", name="version"),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    kind: str
    version: int
    title: str
    body: str
    summary: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    in_force_from: date
    created_at: datetime = Field(sa_type=Moment)


class RegulationAcceptance(SQLModel, table=True):
    __tablename__ = "regulation_acceptance"
    __table_args__ = (UniqueConstraint("member_id", "regulation_id"),)
    id: str = Field(primary_key=True, max_length=32)
    member_id: str = Field(foreign_key="member.id")
    regulation_id: str = Field(foreign_key="regulation.id", index=True)
    accepted_at: datetime = Field(sa_type=Moment)
    way: str = "form"


class JoinForm(SQLModel, table=True):
    __tablename__ = "join_form"
    __table_args__ = (UniqueConstraint("community_id", "version"),)
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    version: int
    introduction: str = ""
    questions: list[dict[str, Any]] = Field(sa_column=Column(Json, nullable=False))
    created_at: datetime = Field(sa_type=Moment)


class PrivacyNotice(SQLModel, table=True):
    """Who keeps which data, for what and how long: versioned, printable (Law 91/2025, Art 9)."""

    __tablename__ = "privacy_notice"
    __table_args__ = (UniqueConstraint("community_id", "version"),)
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    version: int
    body: str
    consents: dict[str, str] = Field(sa_column=Column(Json, nullable=False))
    in_force_from: date
    created_at: datetime = Field(sa_type=Moment)


class ReasonTemplate(SQLModel, table=True):
    """A sentence the board starts from: the writer sees `label`, the woman sees `text`."""

    __tablename__ = "reason_template"
    __table_args__ = (UniqueConstraint("community_id", "code"),)
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    code: str
    decision: str
    label: str
    text: str
    official_order: int = 0
