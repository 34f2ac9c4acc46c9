"""Notices: words for one person after one event, how they leave, and what she wishes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field

from app.models.base import Json, Moment, SQLModel

#: States in which a notice may have reached her this way, or still may.
LIVING = ("queued", "sending", "sent", "unknown")


class Notice(SQLModel, table=True):
    """Words for one person after one event: in her inbox, and for the way that she chose.

    `event` names what happened: a person has one notice of it. `member_id` is the file that it is
    about; people of a board have none. `visible_from` lies ten seconds after a decision; undoing
    it in time withdraws the notice. `planned_at`: whether and how it leaves has been settled.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("person_id", "event"),
        CheckConstraint("urgency IN ('at_once','digest','board')", name="urgency"),
        Index(
            "ix_notice_untold",
            "community_id",
            "visible_from",
            sqlite_where=Column("told_at").is_(None),
            postgresql_where=Column("told_at").is_(None),
        ),
        Index("ix_notice_inbox", "person_id", "id"),
        # Whom the day's summary may concern.
        Index(
            "ix_notice_unread",
            "created_at",
            sqlite_where=Column("read_at").is_(None),
            postgresql_where=Column("read_at").is_(None),
        ),
        Index(
            "ix_notice_unplanned",
            "visible_from",
            sqlite_where=Column("planned_at").is_(None),
            postgresql_where=Column("planned_at").is_(None),
        ),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    person_id: str = Field(foreign_key="person.id")
    member_id: str | None = Field(default=None, foreign_key="member.id", index=True)
    event: str
    kind: str
    urgency: str = Field(default="at_once", sa_column_kwargs={"server_default": "at_once"})
    title: str
    text: str
    outside_text: str
    subject_type: str = Field(default="", sa_column_kwargs={"server_default": ""})
    subject_id: str = Field(default="", sa_column_kwargs={"server_default": ""})
    #: Where the inbox leads, an address of this site.
    path: str = Field(default="", sa_column_kwargs={"server_default": ""})
    item_id: str | None = Field(default=None, foreign_key="review_item.id", index=True)
    created_at: datetime = Field(sa_type=Moment)
    visible_from: datetime = Field(sa_type=Moment)
    planned_at: datetime | None = Field(default=None, sa_type=Moment)
    told_at: datetime | None = Field(default=None, sa_type=Moment)
    told_by: str | None = Field(default=None, foreign_key="person.id")
    read_at: datetime | None = Field(default=None, sa_type=Moment)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)


class NoticePreference(SQLModel, table=True):
    """What one person wishes; without a row the defaults hold. Hours are Vietnamese.

    `muted` holds topics (domain/notices.py). `quiet_from` and `quiet_to` are minutes of the day.
    """

    __tablename__ = "notice_preference"
    __table_args__ = (
        CheckConstraint("daily_hour BETWEEN 0 AND 23", name="daily_hour"),
        CheckConstraint(
            "quiet_from BETWEEN 0 AND 1439 AND quiet_to BETWEEN 0 AND 1439", name="quiet"
        ),
        CheckConstraint("email_confirmed_at IS NULL OR email <> ''", name="confirmed"),
        CheckConstraint("version > 0", name="version"),
    )
    person_id: str = Field(primary_key=True, foreign_key="person.id")
    email: str = ""
    email_confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    confirmation_sent_at: datetime | None = Field(default=None, sa_type=Moment)
    by_email: bool = True
    by_zalo: bool = True
    by_sms: bool = True
    muted: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    daily: bool = True
    daily_by_sms: bool = False
    daily_hour: int = 18
    quiet_from: int = 21 * 60 + 30
    quiet_to: int = 6 * 60 + 30
    urgent_at_night: bool = False
    version: int = 1
    changed_at: datetime = Field(sa_type=Moment)


class Delivery(SQLModel, table=True):
    """One notice on its way by one channel. Only a keyed digest of the address is kept.

    States: queued → sending → sent, failed (refused for good), given_up (no longer wanted, or tried
    too often), unknown (the sender died or the line broke after the words were handed over, so
    nobody sends them again but a human), held (the demonstration: shown, never sent).
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("notice_id", "channel"),
        CheckConstraint("channel IN ('email','zalo','sms')", name="channel"),
        CheckConstraint(
            "state IN ('queued','sending','sent','failed','given_up','unknown','held')",
            name="state",
        ),
        CheckConstraint("attempts >= 0", name="attempts"),
        # One way at a time: another is tried only once the first one surely did not arrive.
        Index(
            "uq_delivery_living",
            "notice_id",
            unique=True,
            sqlite_where=Column("state").in_(LIVING),
            postgresql_where=Column("state").in_(LIVING),
        ),
        Index("ix_delivery_page", "community_id", "id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    notice_id: str = Field(foreign_key="notice.id")
    channel: str
    address_digest: str = ""
    state: str = "queued"
    attempts: int = 0
    next_at: datetime = Field(sa_type=Moment)
    problem: str = ""
    receipt: str = ""
    created_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
