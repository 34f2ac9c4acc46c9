"""Units, invitations, duty, today, audit and the house's own pages, on the wire."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from app.schemas.base import Body, Day, Line, Read, Text, Version, Word
from app.schemas.communities import CommunityLine, UnitName
from app.schemas.duty import DutyHours
from app.schemas.page_postings import PagesToday
from app.schemas.survey_results import ReleasesWaiting
from app.schemas.takedowns import TakedownsToday
from app.schemas.units import UnitKind


class UnitRead(Read):
    id: str
    kind: str
    name: str
    code: str | None
    parent: str | None
    official_order: int
    valid_from: date
    valid_to: date | None
    depth: int = 0
    version: int = 1
    ended: bool = False
    #: Of a unit that has ended: the units of today in which its people may live.
    now: list[UnitName] = Field(default_factory=list)
    #: The name by which a search found it, where that is not the one above.
    found_as: str | None = None
    may_write: bool = False
    #: Whether it was divided, for those who may ask who belongs where since.
    divided: bool = False


class UnitList(Read):
    items: list[UnitRead]
    next: str | None = None
    as_of: date
    may_write: bool = False


class UnitCreate(Body):
    name: Annotated[Line, Field(min_length=1)]
    kind: UnitKind
    parent: Word | None = None
    code: Annotated[str, Field(pattern=r"^[0-9A-Za-z.-]{1,20}$")] | None = None
    code_scheme: Word = "gso"
    official_order: Annotated[int, Field(ge=0, le=10**6)] = 0
    valid_from: Day


class InvitationCreate(Body):
    channel: Annotated[
        str, Field(pattern="^(facebook|zalo|poster|chapter|loudspeaker|in_person|other)$")
    ]
    label: Line = ""
    inviter: Word | None = None


class InvitationRead(Read):
    """A link per channel and person. `opened` counts turns, `applied` persons."""

    id: str
    code: str
    url: str
    qr: str
    channel: str
    label: str
    inviter: str
    created_at: datetime
    opened: int
    applied: int
    approved: int
    community: str
    ended_at: datetime | None
    can_end: bool


class InvitationList(Read):
    items: list[InvitationRead]
    next: str | None = None
    community: str
    may_write: bool


class InvitationPage(Read):
    """What the invited woman reads first: who invites, and three reassurances."""

    code: str
    community: str
    community_name: str
    short_mission: str
    inviter: str
    reassurances: list[str]
    join_url: str
    demo: bool


class DutyDayRead(Read):
    day: date
    main: str | None
    main_id: str | None
    substitute: str | None
    substitute_id: str | None
    fixed_work: str
    version: int
    today: bool


class DutyList(Read):
    items: list[DutyDayRead]
    next: str | None = None
    community: str
    may_write: bool
    board: list[dict[str, str]]
    hours: DutyHours
    hand_overs: list[dict[str, Any]]
    previous: date
    following: date


class DutyDayWrite(Body):
    main: Word
    substitute: Word
    fixed_work: Line = ""
    version: Version = None


class DutySwap(Body):
    """Two days exchange their people."""

    other_day: Day


class DutyRepeat(Body):
    """The week of the last roster goes on for so many weeks."""

    weeks: Annotated[int, Field(ge=1, le=26)] = 4


class HandOverCreate(Body):
    text: Annotated[Text, Field(min_length=1)]


class WaitingRead(Read):
    kind: str
    count: int
    late: int
    oldest_due_at: datetime | None
    href: str


class TodayRead(Read):
    """The board's first page: what waits, the oldest, who is on duty."""

    community: str
    community_name: str
    day: date
    on_duty: bool
    hours: DutyHours
    evening_text: str
    main: str | None
    substitute: str | None
    fixed_work: str
    mine: bool
    waiting: list[WaitingRead]
    untold: int
    figures: dict[str, int]
    usual_wait: str
    hand_overs: list[dict[str, Any]]
    by_unit: list[dict[str, Any]]
    growth: list[dict[str, Any]]
    may_write: bool
    #: How near the site is to needing a licence, for chair and adviser.
    visits: list[str] = Field(default_factory=list)
    quiet: bool = False
    takedowns: TakedownsToday
    pages: PagesToday
    releases: list[ReleasesWaiting]


class MoreRead(Read):
    """Where else the board can go."""

    community: str
    community_name: str
    may_write: bool
    may_record: bool
    may_export: bool
    reads_imports: bool
    reads_visits: bool = False
    reads_questions: bool = False
    reads_care: bool = False
    reads_question_bank: bool = False


class AuditRead(Read):
    """One row of the log. `sealed` once it stands in the chain.

    `by` is a name; empty where the clock or the command line acted.
    """

    id: int
    at: datetime
    by: str
    right: str
    action: str
    subject_type: str
    subject_id: str
    subject: str
    reason_code: str
    batch_id: str | None
    request_id: str
    facts: dict[str, Any]
    sealed: bool


class AuditList(Read):
    items: list[AuditRead]
    next: str | None
    community: str | None


class ClauseRead(Read):
    who: str
    roles: list[str]
    not_self: bool


class PermissionRead(Read):
    permission: str
    scope: str | None
    public: bool
    clauses: list[ClauseRead]


class PermissionList(Read):
    items: list[PermissionRead]
    next: str | None = None


class HomeRead(Read):
    communities: list[CommunityLine]
    next: str | None = None


class HealthRead(Read):
    status: str


class ProblemExplained(Read):
    """The page that a problem's `type` leads to."""

    type: str
    title: str
    status: int
    detail: str
    code: str
