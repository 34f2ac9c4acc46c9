"""Private questions to the board: a thread, and what was said in it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from app.models.base import Moment, SQLModel


class Question(SQLModel, table=True):
    """One thread of one woman. `private`: in the closed circle, hidden from everyone else.

    `fold` is what the board's search reads; empty in the closed circle and once words are erased.
    """

    __tablename__ = "question"
    __table_args__ = (
        CheckConstraint("state IN ('open','answered','closed')", name="state"),
        CheckConstraint("safe_contact IN ('','here','call','none')", name="safe_contact"),
        CheckConstraint("(owner_id IS NULL) = (owned_at IS NULL)", name="owned"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint("withdrawn_at IS NULL OR state = 'closed'", name="withdrawn"),
        CheckConstraint("NOT private OR fold = ''", name="unsearched"),
        CheckConstraint("version > 0", name="version"),
        Index("ix_question_list", "community_id", "private", "state", "last_at", "id"),
        Index("ix_question_last", "community_id", "private", "last_at", "id"),
        Index("ix_question_owner", "owner_id", "last_at", "id"),
        Index("ix_question_member", "member_id", "last_at", "id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    member_id: str = Field(foreign_key="member.id")
    title: str = ""
    fold: str = ""
    anonymous: bool = False
    private: bool = False
    state: str = "open"
    version: int = 1
    owner_id: str | None = Field(default=None, foreign_key="person.id")
    owned_at: datetime | None = Field(default=None, sa_type=Moment)
    #: How she may be reached in the closed circle, and the hours of a call in her words.
    safe_contact: str = ""
    call_hours: str = ""
    #: That what she tells is kept to help her; said here, so that no other list tells of it.
    consented_at: datetime | None = Field(default=None, sa_type=Moment)
    asked_at: datetime = Field(sa_type=Moment)
    #: The last message of either side.
    last_at: datetime = Field(sa_type=Moment)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    #: Until when she has read.
    seen_at: datetime = Field(sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)


class QuestionMessage(SQLModel, table=True):
    """Words of her or of the board, which signs as “Ban Quản trị”; who wrote is seen by few.

    Erased at her request, the row stays with its moment and without its text.
    """

    __tablename__ = "question_message"
    __table_args__ = (
        CheckConstraint("sender IN ('member','board')", name="sender"),
        CheckConstraint("(sender = 'board') = (written_by IS NOT NULL)", name="written_by"),
        CheckConstraint("(text = '') = (erased_at IS NOT NULL)", name="erased"),
        Index("ix_question_message_thread", "question_id", "id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    question_id: str = Field(foreign_key="question.id")
    sender: str
    text: str
    written_by: str | None = Field(default=None, foreign_key="person.id")
    written_at: datetime = Field(sa_type=Moment)
    erased_at: datetime | None = Field(default=None, sa_type=Moment)
