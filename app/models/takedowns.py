"""The register of requests to take content down: clock, steps, proofs, reminders."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import DDL, CheckConstraint, Column, Index, LargeBinary, UniqueConstraint, event
from sqlmodel import Field

from app.models.audit import postgres_guards, sqlite_guards
from app.models.base import Json, Moment, SQLModel


class TakedownSeries(SQLModel, table=True):
    """The last number that a community gave in a year."""

    __tablename__ = "takedown_series"
    __table_args__ = (CheckConstraint("last > 0", name="last"),)
    community_id: str = Field(primary_key=True, foreign_key="community.id")
    year: int = Field(primary_key=True)
    last: int


class TakedownRequest(SQLModel, table=True):
    """One request. `due_at` is fixed at receipt; a closed one never opens again."""

    __tablename__ = "takedown_request"
    __table_args__ = (
        UniqueConstraint("community_id", "year", "number"),
        CheckConstraint("kind IN ('authority','complaint')", name="kind"),
        CheckConstraint(
            "state IN ('received','handed_over','completed','rejected','withdrawn')", name="state"
        ),
        CheckConstraint("number > 0 AND version > 0 AND hours > 0", name="numbers"),
        CheckConstraint(
            "asked_by <> '' AND (address <> '' OR subject_id IS NOT NULL)", name="what"
        ),
        CheckConstraint("(subject_type IS NULL) = (subject_id IS NULL)", name="subject"),
        CheckConstraint("due_at > received_at AND received_at <= recorded_at", name="clock"),
        CheckConstraint(
            "(state IN ('completed','rejected','withdrawn')) = (closed_at IS NOT NULL)"
            " AND (closed_at IS NULL) = (closed_by IS NULL)",
            name="closed",
        ),
        CheckConstraint(
            "finding IN ('','founded','unfounded') AND (finding <> '') = (state = 'completed')",
            name="finding",
        ),
        CheckConstraint("state <> 'rejected' OR kind = 'complaint'", name="rejected"),
        CheckConstraint("state <> 'handed_over' OR handed_to <> ''", name="handed"),
        Index("ix_takedown_request_due", "community_id", "state", "due_at", "id"),
        Index("ix_takedown_request_list", "community_id", "id"),
        Index("ix_takedown_request_closed", "community_id", "finding", "closed_at"),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    year: int
    number: int
    kind: str
    #: The authority, or the name of who complains; `contact` is hers.
    asked_by: str
    contact: str = ""
    document: str = ""
    document_on: date | None = None
    received_at: datetime = Field(sa_type=Moment)
    urgent: bool = False
    hours: int
    named_due_at: datetime | None = Field(default=None, sa_type=Moment)
    due_at: datetime = Field(sa_type=Moment)
    address: str = ""
    subject_type: str | None = None
    subject_id: str | None = None
    text_found: str = ""
    grounds: str = ""
    owner_id: str = Field(foreign_key="person.id")
    handed_to: str = ""
    handed_on: date | None = None
    receipt: str = ""
    state: str = "received"
    version: int = 1
    finding: str = ""
    #: Completed without one of the proofs, or rejected or withdrawn: why.
    words: str = ""
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
    closed_by: str | None = Field(default=None, foreign_key="person.id")
    previous_id: str | None = Field(default=None, foreign_key="takedown_request.id")
    recorded_by: str = Field(foreign_key="person.id")
    recorded_at: datetime = Field(sa_type=Moment)


class TakedownProof(SQLModel, table=True):
    """A file that shows the content as it was, or that it is gone; never changed."""

    __tablename__ = "takedown_proof"
    __table_args__ = (
        UniqueConstraint("request_id", "digest"),
        CheckConstraint("length(digest) = 64", name="digest"),
        CheckConstraint("size BETWEEN 1 AND 5242880", name="size"),
    )
    id: str = Field(primary_key=True, max_length=32)
    request_id: str = Field(foreign_key="takedown_request.id")
    digest: str
    name: str
    size: int
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class TakedownStep(SQLModel, table=True):
    """What was done, by whom, when: append-only.

    `no`: the version of the request that it led to. `seen_at`: when a proof was taken.
    """

    __tablename__ = "takedown_step"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('received','note','before','after','receipt','handed_over','taken_over',"
            "'completed','rejected','withdrawn')",
            name="kind",
        ),
        UniqueConstraint("request_id", "no"),
        CheckConstraint("no > 0", name="no"),
    )
    id: str = Field(primary_key=True, max_length=32)
    request_id: str = Field(foreign_key="takedown_request.id")
    no: int
    kind: str
    text: str = ""
    proof_id: str | None = Field(default=None, foreign_key="takedown_proof.id")
    seen_at: datetime | None = Field(default=None, sa_type=Moment)
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    done_by: str = Field(foreign_key="person.id")
    done_at: datetime = Field(sa_type=Moment)


class TakedownReminder(SQLModel, table=True):
    """That somebody was reminded: each kind once a person and request."""

    __tablename__ = "takedown_reminder"
    __table_args__ = (
        CheckConstraint("kind IN ('half','last_call','overdue')", name="kind"),
        Index("ix_takedown_reminder_person", "person_id", "request_id"),
    )
    request_id: str = Field(primary_key=True, foreign_key="takedown_request.id")
    kind: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True, foreign_key="person.id")
    at: datetime = Field(sa_type=Moment)


APPEND_ONLY = ("takedown_step", "takedown_proof")
for _name in APPEND_ONLY:
    for _dialect, _guards in (("sqlite", sqlite_guards), ("postgresql", postgres_guards)):
        for _statement in _guards(_name):
            event.listen(
                SQLModel.metadata.tables[_name],
                "after_create",
                DDL(_statement).execute_if(dialect=_dialect),
            )
