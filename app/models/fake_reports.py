"""Contests that borrow the Union's name, as strangers report them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Index
from sqlmodel import Field

from app.models.base import Moment, SQLModel


class FakeReport(SQLModel, table=True):
    """`contest_id`: whose name was borrowed, where she said so. `phone` goes thirty days after the
    report was handled.
    """

    __tablename__ = "fake_report"
    __table_args__ = (
        CheckConstraint("state IN ('new','handled')", name="state"),
        CheckConstraint("place <> '' AND version > 0", name="what"),
        CheckConstraint(
            "(state = 'handled') = (handled_at IS NOT NULL)"
            " AND (handled_at IS NULL) = (handled_by IS NULL)",
            name="handled",
        ),
        Index("ix_fake_report_list", "community_id", "id"),
        Index(
            "ix_fake_report_phone",
            "handled_at",
            sqlite_where=Column("phone") != "",
            postgresql_where=Column("phone") != "",
        ),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    contest_id: str | None = Field(default=None, foreign_key="contest.id")
    place: str
    what: str = ""
    phone: str = ""
    state: str = "new"
    version: int = 1
    note: str = ""
    reported_at: datetime = Field(sa_type=Moment)
    handled_by: str | None = Field(default=None, foreign_key="person.id")
    handled_at: datetime | None = Field(default=None, sa_type=Moment)
