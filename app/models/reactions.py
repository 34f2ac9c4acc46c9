"""One touch of one person on one post."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from app.models.base import Moment, SQLModel


class Reaction(SQLModel, table=True):
    """The primary key is the rule: a person has one reaction to a post."""

    __tablename__ = "post_reaction"
    __table_args__ = (
        CheckConstraint("kind IN ('thich','thuong','cam-on','hay')", name="kind"),
        Index("ix_post_reaction_kind", "post_id", "kind"),
        Index("ix_post_reaction_person_id", "person_id"),
    )
    post_id: str = Field(primary_key=True, foreign_key="post.id")
    person_id: str = Field(primary_key=True, foreign_key="person.id")
    kind: str
    at: datetime = Field(sa_type=Moment)
