"""Free texts of surveys, the codes that coders give them, and what was agreed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from app.models.base import Moment, SQLModel


class SurveyText(SQLModel, table=True):
    """What one response wrote to one question, under a name of pure chance: the order of two
    questions' texts joins nothing. `fold`: the masked text as it is searched. The words themselves
    stand in the response alone, and go with it.
    """

    __tablename__ = "survey_text"
    __table_args__ = (
        UniqueConstraint("response_id", "question"),
        Index("ix_survey_text_list", "survey_id", "question", "id"),
        {"sqlite_with_rowid": False},
    )
    id: str = Field(primary_key=True, max_length=32)
    response_id: str = Field(foreign_key="survey_response.id", ondelete="CASCADE")
    survey_id: str = Field(foreign_key="survey.id")
    question: str = Field(max_length=64)
    fold: str


class SurveyCode(SQLModel, table=True):
    """One code of a question's codebook. Retired it is given no more, and stays where it was given:
    no row refers to nothing. `key` is used once in a question."""

    __tablename__ = "survey_code"
    __table_args__ = (
        UniqueConstraint("survey_id", "question", "key"),
        CheckConstraint("label <> ''", name="label"),
    )
    id: str = Field(primary_key=True, max_length=32)
    survey_id: str = Field(foreign_key="survey.id")
    question: str = Field(max_length=64)
    key: str = Field(max_length=64)
    label: str
    label_en: str = ""
    description: str = ""
    retired_at: datetime | None = Field(default=None, sa_type=Moment)
    version: int = 1
    created_by: str = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=Moment)


class SurveyCoder(SQLModel, table=True):
    """Who codes a question: two at most, each in one place."""

    __tablename__ = "survey_coder"
    __table_args__ = (
        UniqueConstraint("survey_id", "question", "person_id"),
        CheckConstraint("place IN (1,2)", name="place"),
    )
    survey_id: str = Field(primary_key=True, foreign_key="survey.id")
    question: str = Field(primary_key=True, max_length=64)
    place: int = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    began_at: datetime = Field(sa_type=Moment)


class SurveyComparison(SQLModel, table=True):
    """The two have seen each other's codes: from then on what both coded stays as it was."""

    __tablename__ = "survey_comparison"
    survey_id: str = Field(primary_key=True, foreign_key="survey.id")
    question: str = Field(primary_key=True, max_length=64)
    asked_by: str = Field(foreign_key="person.id")
    asked_at: datetime = Field(sa_type=Moment)


class SurveyCoding(SQLModel, table=True):
    """A text was coded, maybe with no code. `place`: of the first or second coder; 3 is what was
    decided where they differ, by whoever decided it."""

    __tablename__ = "survey_coding"
    __table_args__ = (
        CheckConstraint("place BETWEEN 1 AND 3", name="place"),
        Index(
            "uq_survey_coding_coder",
            "text_id",
            "coder_id",
            unique=True,
            sqlite_where=text("place < 3"),
            postgresql_where=text("place < 3"),
        ),
    )
    text_id: str = Field(primary_key=True, foreign_key="survey_text.id", ondelete="CASCADE")
    place: int = Field(primary_key=True)
    coder_id: str = Field(foreign_key="person.id", index=True)
    version: int = 1
    coded_at: datetime = Field(sa_type=Moment)


class SurveyCodingCode(SQLModel, table=True):
    """One of the codes that were given there."""

    __tablename__ = "survey_coding_code"
    __table_args__ = (
        ForeignKeyConstraint(
            ["text_id", "place"],
            ["survey_coding.text_id", "survey_coding.place"],
            ondelete="CASCADE",
        ),
    )
    text_id: str = Field(primary_key=True)
    place: int = Field(primary_key=True)
    code_id: str = Field(primary_key=True, foreign_key="survey_code.id", index=True)
