"""The question bank of a community: questions, their versions, and who has opened it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import DDL, CheckConstraint, Column, Index, UniqueConstraint, event
from sqlmodel import Field

from app.models.base import Json, Moment, SQLModel


class BankQuestion(SQLModel, table=True):
    """A question as it stands: topic to `twin_key` are those of its newest version.

    `twin_key`: the same words and options stand once in a community. `used_at`: since when a paper
    names it; from then on neither it nor a version of it can go.
    """

    __tablename__ = "bank_question"
    __table_args__ = (
        UniqueConstraint("community_id", "twin_key"),
        CheckConstraint("kind IN ('choice','essay')", name="kind"),
        CheckConstraint("difficulty IN ('easy','medium','hard')", name="difficulty"),
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("length(twin_key) = 64", name="twin_key"),
        CheckConstraint("(retired_at IS NULL) = (retired_by IS NULL)", name="retired"),
        Index("ix_bank_question_list", "community_id", "id"),
        Index("ix_bank_question_drawn", "community_id", "topic", "difficulty", "kind", "id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    version: int = 1
    topic: str = Field(max_length=40)
    difficulty: str
    kind: str
    text: str
    fold: str
    twin_key: str
    retired_at: datetime | None = Field(default=None, sa_type=Moment)
    retired_by: str | None = Field(default=None, foreign_key="person.id")
    used_at: datetime | None = Field(default=None, sa_type=Moment)
    created_at: datetime = Field(sa_type=Moment)


class BankQuestionVersion(SQLModel, table=True):
    """What a question said from one edit to the next: never changed.

    `options`: key and text in order; `answer`: the keys of the right ones; `points`: hundredths,
    of an essay the most.
    """

    __tablename__ = "bank_question_version"
    __table_args__ = (
        CheckConstraint("kind IN ('choice','essay')", name="kind"),
        CheckConstraint("difficulty IN ('easy','medium','hard')", name="difficulty"),
        CheckConstraint("number > 0 AND points > 0", name="numbers"),
        CheckConstraint("text <> ''", name="text"),
    )
    question_id: str = Field(primary_key=True, foreign_key="bank_question.id")
    number: int = Field(primary_key=True)
    topic: str = Field(max_length=40)
    difficulty: str
    kind: str
    text: str
    text_html: str
    options: list[dict[str, Any]] = Field(sa_column=Column(Json, nullable=False))
    answer: list[str] = Field(sa_column=Column(Json, nullable=False))
    points: int
    explanation: str = ""
    source: str = ""
    picture_id: str | None = Field(default=None, foreign_key="picture.id")
    written_by: str = Field(foreign_key="person.id")
    written_at: datetime = Field(sa_type=Moment)


class BankReader(SQLModel, table=True):
    """Who agreed to win no prize and opened the bank. `times`: how often she looked since."""

    __tablename__ = "bank_reader"
    __table_args__ = (CheckConstraint("times >= 0", name="times"),)
    community_id: str = Field(primary_key=True, foreign_key="community.id")
    person_id: str = Field(primary_key=True, foreign_key="person.id")
    agreed_at: datetime = Field(sa_type=Moment)
    last_at: datetime = Field(sa_type=Moment)
    times: int = 0


_USED = "EXISTS (SELECT 1 FROM bank_question WHERE id = OLD.question_id AND used_at IS NOT NULL)"
#: table → triggers: a version never changes; what a paper names stays, and stays used.
SQLITE_GUARDS = {
    "bank_question_version": [
        "CREATE TRIGGER bank_question_version_no_update BEFORE UPDATE ON bank_question_version "
        "BEGIN SELECT RAISE(ABORT, 'bank_question_version is append-only'); END",
        "CREATE TRIGGER bank_question_version_kept BEFORE DELETE ON bank_question_version "
        f"WHEN {_USED} BEGIN SELECT RAISE(ABORT, 'bank_question_version is used'); END",
    ],
    "bank_question": [
        "CREATE TRIGGER bank_question_kept BEFORE DELETE ON bank_question "
        "WHEN OLD.used_at IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'bank_question is used'); END",
        "CREATE TRIGGER bank_question_stays_used BEFORE UPDATE ON bank_question "
        "WHEN OLD.used_at IS NOT NULL AND NEW.used_at IS NOT OLD.used_at "
        "BEGIN SELECT RAISE(ABORT, 'bank_question is used'); END",
    ],
}
POSTGRES_FUNCTION = (
    "CREATE OR REPLACE FUNCTION sen_is_used() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '% is used', TG_TABLE_NAME; END $$"
)
POSTGRES_VERSION_FUNCTION = (
    "CREATE OR REPLACE FUNCTION sen_bank_version_kept() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN IF {_USED} THEN RAISE EXCEPTION '% is used', TG_TABLE_NAME; END IF; "
    "RETURN OLD; END $$"
)
POSTGRES_GUARDS = {
    "bank_question_version": [
        "CREATE TRIGGER bank_question_version_no_update BEFORE UPDATE ON bank_question_version "
        "FOR EACH ROW EXECUTE FUNCTION sen_append_only()",
        "CREATE TRIGGER bank_question_version_no_truncate BEFORE TRUNCATE "
        "ON bank_question_version FOR EACH STATEMENT EXECUTE FUNCTION sen_append_only()",
        "CREATE TRIGGER bank_question_version_kept BEFORE DELETE ON bank_question_version "
        "FOR EACH ROW EXECUTE FUNCTION sen_bank_version_kept()",
    ],
    "bank_question": [
        "CREATE TRIGGER bank_question_kept BEFORE DELETE ON bank_question "
        "FOR EACH ROW WHEN (OLD.used_at IS NOT NULL) EXECUTE FUNCTION sen_is_used()",
        "CREATE TRIGGER bank_question_stays_used BEFORE UPDATE ON bank_question FOR EACH ROW "
        "WHEN (OLD.used_at IS NOT NULL AND NEW.used_at IS DISTINCT FROM OLD.used_at) "
        "EXECUTE FUNCTION sen_is_used()",
    ],
}


def _declare() -> None:
    for statement in (POSTGRES_FUNCTION, POSTGRES_VERSION_FUNCTION):
        ddl = DDL(statement.replace("%", "%%")).execute_if(dialect="postgresql")
        event.listen(SQLModel.metadata, "before_create", ddl)
    for dialect, guards in (("sqlite", SQLITE_GUARDS), ("postgresql", POSTGRES_GUARDS)):
        for name, statements in guards.items():
            for statement in statements:
                event.listen(
                    SQLModel.metadata.tables[name],
                    "after_create",
                    DDL(statement).execute_if(dialect=dialect),
                )


_declare()
