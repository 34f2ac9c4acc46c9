"""Persons, the accounts they sign in with, and every secret that opens a door (as a digest)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, Index
from sqlmodel import Field

from app.models.base import Bytewise, Json, Moment, SQLModel


class Person(SQLModel, table=True):
    """A human being in this installation; phones are contacts, never keys (design.md §6)."""

    __tablename__ = "person"
    id: str = Field(primary_key=True, max_length=32)
    full_name: str
    given_name: str
    family_middle: str
    fold: str
    sort_key: str = Field(sa_column=Column(Bytewise, nullable=False))
    call_me: str = "chi"
    birth_year: int | None = None
    invented: bool = False
    created_at: datetime = Field(sa_type=Moment)


class Account(SQLModel, table=True):
    __tablename__ = "account"
    id: str = Field(primary_key=True, max_length=32)
    person_id: str = Field(foreign_key="person.id", unique=True)
    password_hash: str | None = None
    invented: bool = False
    administrator: bool = False
    created_at: datetime = Field(sa_type=Moment)


class Login(SQLModel, table=True):
    """What she types into the sign-in form: a phone number, an e-mail or a member code."""

    __tablename__ = "login"
    __table_args__ = (CheckConstraint("kind IN ('phone','email','member_code')", name="kind"),)
    value: str = Field(primary_key=True)
    kind: str
    account_id: str = Field(foreign_key="account.id", index=True)


class SignIn(SQLModel, table=True):
    """One browser's session; the token itself lives in the cookie only."""

    __tablename__ = "sign_in"
    id: str = Field(primary_key=True, max_length=32)
    digest: str = Field(unique=True)
    account_id: str = Field(foreign_key="account.id", index=True)
    device: str
    shared_device: bool = False
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class Token(SQLModel, table=True):
    """A personal bearer token for programs; `scopes` narrows, None means all she may."""

    __tablename__ = "token"
    id: str = Field(primary_key=True, max_length=32)
    digest: str = Field(unique=True)
    account_id: str = Field(foreign_key="account.id", index=True)
    label: str
    scopes: list[str] | None = Field(default=None, sa_column=Column(Json))
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class PasswordLink(SQLModel, table=True):
    """A link that sets a password once, within 24 hours, given out by an officer."""

    __tablename__ = "password_link"
    id: str = Field(primary_key=True, max_length=32)
    digest: str = Field(unique=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    created_by: str = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class Appointment(SQLModel, table=True):
    """Where rights come from: a person, a role, a community or a unit, from–to."""

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint(
            "role IN ('chair','vice_chair','moderator','membership','editor','contests',"
            "'questions','adviser','officer')",
            name="role",
        ),
        CheckConstraint("(community_id IS NULL) <> (unit_id IS NULL)", name="place"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="period"),
        # A NULL is never equal to another, so each place needs its own index.
        *(
            Index(
                f"uq_appointment_open_{place}",
                "person_id",
                "role",
                f"{place}_id",
                unique=True,
                sqlite_where=Column("valid_to").is_(None),
                postgresql_where=Column("valid_to").is_(None),
            )
            for place in ("community", "unit")
        ),
    )
    id: str = Field(primary_key=True, max_length=32)
    person_id: str = Field(foreign_key="person.id", index=True)
    role: str
    title: str = ""
    community_id: str | None = Field(default=None, foreign_key="community.id", index=True)
    unit_id: str | None = Field(default=None, foreign_key="unit.id")
    nominating_unit: str = ""
    nominating_level: str | None = None
    rank_order: int = 0
    document: str = ""
    delegated_from: str | None = Field(default=None, foreign_key="appointment.id")
    valid_from: date
    valid_to: date | None = None
    version: int = 1
    created_at: datetime = Field(sa_type=Moment)


class CodeFailure(SQLModel, table=True):
    """Wrong phones tried on one applicant's code: ten in an hour lock it (contract.md)."""

    __tablename__ = "code_failure"
    member_id: str = Field(primary_key=True, foreign_key="member.id")
    failures: int = 0
    window_started_at: datetime = Field(sa_type=Moment)
