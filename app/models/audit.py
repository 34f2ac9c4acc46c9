"""The append-only audit log, its seals, and the salts that make erasure possible (design.md §8)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    DDL,
    BigInteger,
    CheckConstraint,
    Column,
    Identity,
    Index,
    Integer,
    Table,
    event,
    text,
)
from sqlmodel import Field

from app.models.base import Json, Moment, SQLModel

#: SQLite numbers rows only when the key is INTEGER.
RowNumber = BigInteger().with_variant(Integer(), "sqlite")


class AuditRow(SQLModel, table=True):
    """Who did what, on what, by which right. `tx` tells the sealer which rows are final."""

    __tablename__ = "audit_row"
    __table_args__ = (
        Index("ix_audit_row_chain", "chain", "id"),
        Index("ix_audit_row_subject", "subject_type", "subject_id"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = Field(
        default=None, sa_column=Column(RowNumber, Identity(always=False), primary_key=True)
    )
    chain: str
    community_id: str | None = Field(default=None, foreign_key="community.id")
    at: datetime = Field(sa_type=Moment)
    actor_id: str | None = None
    right: str = ""
    action: str
    subject_type: str
    subject_id: str
    before: str = ""
    after: str = ""
    reason_code: str = ""
    batch_id: str | None = None
    request_id: str = ""
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    tx: int = Field(
        default=0, sa_column=Column(BigInteger, nullable=False, server_default=text("0"))
    )


class AuditSeal(SQLModel, table=True):
    """The link of one audit row: SHA-256 over the previous link and the row's canonical JSON."""

    __tablename__ = "audit_seal"
    __table_args__ = (CheckConstraint("length(hash) = 64", name="hash"),)
    chain: str = Field(primary_key=True)
    seq: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    row_id: int = Field(sa_column=Column(BigInteger, nullable=False, unique=True))
    hash: str
    sealed_at: datetime = Field(sa_type=Moment)


class AuditSalt(SQLModel, table=True):
    """The salt of one person's commitments in the log; deleting it erases what they meant."""

    __tablename__ = "audit_salt"
    person_id: str = Field(primary_key=True)
    salt: str


APPEND_ONLY = ("audit_row", "audit_seal")


def sqlite_guards(table: str) -> list[str]:
    """Triggers that make a table append-only on SQLite."""
    return [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ]


def postgres_guards(table: str) -> list[str]:
    """The same on PostgreSQL, TRUNCATE too."""
    return [
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION sen_append_only()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION sen_append_only()",
    ]


POSTGRES_FUNCTIONS = [
    "CREATE OR REPLACE FUNCTION sen_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
    "CREATE OR REPLACE FUNCTION sen_audit_tx() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN NEW.tx := pg_current_xact_id()::text::bigint; RETURN NEW; END $$",
]
POSTGRES_STAMP = (
    "CREATE TRIGGER audit_row_tx BEFORE INSERT ON audit_row "
    "FOR EACH ROW EXECUTE FUNCTION sen_audit_tx()"
)


def _declare() -> None:
    for statement in POSTGRES_FUNCTIONS:
        # Before any table: whichever of the two is made first calls them.
        ddl = DDL(statement.replace("%", "%%")).execute_if(dialect="postgresql")
        event.listen(SQLModel.metadata, "before_create", ddl)
    for name in APPEND_ONLY:
        table: Table = SQLModel.metadata.tables[name]
        for statement in sqlite_guards(name):
            event.listen(table, "after_create", DDL(statement).execute_if(dialect="sqlite"))
        if name == "audit_row":
            stamp = DDL(POSTGRES_STAMP).execute_if(dialect="postgresql")
            event.listen(table, "after_create", stamp)
        for statement in postgres_guards(name):
            event.listen(table, "after_create", DDL(statement).execute_if(dialect="postgresql"))


_declare()
