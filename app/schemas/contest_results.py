"""Results of rounds on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from app.schemas.base import Body, FormRead, Line, Read

Naming = Literal["name_photo", "name", "nothing"]


class ResultCreate(Body):
    """`reason`: why there is another version; the first needs none."""

    reason: Line = ""


class ResultRow(Read):
    """`rank` and what decided it. `member`, `name`, `unit`, `phone_masked` are None where the
    reader is not told who she is. `points`: hundredths."""

    rank: int
    member: str | None
    name: str | None
    unit: str | None
    phone_masked: str | None
    correct: int
    points: int
    prediction_distance: int | None
    duration_ms: int
    submitted_at: datetime
    manual: int
    eligible: bool
    passed_over: bool
    prize: str | None
    naming: Naming | None = None
    mine: bool = False


class PrizesLeft(Read):
    name: str
    count: int


class MoveRead(Read):
    """A person whose rank or prize another version changes."""

    member: str
    name: str
    rank_before: int | None
    rank_after: int | None
    prize_before: str | None
    prize_after: str | None


class DifferenceRead(Read):
    """`against`: the version before. `moves`: the first of those whose rank alone changes."""

    against: int
    n_before: int | None
    n_after: int | None
    rose: int
    fell: int
    came: int
    went: int
    prizes: list[MoveRead]
    moves: list[MoveRead]


class ResultRead(Read):
    """One version. `rank`: the keys of the chain that decide; `rows`: a page of them by place.

    `approvals`: how many have agreed to publish it. `everyone`: whether rows are of everyone or,
    for members, of the winners and the reader herself.
    """

    round: str
    round_title: str
    contest: str
    contest_title: str
    community: str
    no: int
    state: str
    reason: str
    n: int | None
    persons: int
    question_count: int
    rank: list[str]
    by_points: bool
    rows: list[ResultRow]
    next: str | None
    unawarded: list[PrizesLeft]
    runners_up: list[ResultRow]
    everyone: bool
    size: int
    root: str
    ruleset_sha256: str
    computed_at: datetime
    published_at: datetime | None
    approvals: int
    needs_two: bool
    computed_by: str | None = None
    approved_by: str | None = None
    published_by: str | None = None
    difference: DifferenceRead | None = None
    newest: int
    allowed_actions: list[str]


class ResultLine(Read):
    no: int
    state: str
    reason: str
    n: int | None
    persons: int
    computed_at: datetime
    published_at: datetime | None


class ResultList(Read):
    """The versions, the newest first, and what may be done."""

    items: list[ResultLine]
    next: str | None
    round: str
    round_title: str
    contest: str
    contest_title: str
    community: str
    closed: bool
    essays_waiting: int
    complaints_open: int
    allowed_actions: list[str]


class PublicationCreate(Body):
    """`no`: the version that she has read."""

    no: Annotated[int | None, Field(ge=1, le=2**31 - 1)] = None


class NamingChange(Body):
    choice: Naming


class WorkNamingRead(FormRead):
    """The same for the author of a work that has a prize."""

    work: str
    entry: str
    title: str
    choice: Naming | None
    prize: str
    consented: bool


class NamingRead(FormRead):
    """How she stands in the list that members read, and whether she agreed to be published."""

    round: str
    round_title: str
    choice: Naming | None
    prize: str | None
    consented: bool
    member: str
