"""A survey on paper and on the wall: printed forms, sheets typed in, posters, sheets of links."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from app.schemas.base import Body, Line, Read, Word
from app.schemas.survey_forms import FormOption
from app.schemas.survey_responses import Answers, PaperForm

MOST_SHEETS = 50
#: As many QR codes as one page shows: a sheet of them is printed piece by piece.
AT_ONCE = 120


def _empty_is_none(value: Any) -> Any:
    return None if value == "" else value


#: The number of the first copy; a form without one sends nothing.
First = Annotated[int | None, BeforeValidator(_empty_is_none)]


def _split(value: Any) -> Any:
    """Links as they stand in a column, or bare secrets: one a word."""
    lines = [value] if isinstance(value, str) else value
    if not isinstance(lines, list) or not all(isinstance(one, str) for one in lines):
        return value
    words = [word for line in lines for word in line.replace(",", " ").replace(";", " ").split()]
    secrets = [word.rpartition("token=")[2].strip('"') for word in words if "token=" in word]
    return secrets or words


class SheetQuestion(Read):
    """`number` stands before the question, that of an option before its box. `guide`: which
    questions may be passed over here. `scale`: numbers to circle. `lines`: to write on."""

    number: int
    type: str
    text: str
    help: str
    required: bool
    note: str
    guide: str
    options: list[FormOption]
    rows: list[FormOption]
    scale: list[int]
    lines: int


class SheetStep(Read):
    title: str
    help: str
    guide: str
    questions: list[SheetQuestion]


class PrintSheet(Read):
    """A form to print. `numbers`: of each copy, empty where somebody writes it by hand. `words`:
    what the paper says in its own language, by code. `qr`: of the form online; a survey by
    personal links and a draft have none. `next`: the number after the last copy. `starred`: whether
    any question must be answered."""

    survey: str
    title: str
    introduction: str
    ending: str
    community: str
    community_name: str
    demo: bool
    identity: str
    draft: bool
    version_number: int
    lang: str
    languages: list[str]
    words: dict[str, str]
    minutes: str
    closes: str
    numbers: list[str]
    next: int
    address: str | None
    qr: str | None
    channel: str | None
    starred: bool
    steps: list[SheetStep]


class TypedSheet(Read):
    """A sheet that was typed in. Of an anonymous survey its name alone is kept."""

    sheet: str
    response: str | None
    person_name: str | None
    typed_by_name: str | None
    typed_at: datetime | None
    may_correct: bool


class SheetPage(Read):
    survey: str
    title: str
    community: str
    identity: str
    typed: int
    open: bool
    items: list[TypedSheet]
    next: str | None


class PaperChange(Body):
    """What the sheet really says: all answers, and its number."""

    answers: Answers = Field(default_factory=dict)
    sheet: Annotated[Line, Field(min_length=1)]


class PaperCorrection(PaperForm):
    """A sheet as it was typed in. `person_name`: whose it is, where it says so."""

    response: str
    sheet: str
    typed_by_name: str
    typed_at: datetime | None


class SurveyPoster(Read):
    """To be put up, and in words to be pasted. `channel`: the way that its code counts for.
    `opens_at`: None once it is open."""

    survey: str
    title: str
    introduction: str
    community: str
    community_name: str
    demo: bool
    identity: str
    size: Literal["a4", "a5"]
    minutes: int
    opens_at: datetime | None
    closes_at: datetime | None
    channel: str | None
    channel_name: str
    address: str
    qr: str
    share_text: str


class TokenWithdrawal(Body):
    """`batch`: of which the links that nobody used stop to open the survey."""

    batch: Word


class LinksPrint(Body):
    """Links that were kept, or their secrets, to be printed as QR codes."""

    links: Annotated[
        list[Annotated[str, Field(max_length=64)]],
        BeforeValidator(_split),
        Field(min_length=1, max_length=AT_ONCE),
    ]


class PrintedLink(Read):
    label: str
    place: int
    link: str
    qr: str
    expires_at: datetime
    used: bool


class LinksSheet(Read):
    """QR codes of personal links to cut out."""

    survey: str
    title: str
    community: str
    community_name: str
    links: list[PrintedLink]
