"""The platforms outside: who was let in, who is on their lists, their figures, who holds rights.

No software reads or writes a Facebook group (domain.md §5.3): all of this was seen on a screen and
typed or pasted by an officer.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field

from app.models.base import Bytewise, Moment, SQLModel

GROUPS = "platform IN ('facebook','zalo','other')"
PLATFORMS = "platform IN ('facebook','page','zalo','other')"


class PlatformEntry(SQLModel, table=True):
    """That a member is in the group on a platform: ticked by hand, or seen in a pasted list."""

    __tablename__ = "platform_entry"
    __table_args__ = (
        UniqueConstraint("member_id", "platform"),
        CheckConstraint(GROUPS, name="platform"),
    )
    id: str = Field(primary_key=True, max_length=32)
    member_id: str = Field(foreign_key="member.id")
    platform: str
    #: The pasted list in which she was seen; None: ticked by hand.
    roster_id: str | None = Field(default=None, foreign_key="platform_roster.id")
    entered_by: str = Field(foreign_key="person.id")
    entered_at: datetime = Field(sa_type=Moment)


class PlatformRoster(SQLModel, table=True):
    """One pasted list of a group's members: how many names of which class. The text is not kept.

    `number` counts the lists of one group: of two pasted at one moment the unique key lets one
    through first, and the other is compared with it.
    """

    __tablename__ = "platform_roster"
    __table_args__ = (
        UniqueConstraint("community_id", "platform", "number"),
        CheckConstraint(GROUPS, name="platform"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("names = matched + unmatched", name="classes"),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    platform: str
    number: int
    as_of: date
    #: False: only a part of the list was pasted, so nobody counts as having left.
    whole: bool = True
    digest: str
    names: int
    matched: int
    unmatched: int
    departed: int
    pasted_by: str = Field(foreign_key="person.id")
    pasted_at: datetime = Field(sa_type=Moment)


class PlatformAccount(SQLModel, table=True):
    """One name in a group's list. Without a member she is known by this name only: no phone, no
    consent, nothing else is done with it.

    `ordinal` tells two people of one display name apart by their number alone. `link` says how the
    member was found; `apart` that an officer said it is none of those offered.
    """

    __tablename__ = "platform_account"
    __table_args__ = (
        UniqueConstraint("community_id", "platform", "name", "ordinal"),
        CheckConstraint(GROUPS, name="platform"),
        CheckConstraint("ordinal > 0", name="ordinal"),
        CheckConstraint("link IN ('','platform_name','name','hand','apart')", name="link"),
        CheckConstraint("(member_id IS NULL) = (link IN ('','apart'))", name="linked"),
        Index("ix_platform_account_list", "community_id", "platform", "fold", "ordinal", "id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    platform: str
    name: str
    ordinal: int
    fold: str = Field(sa_column=Column(Bytewise, nullable=False))
    member_id: str | None = Field(default=None, foreign_key="member.id", index=True)
    link: str = ""
    linked_by: str | None = Field(default=None, foreign_key="person.id")
    linked_at: datetime | None = Field(default=None, sa_type=Moment)
    #: The last list that had the name, and the first later one that had it no more.
    roster_id: str = Field(foreign_key="platform_roster.id")
    left_roster_id: str | None = Field(default=None, foreign_key="platform_roster.id")


class PlatformFigure(SQLModel, table=True):
    """The group's own figures of one day. A correction is a new row that supersedes the old one."""

    __tablename__ = "platform_figure"
    __table_args__ = (
        UniqueConstraint("previous_id"),
        CheckConstraint(PLATFORMS, name="platform"),
        CheckConstraint("source IN ('typed','pasted','file')", name="source"),
        CheckConstraint("members >= 0", name="members"),
        CheckConstraint("posts >= 0 AND comments >= 0 AND interactions >= 0", name="counts"),
        Index(
            "uq_platform_figure_day",
            "community_id",
            "platform",
            "as_of",
            unique=True,
            sqlite_where=Column("superseded_at").is_(None),
            postgresql_where=Column("superseded_at").is_(None),
        ),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id", index=True)
    platform: str
    as_of: date
    members: int
    posts: int | None = None
    comments: int | None = None
    interactions: int | None = None
    note: str = ""
    source: str = "typed"
    recorded_by: str = Field(foreign_key="person.id")
    recorded_at: datetime = Field(sa_type=Moment)
    previous_id: str | None = Field(default=None, foreign_key="platform_figure.id")
    superseded_at: datetime | None = Field(default=None, sa_type=Moment)


class PlatformRight(SQLModel, table=True):
    """Who holds rights on a group, a Page or a Zalo group, from–to (the board's register)."""

    __tablename__ = "platform_right"
    __table_args__ = (
        CheckConstraint(PLATFORMS, name="platform"),
        CheckConstraint("level IN ('owner','admin','moderator','editor')", name="level"),
        CheckConstraint(
            "unit_level IN ('central','province','district','commune')", name="unit_level"
        ),
        CheckConstraint("until IS NULL OR until >= since", name="period"),
        CheckConstraint("holder_name <> ''", name="holder"),
        Index(
            "uq_platform_right_open",
            "community_id",
            "platform",
            "account_name",
            unique=True,
            sqlite_where=Column("until").is_(None),
            postgresql_where=Column("until").is_(None),
        ),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id", index=True)
    platform: str
    account_name: str
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    holder_name: str
    level: str
    unit_level: str
    since: date
    until: date | None = None
    version: int = 1
    recorded_by: str = Field(foreign_key="person.id")
    recorded_at: datetime = Field(sa_type=Moment)
