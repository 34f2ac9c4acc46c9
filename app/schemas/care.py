"""The closed circle's register, its people, and the places of help."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from app.schemas.base import Body, Day, FormRead, Line, Read, Text, Version, Word
from app.schemas.pictures import PictureCard

Words = Annotated[Text, Field(min_length=1)]


class CareStepCreate(Body):
    """What was done. It can be added to, and never changed."""

    kind: Literal["messaged", "called", "met", "referred", "chair", "other"]
    note: Text | None = None


class CareChange(Body):
    danger: Literal["yes", "no", "unknown"]
    version: Version = None


class CareAnswer(Body):
    text: Words


class CareClosing(Body):
    outcome: Words
    version: Version = None


class CareDone(Read):
    """That it was done. The words are read at the case's own address alone."""

    id: str
    community: str
    version: int


class CareStepRead(Read):
    kind: str
    note: str
    by: str | None
    taken_at: datetime


class CareTurnRead(Read):
    """With whom the case stood, since when; `round` counts the times that she waited."""

    round: int
    place: int
    name: str
    since: datetime


class CareMessageRead(Read):
    sender: Literal["member", "board"]
    by: str | None
    text: str
    written_at: datetime
    erased: bool


class CareLine(Read):
    """One row of the register, without a word of what was told."""

    id: str
    no: int
    year: int
    source: str
    member_name: str | None
    danger: str
    #: Nobody has looked since she wrote.
    waits: bool
    received_at: datetime
    closed_at: datetime | None


class CareList(Read):
    items: list[CareLine]
    next: str | None = None
    community: str
    view: Literal["open", "all"]
    #: Numbers for help that ask to be dialled again.
    unchecked: int


class CareRead(Read):
    """A case. `phone` stands there only where she asked to be called. `consented`: she has agreed
    that what she tells is kept."""

    id: str
    community: str
    no: int
    year: int
    source: str
    way: str
    member_name: str | None
    member: str | None
    phone: str | None
    safe_contact: str
    call_hours: str
    consented: bool
    danger: str
    text: str
    #: Screenshots of what stood on a platform, for the circle alone.
    pictures: list[PictureCard]
    erased: bool
    messages: list[CareMessageRead]
    steps: list[CareStepRead]
    turns: list[CareTurnRead]
    received_at: datetime
    due_at: datetime | None
    looked_at: datetime | None
    outcome: str
    closed_at: datetime | None
    closed_by: str | None
    version: int
    step_kinds: list[str]
    allowed_actions: list[str]


class HolderCreate(Body):
    """`person`: somebody of the board. Without `place` behind those named before."""

    person: Word
    place: Annotated[int | None, Field(ge=1, le=99)] = None
    commune_officer: bool = False
    valid_from: Day | None = None


class HolderEnd(Body):
    valid_to: Day


class HolderRead(Read):
    id: str
    community: str
    name: str
    place: int
    commune_officer: bool
    valid_from: date
    valid_to: date | None


class CareCircle(Read):
    """Who reads, in the order of the chain; the board regulation wants a commune's officer."""

    named: list[HolderRead]
    chain: list[str]
    has_commune_officer: bool
    community: str
    may_name: bool
    board: list[dict[str, Any]]
    today: date


class HelpPlaceRead(Read):
    """Where help is found. `stale`: not dialled within six months."""

    key: str
    matter: str
    place: str
    number: str
    checked_on: date | None
    checked_by: str | None
    stale: bool


class HelpPlaceWrite(Body):
    """What the community says of one place; a number is written down by whom it was dialled."""

    number: Line | None = None
    place: Line | None = None
    checked_on: Day


class HelpPlaces(Read):
    places: list[HelpPlaceRead]
    community: str
    may_write: bool
    recheck_months: int


class HelpPlaceForm(FormRead):
    place: HelpPlaceRead
    today: date
