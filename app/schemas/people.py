"""Accounts, sign-ins, tokens, appointments and one's own data, on the wire."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from app.schemas.base import Body, Day, Line, Read, Version, Word
from app.schemas.needs import NeedRead


class SessionCreate(Body):
    """`login`: phone number, e-mail or member code. `shared_device`: "máy dùng chung"."""

    login: Annotated[str, Field(min_length=1, max_length=200)]
    password: Annotated[str, Field(min_length=1, max_length=200)]
    code: Word | None = None
    shared_device: bool = False
    next: Annotated[str, Field(max_length=500)] | None = None


class SessionRead(Read):
    id: str
    device: str
    shared_device: bool
    created_at: datetime
    expires_at: datetime
    current: bool
    name: str
    next: str = "/"


class SessionList(Read):
    items: list[SessionRead]
    next: str | None = None


class SignInForm(Read):
    action: str
    schema_: dict[str, Any] = Field(serialization_alias="schema", validation_alias="schema")
    next: str


class TokenCreate(Body):
    label: Line = ""
    scopes: list[Word] | None = None
    expires_in_days: Annotated[int, Field(ge=1, le=366)] | None = None


class TokenRead(Read):
    """`token` is shown once, in the answer to its creation."""

    id: str
    label: str
    scopes: list[str] | None
    created_at: datetime
    expires_at: datetime | None
    token: str | None = None


class TokenList(Read):
    items: list[TokenRead]
    next: str | None = None


class PasswordLinkRead(Read):
    """A link to read out or hand over: it works once, within 24 hours."""

    url: str
    expires_at: datetime
    member: str


class PasswordLinkUse(Body):
    password: Annotated[str, Field(min_length=1, max_length=200)]


class PasswordForm(Read):
    action: str
    schema_: dict[str, Any] = Field(serialization_alias="schema", validation_alias="schema")
    call_me: str


class PasswordDone(Read):
    login: str
    sign_in: str


class AppointmentRead(Read):
    """`people`: to whom its rights may be lent, told only by the appointment's own address."""

    id: str
    community: str | None
    full_name: str
    role: str
    title: str
    nominating_unit: str
    nominating_level: str | None
    rank_order: int
    document: str
    valid_from: date
    valid_to: date | None
    delegated: bool
    version: int
    allowed_actions: list[str]
    people: list[dict[str, str]] = Field(default_factory=list)


class CompositionLine(Read):
    label: str
    planned: int
    present: int
    fits: bool


class AppointmentList(Read):
    items: list[AppointmentRead]
    next: str | None = None
    composition: list[CompositionLine]
    community: str
    may_write: bool
    may_delegate: bool
    people: list[dict[str, str]]


class AppointmentCreate(Body):
    """`person` is an id, or `login` names an existing account."""

    person: Word | None = None
    login: Line | None = None
    role: Word
    title: Line = ""
    nominating_unit: Line = ""
    nominating_level: (
        Annotated[str, Field(pattern="^(central|city|district|grassroots)$")] | None
    ) = None
    rank_order: Annotated[int, Field(ge=0, le=999)] = 0
    document: Line = ""
    valid_from: Day
    valid_to: Day | None = None


class AppointmentEnd(Body):
    valid_to: Day
    document: Line = ""
    version: Version = None


class DelegationCreate(Body):
    """The rights of one appointment, lent to another person for some days."""

    person: Word
    valid_from: Day
    valid_to: Day
    document: Line = ""


class MembershipRead(Read):
    member: str
    community: str
    community_name: str
    state: str
    state_label: str
    file_no: str
    #: The number of the file that this one was joined to.
    merged_into: str | None = None
    joined_at: datetime | None
    consents: list[str]
    allowed_actions: list[str]


class MeRead(Read):
    person: str
    full_name: str
    call_me: str
    logins: list[str]
    roles: list[dict[str, str]]
    memberships: list[MembershipRead]
    unread: int
    needs: list[NeedRead] = Field(default_factory=list)


class LookRead(Read):
    """Somebody looked at her contacts or made her a link: when, the name, and which of the two."""

    at: datetime
    by: str
    action: str


class ConsentRead(Read):
    member: str
    community: str
    purpose: str
    given_at: datetime
    withdrawn_at: datetime | None
    way: str
    filed: str = ""
    notice_version: int


class ConsentPlace(Read):
    """One file of hers: where, and the purposes that she agrees to today."""

    member: str
    community: str
    purposes: list[str]


class ConsentList(Read):
    """Every consent ever given; `texts` says what each purpose means."""

    items: list[ConsentRead]
    next: str | None = None
    texts: dict[str, str]
    memberships: list[ConsentPlace]


class ConsentChange(Body):
    member: Word
    purpose: Annotated[str, Field(pattern="^(management|contact|publication|sensitive)$")]


class MyDataRead(Read):
    """All that is held about her and who looked, in one document."""

    person: dict[str, Any]
    logins: list[dict[str, str]]
    memberships: list[dict[str, Any]]
    consents: list[ConsentRead]
    acceptances: list[dict[str, Any]]
    messages: list[dict[str, Any]]
    notices: list[dict[str, Any]]
    appointments: list[dict[str, Any]]
    #: Rights on the group, the Page, Zalo that the board's register says she holds or held.
    platform_rights: list[dict[str, Any]]
    #: Her threads to the board; of a private one only that there is one.
    questions: list[dict[str, Any]]
    #: Question banks that she has opened: she can win no prize there.
    question_banks: list[dict[str, Any]] = Field(default_factory=list)
    #: Contests that she serves, as what: their rules may keep her from their prizes.
    contest_offices: list[dict[str, Any]] = Field(default_factory=list)
    #: Papers of contests, with who she was when she entered; no score before results are out.
    attempts: list[dict[str, Any]] = Field(default_factory=list)
    #: Her places in published results, decisions about them, how she wished to be named.
    contest_results: list[dict[str, Any]] = Field(default_factory=list)
    contest_rulings: list[dict[str, Any]] = Field(default_factory=list)
    winner_namings: list[dict[str, Any]] = Field(default_factory=list)
    works: list[dict[str, Any]] = Field(default_factory=list)
    work_votes: list[dict[str, Any]] = Field(default_factory=list)
    work_marks: list[dict[str, Any]] = Field(default_factory=list)
    juror_conflicts: list[dict[str, Any]] = Field(default_factory=list)
    survey_answers: list[dict[str, Any]] = Field(default_factory=list)
    survey_participations: list[dict[str, Any]] = Field(default_factory=list)
    #: Free texts of surveys that she coded, and where she decided: how many, from when till when.
    survey_codings: list[dict[str, Any]] = Field(default_factory=list)
    #: Forms by name that she has begun; of anonymous ones nobody can tell whose they are.
    survey_drafts: list[dict[str, Any]] = Field(default_factory=list)
    needs: list[dict[str, Any]] = Field(default_factory=list)
    need_voices: list[dict[str, Any]] = Field(default_factory=list)
    need_actions: list[dict[str, Any]] = Field(default_factory=list)
    contest_complaints: list[dict[str, Any]] = Field(default_factory=list)
    essay_marks: list[dict[str, Any]] = Field(default_factory=list)
    live_rounds: list[dict[str, Any]] = Field(default_factory=list)
    #: Pictures she sent: for whom, what she said of them, who agreed.
    posts: list[dict[str, Any]]
    pictures: list[dict[str, Any]]
    comments: list[dict[str, Any]]
    reactions: list[dict[str, Any]]
    flags: list[dict[str, Any]]
    #: Reminders and pauses, and what she asked to be looked at again, with the answers.
    sanctions: list[dict[str, Any]]
    appeals: list[dict[str, Any]]
    sign_ins: list[dict[str, Any]]
    #: What she wishes of notices, and what has left the product for her.
    notice_preference: dict[str, Any] = Field(default_factory=dict)
    deliveries: list[dict[str, Any]] = Field(default_factory=list)
    looks: list[LookRead]
    demo: bool
