"""Marks of essay answers: two of a paper, a third where they are far apart."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DDL, CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, event
from sqlmodel import Field

from app.models.audit import postgres_guards, sqlite_guards
from app.models.base import Moment, SQLModel


class EssayMark(SQLModel, table=True):
    """What one marker gave one answer, in hundredths; it never changes.

    `place`: first, second or third mark of the answer, so that there is no fourth.
    """

    __tablename__ = "essay_mark"
    __table_args__ = (
        UniqueConstraint("attempt_id", "question_key", "marker_id"),
        CheckConstraint("place BETWEEN 1 AND 3", name="place"),
        CheckConstraint("points >= 0", name="points"),
        ForeignKeyConstraint(
            ["round_id", "question_key"], ["round_question.round_id", "round_question.key"]
        ),
        Index("ix_essay_mark_round", "round_id", "question_key", "attempt_id"),
        Index("ix_essay_mark_marker", "marker_id", "round_id"),
    )
    attempt_id: str = Field(primary_key=True, foreign_key="attempt.id")
    question_key: str = Field(primary_key=True, max_length=64)
    place: int = Field(primary_key=True)
    round_id: str
    marker_id: str = Field(foreign_key="person.id")
    points: int
    note: str = ""
    marked_at: datetime = Field(sa_type=Moment)


for _dialect, _guards in (("sqlite", sqlite_guards), ("postgresql", postgres_guards)):
    for _statement in _guards("essay_mark"):
        event.listen(
            SQLModel.metadata.tables["essay_mark"],
            "after_create",
            DDL(_statement).execute_if(dialect=_dialect),
        )
