"""Communities and their texts on the wire."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from app.domain.permissions import BOARD_ROLES
from app.schemas.base import Body, Day, FormRead, Line, Read, Text, Version, Word
from app.schemas.contests import OpenRound
from app.schemas.duty import Clock
from app.schemas.needs import NeedBox
from app.schemas.survey_openings import OpenSurvey, PublicResults


class UnitName(Read):
    id: str
    name: str


class RegulationRead(Read):
    """A version as members accept it. `body_html` is rendered from Markdown, safe to show."""

    kind: str
    version: int
    title: str
    summary: list[str]
    body: str
    body_html: str
    in_force_from: date
    community: str
    #: Whether the reader, a member, has still to agree to this version.
    can_accept: bool = False


class RegulationCreate(Body):
    kind: Annotated[str, Field(pattern="^(group|board)$")]
    title: Line
    body: Annotated[str, Field(min_length=1, max_length=100_000)]
    summary: Annotated[list[Line], Field(min_length=5, max_length=5)]
    in_force_from: Day


class OptionRead(Read):
    key: str
    text: str


class FormQuestionRead(Read):
    key: str
    type: str
    text: str
    required: bool
    help: str = ""
    options: list[OptionRead] | None = None


class JoinFormRead(Read):
    version: int
    introduction: str
    questions: list[FormQuestionRead]


class PlatformRead(Read):
    kind: str
    label: str
    url: str


class Figures(Read):
    """Counters of the community; every one says persons."""

    members: int
    not_union: int
    waiting: int


class CommunityRead(Read):
    slug: str
    name: str
    short_mission: str
    mission: str
    audience: str
    reassurances: list[str]
    platforms: list[PlatformRead]
    hosts: list[UnitName]
    founded_on: date | None
    demo: bool
    version: int
    regulation: RegulationRead
    join_form: JoinFormRead
    consent_purposes: list[str]
    figures: Figures
    on_duty: bool
    evening_text: str
    duty_starts: str
    duty_ends: str
    community: str
    member_posts: bool
    plan_review_role: str | None = None
    plan_review_topics: list[str] = Field(default_factory=list)
    #: Whether comments appear at once, and how many people within a day put flags on top.
    comments: str = "at_once"
    flags_on_top: int = 5
    #: Rounds that take papers now, for those who may read the group's contests.
    open_rounds: list[OpenRound] = Field(default_factory=list)
    #: Surveys that take answers now, for those who may read the group's surveys.
    open_surveys: list[OpenSurvey] = Field(default_factory=list)
    #: Whether members find results of surveys; those with something for everybody, the newest.
    survey_results: bool = False
    public_results: list[PublicResults] = Field(default_factory=list)
    #: The box “Tôi mong…”, for those who may read it.
    need_box: NeedBox | None = None
    #: How women are named on papers: bà, đồng chí.
    paper_address: str = "ba"
    may_change: bool = False
    may_record: bool = False


class CommunityLine(Read):
    slug: str
    name: str
    short_mission: str
    demo: bool


class CommunityList(Read):
    items: list[CommunityLine]
    next: str | None = None


class PlatformWrite(Body):
    """Where the group lives outside: shown to a woman who applied. Only `https` addresses."""

    kind: Annotated[str, Field(pattern="^(facebook|zalo|other)$")] = "other"
    label: Annotated[Line, Field(min_length=1)]
    url: Annotated[
        str, Field(max_length=500, pattern=r"^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[!-~]*)?$")
    ]


Platforms = Annotated[list[PlatformWrite], Field(max_length=6)]
Reassurances = Annotated[list[Annotated[Line, Field(min_length=1)]], Field(max_length=5)]


class CommunityCreate(Body):
    """`reassurances` left out or empty: those that ship."""

    slug: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    name: Annotated[Line, Field(min_length=1)]
    mission: Text = ""
    short_mission: Annotated[str, Field(max_length=160)] = ""
    audience: Line = ""
    reassurances: Reassurances = Field(default_factory=list)
    platforms: Platforms = Field(default_factory=list)
    host_unit: Word


class CommunityChange(Body):
    name: Annotated[Line, Field(min_length=1)] | None = None
    mission: Text | None = None
    short_mission: Annotated[str, Field(max_length=160)] | None = None
    audience: Line | None = None
    reassurances: Reassurances | None = None
    platforms: Platforms | None = None
    #: Whether members write posts and comments, or only the board (domain.md §3.3).
    member_posts: bool | None = None
    #: The role whose view the plan's bulletins need, or `none`; and the topics that are the plan's.
    plan_review_role: Annotated[str, Field(pattern=f"^({'|'.join(BOARD_ROLES)}|none)$")] | None = (
        None
    )
    plan_review_topics: Annotated[list[Word], Field(max_length=50)] | None = None
    comments: Literal["at_once", "read_first"] | None = None
    flags_on_top: Annotated[int, Field(ge=1, le=1000)] | None = None
    paper_address: Literal["ba", "dong_chi"] | None = None
    duty_starts: Clock | None = None
    duty_ends: Clock | None = None
    version: Version = None


class PrivacyNoticeRead(Read):
    version: int
    body: str
    body_html: str
    consents: dict[str, str]
    in_force_from: date
    controller: str
    community: str


class ReasonRead(Read):
    code: str
    decision: str
    label: str
    text: str


class ReasonList(Read):
    items: list[ReasonRead]
    next: str | None = None
    community: str


class RegulationList(Read):
    items: list[RegulationRead]
    next: str | None = None
    community: str
    may_write: bool = False


class RegulationForm(FormRead):
    """A new version begins as the text in force."""

    kind: str
    current: RegulationRead


class UnitsForm(FormRead):
    """A form that asks for a unit offers those in force today."""

    units: list[UnitName]


class AcceptanceRead(Read):
    kind: str
    version: int
    accepted_at: datetime
    community: str


class AcceptanceCreate(Body):
    version: Annotated[int, Field(ge=1, le=10**6)]


class UnitFound(Read):
    """A unit by a name that somebody knows: `now` is what it is today, several if divided."""

    name: str
    unit: str
    now: list[UnitName]
    divided: bool


class JoinPage(Read):
    """Everything that the join form's page needs; programs read the schema of the body."""

    action: str
    schema_: dict[str, Any] = Field(serialization_alias="schema", validation_alias="schema")
    form: JoinFormRead
    consents: dict[str, str]
    consents_footnote: str
    regulation: RegulationRead
    units: list[UnitName]
    community: str
    community_name: str
    reassurances: list[str]
    controller: str
    notice_version: int
    invitation: str | None
    inviter: str | None
    usual_wait: str
    #: Whether units have been reorganised, so that she may know hers by an old name.
    old_names: bool = False
    #: What a search by name found; `unit` is what the form then says.
    found: list[UnitFound] = Field(default_factory=list)
    #: The unit chosen from a search; a divided one needs her hamlet.
    chosen: UnitFound | None = None
    #: An officer writes down what a woman signed on paper: no phone is needed.
    recording: bool = False
