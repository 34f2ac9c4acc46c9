"""What the house itself needs: jobs, outbox, counters, kept answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Identity,
    Index,
    LargeBinary,
    UniqueConstraint,
)
from sqlmodel import Field

from app.models.audit import RowNumber
from app.models.base import Json, Moment, SQLModel


class Job(SQLModel, table=True):
    """Work for after the answer. Enqueued in the change's own transaction; leased, never lost."""

    __tablename__ = "job"
    __table_args__ = (
        UniqueConstraint("task", "slot"),
        CheckConstraint("state IN ('waiting','running','done','failed')", name="state"),
        Index("ix_job_waiting", "state", "run_at"),
    )
    id: str = Field(primary_key=True, max_length=32)
    task: str
    slot: str | None = None
    payload: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    state: str = "waiting"
    attempts: int = 0
    run_at: datetime = Field(sa_type=Moment)
    lease_until: datetime | None = Field(default=None, sa_type=Moment)
    leased_by: str | None = None
    problem: str = ""
    created_at: datetime = Field(sa_type=Moment)


class OutboxRow(SQLModel, table=True):
    """An event of the change feed, written in the change's transaction."""

    __tablename__ = "outbox"
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: int | None = Field(
        default=None, sa_column=Column(RowNumber, Identity(always=False), primary_key=True)
    )
    community_id: str | None = Field(default=None, foreign_key="community.id", index=True)
    kind: str
    subject_type: str
    subject_id: str
    at: datetime = Field(sa_type=Moment)
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))


class Counter(SQLModel, table=True):
    """A folded total. Read as total + the deltas not yet folded."""

    __tablename__ = "counter"
    scope: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    total: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))


class CounterDelta(SQLModel, table=True):
    __tablename__ = "counter_delta"
    __table_args__ = (
        Index("ix_counter_delta_of", "scope", "name"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = Field(
        default=None, sa_column=Column(RowNumber, Identity(always=False), primary_key=True)
    )
    scope: str
    name: str
    delta: int


class KeptAnswer(SQLModel, table=True):
    """The first successful answer under an Idempotency-Key, kept 24 hours."""

    __tablename__ = "kept_answer"
    caller: str = Field(primary_key=True)
    method: str = Field(primary_key=True)
    address: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    digest: str
    status: int = 0
    headers: dict[str, str] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    body: bytes = Field(default=b"", sa_column=Column(LargeBinary, nullable=False))
    kept_at: datetime = Field(sa_type=Moment, index=True)
