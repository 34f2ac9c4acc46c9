"""Complaints of entrants over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints

from app.domain.text import nfc
from app.schemas.base import Body, FormRead, Read, Versioned

Words = Annotated[
    str,
    StringConstraints(min_length=1, max_length=4000, strip_whitespace=True),
    AfterValidator(nfc),
]
Outcome = Literal["accepted", "kept"]


class ComplaintCreate(Body):
    text: Words


class ComplaintAnswer(Versioned):
    """`accepted`: what she says is right, the result is looked at again; `kept`: it stays."""

    outcome: Outcome
    answer: Words


class ComplaintLine(Read):
    """`code`: on her receipt. `name`: of who complains, for those who answer."""

    id: str
    code: str
    state: Literal["open", "answered", "withdrawn"]
    outcome: Literal["", "accepted", "kept"]
    opened_at: datetime
    name: str | None = None


class ComplaintRead(ComplaintLine):
    """`entry`: of the paper that she handed in last; `until`: when the window ends."""

    community: str
    contest: str
    contest_title: str
    round: str
    round_title: str
    version: int
    text: str
    answer: str
    entry: str | None
    closed_at: datetime | None
    until: datetime
    mine: bool
    allowed_actions: list[str]


class ComplaintList(Read):
    items: list[ComplaintLine]
    next: str | None = None
    community: str
    contest: str
    round: str
    round_title: str
    until: datetime


class ComplaintForm(FormRead):
    """`mine`: what she wrote of this round before; `refused`: the code for why she cannot now."""

    contest: str
    contest_title: str
    round: str
    round_title: str
    until: datetime
    mine: list[ComplaintLine]
    refused: str | None
    phone: str
