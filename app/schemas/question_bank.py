"""The question bank on the wire. Right answers leave it only for those who keep the bank."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from app.domain.question_bank.content import (
    LONGEST_OPTION,
    LONGEST_SOURCE,
    LONGEST_TEXT,
    MOST_OPTIONS,
    MOST_POINTS,
)
from app.domain.question_bank.table import points
from app.domain.text import nfc
from app.schemas.base import Body, FileWrite, FormRead, Read, Version, Versioned, Word
from app.schemas.pictures import PictureCard

Difficulty = Literal["easy", "medium", "hard"]
Kind = Literal["choice", "essay"]


QuestionText = Annotated[str, StringConstraints(max_length=LONGEST_TEXT), AfterValidator(nfc)]
OptionText = Annotated[str, StringConstraints(max_length=LONGEST_OPTION), AfterValidator(nfc)]
SourceText = Annotated[str, StringConstraints(max_length=LONGEST_SOURCE), AfterValidator(nfc)]


def _as_typed(value: Any) -> Any:
    """A form says `1` or `0,5` points, a program hundredths as a number."""
    if not isinstance(value, str):
        return value
    read = points(value)
    if read is None:
        raise PydanticCustomError("bank-points-unknown", "no number of points")
    return read


Points = Annotated[int, BeforeValidator(_as_typed), Field(ge=1, le=MOST_POINTS)]


class OptionWrite(Body):
    """`key`: of an option that the question has already; a new one is given its own. An option
    without words is left out."""

    key: Word | None = None
    text: OptionText = ""
    right: bool = False


def _listed(value: Any) -> Any:
    """A form says `options.0.text`, `options.0.right`: the options by their numbers."""
    if not isinstance(value, dict):
        return value
    rows: list[dict[str, Any]] = [{} for _ in range(MOST_OPTIONS)]
    for name, said in value.items():
        number, _, part = name.partition(".")
        if not (number.isdecimal() and len(number) == 1 and int(number) < MOST_OPTIONS):
            return value
        rows[int(number)][part] = said
    return rows


Options = Annotated[list[OptionWrite], BeforeValidator(_listed), Field(max_length=MOST_OPTIONS)]


class BankQuestionCreate(Body):
    """`points`: hundredths of a point, of an essay the most that it gives. `pictures`: one at
    most, or the file itself in `files`."""

    topic: Word
    difficulty: Difficulty
    kind: Kind = "choice"
    text: QuestionText = ""
    options: Options = Field(default_factory=list)
    points: Points = 100
    explanation: QuestionText = ""
    source: SourceText = ""
    pictures: Annotated[list[Word], Field(max_length=1)] | None = None
    files: Annotated[list[FileWrite] | None, Field(max_length=1)] = None


class BankQuestionChange(BankQuestionCreate):
    """The question as a whole, which becomes its next version. Its options keep their keys; a
    picture that is not named is left out."""

    version: Version = None


class BankAgreement(Body):
    """`agrees`: she knows that whoever opens the bank can win no prize."""

    agrees: bool = False


class BankImport(Body):
    """A file (CSV, XLSX, XLS), or the table as text: columns topic, difficulty, question, A … H,
    right, points, explanation, source."""

    text: Annotated[str, Field(max_length=300_000)] = ""
    file: FileWrite | None = None


class TopicName(Read):
    key: str
    name: str


class BankQuestionLine(Read):
    """A question in the list, without its options."""

    id: str
    topic: str
    topic_name: str
    difficulty: Difficulty
    kind: Kind
    text: str
    version: int
    retired: bool
    used: bool


class BankCount(Read):
    """How many questions in use a blueprint can draw of one topic and difficulty."""

    topic: str
    topic_name: str
    difficulty: Difficulty
    choice: int
    essay: int


class BankQuestionList(Read):
    items: list[BankQuestionLine]
    next: str | None = None
    community: str
    topic: str
    difficulty: str
    state: str
    q: str
    counts: list[BankCount]
    topics: list[TopicName]
    may_write: bool


class OptionRead(Read):
    key: str
    text: str


class BankVersionRead(Read):
    number: int
    written_by: str
    written_at: datetime


class BankQuestionRead(BankQuestionLine):
    """One version of a question; `version` is the newest one's number, `number` that which is
    shown. `answer` (keys of the right options), `explanation` and `source` are null for those
    who do not keep the bank."""

    community: str
    number: int
    text_html: str
    options: list[OptionRead]
    points: int
    answer: list[str] | None
    explanation: str | None
    source: str | None
    picture: PictureCard | None
    history: list[BankVersionRead]
    allowed_actions: list[str]


class BankQuestionGone(Read):
    id: str
    community: str


class BankQuestionForm(FormRead):
    topics: list[TopicName]
    question: BankQuestionRead | None = None


class BankOpeningForm(FormRead):
    """`agreed_at`: since when she has it open, null before."""

    agreed_at: datetime | None


class BankAgreed(Read):
    community: str
    agreed_at: datetime


class BankReaderRead(Read):
    """`times`: lists, questions and files that she opened."""

    name: str
    first_at: datetime
    last_at: datetime
    times: int


class BankReaderList(Read):
    items: list[BankReaderRead]
    next: str | None = None
    community: str


class BankImportRow(Read):
    """`outcome`: `known` stands in the bank already and is passed over; `similar` comes in though
    a question of the bank reads alike; `like`: the id of that question."""

    line: int
    topic_name: str
    difficulty: Difficulty
    kind: Kind
    text: str
    options: list[str]
    right: list[str]
    points: int
    outcome: Literal["new", "similar", "known"]
    like: str | None


class BankWrongRow(Read):
    line: int
    column: str
    code: str
    detail: str


class BankImportPreview(Read):
    """What an import would do; nothing was done. `text`: the same table, to be sent as it is."""

    community: str
    new: int
    similar: int
    known: int
    rows: list[BankImportRow]
    wrong: list[BankWrongRow]
    text: str


class BankImported(Read):
    community: str
    added: int
    known: int


class BankRetirement(Versioned):
    """Out of use: no paper draws it any more."""
