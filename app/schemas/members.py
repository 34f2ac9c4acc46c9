"""Members, their applications and the words exchanged, on the wire."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import PydanticCustomError

from app.schemas.base import Body, Day, Line, Read, Text, Versioned, Word
from app.schemas.communities import ReasonRead, UnitName
from app.schemas.flag_mutes import FlagMuteRead
from app.schemas.next import NextRead
from app.schemas.twins import (
    ApartRead,
    ChapterInquiryRead,
    MergedFileRead,
    MergerRead,
    TwinRead,
)


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
    #: The way by which the product itself sends it, how far that is, and when it leaves.
    channel: str | None = None
    delivery: str | None = None
    leaves_at: datetime | None = None


class ReviewFacts(Read):
    """The current review of her, for those who judge."""

    id: str
    state: str
    due_at: datetime
    late: bool
    rounds: int
    claim: ClaimRead | None
    escalated_to: str | None
    #: What the board noted on the way: the reason of an escalation, a remark.
    note: str
    thread: list[MessageRead]
    history: list[DecisionRead]


class RollFilters(BaseModel):
    """The lists behind the figures: those inside, by Union status, by days (half-open), reason."""

    inside: bool = False
    union: Literal["", "member", "not_member", "unknown"] = ""
    verified: Literal["", "member", "not_member", "unverified"] = ""
    reason: Annotated[str, Field(max_length=40)] = ""
    joined_from: Day | None = None
    joined_to: Day | None = None
    left_from: Day | None = None
    left_to: Day | None = None


class ConsentRecord(Body):
    """`way`: she signed a paper, or wrote so in a message; `filed`: where either can be seen."""

    purposes: Annotated[list[Word], Field(min_length=1, max_length=10)]
    way: Literal["paper", "message"]
    filed: Line | None = None


class UnionVerificationCreate(Body):
    """`source`: her card, the chapter's list, the word of her unit, the Union's register."""

    status: Literal["member", "not_member"]
    source: Literal["card", "chapter_list", "unit_word", "register"]
    note: Line | None = None


class UnionVerificationRead(Read):
    status: str
    source: str
    note: str
    verified_by: str
    verified_at: datetime


class PlatformEntryRead(Read):
    """Whether she is in the group on one platform: ticked when and by whom, or not yet."""

    platform: str
    entered_at: datetime | None
    entered_by: str | None
    #: Seen in a pasted list of the group, not ticked by hand.
    from_roster: bool


class MemberUnit(UnitName):
    """The unit that she named. `ended`: it was reorganised; `now`: what it is today."""

    ended: bool = False
    now: list[UnitName] = Field(default_factory=list)


class MemberRead(Read):
    """A member as read. `phone` is masked unless the reader may see contacts."""

    id: str
    community: str
    full_name: str
    given_name: str
    call_me: str
    file_no: str
    phone: str | None
    phone_shared: bool
    birth_year: int | None
    unit: MemberUnit | None
    #: Where she belongs today, if that is another unit and known.
    unit_now: UnitName | None = None
    hamlet: str
    union_status: str
    #: What somebody looked up, apart from what she says; for herself and those who judge.
    union_verification: UnionVerificationRead | None
    platform_name: str
    reached_through: str = ""
    #: For herself and those who judge; empty until she is approved.
    platform_entries: list[PlatformEntryRead]
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
    #: Her own page, for those who may see contacts: to send again when she lost her code.
    status_url: str | None
    review: ReviewFacts | None
    tell: TellRead | None
    #: Other files that may be hers, and those that are another woman's; for those who judge.
    twins: list[TwinRead]
    apart: list[ApartRead]
    #: Files that went into this one, and the last time that this one went into another.
    merged: list[MergedFileRead]
    merger: MergerRead | None
    chapter_inquiries: list[ChapterInquiryRead]
    #: While what she reports reaches nobody, for those who judge.
    flag_mute: FlagMuteRead | None = None
    next_item: NextRead | None = None
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
    """Approve, hand back, withdraw: nothing needs to be said."""

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


def _day_or_moment(value: Any, read: ValidatorFunctionWrapHandler) -> date | datetime:
    """One error at the field itself, instead of one for each of the two ways to read it."""
    try:
        until: date | datetime = read(value)
    except ValidationError:
        raise PydanticCustomError("date-impossible", "neither a day nor a moment") from None
    return until


class Suspension(ReasonedDecision):
    """`until`: the last day of the pause in Vietnam, or the moment when it ends."""

    until: Annotated[Day | datetime, WrapValidator(_day_or_moment)]


class Escalation(Versioned):
    to: Literal["chair", "vice_chair", "moderator", "membership"] = "chair"
    reason: Text | None = None


class Leaving(Versioned):
    reason: Word | None = None


class ClaimCreate(Body):
    take_over: bool = False
