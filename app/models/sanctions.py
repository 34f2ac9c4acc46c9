"""Restraints of a member, each with its end, and the appeals against decisions about her."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field

from app.models.base import Moment, SQLModel


class Sanction(SQLModel, table=True):
    """One step of the ladder below suspension. It ends by itself at `until`, once.

    `evidence_type`, `evidence_id`: the text that it is about. One of each kind holds at a time.
    """

    __tablename__ = "sanction"
    __table_args__ = (
        CheckConstraint("kind IN ('warning','pre_reading','mute')", name="kind"),
        CheckConstraint("until > decided_at", name="until"),
        CheckConstraint("(ended_at IS NULL) = (ended_how IS NULL)", name="ended"),
        CheckConstraint(
            "ended_how IS NULL OR ended_how IN ('expired','lifted','appeal')", name="ended_how"
        ),
        CheckConstraint("(evidence_id IS NULL) = (evidence_type IS NULL)", name="evidence"),
        Index(
            "uq_sanction_active",
            "member_id",
            "kind",
            unique=True,
            sqlite_where=Column("ended_at").is_(None),
            postgresql_where=Column("ended_at").is_(None),
        ),
        Index("ix_sanction_person_id", "person_id", "community_id"),
        Index("ix_sanction_until", "ended_at", "until"),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    member_id: str = Field(foreign_key="member.id", index=True)
    person_id: str = Field(foreign_key="person.id")
    kind: str
    version: int = 1
    reason_code: str | None = None
    text: str
    note: str = ""
    evidence_type: str | None = None
    evidence_id: str | None = None
    decided_by: str = Field(foreign_key="person.id")
    decided_at: datetime = Field(sa_type=Moment)
    until: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_how: str | None = None
    ended_by: str | None = Field(default=None, foreign_key="person.id")
    end_words: str = ""


class Appeal(SQLModel, table=True):
    """A member asks that a decision about her be looked at again, by somebody else.

    `decision_id` names the decision: one appeal for each. `decided_by`, `also_decided_by`: who took
    it (nobody, where a rule did); none of them answers.
    """

    __tablename__ = "appeal"
    __table_args__ = (
        UniqueConstraint("decision_id"),
        CheckConstraint("subject_type IN ('sanction','post','member')", name="subject_type"),
        CheckConstraint("state IN ('submitted','approved','refused')", name="state"),
        CheckConstraint("(state = 'submitted') = (answered_at IS NULL)", name="answered"),
        CheckConstraint("(answered_at IS NULL) = (answered_by IS NULL)", name="answerer"),
        CheckConstraint("answered_at IS NULL OR answer <> ''", name="answer"),
        CheckConstraint("answered_by <> decided_by", name="somebody_else"),
        CheckConstraint("answered_by <> also_decided_by", name="nor_the_other"),
        CheckConstraint("answered_by <> person_id", name="not_herself"),
        Index(
            "uq_appeal_open",
            "subject_type",
            "subject_id",
            unique=True,
            sqlite_where=Column("state") == "submitted",
            postgresql_where=Column("state") == "submitted",
        ),
        Index("ix_appeal_person_id", "person_id", "id"),
        Index("ix_appeal_subject", "subject_type", "subject_id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    person_id: str = Field(foreign_key="person.id")
    member_id: str | None = Field(default=None, foreign_key="member.id")
    subject_type: str
    subject_id: str
    decision_id: str = Field(max_length=64)
    decided_by: str | None = Field(default=None, foreign_key="person.id")
    also_decided_by: str | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime = Field(sa_type=Moment)
    #: The words of the decision, as she read them.
    decision_words: str = ""
    text: str
    state: str = "submitted"
    version: int = 1
    answer: str = ""
    answered_by: str | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    created_at: datetime = Field(sa_type=Moment)
