"""Votes, marks and results of works, on the wire."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from app.schemas.base import Body, Line, Read, Text, Word
from app.schemas.pictures import PictureCard
from app.schemas.works import CriterionRead, SnapshotRead, WorkRulesRead

Reason = Annotated[Text, Field(min_length=1)]


class HourRead(Read):
    hour: datetime
    votes: int


class VoteCount(Read):
    """One work's votes: those that count, and those that the board took out."""

    work: str
    entry: str
    title: str
    votes: int
    struck: int


class VoterRead(Read):
    person: str
    name: str
    unit: str
    joined_at: datetime | None
    voted_at: datetime
    struck: bool


class FlagRead(Read):
    """Something unusual, with what it rests on. `struck`: how many of these votes are out."""

    id: str
    work: str
    entry: str
    kind: str
    since: datetime
    until: datetime
    usual: int
    marks: list[str]
    voters: list[VoterRead]
    struck: int
    may_strike: bool


class StrikeRead(Read):
    id: str
    work: str
    entry: str
    votes: int
    reason: str
    evidence: str
    decided_by: str
    decided_at: datetime
    lifted_by: str | None
    lifted_at: datetime | None
    lifted_reason: str


class VotesRead(Read):
    """The votes of a contest. Until the voting has ended there is nothing to see for anybody."""

    contest: str
    contest_title: str
    community: str
    voting: str
    votes_until: datetime | None
    total: int
    hours: list[HourRead]
    works: list[VoteCount]
    flags: list[FlagRead]
    strikes: list[StrikeRead]
    may_strike: bool


class StrikeCreate(Body):
    """`people`: whose votes for the work go out; with `flag` those of that flag."""

    work: Word
    people: Annotated[list[Word], Field(max_length=10_000)] | None = None
    flag: Word | None = None
    reason: Reason
    evidence: Text | None = None


class StrikeLift(Body):
    reason: Reason


class MarkWrite(Body):
    """One mark: saved at once, put right by sending another."""

    criterion: Word
    points: Annotated[int, Field(ge=0, le=100)]


class ConflictDeclare(Body):
    reason: Annotated[Line, Field(min_length=1)]


class JuryLine(Read):
    """A work before a juror: its number, and what she gave it."""

    id: str
    entry: str
    title: str
    marked: int
    points: dict[str, int]
    conflict: str | None


class JuryRead(Read):
    """What a juror has to mark. Nothing here says whose a work is, or how many voted for it."""

    contest: str
    contest_title: str
    community: str
    criteria: list[CriterionRead]
    full_mark: int
    works: list[JuryLine]
    done: int
    open: bool


class MarkedWork(JuryLine):
    """One work before a juror. `after`: the next one that she has not marked."""

    community: str
    contest: str
    contest_title: str
    story_html: str
    video: str
    statement: str
    pictures: list[PictureCard]
    criteria: list[CriterionRead]
    full_mark: int
    open: bool
    after: str | None


class ResultRow(Read):
    """`jury`, `capped`, `final`: the parts of the figure, two decimals. Without names where she did
    not agree to be named."""

    work: str
    entry: str
    board: str
    title: str
    rank: int | None
    jurors: int
    jury: Decimal | None
    votes: int
    capped: Decimal
    final: Decimal | None
    prize: str | None
    author: str | None
    unit: str | None
    likes: SnapshotRead | None


class ResultVersion(Read):
    no: int
    reason: str
    computed_at: datetime
    published: bool


class UnawardedRead(Read):
    board: str
    prize: str
    count: int


class WorkResultRead(Read):
    """The newest result that the reader may see; `no` 0: none yet."""

    contest: str
    contest_title: str
    community: str
    no: int
    reason: str
    computed_at: datetime | None
    published_at: datetime | None
    approvals: int
    rules: WorkRulesRead
    caps: dict[str, Decimal]
    rows: list[ResultRow]
    unawarded: list[UnawardedRead]
    most_liked: ResultRow | None
    versions: list[ResultVersion]
    stands_in_the_way: list[str]
    allowed_actions: list[str]


class ResultCompute(Body):
    """`reason`: why there is another version; the first needs none."""

    reason: Text | None = None


class ResultPublish(Body):
    """`no`: the version that was read; absent: the newest."""

    no: Annotated[int | None, Field(ge=1)] = None
