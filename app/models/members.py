"""Members: the application, the consents, and the conversation around it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field

from app.models.base import Bytewise, Json, Moment, SQLModel

STATES = (
    "'submitted','needs_info','approved','refused','withdrawn','expired',"
    "'suspended','left','removed','merged'"
)
#: States in which a person has one file in a community at most.
OPEN_STATES = ("submitted", "needs_info", "approved", "suspended")


class Member(SQLModel, table=True):
    """One woman in one community, from her application on. States: contract.md."""

    __tablename__ = "member"
    __table_args__ = (
        CheckConstraint(f"state IN ({STATES})", name="state"),
        CheckConstraint("union_status IN ('member','not_member','unknown')", name="union_status"),
        CheckConstraint("state <> 'suspended' OR suspended_until IS NOT NULL", name="suspension"),
        CheckConstraint("version > 0", name="version"),
        # One index per order of the list (store/roll.py): a page is read, never sorted.
        Index("ix_member_by_name", "community_id", "sort_key", "id"),
        Index("ix_member_by_age", "community_id", "id"),
        Index("ix_member_by_state", "community_id", "state", "sort_key", "id"),
        Index("ix_member_by_unit", "community_id", "unit_id", "sort_key", "id"),
        Index("ix_member_phone", "phone"),
        # Who came and who went between two days (store/figures.py).
        Index("ix_member_joined", "community_id", "joined_at"),
        Index("ix_member_ended", "community_id", "ended_at"),
        # Where a file's possible twins are found (store/twins.py): one folded name, one key.
        Index("ix_member_fold", "community_id", "fold"),
        Index("ix_member_twin_key", "community_id", "twin_key", "unit_id"),
        # One open file of a person in a community, whoever of her two requests came first.
        Index(
            "uq_member_open",
            "community_id",
            "person_id",
            unique=True,
            sqlite_where=Column("state").in_(OPEN_STATES),
            postgresql_where=Column("state").in_(OPEN_STATES),
        ),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    person_id: str = Field(foreign_key="person.id", index=True)
    code: str = Field(unique=True)
    file_no: str = Field(unique=True)
    state: str = "submitted"
    version: int = 1
    phone: str | None = None
    phone_shared: bool = False
    #: Her name as she applied with it: the list reads this one table.
    full_name: str
    fold: str
    sort_key: str = Field(sa_column=Column(Bytewise, nullable=False))
    #: `domain.twins.key` of her name and year of birth, written wherever one of them is.
    twin_key: str = Field(sa_column=Column(Bytewise, nullable=False))
    unit_id: str | None = Field(default=None, foreign_key="unit.id")
    hamlet: str = ""
    union_status: str = "unknown"
    platform_name: str = ""
    #: Who passes word on to a woman without a phone of her own: her chapter head's name.
    reached_through: str = Field(default="", sa_column_kwargs={"server_default": ""})
    answers: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    form_version: int = 1
    under_18: bool = False
    deceased: bool = False
    invitation_id: str | None = Field(default=None, foreign_key="invitation.id")
    recorded_by: str | None = Field(default=None, foreign_key="person.id")
    applied_at: datetime = Field(sa_type=Moment)
    joined_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    suspended_until: datetime | None = Field(default=None, sa_type=Moment)
    state_reason: str = ""


class Consent(SQLModel, table=True):
    """One consent for one purpose; withdrawing closes the row, giving again opens another."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint(
            "purpose IN ('management','contact','publication','sensitive')", name="purpose"
        ),
        Index(
            "uq_consent_open",
            "member_id",
            "purpose",
            unique=True,
            sqlite_where=Column("withdrawn_at").is_(None),
            postgresql_where=Column("withdrawn_at").is_(None),
        ),
    )
    id: str = Field(primary_key=True, max_length=32)
    member_id: str = Field(foreign_key="member.id")
    purpose: str
    notice_version: int
    way: str
    #: Where the paper lies on which she signed, by which it can be shown.
    filed: str = Field(default="", sa_column_kwargs={"server_default": ""})
    given_at: datetime = Field(sa_type=Moment)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)


class Message(SQLModel, table=True):
    """A question of the board or an answer of the woman in the thread of one review."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("item_id", "sender", "round"),
        CheckConstraint("sender IN ('board','applicant')", name="sender"),
        CheckConstraint("round BETWEEN 1 AND 3", name="round"),
    )
    id: str = Field(primary_key=True, max_length=32)
    item_id: str = Field(foreign_key="review_item.id")
    member_id: str = Field(foreign_key="member.id", index=True)
    round: int
    sender: str
    text: str
    written_by: str | None = Field(default=None, foreign_key="person.id")
    written_at: datetime = Field(sa_type=Moment)


class Invitation(SQLModel, table=True):
    """A link per channel and person; openings and applications are counted from day one."""

    __tablename__ = "invitation"
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id", index=True)
    code: str = Field(unique=True)
    channel: str
    label: str = ""
    inviter_id: str | None = Field(default=None, foreign_key="person.id")
    inviter_name: str = ""
    created_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class UnionVerification(SQLModel, table=True):
    """That somebody looked whether she is a Union member: who, when, and by which source.

    What she says of herself stays in `Member.union_status`. A correction closes the row and opens
    another, so what was believed on a day remains known.
    """

    __tablename__ = "union_verification"
    __table_args__ = (
        CheckConstraint("status IN ('member','not_member')", name="status"),
        CheckConstraint("source IN ('card','chapter_list','unit_word','register')", name="source"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended"),
        Index(
            "uq_union_verification_open",
            "member_id",
            unique=True,
            sqlite_where=Column("ended_at").is_(None),
            postgresql_where=Column("ended_at").is_(None),
        ),
    )
    id: str = Field(primary_key=True, max_length=32)
    member_id: str = Field(foreign_key="member.id", index=True)
    status: str
    source: str
    note: str = ""
    verified_by: str = Field(foreign_key="person.id")
    verified_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_by: str | None = Field(default=None, foreign_key="person.id")
