"""Decisions beside a round's papers on the wire: rulings, corrected keys, figures opened early."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from app.schemas.base import Body, FormRead, Line, Read, Text, Word
from app.schemas.contest_results import DifferenceRead, ResultRow

OptionKey = Annotated[str, Field(max_length=64)]


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
    community: str
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
