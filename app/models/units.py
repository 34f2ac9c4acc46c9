"""The Union's dated tree: names, parents and codes each with their own validity."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from app.models.base import SQLModel

KINDS = "'central','province','district_legacy','commune','direct_unit','chapter','group'"


class Unit(SQLModel, table=True):
    """A body of the Union. What it is called, under whom and by which code stands beside it."""

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
    )
    id: str = Field(primary_key=True, max_length=32)
    unit_id: str = Field(foreign_key="unit.id", index=True)
    scheme: str
    code: str
    valid_from: date
    valid_to: date | None = None
