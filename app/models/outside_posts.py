"""Posts and comments that stand on Facebook or Zalo, and what a hand does about them there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from app.models.base import Moment, SQLModel


class OutsidePost(SQLModel, table=True):
    """One address is one record, as long as nobody took it back as recorded by mistake.

    `author_name`: as it stands there; `member_id`: her file, where the board knows it. A secluded
    one is the closed circle's: its words are in the register of care alone.
    """

    __tablename__ = "outside_post"
    __table_args__ = (
        CheckConstraint("kind IN ('post','comment')", name="kind"),
        CheckConstraint("platform IN ('facebook','page','zalo')", name="platform"),
        CheckConstraint("there IN ('waiting','standing','gone')", name="there"),
        CheckConstraint(
            "state IN ('submitted','approved','refused','removed','withdrawn','secluded')",
            name="state",
        ),
        CheckConstraint("address IS NULL OR platform <> 'zalo'", name="address"),
        CheckConstraint(
            "state <> 'secluded' OR (body = '' AND author_name = '' AND fold = '')",
            name="secluded",
        ),
        CheckConstraint("version > 0", name="version"),
        Index(
            "uq_outside_post_address",
            "community_id",
            "address",
            unique=True,
            sqlite_where=text("address IS NOT NULL AND state <> 'withdrawn'"),
            postgresql_where=text("address IS NOT NULL AND state <> 'withdrawn'"),
        ),
        Index("ix_outside_post_list", "community_id", "id"),
        Index("ix_outside_post_state", "community_id", "state", "id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    kind: str
    platform: str
    address: str | None = None
    body: str = ""
    author_name: str = ""
    member_id: str | None = Field(default=None, foreign_key="member.id", index=True)
    seen_at: datetime = Field(sa_type=Moment)
    there: str
    state: str = "submitted"
    version: int = 1
    #: What the board said last, to be passed on to who wrote it.
    state_reason: str = ""
    fold: str = ""
    recorded_by: str = Field(foreign_key="person.id")
    recorded_at: datetime = Field(sa_type=Moment)


class OutsideHand(SQLModel, table=True):
    """What a decision asks of a hand on the platform: done once, or dropped with its decision."""

    __tablename__ = "outside_hand"
    __table_args__ = (
        CheckConstraint("action IN ('approve','decline','remove','invite')", name="action"),
        CheckConstraint("(done_at IS NULL) = (done_by IS NULL)", name="done"),
        CheckConstraint("done_at IS NULL OR dropped_at IS NULL", name="ended"),
        Index(
            "uq_outside_hand_open",
            "outside_post_id",
            unique=True,
            sqlite_where=text("done_at IS NULL AND dropped_at IS NULL"),
            postgresql_where=text("done_at IS NULL AND dropped_at IS NULL"),
        ),
        Index("ix_outside_hand_post", "outside_post_id", "id"),
        Index(
            "ix_outside_hand_waiting",
            "community_id",
            "outside_post_id",
            sqlite_where=text("done_at IS NULL AND dropped_at IS NULL"),
            postgresql_where=text("done_at IS NULL AND dropped_at IS NULL"),
        ),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    outside_post_id: str = Field(foreign_key="outside_post.id")
    action: str
    wanted_at: datetime = Field(sa_type=Moment)
    done_by: str | None = Field(default=None, foreign_key="person.id")
    done_at: datetime | None = Field(default=None, sa_type=Moment)
    dropped_at: datetime | None = Field(default=None, sa_type=Moment)
