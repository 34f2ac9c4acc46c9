"""Attempts on the wire: the paper, what is saved of it, the receipt. No score, no right answer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticKnownError

from app.domain.contests.ruleset import HIGHEST_PREDICTION
from app.domain.text import nfc
from app.schemas.base import Body, FormRead, Read, Word

LONGEST_ESSAY = 10_000
MOST_QUESTIONS, MOST_CHOSEN = 200, 50
#: The key of an option; of an essay its whole text.
Chosen = Annotated[str, StringConstraints(max_length=LONGEST_ESSAY), AfterValidator(nfc)]


def _listed(value: Any) -> Any:
    """A form with one box ticked says one text."""
    return [value] if isinstance(value, str) else value


def _no_truth(value: Any) -> Any:
    """`true` is no number of persons, though Python counts it as 1."""
    if isinstance(value, bool):
        raise PydanticKnownError("int_type")
    return value


Answer = Annotated[list[Chosen], BeforeValidator(_listed), Field(max_length=MOST_CHOSEN)]
Answers = Annotated[dict[Word, Answer], Field(max_length=MOST_QUESTIONS)]
Number = Annotated[int, BeforeValidator(_no_truth), Field(ge=0, le=HIGHEST_PREDICTION)]
Prediction = Number | None
Rev = Annotated[int, Field(ge=1, le=2**31 - 1)]


class AnswersSave(Body):
    """All that is answered so far. `rev`: greater than that of what was saved before."""

    rev: Rev
    answers: Answers = Field(default_factory=dict)
    prediction: Prediction = None


class AttemptSubmission(Body):
    """The whole paper. With `rev` it is refused where something newer was saved meanwhile."""

    answers: Answers = Field(default_factory=dict)
    prediction: Prediction = None
    rev: Rev | None = None


class PaperOption(Read):
    key: str
    text: str


class PaperQuestion(Read):
    """`several`: more than one option is right. An essay has no options."""

    key: str
    kind: str
    prompt: str
    prompt_html: str
    several: bool
    picture: bool
    options: list[PaperOption]


class SolvedQuestion(Read):
    """A question of a practice paper once it was handed in."""

    key: str
    prompt_html: str
    options: list[PaperOption]
    answer: list[str]
    given: list[str]
    right: bool
    explanation: str


class Solution(Read):
    correct: int
    of: int
    questions: list[SolvedQuestion]


class AttemptLine(Read):
    id: str
    number: int
    state: str
    started_at: datetime
    submitted_at: datetime | None
    ended_by: str


class AttemptForm(FormRead):
    """Before she begins. `window`: before, open or closed; `most`: attempts, None without a limit;
    `excluded_as`: roles of hers for which the rules give no prize; `held_back`: a practice round
    whose questions count elsewhere until that round closes."""

    round: str
    round_title: str
    contest: str
    contest_title: str
    practice: bool
    published: bool
    window: str
    opens_at: datetime
    closes_at: datetime
    time_limit_s: int | None
    questions: int
    predicts: str | None
    most: int | None
    left: int | None
    mine: list[AttemptLine]
    excluded_as: list[str]
    held_back: bool
    help_phone: str


class AttemptRead(Read):
    """A paper in progress with what is saved of it, or her receipt. `ended_by` `clock`: it was
    closed at its deadline with what was saved. `predicts`: what the rules ask her to guess."""

    id: str
    number: int
    state: str
    paper: list[PaperQuestion] = Field(default_factory=list)
    answers: dict[str, list[str]]
    prediction: int | None
    predicts: str | None
    rev: int
    saved_at: datetime | None
    started_at: datetime
    deadline_at: datetime
    server_now: datetime
    left_ms: int
    submitted_at: datetime | None
    ended_by: str
    receipt: dict[str, Any] | None
    solution: Solution | None = None
    community: str
    contest: str
    contest_title: str
    round: str
    round_title: str
    practice: bool
    excluded_as: list[str]
    help_phone: str


class AnswersSaved(Read):
    """Short, because it is asked every few seconds."""

    id: str
    rev: int
    saved_at: datetime
    deadline_at: datetime
    server_now: datetime


class ReceiptRead(Read):
    """The receipt as words and as a picture that a phone reads."""

    attempt: str
    number: int
    ended_by: str
    submitted_at: datetime | None
    community: str
    contest_title: str
    round: str
    round_title: str
    receipt: dict[str, Any]
    qr: str
