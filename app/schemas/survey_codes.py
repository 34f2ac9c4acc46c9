"""Free texts of surveys, codebooks and codings on the wire."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from app.schemas.base import Body, Line, Read, Text, Versioned, Word

Label = Annotated[Line, Field(min_length=1)]
Codes = Annotated[list[Word], Field(max_length=50)]
#: 0 says: nothing was there when she looked.
Coded = Annotated[int | None, Field(ge=0, le=2**31 - 1)]
CLEARS: Any = {"emptyClears": True}


class SurveyCodeCreate(Body):
    """Without `key` one is made of the label."""

    question: Word
    label: Label
    label_en: Line = ""
    description: Text = ""
    key: Annotated[str, Field(pattern="^[a-z0-9][a-z0-9_-]{0,63}$")] | None = None


class SurveyCodeChange(Versioned):
    """What is left out stays. `retired`: given no more, and kept where it was given."""

    label: Label | None = None
    label_en: Annotated[Line | None, Field(json_schema_extra=CLEARS)] = None
    description: Annotated[Text | None, Field(json_schema_extra=CLEARS)] = None
    retired: bool | None = None


class CodesGiven(Body):
    """These codes and no others; none at all says that no code fits."""

    codes: Codes = Field(default_factory=list)
    version: Coded = None


class ComparisonCreate(Body):
    question: Word


class TextQuestion(Read):
    key: str
    text: str


class SurveyCodeRead(Read):
    """`count`: texts with this code; None and `suppressed` where it may not be shown."""

    id: str
    survey: str
    question: str
    key: str
    label: str
    label_en: str
    description: str
    retired: bool
    version: int
    count: int | None = None
    suppressed: bool = False


class SurveyCodeForm(SurveyCodeRead):
    """A code on its own page."""

    title: str
    community: str


class TextMeaning(Read):
    """A version in which the question meant something else, and its words there."""

    number: int
    text: str


class TextsHead(Read):
    """What every page of a question's texts says. `question`: None where nothing is written freely.
    `enough`: whether texts may be shown; `k`: the fewest. `compared`: both coders' codes are open.
    `earlier`: the version of `meanings` whose texts these are, 0 for what is meant now.
    """

    survey: str
    title: str
    community: str
    identity: str
    question: str | None
    questions: list[TextQuestion]
    k: int
    enough: bool
    n: int | None
    compared: bool
    earlier: int
    meanings: list[TextMeaning]


class TextRead(Read):
    """`text` without phones and addresses. `codes`: those she gave, `version` 0 where she gave none
    yet; `fixed`: compared, so hers stay. `agreed`: what holds, where it is open to her."""

    id: str
    text: str
    codes: list[str]
    version: int
    fixed: bool
    agreed: list[str] | None


class TextPage(TextsHead):
    """In an order of chance. `coding`: a coder's place is hers or free; what was meant before is
    only read. `coded`: how many she has coded."""

    items: list[TextRead]
    next: str | None = None
    q: str
    code: str
    uncoded: bool
    coding: bool
    coded: int
    codes: list[SurveyCodeRead]


class CodedRead(Read):
    """What she gave to a text, or what was decided of it."""

    survey: str
    question: str
    text: str
    codes: list[str]
    version: int


class SurveyCodeList(TextsHead):
    """The codebook of a question. `base`: the texts that are counted; `own`: hers
    alone. `undecided`: texts that two coded otherwise, in no count yet."""

    codes: list[SurveyCodeRead]
    base: int | None
    own: bool
    undecided: int


class CodeAgreement(Read):
    key: str
    label: str
    kappa: float | None


class Disagreement(Read):
    """`decided`: the codes that hold by decision, None where nobody decided; `version` of it."""

    id: str
    text: str
    first: list[str]
    second: list[str]
    decided: list[str] | None
    version: int


class CoderRead(Read):
    name: str
    coded: int
    mine: bool


class AgreementRead(TextsHead):
    """`open`: the two may be compared by her who reads; `may_open`: she may ask for it now.
    `both`: texts that both coded, the base of every κ; `decisions`: of the overall one."""

    coders: list[CoderRead]
    open: bool
    may_open: bool
    both: int
    overall: float | None
    decisions: int
    kappas: list[CodeAgreement]
    differing: int
    undecided: int
    view: str
    items: list[Disagreement]
    next: str | None = None
    codes: list[SurveyCodeRead]
