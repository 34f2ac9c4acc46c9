"""Live rounds on the wire. Points are hundredths; one option of a question is right."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from app.domain.contests.live import MOST_QUESTIONS, MOST_SECONDS
from app.schemas.base import Body, FormRead, Line, Read, Versioned, Word
from app.schemas.question_bank import BankCount, OptionText, Points, QuestionText

MOST_OPTIONS = 6
State = Literal["waiting", "asking", "closed", "ended"]
Seconds = Annotated[int, Field(ge=5, le=MOST_SECONDS)]
OptionKey = Annotated[str, Field(pattern="^[A-Za-z0-9_-]{1,64}$")]


class LiveOption(Body):
    key: OptionKey
    text: Annotated[OptionText, Field(min_length=1)]


def _listed(value: Any) -> Any:
    """A form says `options.0`, `options.1`: the words alone; the keys are those numbers."""
    if not isinstance(value, dict):
        return value
    return [{"key": key, "text": text} for key, text in sorted(value.items()) if text]


class LiveQuestionCreate(Body):
    """`answer`: the key of the right option. `points`: for an answer at once, half of them at the
    end of `seconds`."""

    key: OptionKey | None = None
    prompt: Annotated[QuestionText, Field(min_length=1)]
    options: Annotated[
        list[LiveOption], BeforeValidator(_listed), Field(min_length=2, max_length=MOST_OPTIONS)
    ]
    answer: OptionKey
    points: Points = 1000
    seconds: Seconds = 20


class LiveSlot(Body):
    """So many questions of a topic and a difficulty, drawn from the question bank."""

    topic: Word
    difficulty: Literal["easy", "medium", "hard"]
    count: Annotated[int, Field(ge=1, le=MOST_QUESTIONS)]


def _slots(value: Any) -> Any:
    """A form says `blueprint.suc-khoe/easy` with a number, or nothing."""
    if not isinstance(value, dict):
        return value
    slots = []
    for name, count in value.items():
        topic, _, difficulty = name.partition("/")
        if count:
            slots.append({"topic": topic, "difficulty": difficulty, "count": count})
    return slots


class LiveRoundCreate(Body):
    """Questions written here, drawn from the bank by `blueprint`, or added later one by one.
    `points` and `seconds` are those of the drawn ones."""

    title: Annotated[Line, Field(min_length=1)]
    questions: Annotated[list[LiveQuestionCreate], Field(max_length=MOST_QUESTIONS)] = Field(
        default_factory=list
    )
    blueprint: Annotated[
        list[LiveSlot], BeforeValidator(_slots), Field(max_length=MOST_QUESTIONS)
    ] = Field(default_factory=list)
    points: Points = 1000
    seconds: Seconds = 20


class LiveStep(Versioned):
    step: Literal["ask", "close", "end"]


class LiveAnswerCreate(Body):
    """`question` and `option` by their keys."""

    question: OptionKey
    option: OptionKey


class LiveRoundForm(FormRead):
    """`counts`: what the bank can give, empty while she has not opened it."""

    contest: str
    contest_title: str
    bank_open: bool
    counts: list[BankCount]


class LiveOptionRead(Read):
    key: str
    text: str


class LiveQuestionRead(Read):
    """A question as it is pushed: without its answer."""

    key: str
    prompt: str
    options: list[LiveOptionRead]
    points: int
    seconds: int
    asked_at: datetime
    closes_at: datetime


class LivePlace(Read):
    rank: int
    name: str
    points: int


class LiveShown(Read):
    """The same for everybody: what a stream pushes. `question` is null before its moment, `answer`
    and `board` until the question is closed."""

    state: State
    place: int
    total: int
    version: int
    question: LiveQuestionRead | None
    answer: str | None
    board: list[LivePlace] | None


class LiveMine(Read):
    """Hers: the option she chose for the question, and after it was closed what it gave her, her
    points and her place."""

    option: str | None
    earned: int | None
    points: int | None
    rank: int | None


class LiveRead(LiveShown):
    id: str
    contest: str
    contest_title: str
    community: str
    title: str
    now: datetime
    mine: LiveMine | None
    may_join: bool
    may_host: bool


class LiveKeyedQuestion(Read):
    key: str
    place: int
    prompt: str
    options: list[LiveOptionRead]
    answer: str
    points: int
    seconds: int


class LiveDesk(LiveShown):
    """What the host sees: every question with its answer, persons playing, persons who answered
    the question that is asked."""

    id: str
    contest: str
    contest_title: str
    community: str
    title: str
    questions: list[LiveKeyedQuestion]
    players: int
    answers: int
    next_steps: list[Literal["ask", "close", "end"]]


class LiveLine(Read):
    id: str
    title: str
    state: State
    created_at: datetime


class LiveList(Read):
    items: list[LiveLine]
    next: str | None = None
    community: str
    contest: str
    contest_title: str
    may_host: bool


class LiveEvents(Read):
    """Which stream it is and whose: the machinery does the rest."""

    key: str
    person: str
