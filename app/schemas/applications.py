"""The join form's body and the applicant's own page, on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from app.schemas.base import Body, Line, Read, Text, Word
from app.schemas.members import MessageRead

UnionStatus = Literal["member", "not_member", "unknown"]


class MemberCreate(Body):
    """The join form's body (contract.md). An officer may record one without a phone.

    What is missing is told by the rules, with everything else that is, in one answer.
    """

    model_config = ConfigDict(json_schema_extra={"required": ["full_name"]})

    full_name: Annotated[str, Field(max_length=400)] = ""
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


class VisitCreate(Body):
    phone: Annotated[str, Field(max_length=64)]


class PhoneProof(Body):
    phone: Annotated[str, Field(max_length=64)] | None = None


class AnswerCreate(PhoneProof):
    text: Annotated[Text, Field(min_length=1)]


class PasswordSet(PhoneProof):
    password: Annotated[str, Field(min_length=1, max_length=200)]


class AppealLine(Read):
    """What she asked to be looked at again, and the answer."""

    id: str
    state: str
    text: str
    answer: str
    created_at: datetime
    answered_at: datetime | None


class ApplicationRead(Read):
    """The applicant's own page: state in her words, what to do next, the thread, the reason."""

    code: str
    file_no: str
    state: str
    #: The number of the file that this one was joined to; it opens nothing.
    merged_into: str | None
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
    status_url: str
    keep_text: str
    platforms: list[dict[str, str]]
    notices: list[str]
    #: Whether she may ask that a pause or the end be looked at again, and what she asked before.
    can_appeal: bool
    appeals: list[AppealLine]
    version: int


class ApplicationDoor(Read):
    """What a visitor without the phone sees: nothing but the question for it."""

    action: str
    schema_: dict[str, Any] = Field(serialization_alias="schema", validation_alias="schema")
