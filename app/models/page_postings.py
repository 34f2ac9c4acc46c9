"""What is put on a community's Facebook Page, what was posted in its group by hand, and the key."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Index, text
from sqlmodel import Field

from app.models.base import Json, Moment, SQLModel

#: One at a time for a subject on the Page; in the group it is ticked once.
LIVE = (
    "subject_id IS NOT NULL AND (state IN ('waiting','sending','unknown','failed')"
    " OR (channel = 'group' AND state = 'sent'))"
)


class PageConnection(SQLModel, table=True):
    """The Page of a community. `token` is sealed (integrations/sealing.py), never shown again."""

    __tablename__ = "page_connection"
    __table_args__ = (CheckConstraint("version > 0", name="version"),)
    community_id: str = Field(primary_key=True, foreign_key="community.id")
    page_id: str
    page_name: str
    token: str
    #: The code of what Facebook last said against it; empty while it works.
    problem: str = ""
    version: int = 1
    set_by: str = Field(foreign_key="person.id")
    set_at: datetime = Field(sa_type=Moment)


class PagePosting(SQLModel, table=True):
    """One text for the Page, or the tick that one was posted in the group.

    `first_try_at`: since when it may stand on the Page without our knowing. `ahead`: handed to
    Facebook's own schedule. `needs_second`: nothing is sent before another person has read it.
    """

    __tablename__ = "page_posting"
    __table_args__ = (
        CheckConstraint("channel IN ('page','group')", name="channel"),
        CheckConstraint(
            "state IN ('waiting','sending','sent','failed','unknown','cancelled')", name="state"
        ),
        CheckConstraint("channel = 'page' OR state = 'sent'", name="group"),
        CheckConstraint("(subject_type IS NULL) = (subject_id IS NULL)", name="subject"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent"),
        CheckConstraint("version > 0 AND attempts >= 0 AND looks >= 0", name="numbers"),
        CheckConstraint("(read_by IS NULL) = (read_at IS NULL)", name="read"),
        CheckConstraint("read_by IS NULL OR read_by <> created_by", name="two"),
        CheckConstraint(
            "NOT needs_second OR read_by IS NOT NULL OR state IN ('waiting','cancelled')",
            name="unread",
        ),
        Index("ix_page_posting_list", "community_id", "id"),
        Index("ix_page_posting_subject", "subject_type", "subject_id"),
        Index(
            "uq_page_posting_live",
            "community_id",
            "channel",
            "subject_type",
            "subject_id",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    channel: str = "page"
    subject_type: str | None = None
    subject_id: str | None = None
    text: str
    link: str = ""
    #: Digests of pictures, in order.
    pictures: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    wanted_at: datetime = Field(sa_type=Moment)
    ahead: bool = False
    needs_second: bool = False
    read_by: str | None = Field(default=None, foreign_key="person.id")
    read_at: datetime | None = Field(default=None, sa_type=Moment)
    state: str = "waiting"
    version: int = 1
    attempts: int = 0
    looks: int = 0
    first_try_at: datetime | None = Field(default=None, sa_type=Moment)
    outside_id: str = ""
    outside_address: str = ""
    problem: str = ""
    #: None: the clock, for a bulletin that was approved before.
    created_by: str | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(sa_type=Moment)
    changed_by: str | None = Field(default=None, foreign_key="person.id")
    changed_at: datetime = Field(sa_type=Moment)
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
