"""At most how many responses, and of whom, a survey takes."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from app.schemas.base import Body, FormRead, Read, Versioned, Word
from app.schemas.surveys import CLEARS, MOST_RESPONSES, Most, SurveyRead, empty_is_none

Number = Annotated[int, Field(ge=1, le=MOST_RESPONSES)]
#: QUESTION.OPTION, as a page names it.
Choice = Annotated[str, StringConstraints(max_length=130)]


class QuotaWrite(Body):
    question: Word
    option: Word
    most: Number


class QuotasWrite(Versioned):
    """These quotas and no others. `total`: of the whole survey, null without end; else kept.

    A program says `quotas`. A page says `places` (QUESTION.OPTION → most, an emptied one goes) with
    `page`, and one more by `choice` and `number`.
    """

    quotas: Annotated[list[QuotaWrite] | None, Field(max_length=200)] = None
    page: bool = False
    places: dict[Choice, Number] = Field(default_factory=dict, max_length=200)
    choice: Annotated[Choice | None, BeforeValidator(empty_is_none)] = None
    number: Most = None
    total: Annotated[Most, Field(json_schema_extra=CLEARS)] = None


class QuotaRead(Read):
    """`taken`: None where nobody may know more than whether it is full."""

    question: str
    option: str
    most: int
    question_text: str
    option_text: str
    taken: int | None
    full: bool


class QuotaOption(Read):
    """An option that may have a quota."""

    question: str
    option: str
    question_text: str
    option_text: str


class QuotaList(FormRead):
    """`most` and `taken`: of the whole survey; `taken` is counted where there is a `most`."""

    survey: str
    version: int
    title: str
    quotas: list[QuotaRead]
    most: int | None
    taken: int | None
    full: bool
    choices: list[QuotaOption]
    may_add: bool
    may_total: bool
    of: SurveyRead
