"""Live rounds: questions that all answer at the same moment, under the host's hand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field

from app.models.base import Json, Moment, SQLModel


class LiveRound(SQLModel, table=True):
    """`place`: of the question that is or was last asked, 0 before the first. `asked_at`: when it
    is pushed to everybody. `version` rises with every step: streams go by it.
    """

    __tablename__ = "live_round"
    __table_args__ = (
        CheckConstraint("state IN ('waiting','asking','closed','ended')", name="state"),
        CheckConstraint("place >= 0 AND version > 0", name="numbers"),
        CheckConstraint("(asked_at IS NULL) = (place = 0)", name="asked"),
        CheckConstraint("state NOT IN ('asking','closed') OR place > 0", name="place"),
        CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended"),
        Index("ix_live_round_list", "contest_id", "id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    contest_id: str = Field(foreign_key="contest.id")
    title: str
    state: str = "waiting"
    place: int = 0
    version: int = 1
    asked_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    created_by: str = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=Moment)


class LiveQuestion(SQLModel, table=True):
    """One tap answers: one option is right. `points`: hundredths at once, half of them at the end
    of `seconds`. `bank_question_id` and `bank_version`: where it is from.
    """

    __tablename__ = "live_question"
    __table_args__ = (
        UniqueConstraint("live_round_id", "place"),
        CheckConstraint("place > 0 AND points > 0 AND seconds > 0", name="numbers"),
        CheckConstraint("prompt <> ''", name="prompt"),
        CheckConstraint("(bank_question_id IS NULL) = (bank_version IS NULL)", name="bank"),
        ForeignKeyConstraint(
            ["bank_question_id", "bank_version"],
            ["bank_question_version.question_id", "bank_question_version.number"],
        ),
    )
    live_round_id: str = Field(primary_key=True, foreign_key="live_round.id")
    key: str = Field(primary_key=True, max_length=64)
    place: int
    prompt: str
    options: list[dict[str, Any]] = Field(sa_column=Column(Json, nullable=False))
    answer: str = Field(max_length=64)
    points: int
    seconds: int
    bank_question_id: str | None = None
    bank_version: int | None = None


class LivePlayer(SQLModel, table=True):
    """Who plays, by the name she had when she joined. `points`: of the questions closed so far."""

    __tablename__ = "live_player"
    __table_args__ = (
        CheckConstraint("points >= 0", name="points"),
        Index("ix_live_player_board", "live_round_id", "points"),
    )
    live_round_id: str = Field(primary_key=True, foreign_key="live_round.id")
    person_id: str = Field(primary_key=True, foreign_key="person.id", index=True)
    member_id: str = Field(foreign_key="member.id")
    full_name: str
    points: int = 0
    joined_at: datetime = Field(sa_type=Moment)


class LiveAnswer(SQLModel, table=True):
    """Her one answer to a question. `milliseconds`: by the server's clock, from the pushing."""

    __tablename__ = "live_answer"
    __table_args__ = (
        ForeignKeyConstraint(
            ["live_round_id", "question_key"],
            ["live_question.live_round_id", "live_question.key"],
        ),
        ForeignKeyConstraint(
            ["live_round_id", "person_id"],
            ["live_player.live_round_id", "live_player.person_id"],
        ),
        CheckConstraint("milliseconds >= 0 AND points >= 0", name="numbers"),
        Index("ix_live_answer_player", "live_round_id", "person_id"),
    )
    live_round_id: str = Field(primary_key=True)
    question_key: str = Field(primary_key=True, max_length=64)
    person_id: str = Field(primary_key=True)
    option: str = Field(max_length=64)
    received_at: datetime = Field(sa_type=Moment)
    milliseconds: int
    points: int
