"""Surveys, the versions of their forms, and by which ways people come to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field

from app.models.base import Json, Moment, SQLModel


class Survey(SQLModel, table=True):
    """`current`: the number of the version that is asked, 0 before the first publication.

    `k`: cells of fewer people are not shown. `most`: at most so many responses, None without an
    end; `taken`: places given, each by one conditional UPDATE, counted where there is a `most`.
    `code` is in the public address. `offline_days`: so long after the closing the queue of a phone
    may deliver what was begun before it. `dropped`: anonymous responses that were too few to be
    mixed. `reminded_at`: when those who had not answered were reminded, once.
    """

    __tablename__ = "survey"
    __table_args__ = (
        CheckConstraint("identity IN ('identified','token','anonymous')", name="identity"),
        CheckConstraint("state IN ('draft','published','closed','withdrawn')", name="state"),
        CheckConstraint(
            "opens_at IS NULL OR closes_at IS NULL OR closes_at > opens_at", name="window"
        ),
        CheckConstraint("k BETWEEN 2 AND 50", name="k"),
        CheckConstraint("offline_days BETWEEN 0 AND 30", name="offline_days"),
        CheckConstraint("dropped >= 0", name="dropped"),
        CheckConstraint("taken >= 0 AND (most IS NULL OR taken <= most)", name="taken"),
        CheckConstraint("(published_at IS NULL) = (published_by IS NULL)", name="published"),
        CheckConstraint("state = 'draft' OR published_at IS NOT NULL", name="published_state"),
        Index("ix_survey_list", "community_id", "id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    identity: str
    title: str
    code: str = Field(unique=True, max_length=12)
    state: str = "draft"
    opens_at: datetime | None = Field(default=None, sa_type=Moment)
    closes_at: datetime | None = Field(default=None, sa_type=Moment)
    k: int = 5
    most: int | None = None
    taken: int = 0
    offline_days: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    dropped: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    reminded_at: datetime | None = Field(default=None, sa_type=Moment)
    current: int = 0
    version: int = 1
    created_by: str = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=Moment)
    published_by: str | None = Field(default=None, foreign_key="person.id")
    published_at: datetime | None = Field(default=None, sa_type=Moment)


class SurveyVersion(SQLModel, table=True):
    """A form; once published it no longer changes (trigger), and at most one is a draft.

    `changes`: what became of each question since the version before, and of which sort. `sha256`:
    of the form; of a draft that changes something, of the form and the changes.
    """

    __tablename__ = "survey_version"
    __table_args__ = (
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("length(sha256) = 64", name="sha256"),
        CheckConstraint("(published_at IS NULL) = (published_by IS NULL)", name="published"),
        Index(
            "uq_survey_version_draft",
            "survey_id",
            unique=True,
            sqlite_where=Column("published_at").is_(None),
            postgresql_where=Column("published_at").is_(None),
        ),
    )
    survey_id: str = Field(primary_key=True, foreign_key="survey.id")
    number: int = Field(primary_key=True)
    form: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    sha256: str
    changes: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(Json, nullable=False)
    )
    note: str = ""
    created_by: str = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=Moment)
    published_by: str | None = Field(default=None, foreign_key="person.id")
    published_at: datetime | None = Field(default=None, sa_type=Moment)


class SurveyKey(SQLModel, table=True):
    """A key that was published: of a question (`option` is empty), an option, or a matrix's row.

    It is never used for anything else: the row stays (trigger). `meaning`: the version from which
    it means what it means now, where results begin anew. `retired`: the version that left it out.
    """

    __tablename__ = "survey_key"
    __table_args__ = (
        CheckConstraint("part IN ('question','option','row')", name="part"),
        CheckConstraint("meaning >= introduced AND introduced > 0", name="numbers"),
    )
    survey_id: str = Field(primary_key=True, foreign_key="survey.id")
    question: str = Field(primary_key=True, max_length=64)
    part: str = Field(primary_key=True)
    key: str = Field(primary_key=True, max_length=64)
    type: str
    introduced: int
    meaning: int
    retired: int | None = None


class SurveyChannel(SQLModel, table=True):
    """A way to the survey with a code of its own: a poster, a Zalo group, a pile of paper."""

    __tablename__ = "survey_channel"
    __table_args__ = (UniqueConstraint("survey_id", "name"),)
    id: str = Field(primary_key=True, max_length=32)
    survey_id: str = Field(foreign_key="survey.id")
    code: str = Field(unique=True, max_length=12)
    name: str
    unit_id: str | None = Field(default=None, foreign_key="unit.id")
    created_by: str = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=Moment)


class SurveyQuota(SQLModel, table=True):
    """At most so many responses that choose one option; each place by one conditional UPDATE."""

    __tablename__ = "survey_quota"
    __table_args__ = (CheckConstraint("taken >= 0 AND taken <= most", name="taken"),)
    survey_id: str = Field(primary_key=True, foreign_key="survey.id")
    question: str = Field(primary_key=True, max_length=64)
    option: str = Field(primary_key=True, max_length=64)
    most: int
    taken: int = 0
