"""The review engine's one table (design.md §4)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index
from sqlmodel import Field

from app.models.base import Json, Moment, SQLModel

STATES = (
    "'submitted','needs_info','escalated','approved','refused','withdrawn','expired','reversed'"
)
OPEN = ("submitted", "needs_info", "escalated")


class ReviewItem(SQLModel, table=True):
    """Something a human must judge. Closed items never re-open: a new one points back."""

    __tablename__ = "review_item"
    __table_args__ = (
        CheckConstraint(f"state IN ({STATES})", name="state"),
        CheckConstraint("(claimed_by IS NULL) = (claim_until IS NULL)", name="claim"),
        Index(
            "uq_review_item_open",
            "kind",
            "subject_id",
            unique=True,
            sqlite_where=Column("state").in_(OPEN),
            postgresql_where=Column("state").in_(OPEN),
        ),
        Index("ix_review_item_inbox", "community_id", "state", "due_at", "id"),
        Index("ix_review_item_subject", "subject_type", "subject_id"),
        # How long the last answers took.
        Index("ix_review_item_decided", "community_id", "decided_at"),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    kind: str
    subject_type: str
    subject_id: str
    state: str = "submitted"
    version: int = 1
    priority: int = 0
    due_at: datetime = Field(sa_type=Moment)
    evidence: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    claimed_by: str | None = Field(default=None, foreign_key="person.id")
    claim_until: datetime | None = Field(default=None, sa_type=Moment)
    escalated_to: str | None = None
    rounds: int = 0
    asked_at: datetime | None = Field(default=None, sa_type=Moment)
    decided_by: str | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    reason_code: str | None = None
    public_note: str = ""
    internal_note: str = ""
    rules_version: int = 1
    batch_id: str | None = None
    previous_id: str | None = Field(default=None, foreign_key="review_item.id")
    opened_at: datetime = Field(sa_type=Moment)


class ReviewBatch(SQLModel, table=True):
    """Many decisions of one person at one moment, and whether they were taken back as a whole.

    `results`: one entry per item, in order: id, subject_id, status, code, and after taking back
    `back` (`done`, or the code of what stood in the way). Names and words are not kept here.
    """

    __tablename__ = "review_batch"
    __table_args__ = (
        CheckConstraint(
            "decision IN ('approval','refusal','information-request')", name="decision"
        ),
        CheckConstraint("done BETWEEN 0 AND total", name="done"),
        CheckConstraint("restored BETWEEN 0 AND done", name="restored"),
        CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone"),
        Index("ix_review_batch_community_id", "community_id", "id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    decision: str
    decided_by: str = Field(foreign_key="person.id")
    decided_at: datetime = Field(sa_type=Moment)
    total: int
    done: int
    results: list[dict[str, Any]] = Field(sa_column=Column(Json, nullable=False))
    undone_at: datetime | None = Field(default=None, sa_type=Moment)
    undone_by: str | None = Field(default=None, foreign_key="person.id")
    restored: int = 0


class SharedDecision(SQLModel, table=True):
    """A decision that takes two people: one opens it, another completes it (contract.md)."""

    __tablename__ = "shared_decision"
    __table_args__ = (
        CheckConstraint("second_by IS NULL OR second_by <> first_by", name="two_people"),
        Index(
            "uq_shared_decision_open",
            "action",
            "subject_id",
            unique=True,
            sqlite_where=Column("closed_at").is_(None),
            postgresql_where=Column("closed_at").is_(None),
        ),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    action: str
    subject_type: str
    subject_id: str
    reason_code: str = ""
    note: str = ""
    first_by: str = Field(foreign_key="person.id")
    first_at: datetime = Field(sa_type=Moment)
    second_by: str | None = Field(default=None, foreign_key="person.id")
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
