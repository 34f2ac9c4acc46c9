"""The Union's dated tree: names, parents and codes each with their own validity."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field

from app.models.base import SQLModel

KINDS = (
    "'central','province','district_legacy','commune','direct_unit','market','school',"
    "'enterprise','armed_forces','chapter','group'"
)


class Unit(SQLModel, table=True):
    """A body of the Union. What it is called, under whom and by which code stands beside it.

    `kind` is the one it was founded with; a later one stands in `unit_kind`.
    """

    __tablename__ = "unit"
    __table_args__ = (
        CheckConstraint(f"kind IN ({KINDS})", name="kind"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="period"),
    )
    id: str = Field(primary_key=True, max_length=32)
    kind: str
    valid_from: date
    valid_to: date | None = None
    official_order: int = 0
    phone: str | None = None
    version: int = 1


class UnitName(SQLModel, table=True):
    __tablename__ = "unit_name"
    __table_args__ = (
        UniqueConstraint("unit_id", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="period"),
    )
    id: str = Field(primary_key=True, max_length=32)
    unit_id: str = Field(foreign_key="unit.id", index=True)
    name: str
    fold: str
    valid_from: date
    valid_to: date | None = None


class UnitKind(SQLModel, table=True):
    """The kind that a unit was given after its foundation."""

    __tablename__ = "unit_kind"
    __table_args__ = (
        UniqueConstraint("unit_id", "valid_from"),
        CheckConstraint(f"kind IN ({KINDS})", name="kind"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="period"),
    )
    id: str = Field(primary_key=True, max_length=32)
    unit_id: str = Field(foreign_key="unit.id", index=True)
    kind: str
    valid_from: date
    valid_to: date | None = None


class UnitParent(SQLModel, table=True):
    __tablename__ = "unit_parent"
    __table_args__ = (
        UniqueConstraint("unit_id", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="period"),
        CheckConstraint("unit_id <> parent_id", name="not_itself"),
        Index("ix_unit_parent_parent_id", "parent_id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    unit_id: str = Field(foreign_key="unit.id")
    parent_id: str = Field(foreign_key="unit.id")
    valid_from: date
    valid_to: date | None = None


class UnitCode(SQLModel, table=True):
    """A code names a place only together with its scheme and date: codes are reused."""

    __tablename__ = "unit_code"
    __table_args__ = (
        UniqueConstraint("scheme", "code", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="period"),
        Index(
            "uq_unit_code_open",
            "scheme",
            "code",
            unique=True,
            sqlite_where=Column("valid_to").is_(None),
            postgresql_where=Column("valid_to").is_(None),
        ),
    )
    id: str = Field(primary_key=True, max_length=32)
    unit_id: str = Field(foreign_key="unit.id", index=True)
    scheme: str
    code: str
    valid_from: date
    valid_to: date | None = None
