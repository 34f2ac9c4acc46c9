"""Reorganisations of units: what a decision did, from which unit to which, and who was placed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field

from app.models.base import Json, Moment, SQLModel


class Reorganisation(SQLModel, table=True):
    """What one decision did to one unit (with a merge: to several) on one day.

    `changes`: for renaming, moving and correcting, what was before and what is after.
    """

    __tablename__ = "reorganisation"
    __table_args__ = (
        UniqueConstraint("unit_id", "kind", "decision_key", "effective_on"),
        CheckConstraint(
            "kind IN ('rename','move','merge','split','part_transfer','close','correct')",
            name="kind",
        ),
    )
    id: str = Field(primary_key=True, max_length=32)
    kind: str
    unit_id: str = Field(foreign_key="unit.id")
    decision_number: str
    #: Number and issuer, folded: the same decision however it was typed.
    decision_key: str
    decided_on: date
    issuer: str
    effective_on: date
    note: str = ""
    changes: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    recorded_by: str | None = Field(default=None, foreign_key="person.id")
    recorded_at: datetime = Field(sa_type=Moment)


class UnitLineage(SQLModel, table=True):
    """Whereto a unit went, whole or in part. `hamlets`: those that the decision names."""

    __tablename__ = "unit_lineage"
    __table_args__ = (
        UniqueConstraint("reorganisation_id", "from_id", "to_id"),
        CheckConstraint("share IN ('whole','part')", name="share"),
        # What went somewhere as a whole went nowhere else by the same decision.
        Index(
            "uq_unit_lineage_whole",
            "reorganisation_id",
            "from_id",
            unique=True,
            sqlite_where=Column("share") == "whole",
            postgresql_where=Column("share") == "whole",
        ),
        Index("ix_unit_lineage_from_id", "from_id"),
        Index("ix_unit_lineage_to_id", "to_id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    reorganisation_id: str = Field(foreign_key="reorganisation.id")
    from_id: str = Field(foreign_key="unit.id")
    to_id: str = Field(foreign_key="unit.id")
    share: str
    #: Its place among the rows of its decision.
    position: int = 0
    hamlets: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))


class ReorganisedUnit(SQLModel, table=True):
    """That a unit changed in one way on one day: a second such change has no clear order."""

    __tablename__ = "reorganised_unit"
    __table_args__ = (
        UniqueConstraint("unit_id", "aspect", "effective_on"),
        CheckConstraint("aspect IN ('name','parent','territory')", name="aspect"),
    )
    reorganisation_id: str = Field(primary_key=True, foreign_key="reorganisation.id")
    unit_id: str = Field(primary_key=True, foreign_key="unit.id")
    aspect: str = Field(primary_key=True)
    effective_on: date


class MemberPlacement(SQLModel, table=True):
    """Where a member belongs after her unit was divided: what somebody found out, never a rule.

    What she said herself stays in `Member.unit_id`. A mistake closes the row.
    """

    __tablename__ = "member_placement"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended"),
        Index(
            "uq_member_placement_open",
            "member_id",
            "reorganisation_id",
            unique=True,
            sqlite_where=Column("ended_at").is_(None),
            postgresql_where=Column("ended_at").is_(None),
        ),
        Index("ix_member_placement_reorganisation_id", "reorganisation_id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    member_id: str = Field(foreign_key="member.id", index=True)
    reorganisation_id: str = Field(foreign_key="reorganisation.id")
    unit_id: str = Field(foreign_key="unit.id")
    #: Whether she was placed with her whole hamlet or by herself.
    by_hamlet: bool = False
    placed_by: str | None = Field(default=None, foreign_key="person.id")
    placed_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_by: str | None = Field(default=None, foreign_key="person.id")


class AdministrativeCode(SQLModel, table=True):
    """One place of one dated list of codes, as its file says; units are matched to it by people."""

    __tablename__ = "administrative_code"
    __table_args__ = (
        UniqueConstraint("scheme", "code", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="period"),
        Index(
            "uq_administrative_code_open",
            "scheme",
            "code",
            unique=True,
            sqlite_where=Column("valid_to").is_(None),
            postgresql_where=Column("valid_to").is_(None),
        ),
    )
    id: str = Field(primary_key=True, max_length=32)
    scheme: str
    code: str
    name: str
    fold: str
    kind: str
    parent_code: str | None = None
    valid_from: date
    valid_to: date | None = None
    source: str
    licence: str
