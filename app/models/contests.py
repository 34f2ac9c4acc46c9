"""Contests, their rounds, and the papers of the women who take part."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
)
from sqlmodel import Field

from app.models.base import Json, Moment, SQLModel


class Contest(SQLModel, table=True):
    """`ruleset`: as contract.md writes it; it stays as it is from `begun_at`, the first attempt.

    `code` opens the public page that says whether the contest is the Union's own.
    `complaint_days`: how long after a round's closing it takes complaints; `complaints`: the last
    number given to one.
    """

    __tablename__ = "contest"
    __table_args__ = (
        CheckConstraint("kind IN ('quiz','photo','story')", name="kind"),
        CheckConstraint("state IN ('draft','published','withdrawn')", name="state"),
        CheckConstraint("length(ruleset_sha256) = 64", name="ruleset_sha256"),
        CheckConstraint("(published_at IS NULL) = (published_by IS NULL)", name="published"),
        CheckConstraint("state <> 'published' OR published_at IS NOT NULL", name="published_state"),
        CheckConstraint("complaint_days BETWEEN 1 AND 30", name="complaint_days"),
        Index("ix_contest_list", "community_id", "id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    kind: str
    title: str
    introduction: str = ""
    ruleset: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    ruleset_sha256: str
    code: str = Field(unique=True, max_length=12)
    unit_id: str | None = Field(default=None, foreign_key="unit.id")
    decision_number: str = ""
    help_phone: str = ""
    state: str = "draft"
    complaint_days: int = Field(default=3, sa_column_kwargs={"server_default": "3"})
    complaints: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    version: int = 1
    begun_at: datetime | None = Field(default=None, sa_type=Moment)
    created_by: str = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=Moment)
    published_by: str | None = Field(default=None, foreign_key="person.id")
    published_at: datetime | None = Field(default=None, sa_type=Moment)


class ContestOffice(SQLModel, table=True):
    """Who serves a contest: whom the ruleset's `exclude_roles` may keep from its prizes."""

    __tablename__ = "contest_office"
    __table_args__ = (CheckConstraint("role IN ('organiser','secretary','juror')", name="role"),)
    contest_id: str = Field(primary_key=True, foreign_key="contest.id")
    person_id: str = Field(primary_key=True, foreign_key="person.id", index=True)
    role: str = Field(primary_key=True)
    since: datetime = Field(sa_type=Moment)


class ContestRound(SQLModel, table=True):
    """A window `[opens_at, closes_at)` with its questions.

    `seed` drew them from the bank and orders each paper; `nonce` with the answer key makes
    `commitment`: both are secret until the key is released. `entries`: papers handed in, the last
    `seq` given. Questions stay as they are from `begun_at`, the first attempt. A practice round
    has no result.
    """

    __tablename__ = "contest_round"
    __table_args__ = (
        UniqueConstraint("contest_id", "number"),
        CheckConstraint("number > 0 AND entries >= 0", name="numbers"),
        CheckConstraint("closes_at > opens_at", name="window"),
        CheckConstraint("time_limit_s IS NULL OR time_limit_s > 0", name="time_limit"),
        CheckConstraint("length(nonce) = 64 AND length(commitment) = 64", name="seal"),
        Index("ix_contest_round_closes", "closes_at", "id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    contest_id: str = Field(foreign_key="contest.id")
    number: int
    title: str
    opens_at: datetime = Field(sa_type=Moment)
    closes_at: datetime = Field(sa_type=Moment)
    time_limit_s: int | None = None
    practice: bool = False
    blueprint: list[dict[str, Any]] = Field(sa_column=Column(Json, nullable=False))
    seed: str = Field(max_length=64)
    nonce: str = Field(max_length=64)
    commitment: str = Field(max_length=64)
    entries: int = 0
    version: int = 1
    begun_at: datetime | None = Field(default=None, sa_type=Moment)
    created_by: str = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=Moment)


class RoundQuestion(SQLModel, table=True):
    """A question as this round asks it. `bank_question_id` and `bank_version`: where it is from.

    `options`: key and text in the order written; `answer`: keys of the right ones; an essay has
    neither. `points`: hundredths.
    """

    __tablename__ = "round_question"
    __table_args__ = (
        UniqueConstraint("round_id", "place"),
        CheckConstraint("kind IN ('choice','essay')", name="kind"),
        CheckConstraint("place > 0 AND points > 0", name="numbers"),
        CheckConstraint("prompt <> ''", name="prompt"),
        CheckConstraint("(bank_question_id IS NULL) = (bank_version IS NULL)", name="bank"),
        ForeignKeyConstraint(
            ["bank_question_id", "bank_version"],
            ["bank_question_version.question_id", "bank_question_version.number"],
        ),
    )
    round_id: str = Field(primary_key=True, foreign_key="contest_round.id")
    key: str = Field(primary_key=True, max_length=64)
    place: int
    kind: str = "choice"
    prompt: str
    prompt_html: str
    options: list[dict[str, Any]] = Field(sa_column=Column(Json, nullable=False))
    answer: list[str] = Field(sa_column=Column(Json, nullable=False))
    points: int
    bank_question_id: str | None = None
    bank_version: int | None = None
    picture_id: str | None = Field(default=None, foreign_key="picture.id")


class Entrant(SQLModel, table=True):
    """Who takes part, as she was at her first attempt: name and unit no longer change with her."""

    __tablename__ = "entrant"
    contest_id: str = Field(primary_key=True, foreign_key="contest.id")
    person_id: str = Field(primary_key=True, foreign_key="person.id", index=True)
    member_id: str = Field(foreign_key="member.id")
    full_name: str
    unit_id: str | None = Field(default=None, foreign_key="unit.id")
    unit_name: str = ""
    phone_masked: str = ""
    frozen_at: datetime = Field(sa_type=Moment)


class RoundTurn(SQLModel, table=True):
    """How many attempts of a round she has taken, and which one is in progress: one row a person.

    An attempt gets its number by one UPDATE of this row, so no two have the same and none is
    beyond the limit.
    """

    __tablename__ = "round_turn"
    __table_args__ = (CheckConstraint("taken >= 0", name="taken"),)
    round_id: str = Field(primary_key=True, foreign_key="contest_round.id")
    person_id: str = Field(primary_key=True, foreign_key="person.id", index=True)
    taken: int = 0
    attempt_id: str | None = Field(default=None, max_length=32)


class Attempt(SQLModel, table=True):
    """One paper. What stands here once it was handed in no longer changes; `correct` and `points`
    (hundredths) are what the key in force gives.

    `rev`: of the saved answers, each writer's next is greater. `entry`: her entry number, random,
    so that it tells nothing of how many there are. `leaf`: its hash in the round's tree.
    `submitted_at` has whole milliseconds; `ended_by` `clock`: at its deadline.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("round_id", "person_id", "number"),
        UniqueConstraint("round_id", "seq"),
        UniqueConstraint("round_id", "entry"),
        CheckConstraint("state IN ('in_progress','submitted')", name="state"),
        CheckConstraint("number > 0 AND rev >= 0", name="numbers"),
        CheckConstraint("prediction IS NULL OR prediction >= 0", name="prediction"),
        CheckConstraint("ended_by IN ('','entrant','clock')", name="ended_by"),
        CheckConstraint(
            "(state = 'submitted') = (submitted_at IS NOT NULL AND seq IS NOT NULL"
            " AND entry IS NOT NULL AND leaf IS NOT NULL AND duration_ms IS NOT NULL"
            " AND correct IS NOT NULL AND points IS NOT NULL AND ended_by <> '')",
            name="whole",
        ),
        Index(
            "uq_attempt_in_progress",
            "round_id",
            "person_id",
            unique=True,
            sqlite_where=Column("state") == "in_progress",
            postgresql_where=Column("state") == "in_progress",
        ),
        # Papers whose time is up.
        Index(
            "ix_attempt_due",
            "deadline_at",
            "id",
            sqlite_where=Column("state") == "in_progress",
            postgresql_where=Column("state") == "in_progress",
        ),
        Index("ix_attempt_person", "person_id", "id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    round_id: str = Field(foreign_key="contest_round.id")
    person_id: str = Field(foreign_key="person.id")
    number: int
    state: str = "in_progress"
    started_at: datetime = Field(sa_type=Moment)
    deadline_at: datetime = Field(sa_type=Moment)
    rev: int = 0
    answers: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    prediction: int | None = Field(default=None, sa_type=BigInteger)
    saved_at: datetime | None = Field(default=None, sa_type=Moment)
    submitted_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_by: str = ""
    seq: int | None = None
    entry: str | None = Field(default=None, max_length=16)
    leaf: str | None = Field(default=None, max_length=64)
    duration_ms: int | None = Field(default=None, sa_type=BigInteger)
    correct: int | None = None
    points: int | None = None
