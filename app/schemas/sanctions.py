"""Sanctions and appeals on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from app.schemas.applications import AppealLine, PhoneProof
from app.schemas.base import Body, Day, FormRead, Read, Text, Versioned, Word
from app.schemas.communities import ReasonRead

Kind = Literal["warning", "pre_reading", "mute"]
Words = Annotated[Text, Field(min_length=1)]


class SanctionCreate(Body):
    """`reason`: a template's code or own words; `until`: the last day in Vietnam, the usual one
    where it is left out; `evidence`: the id of the post that it is about."""

    kind: Kind
    reason: Text | None = None
    words: Text | None = None
    note: Text | None = None
    until: Day | None = None
    evidence: Word | None = None


class Lifting(Versioned):
    """`words`: what she reads; why it ends early."""

    words: Words


class EvidenceRead(Read):
    kind: str
    id: str


class Restraint(Read):
    """One step of the ladder. `text`: as she read it; `decided_by`: by name to board and
    adviser."""

    kind: str
    text: str
    decided_at: datetime
    decided_by: str
    until: datetime | None
    active: bool
    ended_at: datetime | None
    ended_how: str | None


class SanctionEntry(Restraint):
    """In her history. `id`: of a sanction; a suspension and a removal have none."""

    id: str | None


class SanctionRead(Restraint):
    id: str
    community: str
    member: str
    full_name: str
    call_me: str
    version: int
    note: str
    evidence: EvidenceRead | None
    end_words: str
    own: bool
    appeal: AppealLine | None
    allowed_actions: list[str]


class SanctionHistory(Read):
    """The whole ladder of one member, the newest first, and the step that may come next.

    `appeals`: of her file itself (a suspension, a removal)."""

    community: str
    member: str
    full_name: str
    call_me: str
    own: bool
    entries: list[SanctionEntry]
    suggested: str | None
    appeals: list[AppealLine]
    allowed_actions: list[str]


class SanctionForm(FormRead):
    community: str
    member: str
    full_name: str
    given_name: str
    file_no: str
    call_me: str
    kind: str
    suggested: str
    days: int
    until: str
    reasons: list[ReasonRead]


class AppealCreate(Body):
    text: Words


class ApplicationAppeal(PhoneProof):
    """From her own page, without signing in."""

    text: Words


class AppealAnswer(Versioned):
    """Always in words: what was found, and what follows."""

    words: Words


class AppealForm(FormRead):
    """What the decision said, and until when she may ask."""

    community: str
    back: str
    words: str
    until: datetime


class AppealRead(AppealLine):
    """`author`: nobody where the post is anonymous. `subject_type`, `subject_id`: what was decided
    about; `decided_by`, `answered_by`: by name to board and adviser alone."""

    community: str
    subject_type: str
    subject_id: str
    author: str | None
    decision_words: str
    decided_at: datetime
    decided_by: str
    answered_by: str | None
    due_at: datetime
    late: bool
    version: int
    own: bool
    allowed_actions: list[str]
