"""Which results of a survey the board has let out, question by question."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Index
from sqlmodel import Field

from app.models.base import Moment, SQLModel


class SurveyRelease(SQLModel, table=True):
    """One question's results for one audience. `released_at` is empty while the second person is
    waited for. `meaning`: of the question when it was opened; with another it says nothing."""

    __tablename__ = "survey_release"
    __table_args__ = (
        CheckConstraint("audience IN ('members','public')", name="audience"),
        CheckConstraint("(released_at IS NULL) = (released_by IS NULL)", name="released"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn"),
        Index(
            "uq_survey_release_open",
            *("survey_id", "question", "meaning", "audience"),
            unique=True,
            sqlite_where=Column("withdrawn_at").is_(None),
            postgresql_where=Column("withdrawn_at").is_(None),
        ),
    )
    id: str = Field(primary_key=True, max_length=32)
    survey_id: str = Field(foreign_key="survey.id")
    question: str = Field(max_length=64)
    meaning: int
    audience: str
    opened_by: str = Field(foreign_key="person.id")
    opened_at: datetime = Field(sa_type=Moment)
    released_by: str | None = Field(default=None, foreign_key="person.id")
    released_at: datetime | None = Field(default=None, sa_type=Moment)
    withdrawn_by: str | None = Field(default=None, foreign_key="person.id")
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)
