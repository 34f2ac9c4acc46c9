"""Pictures: of one owner, attached to one thing; and how many a person sent on a day."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field

from app.models.base import Moment, SQLModel

ATTACHED = "subject_id IS NOT NULL"


class Picture(SQLModel, table=True):
    """One picture. `original_key` is never served, and is gone once both sizes are made.

    `draft`: its owner may still change or delete it. `loose_since`: attached to nothing since then.
    `audience` is who sees it beside the owner; board and adviser do, but for `circle`.
    """

    __tablename__ = "picture"
    __table_args__ = (
        # Ten to a subject, each in its place. Below zero they stand while they change places.
        UniqueConstraint("subject_type", "subject_id", "position"),
        CheckConstraint("position BETWEEN -10 AND 9", name="position"),
        CheckConstraint(
            f"({ATTACHED}) = (subject_type IS NOT NULL) AND ({ATTACHED}) = (position IS NOT NULL)"
            f" AND ({ATTACHED}) = (loose_since IS NULL)",
            name="subject",
        ),
        CheckConstraint(f"{ATTACHED} OR (audience = 'owner' AND draft)", name="loose"),
        CheckConstraint("state IN ('waiting','ready','failed')", name="state"),
        CheckConstraint("(state = 'failed') = (failure <> '')", name="failure"),
        CheckConstraint(
            "(state = 'ready') = (ready_at IS NOT NULL) AND (state = 'ready') ="
            " (small_key IS NOT NULL) AND (state = 'ready') = (large_key IS NOT NULL)",
            name="ready",
        ),
        CheckConstraint("audience IN ('owner','members','public','circle')", name="audience"),
        CheckConstraint("shows IN ('nobody','adult','child','unknown')", name="shows"),
        CheckConstraint(
            "(consent <> '') = (consent_by IS NOT NULL)"
            " AND (consent <> '') = (consent_at IS NOT NULL)",
            name="consent",
        ),
        CheckConstraint("version > 0", name="version"),
        Index("ix_picture_owner", "owner_id", "community_id", "id"),
        Index(
            "ix_picture_loose",
            "loose_since",
            sqlite_where=Column("loose_since").is_not(None),
            postgresql_where=Column("loose_since").is_not(None),
        ),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id", index=True)
    owner_id: str = Field(foreign_key="person.id")
    subject_type: str | None = None
    subject_id: str | None = Field(default=None, max_length=32)
    position: int | None = None
    draft: bool = True
    loose_since: datetime | None = Field(default=None, sa_type=Moment)
    state: str = "waiting"
    failure: str = ""
    audience: str = "owner"
    #: What it shows, for those who do not see it.
    alt: str = ""
    shows: str = "unknown"
    #: How those who are recognisable agreed, in words; who noted it, and when.
    consent: str = ""
    consent_by: str | None = Field(default=None, foreign_key="person.id")
    consent_at: datetime | None = Field(default=None, sa_type=Moment)
    version: int = 1
    #: What it looks like, in 64 bits (`integrations.pictures`); empty until it is made.
    dhash: str = Field(default="", max_length=16, sa_column_kwargs={"server_default": ""})
    #: Of the file that was sent: bytes; pixels as its header says.
    sha256: str
    bytes: int
    media_type: str
    width: int
    height: int
    original_key: str | None = None
    small_key: str | None = None
    small_width: int | None = None
    small_height: int | None = None
    large_key: str | None = None
    large_width: int | None = None
    large_height: int | None = None
    created_at: datetime = Field(sa_type=Moment)
    ready_at: datetime | None = Field(default=None, sa_type=Moment)


class PictureDay(SQLModel, table=True):
    """How many pictures a person sent on one day, those that she deleted included."""

    __tablename__ = "picture_day"
    __table_args__ = (CheckConstraint("sent > 0", name="sent"),)
    person_id: str = Field(primary_key=True, foreign_key="person.id")
    day: date = Field(primary_key=True)
    sent: int
