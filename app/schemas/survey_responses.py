"""Answers to surveys on the wire: the form that is filled in, answers, drafts, who is missing."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from app.schemas.base import Body, FormRead, Line, Read, Word
from app.schemas.care import HelpPlaceRead
from app.schemas.survey_forms import FormStep

MOST_ANSWERS = 300
#: Steps of the server go on from it, for ever within a column.
Rev = Annotated[int, Field(ge=1, le=10**9)]
SeenRev = Annotated[int, Field(ge=0, lt=2**31 - 1)]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Secret = Annotated[str, StringConstraints(max_length=64, strip_whitespace=True)]
Ticket = Annotated[str, StringConstraints(max_length=500)]
#: What her browser made up, so that nobody guesses it.
DraftKey = Annotated[
    str, StringConstraints(min_length=16, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")
]
Lang = Literal["vi", "en"]


def _by_question(value: Any) -> Any:
    """A form says `answers.matrix.row`: the row is part of that question's answer."""
    if not isinstance(value, dict):
        return value
    whole: dict[Any, Any] = {}
    for name, given in value.items():
        key, dot, row = str(name).partition(".")
        said = {row: given} if dot else given
        whole[key] = _both(whole[key], said) if key in whole else said
    return whole


def _both(one: Any, other: Any) -> Any:
    """Rows said at once and one by one; nothing is said twice."""
    for said, more in ((one, other), (other, one)):
        if said in (None, "", [], {}):
            return more
    if isinstance(one, dict) and isinstance(other, dict) and one.keys().isdisjoint(other):
        return {**one, **other}
    raise PydanticCustomError("duplicate-key", "said twice")


#: Question → option, list of options, number, text, or of a matrix row → option or options. A
#: ranking is the list of options, or option → place as a form without JavaScript says it.
Answers = Annotated[dict[Word, Any], Field(max_length=MOST_ANSWERS), BeforeValidator(_by_question)]


class ResponseCreate(Body):
    """`version_number`: of the form that she saw; without it that of the ticket, else the one in
    force. `way` offline: from the queue of her phone, after closing by the ticket alone. `rev`: of
    the draft from which it was filled, 0 where there was none; where it is older than what is
    saved, that is said first."""

    answers: Answers = Field(default_factory=dict)
    token: Secret | None = None
    channel: Word | None = None
    version_number: Number | None = None
    ticket: Ticket | None = None
    way: Literal["web", "offline"] = "web"
    lang: Lang | None = None
    draft_key: DraftKey | None = None
    rev: SeenRev | None = None


class DraftSave(Body):
    """All that is answered so far; `rev` is greater than that of what was saved before. `key`: of
    an anonymous survey, made by her browser; `token`: of a personal link."""

    rev: Rev
    answers: Answers = Field(default_factory=dict)
    key: DraftKey | None = None
    token: Secret | None = None


class DraftRead(Read):
    """`rev` 0: nothing is saved. `kept_until`: the day it is forgotten."""

    survey: str
    rev: int
    answers: dict[str, Any]
    kept_until: datetime | None


class AnswerForm(FormRead):
    """The form in force and what to know first.

    `window`: before, open or closed. `minutes`: how long it takes. `form`:
    docs/survey-schema.md for the evaluator of a browser; `steps` says it in the reader's language.
    `mixed_at`, `waiting`: of an anonymous survey, how many answers are mixed together and how many
    wait already; until as many wait, the two rows still have a common transaction. `answered`: she
    took part; `full`: it takes no more, though it is open. `ticket`: that she opened the form,
    while it is open. `step`: which one is shown without a script; `draft_key`: of an anonymous
    draft, a new one where none was named. `me`: a mark by which the queue of her phone knows whose
    it is. `blank`: without her draft, though she may have one. `sensitive`: with a way out and
    `help_places`. `lang`: as it was asked for; `title_lang`, `introduction_lang`: as it is written.
    """

    survey: str
    title: str
    title_lang: str
    introduction: str
    introduction_lang: str
    community_name: str
    identity: str
    window: str
    opens_at: datetime | None
    closes_at: datetime | None
    offline_days: int
    version_number: int
    minutes: int
    lang: str
    languages: list[str]
    steps: list[FormStep]
    form: dict[str, Any]
    mixed_at: int
    waiting: int
    answered: bool
    full: bool
    draft: DraftRead | None
    ticket: str | None
    token: str | None
    channel: str | None
    server_now: datetime
    step: int
    draft_key: str | None
    me: str | None
    blank: bool
    sensitive: bool
    help_places: list[HelpPlaceRead]


class ResponseThanks(Read):
    """Taken. `id` and `answers` of an answer by name or by a personal link alone; `lang`: that of
    her answer, where her other pages have another."""

    survey: str
    identity: str
    thanks: str
    lang: str | None = None
    id: str | None = None
    version_number: int | None = None
    submitted_at: datetime | None = None
    way: str | None = None
    answers: dict[str, Any] | None = None


class ThanksPage(Read):
    """After sending, for browsers. `lang`: of the title; `ending_lang`: of the ending."""

    survey: str
    title: str
    community: str
    identity: str
    ending: str
    ending_lang: str
    lang: str
    mixed_at: int
    waiting: int
    sensitive: bool
    help_places: list[HelpPlaceRead]


class ResponseRead(Read):
    """One filled-in form of a survey by name or by personal links. `person_name`, `unit_name`: by
    name; `link`: the label and place of a personal link; `typed_by_name`: from paper."""

    id: str
    survey: str
    title: str
    version_number: int
    submitted_at: datetime | None
    way: str
    channel: str | None
    person_name: str | None
    unit_name: str | None
    link: str | None
    sheet: str | None
    typed_by_name: str | None
    answers: dict[str, Any]
    questions: list[AnsweredQuestion]


class AnsweredQuestion(Read):
    """A question and her answer in words."""

    key: str
    text: str
    said: list[str]


class ResponseLine(Read):
    id: str
    version_number: int
    submitted_at: datetime | None
    way: str
    person_name: str | None
    unit_name: str | None
    link: str | None
    answers: dict[str, Any]


class ResponsePage(Read):
    survey: str
    title: str
    community: str
    items: list[ResponseLine]
    next: str | None


class PaperCreate(Body):
    """One sheet typed in. `sheet`: its number, once in a survey. `person`: of an answer by name,
    the member's id, or her name where nobody else of the community has it."""

    answers: Answers = Field(default_factory=dict)
    sheet: Annotated[Line, Field(min_length=1)]
    person: Line | None = None
    version_number: Number | None = None
    channel: Word | None = None


class PaperChannel(Read):
    code: str
    name: str


class PaperForm(FormRead):
    """`form`: the schema for the evaluator of a browser. `next_sheet`: after the one before;
    `person`: whose sheet it is. `open`: whether sheets are taken now."""

    survey: str
    title: str
    identity: str
    version_number: int
    steps: list[FormStep]
    form: dict[str, Any]
    next_sheet: str = ""
    person: str = ""
    person_name: str = ""
    channel: str = ""
    channels: list[PaperChannel]
    open: bool


class PaperTaken(Read):
    """`id` is empty for an anonymous survey. `channel`: the code that was named."""

    survey: str
    sheet: str
    id: str | None
    channel: str | None = None


ResponseRead.model_rebuild()
