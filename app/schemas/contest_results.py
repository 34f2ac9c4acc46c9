"""Results of rounds on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from app.schemas.base import Body, FormRead, Line, Read, Text, Word

Naming = Literal["name_photo", "name", "nothing"]
OptionKey = Annotated[str, Field(max_length=64)]


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


class NamingRead(FormRead):
    """How she stands in the list that members read, and whether she agreed to be published."""

    round: str
    round_title: str
    choice: Naming | None
    prize: str | None
    consented: bool
    member: str


class RulingCreate(Body):
    """`entry`: an entry number, or `member`: a file, of the one whom it is about."""

    entry: Word = ""
    member: Word = ""
    reason: Line = ""
    evidence: Text = ""


class PlaceCreate(RulingCreate):
    """`place`: the smaller stands before."""

    place: Annotated[int, Field(ge=1, le=1_000_000)]


class RulingRead(Read):
    no: int
    kind: Literal["disqualified", "reinstated", "waived", "placed"]
    member: str
    name: str
    place: int | None
    reason: str
    evidence: str
    ruled_by: str
    ruled_at: datetime


class RulingBoard(FormRead):
    """Every decision about persons of a round, the newest first, with who has come next."""

    round: str
    round_title: str
    contest: str
    n: int | None
    rulings: list[RulingRead]
    runners_up: list[ResultRow]
    outdated: bool
    ranks_by_place: bool


class CorrectionCreate(Body):
    question: OptionKey = ""
    answer: Annotated[list[OptionKey], Field(max_length=20)] = Field(default_factory=list)
    reason: Line = ""


class CorrectionPreview(Read):
    """What a corrected key would change; nothing is written."""

    round: str
    round_title: str
    question: str
    answer: list[str]
    reason: str
    prompt: str
    before: list[str]
    after: list[str]
    papers: int
    difference: DifferenceRead | None


class CorrectionRead(Read):
    no: int
    question: str
    prompt: str
    answer: list[str]
    reason: str
    corrected_by: str
    corrected_at: datetime


class KeyOption(Read):
    key: str
    text: str
    right: bool


class KeyQuestion(Read):
    key: str
    place: int
    prompt: str
    options: list[KeyOption]


class CorrectionBoard(FormRead):
    round: str
    round_title: str
    questions: list[KeyQuestion]
    corrections: list[CorrectionRead]


class SealedCreate(Body):
    reason: Line = ""


class SealedRead(FormRead):
    """`state` `sealed` or `opened`; figures only when opened."""

    round: str
    round_title: str
    state: Literal["sealed", "opened"]
    approvals: int
    reason: str
    entrants: int | None = None
    entries: int | None = None
    n: int | None = None
    first_by: str | None = None
    second_by: str | None = None
    opened_at: datetime | None = None
    published: bool = False


class StandingRow(Read):
    rank: int
    member: str | None
    name: str | None
    unit: str | None
    rounds: int
    all_correct: int
    correct: int
    points: int
    duration_ms: int
    every_round: bool
    mine: bool = False


class StandingList(Read):
    items: list[StandingRow]
    next: str | None
    contest: str
    contest_title: str
    community: str
    rounds_held: int
    by_points: bool


class UnitRowRead(Read):
    unit: str
    members: int | None
    entrants: int
    attempts: int
    by_entrants: int
    rate: str | None
    by_rate: int | None


class UnitTable(Read):
    """`units` by entrants, most first; `fewest`: units with fewer members have no rank by rate."""

    contest: str
    contest_title: str
    community: str
    units: list[UnitRowRead]
    fewest: int


class OptionFigure(Read):
    key: str
    text: str
    right: bool
    upper: int
    lower: int


class ItemRead(Read):
    """Per cent to two decimals as text; None where nobody differs."""

    question: str
    place: int
    prompt: str
    facility: str | None
    discrimination: str | None
    efficiency: str | None
    options: list[OptionFigure]
    key_doubtful: bool


class ItemTable(Read):
    round: str
    round_title: str
    papers: int
    alpha: str | None
    questions: list[ItemRead]
