"""What people answered, and that they did: apart where nobody may know who said what (ADR 0031).

Nothing here that belongs to an anonymous survey has a moment, a number that grows, or an id that
tells when it was made.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlmodel import Field

from app.models.base import Json, Moment, SQLModel


class SurveyToken(SQLModel, table=True):
    """A personal link: only the digest of its secret stands here. `batch`: made together."""

    __tablename__ = "survey_token"
    __table_args__ = (
        CheckConstraint("length(digest) = 64", name="digest"),
        Index("ix_survey_token_list", "survey_id", "batch", "place"),
    )
    digest: str = Field(primary_key=True, max_length=64)
    survey_id: str = Field(foreign_key="survey.id")
    batch: str = Field(max_length=32)
    place: int
    label: str = ""
    channel_id: str | None = Field(default=None, foreign_key="survey_channel.id")
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class SurveyParticipation(SQLModel, table=True):
    """Who has answered, once: without a moment, and in the order of its key alone."""

    __tablename__ = "survey_participation"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own name
    survey_id: str = Field(primary_key=True, foreign_key="survey.id")
    person_id: str = Field(primary_key=True, foreign_key="person.id", index=True)


class SurveyDraft(SQLModel, table=True):
    """What is answered so far, under the digest of a secret that only she has: for a member who
    answers by name made from her id, for a personal link its token, for an anonymous survey a code
    that her browser keeps. `rev`: each writer's next is greater."""

    __tablename__ = "survey_draft"
    __table_args__ = (CheckConstraint("length(digest) = 64 AND rev >= 0", name="whole"),)
    digest: str = Field(primary_key=True, max_length=64)
    survey_id: str = Field(foreign_key="survey.id", index=True)
    answers: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    rev: int = 0
    expires_at: datetime = Field(sa_type=Moment)


class SurveyPending(SQLModel, table=True):
    """An anonymous response that waits until at least ten can be mixed; then it is deleted."""

    __tablename__ = "survey_pending"
    __table_args__ = (
        ForeignKeyConstraint(
            ["survey_id", "number"], ["survey_version.survey_id", "survey_version.number"]
        ),
        {"sqlite_with_rowid": False},
    )
    survey_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, max_length=64)
    number: int
    channel_id: str | None = Field(default=None, foreign_key="survey_channel.id")
    way: str = "web"
    answers: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))


class SurveyResponse(SQLModel, table=True):
    """A response to version `number`. `person_id`, `token`, `submitted_at`, `typed_by`, `unit_id`
    are empty in an anonymous survey. `counted`: whether the tallies hold it."""

    __tablename__ = "survey_response"
    __table_args__ = (
        UniqueConstraint("survey_id", "person_id"),
        UniqueConstraint("token"),
        CheckConstraint("way IN ('web','offline','paper')", name="way"),
        ForeignKeyConstraint(
            ["survey_id", "number"], ["survey_version.survey_id", "survey_version.number"]
        ),
        Index("ix_survey_response_list", "survey_id", "id"),
        Index(
            "ix_survey_response_uncounted",
            "survey_id",
            "id",
            sqlite_where=text("counted = 0"),
            postgresql_where=text("NOT counted"),
        ),
        {"sqlite_with_rowid": False},
    )
    id: str = Field(primary_key=True, max_length=64)
    survey_id: str = Field(foreign_key="survey.id")
    number: int
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    token: str | None = Field(default=None, max_length=64)
    channel_id: str | None = Field(default=None, foreign_key="survey_channel.id")
    unit_id: str | None = Field(default=None, foreign_key="unit.id")
    way: str = "web"
    answers: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    submitted_at: datetime | None = Field(default=None, sa_type=Moment)
    typed_by: str | None = Field(default=None, foreign_key="person.id")
    counted: bool = False


class SurveySheet(SQLModel, table=True):
    """A paper sheet that was typed in, once a survey. `response_id` is empty where anonymous."""

    __tablename__ = "survey_sheet"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own name
    survey_id: str = Field(primary_key=True, foreign_key="survey.id")
    sheet: str = Field(primary_key=True, max_length=200)
    response_id: str | None = Field(default=None, foreign_key="survey_response.id", index=True)


class SurveyTally(SQLModel, table=True):
    """How many counted responses to version `number` answered a question so.

    `value`: an option's key; `row`: of a matrix; of a number the number; '' counts everyone who
    answered. With question '' they count the responses themselves.
    """

    __tablename__ = "survey_tally"
    __table_args__ = (CheckConstraint("n >= 0", name="n"),)
    survey_id: str = Field(primary_key=True, foreign_key="survey.id")
    number: int = Field(primary_key=True)
    question: str = Field(primary_key=True, max_length=64)
    row: str = Field(primary_key=True, max_length=64)
    value: str = Field(primary_key=True, max_length=64)
    n: int
