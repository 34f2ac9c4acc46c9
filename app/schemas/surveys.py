"""Surveys, their versions, channels and quotas on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from app.domain import strict_json
from app.schemas.base import Body, FormRead, Line, Read, Versioned, Word
from app.schemas.takedowns import WallTime

Identity = Literal["identified", "token", "anonymous"]
State = Literal["draft", "published", "closed", "withdrawn"]
Sort = Literal["cosmetic", "additive", "restrictive", "semantic"]
MOST_RESPONSES = 1_000_000
LONGEST_SCHEMA = 1_000_000


def empty_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _written(value: Any) -> Any:
    """A page sends the schema as text."""
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    if len(value) > LONGEST_SCHEMA:
        raise PydanticCustomError("schema-long", "too long")
    try:
        return strict_json.read(value)
    except strict_json.Broken as broken:
        code: Any = "schema-not-json" if broken.code == "broken-json" else broken.code
        raise PydanticCustomError(code, "no JSON", {"line": broken.line}) from None


def _named(value: Any) -> Any:
    return [one for one in value if one != "."] if isinstance(value, list) else value


Moment = Annotated[WallTime | None, BeforeValidator(empty_is_none)]
Schema = Annotated[dict[str, Any] | None, BeforeValidator(_written)]
#: A page says a point too, which no key is, so that none can be said.
Meaning = Annotated[list[Word], BeforeValidator(_named)]
K = Annotated[int, Field(ge=2, le=50)]
Most = Annotated[
    Annotated[int, Field(ge=1, le=MOST_RESPONSES)] | None, BeforeValidator(empty_is_none)
]
Reason = Annotated[Line, Field(min_length=1)]
CLEARS: Any = {"emptyClears": True}


class SurveyCreate(Body):
    """`schema`: docs/survey-schema.md; without it the `template`, under `title`."""

    identity: Identity
    opens_at: Moment = None
    closes_at: Moment = None
    schema_: Schema = Field(default=None, alias="schema")
    template: Literal["needs", "means", "blank"] | None = None
    title: Line = ""
    k: K = 5
    most: Most = None


class SurveyChange(Versioned):
    """What is left out stays. Of what is published only `closes_at`, the first or later than
    before, with `reason`."""

    title: Line | None = None
    opens_at: Annotated[Moment, Field(json_schema_extra=CLEARS)] = None
    closes_at: Annotated[Moment, Field(json_schema_extra=CLEARS)] = None
    k: K | None = None
    most: Annotated[Most, Field(json_schema_extra=CLEARS)] = None
    reason: Line = ""


class VersionCreate(Versioned):
    """A draft of the next version; without `schema` what is asked now."""

    schema_: Schema = Field(default=None, alias="schema")
    note: Line = ""
    meaning: Meaning = Field(default_factory=list, max_length=200)


class VersionChange(Versioned):
    """`meaning`: keys of the questions that now ask something else, all of them."""

    schema_: Schema = Field(default=None, alias="schema")
    note: Line | None = None
    meaning: Meaning | None = Field(default=None, max_length=200)


class SurveyPublication(Versioned):
    """`confirm`: the `sha256` of the draft, with the changes that were looked at."""

    confirm: Annotated[str | None, Field(max_length=64)] = None


class SurveyClosing(Versioned):
    reason: Line = ""


class SurveyWithdrawal(Versioned):
    reason: Reason


class ChannelCreate(Body):
    name: Annotated[Line, Field(min_length=1)]
    unit: Annotated[Word | None, BeforeValidator(empty_is_none)] = None


class SurveyLine(Read):
    id: str
    title: str
    identity: Identity
    state: State
    opens_at: datetime | None
    closes_at: datetime | None
    open: bool


class SurveyList(Read):
    items: list[SurveyLine]
    next: str | None = None
    community: str
    may_write: bool


class SurveyRead(Read):
    """`current`: the version that is asked, 0 before the first; `draft`: the one being written.
    `minutes`: how long it takes, about. `schema`: of the current version, of the draft before it.
    `offline_days`: so long after the closing what was begun before it still comes, on paper too.
    """

    id: str
    community: str
    identity: Identity
    title: str
    state: State
    open: bool
    opens_at: datetime | None
    closes_at: datetime | None
    offline_days: int
    minutes: int
    questions: int
    schema_: dict[str, Any] = Field(serialization_alias="schema", validation_alias="schema")
    k: int
    most: int | None
    version: int
    current: int
    versions: list[int]
    draft: int | None
    code: str
    address: str
    published_at: datetime | None
    allowed_actions: list[str]


class SurveyForm(FormRead):
    survey: SurveyRead | None = None


class SurveyChangeRead(Read):
    """`key`: of the option or row, else empty. `text`: what is asked, in Vietnamese, and
    `part_text` the option or row."""

    question: str
    key: str
    what: str
    sort: Sort
    text: str = ""
    part_text: str = ""


class VersionRead(Read):
    """`sha256`: of the form; of a draft that changes something, of the form and the changes."""

    survey: str
    number: int
    sha256: str
    note: str
    published_at: datetime | None
    changes: list[SurveyChangeRead]
    schema_: dict[str, Any] = Field(serialization_alias="schema", validation_alias="schema")


class VersionList(Read):
    """The newest first, all of them."""

    survey: SurveyRead
    versions: list[VersionRead]


class MeaningChoice(Read):
    """A question of both versions, whose meaning only she can judge."""

    key: str
    text: str
    changed: bool
    text_changed: bool


class SurveyQuestionPart(Read):
    """An option or a row."""

    key: str
    vi: str
    en: str
    exclusive: bool
    picture: str
    published: bool


class AskedQuestion(Read):
    """A question of the form in Vietnamese. `number`: as on paper; of a section its own."""

    number: int
    key: str
    type: str
    text: str
    required: bool
    show_if: dict[str, Any] | None
    options: list[SurveyQuestionPart]
    translated: bool


class DraftForm(FormRead):
    """The draft to be written, with what it changes. `written`: its schema as text."""

    survey: SurveyRead
    draft: VersionRead
    written: str
    meanings: list[MeaningChoice]
    languages: list[str]
    asked: list[AskedQuestion]
    minutes: int


class ChannelRead(Read):
    """`address` is printed and sent; `qr` shows it as a picture."""

    id: str
    survey: str
    name: str
    unit: str | None
    unit_name: str
    code: str
    address: str
    qr: str


class ChannelList(Read):
    items: list[ChannelRead]
    next: str | None = None
    survey: SurveyRead
    address: str
    qr: str
    may_write: bool


class ChannelForm(FormRead):
    survey: SurveyRead


class SurveyDoor(Read):
    """Where a printed code leads."""

    survey: str
    channel: str | None
    address: str
