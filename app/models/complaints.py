"""Complaints of entrants: what the board looks at again before a round's result is closed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field

from app.models.base import Moment, SQLModel

OPEN = Column("state") == "open"


class ContestComplaint(SQLModel, table=True):
    """`number`: on her receipt, its own in the contest. She has one open one a round."""

    __tablename__ = "contest_complaint"
    __table_args__ = (
        UniqueConstraint("contest_id", "number"),
        CheckConstraint("state IN ('open','answered','withdrawn')", name="state"),
        CheckConstraint("number > 0 AND version > 0", name="numbers"),
        CheckConstraint("text <> ''", name="text"),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed"),
        CheckConstraint(
            "outcome IN ('','accepted','kept')"
            " AND (state = 'answered') = (outcome <> '')"
            " AND (state = 'answered') = (answer <> '')"
            " AND (state = 'answered') = (answered_by IS NOT NULL)",
            name="answered",
        ),
        CheckConstraint("answered_by <> person_id", name="not_herself"),
        Index(
            "uq_contest_complaint_open",
            "round_id",
            "person_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index("ix_contest_complaint_list", "round_id", "id"),
        Index("ix_contest_complaint_person", "person_id", "id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    contest_id: str = Field(foreign_key="contest.id")
    round_id: str = Field(foreign_key="contest_round.id")
    person_id: str = Field(foreign_key="person.id")
    attempt_id: str | None = Field(default=None, foreign_key="attempt.id")
    number: int
    text: str
    state: str = "open"
    version: int = 1
    outcome: str = ""
    answer: str = ""
    answered_by: str | None = Field(default=None, foreign_key="person.id")
    opened_at: datetime = Field(sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
