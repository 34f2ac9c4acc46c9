"""The duty roster: who answers on which day, and what she hands over."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from app.models.base import Moment, SQLModel


class DutyDay(SQLModel, table=True):
    __tablename__ = "duty_day"
    __table_args__ = (CheckConstraint("main_id <> substitute_id", name="two_people"),)
    community_id: str = Field(primary_key=True, foreign_key="community.id")
    day: date = Field(primary_key=True)
    main_id: str = Field(foreign_key="person.id")
    substitute_id: str = Field(foreign_key="person.id")
    fixed_work: str = ""
    version: int = 1


class HandOver(SQLModel, table=True):
    __tablename__ = "hand_over"
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id", index=True)
    day: date
    text: str
    written_by: str = Field(foreign_key="person.id")
    written_at: datetime = Field(sa_type=Moment)
