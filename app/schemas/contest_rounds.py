"""Rounds on the wire. No right answer leaves but by the keeper's page of questions."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from app.domain.contests.questions import MOST_QUESTIONS
from app.schemas.base import Body, FormRead, Line, Read, Versioned, Word
from app.schemas.question_bank import (
    BankCount,
    Difficulty,
    Kind,
    OptionRead,
    OptionText,
    Points,
    QuestionText,
    TopicName,
)
from app.schemas.takedowns import WallTime

MOST_SLOTS = 30
MOST_WEEKS = 60
#: A week: a time limit beyond that is none.
LONGEST_LIMIT = 7 * 24 * 3600
MINUTE = 60
LONGEST_PASTE = 200_000


def _seconds(value: Any) -> Any:
    """A form says minutes, a program seconds; an empty field says that there is no limit."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if not text:
        return None
    return int(text) * MINUTE if text.isascii() and text.isdecimal() and len(text) < 9 else text


def _listed(value: Any) -> Any:
    """A form says `blueprint.0.topic`: the lines by their numbers."""
    if not isinstance(value, dict):
        return value
    rows: list[dict[str, Any]] = [{} for _ in range(MOST_SLOTS)]
    for name, said in value.items():
        number, _, part = name.partition(".")
        if not (number.isascii() and number.isdecimal() and int(number) < MOST_SLOTS):
            return value
        rows[int(number)][part] = said
    while rows and not rows[-1]:
        rows.pop()
    return rows


Limit = Annotated[Annotated[int, Field(ge=1, le=LONGEST_LIMIT)] | None, BeforeValidator(_seconds)]


class QuestionOption(Body):
    key: Word
    text: OptionText


class QuestionWrite(Body):
    """`answer`: keys of the right options. An essay has neither options nor answer. `points`:
    hundredths."""

    key: Word
    kind: Kind = "choice"
    prompt: QuestionText
    options: Annotated[list[QuestionOption], Field(max_length=20)] = Field(default_factory=list)
    answer: Annotated[list[Word], Field(max_length=20)] = Field(default_factory=list)
    points: Points = 100


class SlotWrite(Body):
    """One line of a blueprint: so many questions of a topic and difficulty."""

    topic: Word
    difficulty: Difficulty
    count: Annotated[int, Field(ge=1, le=MOST_QUESTIONS)]
    kind: Kind = "choice"


Questions = Annotated[list[QuestionWrite], Field(max_length=MOST_QUESTIONS)]
Blueprint = Annotated[list[SlotWrite], BeforeValidator(_listed), Field(max_length=MOST_SLOTS)]
Pasted = Annotated[str, StringConstraints(max_length=LONGEST_PASTE)]
Title = Annotated[Line, Field(min_length=1)]


class RoundCreate(Body):
    """One of `questions`, `blueprint` and `text` (questions as they are typed or pasted).

    `weeks`: so many rounds, each a week after the one before, each with questions of its own.
    """

    title: Title
    opens_at: WallTime
    closes_at: WallTime
    time_limit_s: Limit = None
    practice: bool = False
    weeks: Annotated[int, Field(ge=1, le=MOST_WEEKS)] = 1
    questions: Questions | None = None
    blueprint: Blueprint | None = None
    text: Pasted | None = None


class RoundChange(Versioned):
    """What is left out stays, while nobody has begun. `time_limit_s`: null takes it away."""

    title: Title | None = None
    opens_at: WallTime | None = None
    closes_at: WallTime | None = None
    time_limit_s: Annotated[Limit, Field(json_schema_extra={"emptyClears": True})] = None
    practice: bool | None = None
    questions: Questions | None = None
    blueprint: Blueprint | None = None


class RoundQuestionsChange(Versioned):
    """The questions anew: one of the three."""

    questions: Questions | None = None
    blueprint: Blueprint | None = None
    text: Pasted | None = None


class RoundExtension(Versioned):
    closes_at: WallTime
    reason: Annotated[Line, Field(min_length=1)]


class RoundLine(Read):
    """`state` by the server's clock; a draft's round is `before`, a withdrawn contest's
    `closed`."""

    id: str
    number: int
    title: str
    opens_at: datetime
    closes_at: datetime
    state: Literal["before", "open", "closed"]
    time_limit_s: int | None
    practice: bool
    questions: int
    version: int


class RoundRead(RoundLine):
    """`questions`: how many. `commitment`: the seal of the answer key, once the round is open.
    `attempts_max`: how many attempts a woman has, null without a limit."""

    contest: str
    contest_title: str
    contest_state: str
    community: str
    help_phone: str
    commitment: str | None
    attempts_max: int | None
    asks_prediction: bool
    #: Whether a result is out.
    published: bool
    allowed_actions: list[str]


class RoundForm(FormRead):
    """`bank_open`: whether she has opened the question bank, which a blueprint needs."""

    contest: str
    contest_title: str
    round: RoundRead | None = None
    bank_open: bool
    topics: list[TopicName]
    bank: list[BankCount]


class KeptQuestion(Read):
    """`drawn`: from the bank."""

    key: str
    place: int
    kind: Kind
    prompt_html: str
    options: list[OptionRead]
    answer: list[str]
    points: int
    drawn: bool


class KeptSlot(Read):
    topic: str
    difficulty: Difficulty
    count: int
    kind: Kind


class RoundQuestions(RoundForm):
    """A round's questions with their right answers, for those who keep the contest; each look is
    logged, and whoever looks is of the organisers. `text`: as they may be typed again."""

    questions: list[KeptQuestion]
    blueprint: list[KeptSlot]
    text: str
    may_change: bool


class RoundGone(Read):
    id: str
    contest: str
