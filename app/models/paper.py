"""Sign-up sheets that go from door to door, and what became of each of their lines."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from app.models.base import Moment, SQLModel

#: Lines of a printed sheet.
LINES = 12


class PaperSeries(SQLModel, table=True):
    """The last number given to a sheet of a community: taken by one UPDATE."""

    __tablename__ = "paper_series"
    community_id: str = Field(primary_key=True, foreign_key="community.id")
    last: int


class PaperSheet(SQLModel, table=True):
    """One sheet of twelve lines. `filed`: where the signed paper lies, the proof of consent."""

    __tablename__ = "paper_sheet"
    __table_args__ = (
        UniqueConstraint("community_id", "no"),
        CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed"),
        CheckConstraint("closed_at IS NULL OR filed <> ''", name="filed"),
        Index("ix_paper_sheet_community_id", "community_id", "id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    no: int
    unit_id: str | None = Field(default=None, foreign_key="unit.id")
    chapter: str = ""
    head: str = ""
    filed: str = ""
    created_by: str = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=Moment)
    closed_by: str | None = Field(default=None, foreign_key="person.id")
    closed_at: datetime | None = Field(default=None, sa_type=Moment)


class PaperLine(SQLModel, table=True):
    """What became of one line: a new file, a file that was there, a question, or nothing.

    `ask`: what the chapter head is asked about this line when it suits her.
    """

    __tablename__ = "paper_line"
    __table_args__ = (
        CheckConstraint(f"no BETWEEN 1 AND {LINES}", name="no"),
        CheckConstraint("outcome IN ('created','known','asked','blank')", name="outcome"),
        CheckConstraint(
            "(member_id IS NOT NULL) = (outcome IN ('created','known'))", name="member"
        ),
        CheckConstraint("outcome <> 'asked' OR ask <> ''", name="ask"),
        Index("ix_paper_line_member_id", "member_id"),
    )
    sheet_id: str = Field(primary_key=True, foreign_key="paper_sheet.id")
    no: int = Field(primary_key=True)
    outcome: str
    member_id: str | None = Field(default=None, foreign_key="member.id")
    ask: str = ""
    entered_by: str = Field(foreign_key="person.id")
    entered_at: datetime = Field(sa_type=Moment)
