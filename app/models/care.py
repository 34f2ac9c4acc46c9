"""The closed circle: its people, its register, its steps, and the places where help is found."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import DDL, CheckConstraint, Column, Index, Table, UniqueConstraint, event
from sqlmodel import Field

from app.models.audit import postgres_guards, sqlite_guards
from app.models.base import Moment, SQLModel


class CareHolder(SQLModel, table=True):
    """Somebody of the board whom the chair named into the circle, at a place of its chain."""

    __tablename__ = "care_holder"
    __table_args__ = (
        CheckConstraint("place > 0", name="place"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="term"),
        Index(
            "uq_care_holder_person",
            "community_id",
            "person_id",
            unique=True,
            sqlite_where=Column("valid_to").is_(None),
            postgresql_where=Column("valid_to").is_(None),
        ),
        Index(
            "uq_care_holder_place",
            "community_id",
            "place",
            unique=True,
            sqlite_where=Column("valid_to").is_(None),
            postgresql_where=Column("valid_to").is_(None),
        ),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    person_id: str = Field(foreign_key="person.id", index=True)
    place: int
    #: A woman officer of a commune's Union, as article 5.7 of the board regulation wants one.
    commune_officer: bool = False
    valid_from: date
    valid_to: date | None = None
    named_by: str = Field(foreign_key="person.id")
    named_at: datetime = Field(sa_type=Moment)


class CareSeries(SQLModel, table=True):
    """The last number of the register in one year."""

    __tablename__ = "care_series"
    community_id: str = Field(primary_key=True, foreign_key="community.id")
    year: int = Field(primary_key=True)
    last: int


class CareCase(SQLModel, table=True):
    """One row of the register. One source is one case, by the unique key.

    `text` holds what was handed over without a thread of hers; `due_at` is the moment at which it
    passes on unless somebody looks; `round` counts the times that she wrote and waited.
    """

    __tablename__ = "care_case"
    __table_args__ = (
        UniqueConstraint("source_type", "source_id"),
        UniqueConstraint("community_id", "year", "no"),
        UniqueConstraint("question_id"),
        CheckConstraint(
            "source_type IN ('question','post','comment','flag','outside_post','work','need')",
            name="source_type",
        ),
        CheckConstraint("way IN ('herself','words','officer')", name="way"),
        CheckConstraint("danger IN ('yes','no','unknown')", name="danger"),
        CheckConstraint("(closed_at IS NULL) = (outcome = '')", name="closed"),
        CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_by"),
        CheckConstraint("erased_at IS NULL OR text = ''", name="erased"),
        CheckConstraint("looked_at IS NULL OR due_at IS NULL", name="watched"),
        CheckConstraint("version > 0", name="version"),
        Index("ix_care_case_list", "community_id", "id"),
        Index("ix_care_case_due", "due_at"),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    year: int
    no: int
    source_type: str
    source_id: str
    way: str
    member_id: str | None = Field(default=None, foreign_key="member.id", index=True)
    question_id: str | None = Field(default=None, foreign_key="question.id")
    text: str = ""
    danger: str = "unknown"
    version: int = 1
    received_at: datetime = Field(sa_type=Moment)
    round: int = 1
    place: int = 1
    due_at: datetime | None = Field(default=None, sa_type=Moment)
    looked_at: datetime | None = Field(default=None, sa_type=Moment)
    outcome: str = ""
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
    closed_by: str | None = Field(default=None, foreign_key="person.id")
    erased_at: datetime | None = Field(default=None, sa_type=Moment)


class CareTurn(SQLModel, table=True):
    """That a case stood with one of the chain: each place of a round once."""

    __tablename__ = "care_turn"
    case_id: str = Field(primary_key=True, foreign_key="care_case.id")
    round: int = Field(primary_key=True)
    place: int = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    since: datetime = Field(sa_type=Moment)


class CareStep(SQLModel, table=True):
    """What was done in a case. Rows are added; the database refuses to change or delete them."""

    __tablename__ = "care_step"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('messaged','called','met','referred','chair','other','closed','reopened')",
            name="kind",
        ),
        Index("ix_care_step_case", "case_id", "id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    case_id: str = Field(foreign_key="care_case.id")
    kind: str
    note: str = ""
    taken_by: str | None = Field(default=None, foreign_key="person.id")
    taken_at: datetime = Field(sa_type=Moment)


class HelpPlace(SQLModel, table=True):
    """What one community says of a place of help: its own number, and when it was dialled."""

    __tablename__ = "help_place"
    community_id: str = Field(primary_key=True, foreign_key="community.id")
    key: str = Field(primary_key=True)
    place: str = ""
    number: str = ""
    checked_on: date
    checked_by: str = Field(foreign_key="person.id")
    recorded_at: datetime = Field(sa_type=Moment)


def _declare() -> None:
    table: Table = SQLModel.metadata.tables["care_step"]
    for dialect, guards in (("sqlite", sqlite_guards), ("postgresql", postgres_guards)):
        for statement in guards("care_step"):
            event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))


_declare()
