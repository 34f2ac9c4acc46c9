"""Member lists brought in from files, and lists given out as files."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field

from app.models.base import Json, Moment, SQLModel


class MemberImport(SQLModel, table=True):
    """One file: read, foreseen, applied once.

    `rows`: women in it; `cursor`: how many of them the running stage has gone through. When it is
    done, rows = created + updated + skipped + refused, and the database says so too.
    """

    __tablename__ = "member_import"
    __table_args__ = (
        CheckConstraint("state IN ('reading','ready','applying','done','discarded')", name="state"),
        CheckConstraint("consent IN ('none','paper')", name="consent"),
        CheckConstraint("consent = 'none' OR filed <> ''", name="filed"),
        CheckConstraint("cursor BETWEEN 0 AND rows", name="cursor"),
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("created + updated + skipped + refused <= rows", name="outcomes"),
        CheckConstraint(
            "state <> 'done' OR created + updated + skipped + refused = rows", name="whole"
        ),
        Index("ix_member_import_community_id", "community_id", "id"),
        Index("ix_member_import_digest", "community_id", "digest"),
        # Two lists at once would not see each other's women.
        Index(
            "uq_member_import_applying",
            "community_id",
            unique=True,
            sqlite_where=Column("state") == "applying",
            postgresql_where=Column("state") == "applying",
        ),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    #: Where the women of this list live unless a row says otherwise.
    unit_id: str | None = Field(default=None, foreign_key="unit.id")
    filename: str
    digest: str
    state: str = "reading"
    version: int = 1
    #: How each sheet was understood: schemas/imports.py, SheetRead.
    sheets: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(Json, nullable=False)
    )
    rows: int = 0
    cursor: int = 0
    created: int = 0
    updated: int = 0
    skipped: int = 0
    refused: int = 0
    consent: str = "none"
    filed: str = ""
    created_by: str = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=Moment)
    applied_by: str | None = Field(default=None, foreign_key="person.id")
    applied_at: datetime | None = Field(default=None, sa_type=Moment)
    finished_at: datetime | None = Field(default=None, sa_type=Moment)
    #: When what the rows say was forgotten; the figures and the files made of them stay.
    emptied_at: datetime | None = Field(default=None, sa_type=Moment)


class ImportRow(SQLModel, table=True):
    """One row of a file. `woman` and `raw` are personal and are forgotten after a month."""

    __tablename__ = "import_row"
    __table_args__ = (
        CheckConstraint("outcome IN ('','created','updated','skipped','refused')", name="outcome"),
        CheckConstraint(
            "foreseen IN ('','created','updated','skipped','refused')", name="foreseen"
        ),
        CheckConstraint("outcome <> 'created' OR member_id IS NOT NULL", name="created"),
        Index("ix_import_row_kind", "import_id", "kind", "no"),
        Index("ix_import_row_fold", "import_id", "fold"),
        Index("ix_import_row_phone", "import_id", "phone"),
        Index("ix_import_row_member_id", "member_id"),
    )
    import_id: str = Field(primary_key=True, foreign_key="member_import.id")
    #: From 1 over all sheets, in the file's order.
    no: int = Field(primary_key=True)
    sheet: str
    #: As the spreadsheet shows it.
    row: int
    kind: str
    raw: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    woman: dict[str, Any] | None = Field(default=None, sa_column=Column(Json, nullable=True))
    fold: str = ""
    phone: str = ""
    #: Codes: why it was not taken, or what the officer should know.
    reasons: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    noted: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    foreseen: str = ""
    outcome: str = ""
    #: The file that was made, filled up, or found.
    member_id: str | None = Field(default=None, foreign_key="member.id")
    #: The earlier row of the same list that says the same.
    twin_no: int | None = None


class ImportMapping(SQLModel, table=True):
    """What an officer said about a unit's columns, for the next list with the same headings."""

    __tablename__ = "import_mapping"
    __table_args__ = (UniqueConstraint("community_id", "unit", "signature"),)
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    #: The unit's id; empty for a list of no one unit, since NULLs are never equal.
    unit: str = ""
    signature: str
    columns: dict[str, int] = Field(sa_column=Column(Json, nullable=False))
    set_by: str = Field(foreign_key="person.id")
    set_at: datetime = Field(sa_type=Moment)


class MemberExport(SQLModel, table=True):
    """Leave to take a list out: what of whom, asked by whom, allowed by a second person.

    No file is kept: each download is made anew from what stands then, and is logged.
    """

    __tablename__ = "member_export"
    __table_args__ = (
        CheckConstraint("second_by IS NULL OR second_by <> first_by", name="two"),
        CheckConstraint("(second_by IS NULL) = (second_at IS NULL)", name="second"),
        Index("ix_member_export_community_id", "community_id", "id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    with_phones: bool
    needs_second: bool
    state: str = ""
    unit_id: str | None = Field(default=None, foreign_key="unit.id")
    purpose: str
    first_by: str = Field(foreign_key="person.id")
    first_at: datetime = Field(sa_type=Moment)
    second_by: str | None = Field(default=None, foreign_key="person.id")
    second_at: datetime | None = Field(default=None, sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    downloads: int = 0
