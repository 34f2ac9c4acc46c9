"""Members, their applications and the words exchanged, on the wire."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from app.schemas.base import Body, Line, Read, Text, Version, Versioned, Word
from app.schemas.communities import ReasonRead, UnitName

UnionStatus = Literal["member", "not_member", "unknown"]


class MemberCreate(Body):
    """The join form's body (contract.md). An officer may record one without a phone."""

    full_name: Annotated[str, Field(max_length=400)]
    phone: Annotated[str, Field(max_length=64)] | None = None
    call_me: Word | None = None
    birth_year: Annotated[int, Field(ge=-9999, le=9999)] | None = None
    unit: Word | None = None
    union_status: UnionStatus = "unknown"
    answers: dict[str, Any] = Field(default_factory=dict)
    accepted_regulation: Annotated[int, Field(ge=1, le=10**6)] | None = None
    declare_18: bool | None = None
    consents: list[Word] = Field(default_factory=list)
    platform_name: Line | None = None
    invitation: Word | None = None


class Applied(Read):
    """The first answer to an application. `code` opens her page; `file_no` opens nothing."""

    id: str
    code: str
    file_no: str
    state: str
    status_url: str


class ClaimRead(Read):
    by: str
    until: datetime
    mine: bool


class MessageRead(Read):
    sender: str
    text: str
    round: int
    written_at: datetime
    written_by: str | None = None


class DecisionRead(Read):
    """One closed judgement of the past. `decided_by` is named to board and adviser only."""

    state: str
    decided_by: str | None
    decided_at: datetime | None
    reason_code: str | None
    public_note: str
    internal_note: str


class TellRead(Read):
    """Ready words for one woman, without the reason, and the ways to send them."""

    id: str
    member: str
    full_name: str
    kind: str
    text: str
    zalo_url: str | None
    sms_url: str | None
    phone: str | None
    visible_from: datetime
    told_at: datetime | None
    told_by: str | None
    demo: bool


class ReviewFacts(Read):
    """The current review of her, for those who judge."""

    id: str
    state: str
    due_at: datetime
    late: bool
    rounds: int
    claim: ClaimRead | None
    escalated_to: str | None
    thread: list[MessageRead]
    history: list[DecisionRead]


class TwinRead(Read):
    id: str
    full_name: str
    file_no: str
    state: str
    same_phone: bool


class MemberRead(Read):
    """A member as read. `phone` is masked unless the reader may see contacts."""

    id: str
    community: str
    full_name: str
    call_me: str
    file_no: str
    phone: str | None
    phone_shared: bool
    birth_year: int | None
    unit: UnitName | None
    hamlet: str
    union_status: str
    platform_name: str
    state: str
    version: int
    applied_at: datetime
    joined_at: datetime | None
    suspended_until: datetime | None
    under_18: bool
    deceased: bool
    answers: dict[str, Any]
    consents: list[str]
    accepted_regulation: int | None
    inviter: str | None
    allowed_actions: list[str]
    undo_until: datetime | None
    approvals: int | None
    state_reason: str
    review: ReviewFacts | None
    tell: TellRead | None
    twins: list[TwinRead]
    reasons: list[ReasonRead]
    own: bool
    decided_by: str | None
    decided_at: datetime | None


class MemberLine(Read):
    """A row of the list: few fields, the phone always masked."""

    id: str
    full_name: str
    file_no: str
    phone: str | None
    unit: str | None
    union_status: str
    state: str
    version: int
    joined_at: datetime | None
    applied_at: datetime


class MemberList(Read):
    items: list[MemberLine]
    next: str | None
    community: str


class Decision(Versioned):
    """Approve, withdraw, reinstate, claim: nothing needs to be said."""

    note: Text | None = None


class ReasonedDecision(Versioned):
    """`reason`: a template's code or own words; `words` replaces the template's text."""

    reason: Text | None = None
    words: Text | None = None
    note: Text | None = None


class InformationRequest(Versioned):
    """`question`: own words or a template's code."""

    question: Text | None = None
    words: Text | None = None
    note: Text | None = None


class Suspension(ReasonedDecision):
    """`until`: the last day of the pause in Vietnam, or the moment when it ends."""

    until: date | datetime


class Escalation(Versioned):
    to: Literal["chair", "vice_chair", "moderator", "membership"] = "chair"
    reason: Text | None = None


class Leaving(Versioned):
    reason: Word | None = None


class ClaimCreate(Body):
    take_over: bool = False


class BatchItem(Body):
    id: Word
    version: Version = None


class Batch(Body):
    decision: Literal["approval", "refusal", "information-request"]
    items: Annotated[list[BatchItem], Field(min_length=1, max_length=200)]
    reason: Text | None = None
    words: Text | None = None


class BatchResult(Read):
    id: str
    status: int
    problem: dict[str, Any] | None = None


class BatchRead(Read):
    results: list[BatchResult]
    batch_id: str
    community: str


class ReviewLine(Read):
    """One item of the inbox."""

    id: str
    kind: str
    subject_type: str
    subject_id: str
    title: str
    unit: str | None
    state: str
    version: int
    due_at: datetime
    late: bool
    opened_at: datetime
    claimed_by: str | None
    under_18: bool
    answered: bool
    allowed_actions: list[str]


class ReviewList(Read):
    items: list[ReviewLine]
    next: str | None
    community: str
    waiting: int
    late: int
    needs_info: int


class VisitCreate(Body):
    phone: Annotated[str, Field(max_length=64)]


class PhoneProof(Body):
    phone: Annotated[str, Field(max_length=64)] | None = None


class AnswerCreate(PhoneProof):
    text: Annotated[Text, Field(min_length=1)]


class PasswordSet(PhoneProof):
    password: Annotated[str, Field(min_length=1, max_length=200)]


class ApplicationRead(Read):
    """The applicant's own page: state in her words, what to do next, the thread, the reason."""

    code: str
    file_no: str
    state: str
    full_name: str
    call_me: str
    community: str
    community_name: str
    applied_at: datetime
    headline: str
    words: str
    usual_wait: str
    answer_until: datetime | None
    suspended_until: datetime | None
    thread: list[MessageRead]
    can_answer: bool
    can_withdraw: bool
    can_reopen: bool
    can_set_password: bool
    has_account: bool
    login: str | None
    status_url: str
    keep_text: str
    platforms: list[dict[str, str]]
    notices: list[str]
    version: int


class ApplicationDoor(Read):
    """What a visitor without the phone sees: nothing but the question for it."""

    action: str
    schema_: dict[str, Any] = Field(serialization_alias="schema", validation_alias="schema")


class NoticeRead(Read):
    id: str
    kind: str
    title: str
    text: str
    created_at: datetime
    read_at: datetime | None


class NoticeList(Read):
    items: list[NoticeRead]
    next: str | None = None


class TellList(Read):
    items: list[TellRead]
    next: str | None
    community: str
