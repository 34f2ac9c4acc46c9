"""What members need and hope for, the topics it is gathered into, and what the Union answers."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from app.models.base import Moment, SQLModel


class NeedTheme(SQLModel, table=True):
    """What the box asks about in one month (YYYY-MM); without one it is open for anything."""

    __tablename__ = "need_theme"
    __table_args__ = (
        UniqueConstraint("community_id", "month"),
        CheckConstraint("title <> '' AND question <> ''", name="whole"),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    month: str = Field(max_length=7)
    title: str
    question: str
    set_by: str = Field(foreign_key="person.id")
    set_at: datetime = Field(sa_type=Moment)


class NeedTopic(SQLModel, table=True):
    """What many voiced. `state`: that of its last answer; `merged_into`: where its voices went."""

    __tablename__ = "need_topic"
    __table_args__ = (
        CheckConstraint("state IN ('open','done','doing','not_possible')", name="state"),
        CheckConstraint("title <> ''", name="title"),
        CheckConstraint("merged_into IS NULL OR merged_into <> id", name="merged"),
        Index("ix_need_topic_month", "community_id", "month", "id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    month: str = Field(max_length=7)
    title: str
    state: str = "open"
    merged_into: str | None = None
    version: int = 1
    created_by: str = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=Moment)


class Need(SQLModel, table=True):
    """What one member wrote. `hidden`: no page but her own names her; her id is kept so that she
    can be told the answer. `fold`: its words for the search."""

    __tablename__ = "need"
    __table_args__ = (
        CheckConstraint("text <> ''", name="text"),
        Index("ix_need_gathering", "community_id", "topic_id", "id"),
        Index("ix_need_topic", "topic_id"),
        Index("ix_need_person", "person_id", "id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    month: str = Field(max_length=7)
    member_id: str = Field(foreign_key="member.id")
    person_id: str = Field(foreign_key="person.id")
    unit_id: str | None = Field(default=None, foreign_key="unit.id")
    text: str
    fold: str
    hidden: bool = False
    topic_id: str | None = Field(default=None, foreign_key="need_topic.id")
    written_at: datetime = Field(sa_type=Moment)


class NeedVoice(SQLModel, table=True):
    """“Tôi cũng mong vậy”: a member joins a topic, once."""

    __tablename__ = "need_voice"
    topic_id: str = Field(primary_key=True, foreign_key="need_topic.id")
    person_id: str = Field(primary_key=True, foreign_key="person.id", index=True)
    member_id: str = Field(foreign_key="member.id")
    unit_id: str | None = Field(default=None, foreign_key="unit.id")
    joined_at: datetime = Field(sa_type=Moment)


class NeedAnswer(SQLModel, table=True):
    """What the Union says of a topic, in public. The last one holds, those before it stay.

    `corrects`: the number of the answer whose words this one puts right. What was corrected or
    taken back (`withdrawn_at`) is read by the board and its advisers alone.
    """

    __tablename__ = "need_answer"
    __table_args__ = (
        UniqueConstraint("topic_id", "no"),
        UniqueConstraint("topic_id", "corrects"),
        CheckConstraint("corrects IS NULL OR corrects < no", name="corrects"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn"),
        CheckConstraint("state IN ('done','doing','not_possible')", name="state"),
        CheckConstraint("text <> ''", name="text"),
        CheckConstraint("state <> 'not_possible' OR reason <> ''", name="reason"),
        CheckConstraint("no > 0", name="no"),
    )
    id: str = Field(primary_key=True, max_length=32)
    topic_id: str = Field(foreign_key="need_topic.id")
    no: int
    state: str
    text: str
    reason: str = ""
    answered_by: str = Field(foreign_key="person.id")
    answered_at: datetime = Field(sa_type=Moment)
    corrects: int | None = None
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)
    withdrawn_by: str | None = Field(default=None, foreign_key="person.id")


class NeedAction(SQLModel, table=True):
    """What is done about a topic: who does it, until when, and how far it is.

    `post_id`: the bulletin that it became; then the bulletin's state says how far it is.
    """

    __tablename__ = "need_action"
    __table_args__ = (
        CheckConstraint("kind IN ('bulletin','training','task')", name="kind"),
        CheckConstraint("state IN ('planned','done','dropped')", name="state"),
        CheckConstraint("title <> ''", name="title"),
        CheckConstraint("post_id IS NULL OR kind = 'bulletin'", name="post"),
        Index("ix_need_action_topic", "topic_id", "id"),
        Index("ix_need_action_due", "due_on"),
    )
    id: str = Field(primary_key=True, max_length=32)
    topic_id: str = Field(foreign_key="need_topic.id")
    kind: str
    title: str
    owner_id: str = Field(foreign_key="person.id")
    due_on: date
    state: str = "planned"
    version: int = 1
    planned_by: str = Field(foreign_key="person.id")
    planned_at: datetime = Field(sa_type=Moment)
    post_id: str | None = Field(default=None, foreign_key="post.id", unique=True)
