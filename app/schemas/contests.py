"""Contests, their rules and who serves them, on the wire."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from app.schemas.base import Body, FormRead, Line, Read, Text, Versioned, Word
from app.schemas.contest_rounds import RoundLine
from app.schemas.survey_openings import SurveysBeside

Kind = Literal["quiz", "photo", "story"]
Role = Literal["organiser", "secretary", "juror"]
MOST_ROWS = 100
Title = Annotated[Line, Field(min_length=1)]


def _phone(value: str) -> str:
    """As people dial it: short numbers too."""
    if value and not _PHONE.fullmatch(value):
        raise PydanticCustomError("help-phone-wrong", "no number to call")
    return value


_PHONE = re.compile(r"\+?[0-9][0-9 .]{1,18}[0-9]", re.ASCII)
HelpPhone = Annotated[Line, AfterValidator(_phone)]
CLEARS: Any = {"emptyClears": True}


def _number(said: Any) -> Any:
    return int(said) if isinstance(said, str) and said.isascii() and said.isdecimal() else said


def _rows(rows: list[Any], blank: Any) -> list[Any]:
    while rows and rows[-1] == blank:
        rows.pop()
    return rows


def _ruled(value: Any) -> Any:
    """A form says `ruleset.attempts.max`, `ruleset.rank.0`, `ruleset.prizes.0.0` and so on."""
    if not isinstance(value, dict) or "attempts.counted" not in value:
        return value
    target = value.get("prediction.target")
    roles = value.get("exclude_roles", [])
    chain = [value.get(f"rank.{place}") for place in range(MOST_ROWS)]
    prizes = [
        [value.get(f"prizes.{n}.0", ""), _number(value.get(f"prizes.{n}.1", ""))]
        for n in range(MOST_ROWS)
    ]
    single = ("scoring", "eligible", "fallback", "time_precision", "final_tie", "one_prize_per")
    return {
        "attempts": {
            "max": _number(value.get("attempts.max")),
            "counted": value["attempts.counted"],
        },
        **{key: value.get(key, "") for key in (*single, "n_counts")},
        "prediction": None if target == "none" else {"target": target, "distance": "abs"},
        "rank": [key for key in chain if key],
        "prizes": _rows(prizes, ["", ""]),
        "exclude_roles": roles if isinstance(roles, list) else [roles],
    }


Rules = Annotated[dict[str, Any] | None, BeforeValidator(_ruled)]


#: How long after a round's closing it takes complaints.
ComplaintDays = Annotated[int, Field(ge=1, le=30)]


class ContestCreate(Body):
    """`ruleset`: contract.md, "The contest ruleset"; left out: the one that is shown there."""

    kind: Kind = "quiz"
    title: Title
    introduction: Text = ""
    ruleset: Rules = None
    decision_number: Line = ""
    help_phone: HelpPhone = ""
    complaint_days: ComplaintDays = 3


class ContestChange(Versioned):
    """What is left out stays. `ruleset`: as a whole, until the first attempt."""

    title: Title | None = None
    introduction: Annotated[Text | None, Field(json_schema_extra=CLEARS)] = None
    ruleset: Rules = None
    decision_number: Annotated[Line | None, Field(json_schema_extra=CLEARS)] = None
    help_phone: Annotated[HelpPhone | None, Field(json_schema_extra=CLEARS)] = None
    complaint_days: ComplaintDays | None = None


class OfficeCreate(Body):
    """`person`: one of the board or panel; or `member`: the file number of a member."""

    role: Role
    person: Word | None = None
    member: Word | None = None


class ContestLine(Read):
    """`begins_at`, `ends_at`: of its rounds together, null without one."""

    id: str
    kind: Kind
    title: str
    state: str
    rounds: int
    begins_at: datetime | None
    ends_at: datetime | None


class OpenRound(Read):
    """A round that takes papers now."""

    id: str
    contest: str
    contest_title: str
    title: str
    closes_at: datetime
    practice: bool
    may_start: bool


class ContestList(Read):
    items: list[ContestLine]
    next: str | None = None
    community: str
    open: list[OpenRound]
    surveys: SurveysBeside | None = None
    may_write: bool


class ContestRead(Read):
    """`code` opens the public page that says whether the contest is the Union's own."""

    id: str
    community: str
    kind: Kind
    title: str
    introduction: str
    introduction_html: str
    state: Literal["draft", "published", "withdrawn"]
    version: int
    ruleset: dict[str, Any]
    ruleset_sha256: str
    code: str
    unit: str
    decision_number: str
    help_phone: str
    complaint_days: int
    published_at: datetime | None
    rounds: list[RoundLine]
    allowed_actions: list[str]


class Article(Read):
    heading: str
    lines: list[str]


class StatuteRead(Read):
    """The printed rules in one language."""

    lang: str
    articles: list[Article]


class ContestRules(Read):
    """The printed rules (Thể lệ), the reader's language first; both say the same ruleset."""

    contest: ContestRead
    sha256: str
    statutes: list[StatuteRead]


class ContestDraft(Read):
    """What the form holds: of the contest, or of what was sent to be looked at."""

    kind: Kind
    title: str
    introduction: str
    ruleset: dict[str, Any]
    decision_number: str
    help_phone: str
    complaint_days: int


class ContestForm(FormRead):
    """`choices`: place in the ruleset → (value, what the rules then say). `statute`: the rules as
    they would be printed, once they were sent to be looked at. `begun`: the rules stay."""

    contest: ContestRead | None = None
    draft: ContestDraft
    choices: dict[str, list[tuple[str, str]]]
    statute: StatuteRead | None = None
    begun: bool = False


class OfficeRead(Read):
    person: str
    name: str
    role: Role
    since: datetime


class OfficePerson(Read):
    id: str
    name: str


class ContestOffices(Read):
    """Who serves the contest. `people`: of board and panel, for those who may name one."""

    contest: ContestRead
    offices: list[OfficeRead]
    people: list[OfficePerson]
    may_write: bool
    may_release: bool
