"""Results of rounds in versions, and the decisions that make one differ from the one before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    DDL,
    BigInteger,
    CheckConstraint,
    Column,
    UniqueConstraint,
    event,
)
from sqlmodel import Field

from app.models.audit import postgres_guards, sqlite_guards
from app.models.base import Json, Moment, SQLModel


class ContestResult(SQLModel, table=True):
    """One version of a round's result; what it says never changes, a published one not at all.

    `key`: question → right options as they were in force; `inputs`: the persons by whom it was
    decided otherwise than by papers; `inputs_sha256`: of everything that decides it. `size` and
    `root`: of the tree over the papers. `unawarded`: name and count of prizes left.
    """

    __tablename__ = "contest_result"
    __table_args__ = (
        UniqueConstraint("round_id", "no"),
        CheckConstraint("state IN ('computed','published')", name="state"),
        CheckConstraint("no > 0 AND size >= 0 AND persons >= 0", name="numbers"),
        CheckConstraint("no = 1 OR reason <> ''", name="reason"),
        CheckConstraint(
            "(state = 'published') = (published_by IS NOT NULL AND published_at IS NOT NULL)",
            name="published",
        ),
        CheckConstraint(
            "approved_by IS NULL OR (state = 'published' AND approved_by <> published_by)",
            name="two_people",
        ),
        CheckConstraint(
            "length(root) = 64 AND length(ruleset_sha256) = 64 AND length(inputs_sha256) = 64",
            name="digests",
        ),
    )
    id: str = Field(primary_key=True, max_length=32)
    round_id: str = Field(foreign_key="contest_round.id")
    no: int
    reason: str = ""
    n: int | None = Field(default=None, sa_type=BigInteger)
    persons: int
    question_count: int
    size: int
    root: str = Field(max_length=64)
    ruleset_sha256: str = Field(max_length=64)
    key: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    inputs: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    inputs_sha256: str = Field(max_length=64)
    unawarded: list[Any] = Field(sa_column=Column(Json, nullable=False))
    computed_by: str = Field(foreign_key="person.id")
    computed_at: datetime = Field(sa_type=Moment)
    state: str = "computed"
    approved_by: str | None = Field(default=None, foreign_key="person.id")
    published_by: str | None = Field(default=None, foreign_key="person.id")
    published_at: datetime | None = Field(default=None, sa_type=Moment)


class ContestResultRow(SQLModel, table=True):
    """A person's place in one version. `place` counts 1, 2, 3 where ranks may be shared.

    `passed_over`: she keeps her rank and takes no prize.
    """

    __tablename__ = "contest_result_row"
    __table_args__ = (UniqueConstraint("result_id", "place"),)
    result_id: str = Field(primary_key=True, foreign_key="contest_result.id")
    person_id: str = Field(primary_key=True, foreign_key="person.id", index=True)
    place: int
    rank: int
    attempt_id: str = Field(max_length=32)
    correct: int
    points: int = Field(sa_type=BigInteger)
    prediction_distance: int | None = Field(default=None, sa_type=BigInteger)
    duration_ms: int = Field(sa_type=BigInteger)
    submitted_at: datetime = Field(sa_type=Moment)
    manual: int = 0
    eligible: bool
    passed_over: bool
    prize: str | None = None


class ContestRuling(SQLModel, table=True):
    """A decision about one person's place, with what it rests on: append-only.

    `place`: given by hand, the smaller before, where the rules rank by it.
    """

    __tablename__ = "contest_ruling"
    __table_args__ = (
        UniqueConstraint("round_id", "no"),
        CheckConstraint("kind IN ('disqualified','reinstated','waived','placed')", name="kind"),
        CheckConstraint("no > 0 AND reason <> '' AND evidence <> ''", name="whole"),
        CheckConstraint("(kind = 'placed') = (place IS NOT NULL)", name="place"),
    )
    id: str = Field(primary_key=True, max_length=32)
    round_id: str = Field(foreign_key="contest_round.id")
    no: int
    person_id: str = Field(foreign_key="person.id", index=True)
    kind: str
    place: int | None = None
    reason: str
    evidence: str
    ruled_by: str = Field(foreign_key="person.id")
    ruled_at: datetime = Field(sa_type=Moment)


class KeyCorrection(SQLModel, table=True):
    """A key that was wrong: the committed one stays, the last correction is in force."""

    __tablename__ = "key_correction"
    __table_args__ = (
        UniqueConstraint("round_id", "no"),
        CheckConstraint("no > 0 AND reason <> ''", name="whole"),
    )
    id: str = Field(primary_key=True, max_length=32)
    round_id: str = Field(foreign_key="contest_round.id")
    no: int
    question: str = Field(max_length=64)
    answer: list[str] = Field(sa_column=Column(Json, nullable=False))
    reason: str
    corrected_by: str = Field(foreign_key="person.id")
    corrected_at: datetime = Field(sa_type=Moment)


class SealedOpening(SQLModel, table=True):
    """That two people opened a round's sealed figures before its result was published."""

    __tablename__ = "sealed_opening"
    __table_args__ = (
        CheckConstraint("first_by <> second_by", name="two_people"),
        CheckConstraint("reason <> ''", name="reason"),
    )
    round_id: str = Field(primary_key=True, foreign_key="contest_round.id")
    reason: str
    first_by: str = Field(foreign_key="person.id")
    second_by: str = Field(foreign_key="person.id")
    opened_at: datetime = Field(sa_type=Moment)


class WinnerNaming(SQLModel, table=True):
    """How a winner wishes to stand in the list that the members read."""

    __tablename__ = "winner_naming"
    __table_args__ = (CheckConstraint("choice IN ('name_photo','name','nothing')", name="choice"),)
    round_id: str = Field(primary_key=True, foreign_key="contest_round.id")
    person_id: str = Field(primary_key=True, foreign_key="person.id", index=True)
    choice: str
    chosen_at: datetime = Field(sa_type=Moment)


class ContestStanding(SQLModel, table=True):
    """A person over all published rounds of a contest: written anew at each publication."""

    __tablename__ = "contest_standing"
    contest_id: str = Field(primary_key=True, foreign_key="contest.id")
    place: int = Field(primary_key=True)
    rank: int
    person_id: str = Field(foreign_key="person.id", index=True)
    rounds: int
    all_correct: int
    correct: int
    points: int = Field(sa_type=BigInteger)
    duration_ms: int = Field(sa_type=BigInteger)
    rounds_held: int


class ContestUnitCount(SQLModel, table=True):
    """Entrants and papers of a unit in the published rounds of a contest; "" for no unit."""

    __tablename__ = "contest_unit_count"
    contest_id: str = Field(primary_key=True, foreign_key="contest.id")
    unit_id: str = Field(primary_key=True, max_length=32)
    entrants: int
    attempts: int


APPEND_ONLY = ("contest_result_row", "contest_ruling", "key_correction", "sealed_opening")
#: What a version says; only its way to publication moves.
KEPT = (
    "id",
    "round_id",
    "no",
    "reason",
    "n",
    "persons",
    "question_count",
    "size",
    "root",
    "ruleset_sha256",
    "key",
    "inputs",
    "inputs_sha256",
    "unawarded",
    "computed_by",
    "computed_at",
)


def guards(dialect: str) -> dict[str, list[str]]:
    """table → the triggers that keep it."""
    rows = postgres_guards if dialect == "postgresql" else sqlite_guards
    return {name: rows(name) for name in APPEND_ONLY} | {"contest_result": _result(dialect)}


def _result(dialect: str) -> list[str]:
    published = "WHEN (OLD.state = 'published')"
    before = (
        ("stays", f"UPDATE OF {', '.join(KEPT)}", ""),
        ("published", "UPDATE", published),
        ("kept", "DELETE", ""),
    )
    if dialect == "postgresql":
        return [
            f"CREATE TRIGGER contest_result_{name} BEFORE {when} ON contest_result "
            f"FOR EACH ROW {only} EXECUTE FUNCTION sen_append_only()"
            for name, when, only in before
        ]
    return [
        f"CREATE TRIGGER contest_result_{name} BEFORE {when} ON contest_result {only} "
        "BEGIN SELECT RAISE(ABORT, 'contest_result is append-only'); END"
        for name, when, only in before
    ]


def _declare() -> None:
    for dialect in ("sqlite", "postgresql"):
        for table, statements in guards(dialect).items():
            for statement in statements:
                event.listen(
                    SQLModel.metadata.tables[table],
                    "after_create",
                    DDL(statement).execute_if(dialect=dialect),
                )


_declare()
