"""One question of a survey's form as it is written and as its page shows it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from app.domain.pictures import MOST_OF_ONE
from app.schemas.base import Body, FileWrite, FormRead, Line, Read, Text, Versioned, Word
from app.schemas.surveys import AskedQuestion, SurveyQuestionPart, SurveyRead, empty_is_none

Long = Annotated[str, StringConstraints(max_length=20_000)]
Test = Literal["is", "is_not", "lt", "lte", "gt", "gte", "contains", "answered", "unanswered"]
#: A page leaves empty what is not said.
Texts = dict[Word, Text]


Named = Annotated[Word | None, BeforeValidator(empty_is_none)]


class InLanguages(Body):
    """A text; without `en` the Vietnamese is read by everyone."""

    vi: Long = ""
    en: Long = ""


class SurveyQuestionWrite(Versioned):
    """The whole question as it is from now on.

    `options` and `rows`: key → text, in this order or by `option_places`; what is left out goes.
    `more_options`, `more_rows`: new ones, one a line, their keys are made. `option_pictures`: of
    `image_choice`, key → the picture that it keeps; `pictures`, and the files themselves in
    `files`, go to the options without one, in their order. `limits`: `validate` of
    the schema. The condition: `keep_condition` as it stands, else `when` (an earlier question),
    `test`, and `value` (options, also as QUESTION=OPTION) or `written`; without `when` none.
    """

    text: InLanguages = InLanguages()
    help: InLanguages = InLanguages()
    required: bool = False
    options: Texts = Field(default_factory=dict, max_length=500)
    options_en: Texts = Field(default_factory=dict, max_length=500)
    option_places: dict[Word, int] = Field(default_factory=dict, max_length=500)
    exclusive: list[Word] = Field(default_factory=list, max_length=500)
    option_pictures: dict[Word, Word] = Field(default_factory=dict, max_length=500)
    pictures: list[Word] = Field(default_factory=list, max_length=MOST_OF_ONE)
    files: Annotated[list[FileWrite] | None, Field(max_length=MOST_OF_ONE)] = None
    more_options: Long = ""
    rows: Texts = Field(default_factory=dict, max_length=50)
    rows_en: Texts = Field(default_factory=dict, max_length=50)
    row_places: dict[Word, int] = Field(default_factory=dict, max_length=50)
    more_rows: Long = ""
    limits: dict[Word, bool | int | float | Line] = Field(default_factory=dict, max_length=10)
    keep_condition: bool = False
    when: Named = None
    test: Test = "is"
    value: list[Line] = Field(default_factory=list, max_length=50)
    written: Line = ""


class SurveyQuestionCreate(SurveyQuestionWrite):
    """`after`: the question that it stands behind; without it the last."""

    type: Word
    after: Named = None


class SurveyQuestionMove(Versioned):
    to: Literal["up", "down"]


class FormWords(Versioned):
    """What is read before, over and after the questions."""

    title: InLanguages = InLanguages()
    introduction: InLanguages = InLanguages()
    ending: InLanguages = InLanguages()


class SurveyQuestionRead(Read):
    """`version`: of the survey, for the next change. `question`: as the schema writes it."""

    survey: str
    version: int
    key: str
    number: int
    question: dict[str, Any]


class PlainCondition(Read):
    when: str
    test: Test
    value: list[str]
    written: str


class SurveyQuestionForm(FormRead):
    """`question`: its key, empty for a new one. `earlier`: what a condition may look at.
    `condition`: where three choices say it; else `show_if` is what it is."""

    survey: SurveyRead
    question: str
    number: int
    type: str
    after: str
    published: bool
    text: dict[str, str]
    help: dict[str, str]
    required: bool
    options: list[SurveyQuestionPart]
    rows: list[SurveyQuestionPart]
    limits: dict[str, Any]
    earlier: list[AskedQuestion]
    asked: list[AskedQuestion]
    condition: PlainCondition | None
    show_if: dict[str, Any] | None


class FormWordsForm(FormRead):
    survey: SurveyRead
    title: dict[str, str]
    introduction: dict[str, str]
    ending: dict[str, str]
