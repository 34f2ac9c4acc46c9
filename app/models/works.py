"""Works of photo, video and story contests: their rules, what was sent in, votes and marks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field

from app.models.base import Json, Moment, SQLModel


class WorkRules(SQLModel, table=True):
    """How one contest takes in, judges and ranks works. It stays as it is from `begun_at`, the
    first work sent in.

    `criteria`: [{key, name, weight}]. `vote_weight`: per cent, the jury has the rest; `cap`: as
    printed, None: twice the median. `sent_individual`, `sent_collective`: the last entry numbers.
    """

    __tablename__ = "work_rules"
    __table_args__ = (
        CheckConstraint("needs IN ('pictures','story','video')", name="needs"),
        CheckConstraint("closes_at > opens_at", name="window"),
        CheckConstraint(
            "(votes_from IS NULL) = (votes_until IS NULL)"
            " AND (votes_from IS NULL OR votes_until > votes_from)",
            name="voting",
        ),
        CheckConstraint("vote_weight BETWEEN 0 AND 100", name="vote_weight"),
        CheckConstraint("vote_weight = 0 OR votes_from IS NOT NULL", name="votes_counted"),
        CheckConstraint("individual OR collective", name="boards"),
        CheckConstraint("most_pictures BETWEEN 1 AND 10", name="most_pictures"),
        CheckConstraint("full_mark IN (10, 100)", name="full_mark"),
        CheckConstraint("quorum > 0 AND (cap IS NULL OR cap > 0)", name="numbers"),
        CheckConstraint("sent_individual >= 0 AND sent_collective >= 0", name="sent"),
    )
    contest_id: str = Field(primary_key=True, foreign_key="contest.id")
    needs: str
    opens_at: datetime = Field(sa_type=Moment)
    closes_at: datetime = Field(sa_type=Moment)
    votes_from: datetime | None = Field(default=None, sa_type=Moment)
    votes_until: datetime | None = Field(default=None, sa_type=Moment)
    individual: bool = True
    collective: bool = False
    most_of_person: int | None = None
    most_of_unit: int | None = None
    most_individual: int | None = None
    most_collective: int | None = None
    most_pictures: int = 5
    criteria: list[dict[str, Any]] = Field(sa_column=Column(Json, nullable=False))
    full_mark: int = 10
    quorum: int = 3
    vote_weight: int = 0
    cap: int | None = None
    standardised: bool = False
    children: bool = False
    likes: bool = False
    sent_individual: int = 0
    sent_collective: int = 0
    version: int = 1
    begun_at: datetime | None = Field(default=None, sa_type=Moment)


class WorkTurn(SQLModel, table=True):
    """How many works of one person or unit stand in a contest's board: one row each.

    A work is sent in by one UPDATE of this row, so that nobody gets beyond the limit.
    """

    __tablename__ = "work_turn"
    __table_args__ = (CheckConstraint("sent >= 0", name="sent"),)
    contest_id: str = Field(primary_key=True, foreign_key="contest.id")
    board: str = Field(primary_key=True)
    owner_id: str = Field(primary_key=True, max_length=32)
    sent: int = 0


class ContestWork(SQLModel, table=True):
    """One work sent to a contest. `number`: within its board, given when it was sent in; C30, T20.

    `shows`: who can be recognised; empty until she says it. `text_sha256`: of the folded story.
    """

    __tablename__ = "work"
    __table_args__ = (
        UniqueConstraint("contest_id", "board", "number"),
        CheckConstraint("board IN ('individual','collective')", name="board"),
        CheckConstraint("(board = 'collective') = (unit_id IS NOT NULL)", name="unit"),
        CheckConstraint(
            "state IN ('draft','submitted','accepted','refused','withdrawn')", name="state"
        ),
        CheckConstraint("shows IN ('','nobody','adult','child')", name="shows"),
        CheckConstraint("(number IS NULL) = (sent_at IS NULL)", name="sent"),
        CheckConstraint(
            "state IN ('draft','withdrawn') OR (number IS NOT NULL AND is_own)", name="whole"
        ),
        CheckConstraint("number IS NULL OR number > 0", name="number"),
        Index("ix_work_state", "contest_id", "state", "board", "number"),
        Index("ix_work_person", "person_id", "id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    community_id: str = Field(foreign_key="community.id")
    contest_id: str = Field(foreign_key="contest.id")
    board: str
    number: int | None = None
    person_id: str = Field(foreign_key="person.id")
    member_id: str = Field(foreign_key="member.id")
    unit_id: str | None = Field(default=None, foreign_key="unit.id")
    title: str = ""
    story: str = ""
    story_html: str = ""
    video: str = ""
    statement: str = ""
    is_own: bool = False
    shows: str = ""
    people_agree: bool = False
    parents_agree: bool = False
    text_sha256: str = ""
    state: str = "draft"
    #: What the board said last, for the author.
    state_reason: str = ""
    version: int = 1
    created_at: datetime = Field(sa_type=Moment)
    sent_at: datetime | None = Field(default=None, sa_type=Moment)


class WorkNaming(SQLModel, table=True):
    """How the author of a work with a prize wishes to stand in the list."""

    __tablename__ = "work_naming"
    __table_args__ = (CheckConstraint("choice IN ('name_photo','name','nothing')", name="choice"),)
    work_id: str = Field(primary_key=True, foreign_key="work.id")
    choice: str
    chosen_at: datetime = Field(sa_type=Moment)


class VoteStrike(SQLModel, table=True):
    """The board takes votes out, with a reason and what it rests on; and puts them back."""

    __tablename__ = "vote_strike"
    __table_args__ = (
        CheckConstraint("reason <> '' AND evidence <> '' AND votes > 0", name="whole"),
        CheckConstraint(
            "(lifted_at IS NULL) = (lifted_by IS NULL)"
            " AND (lifted_at IS NULL) = (lifted_reason = '')",
            name="lifted",
        ),
        Index("ix_vote_strike_contest", "contest_id", "id"),
    )
    id: str = Field(primary_key=True, max_length=32)
    contest_id: str = Field(foreign_key="contest.id")
    work_id: str = Field(foreign_key="work.id")
    votes: int
    reason: str
    evidence: str
    decided_by: str = Field(foreign_key="person.id")
    decided_at: datetime = Field(sa_type=Moment)
    lifted_by: str | None = Field(default=None, foreign_key="person.id")
    lifted_at: datetime | None = Field(default=None, sa_type=Moment)
    lifted_reason: str = ""


class WorkVote(SQLModel, table=True):
    """One vote of one member for one work. One that was struck stays and does not count."""

    __tablename__ = "work_vote"
    __table_args__ = (Index("ix_work_vote_person", "person_id", "voted_at"),)
    work_id: str = Field(primary_key=True, foreign_key="work.id")
    person_id: str = Field(primary_key=True, foreign_key="person.id")
    member_id: str = Field(foreign_key="member.id")
    voted_at: datetime = Field(sa_type=Moment)
    strike_id: str | None = Field(default=None, foreign_key="vote_strike.id", index=True)


class WorkFlag(SQLModel, table=True):
    """Something unusual in a work's votes, found by a machine that takes nothing out."""

    __tablename__ = "work_flag"
    __table_args__ = (
        UniqueConstraint("work_id", "kind", "since"),
        CheckConstraint("kind IN ('spike','cluster')", name="kind"),
    )
    id: str = Field(primary_key=True, max_length=32)
    work_id: str = Field(foreign_key="work.id")
    kind: str
    since: datetime = Field(sa_type=Moment)
    until: datetime = Field(sa_type=Moment)
    evidence: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    found_at: datetime = Field(sa_type=Moment)


class WorkMark(SQLModel, table=True):
    """What one juror gives one work by one criterion: one row, the last mark."""

    __tablename__ = "work_mark"
    __table_args__ = (CheckConstraint("points BETWEEN 0 AND 100", name="points"),)
    work_id: str = Field(primary_key=True, foreign_key="work.id")
    juror_id: str = Field(primary_key=True, foreign_key="person.id", index=True)
    criterion: str = Field(primary_key=True, max_length=32)
    points: int
    marked_at: datetime = Field(sa_type=Moment)


class JurorConflict(SQLModel, table=True):
    """She is too near to a work to mark it, and says why."""

    __tablename__ = "juror_conflict"
    __table_args__ = (CheckConstraint("reason <> ''", name="reason"),)
    work_id: str = Field(primary_key=True, foreign_key="work.id")
    juror_id: str = Field(primary_key=True, foreign_key="person.id", index=True)
    reason: str
    declared_at: datetime = Field(sa_type=Moment)


class LikeSnapshot(SQLModel, table=True):
    """Likes as they stood on Facebook at a moment: read by one person, confirmed by another."""

    __tablename__ = "like_snapshot"
    __table_args__ = (
        UniqueConstraint("work_id", "counted_at"),
        CheckConstraint("likes >= 0", name="likes"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by IS NULL)", name="confirmed"),
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> entered_by", name="two_people"),
    )
    id: str = Field(primary_key=True, max_length=32)
    work_id: str = Field(foreign_key="work.id")
    counted_at: datetime = Field(sa_type=Moment)
    likes: int
    entered_by: str = Field(foreign_key="person.id")
    entered_at: datetime = Field(sa_type=Moment)
    confirmed_by: str | None = Field(default=None, foreign_key="person.id")
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)


class WorkResult(SQLModel, table=True):
    """One version of a contest's results: it never changes but for being published.

    `rows`: every ranked work with its parts; `caps`: board → the cap that was used; `unawarded`:
    board → [[prize, how many]].
    """

    __tablename__ = "work_result"
    __table_args__ = (
        UniqueConstraint("contest_id", "no"),
        CheckConstraint("no > 0", name="no"),
        CheckConstraint("(published_at IS NULL) = (published_by IS NULL)", name="published"),
    )
    id: str = Field(primary_key=True, max_length=32)
    contest_id: str = Field(foreign_key="contest.id")
    no: int
    reason: str = ""
    rows: list[dict[str, Any]] = Field(sa_column=Column(Json, nullable=False))
    caps: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    unawarded: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    computed_by: str = Field(foreign_key="person.id")
    computed_at: datetime = Field(sa_type=Moment)
    published_by: str | None = Field(default=None, foreign_key="person.id")
    published_at: datetime | None = Field(default=None, sa_type=Moment)
