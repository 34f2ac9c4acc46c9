"""Private questions to the board, as they come in and go out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from app.schemas.base import Body, FormRead, Line, Read, Text, Version, Word
from app.schemas.care import HelpPlaceRead
from app.schemas.duty import DutyHours

Words = Annotated[Text, Field(min_length=1)]
SafeContact = Literal["here", "call", "none"]
#: `asked`: what she herself asked, for one who serves on the board too.
View = Literal["open", "unowned", "mine", "all", "asked"]


class QuestionCreate(Body):
    """`about_harm`: violence, threats, harm to oneself: the closed circle alone reads it.

    `sensitive`: she agrees that what she tells is kept, so that she can be helped.
    """

    title: Line | None = None
    text: Words
    anonymous: bool = False
    about_harm: bool = False
    safe_contact: SafeContact | None = None
    call_hours: Line | None = None
    sensitive: bool = False


class QuestionMessageCreate(Body):
    text: Words
    about_harm: bool = False


class QuestionAnswer(Body):
    text: Words
    version: Version = None


class SafeContactWrite(Body):
    """How she may be reached; `call_hours` with `call`, in her own words."""

    safe_contact: SafeContact
    call_hours: Line | None = None
    sensitive: bool = False


class QuestionAssignment(Body):
    """`person`: one of those who answer questions."""

    person: Word
    version: Version = None


class QuestionMessageRead(Read):
    """`by` is a name for the desk alone; towards her the board signs as “Ban Quản trị”."""

    id: str
    sender: Literal["member", "board"]
    by: str | None
    text: str
    written_at: datetime
    erased: bool


class QuestionOwner(Read):
    id: str
    name: str


class QuestionLine(Read):
    """One thread in a list. `asked_by` is empty where the reader may not know it."""

    id: str
    title: str
    state: str
    private: bool
    anonymous: bool
    asked_by: str | None
    owner: QuestionOwner | None
    #: She has not read the last answer yet.
    unread: bool
    asked_at: datetime
    last_at: datetime


class QuestionList(Read):
    """`desk`: the board's list; else her own threads."""

    items: list[QuestionLine]
    next: str | None = None
    community: str
    desk: bool
    may_ask: bool
    view: str
    q: str


class QuestionRead(Read):
    """A thread. `own`: the reader asked it. After a write to a private thread `messages` is empty:
    kept answers hold no word of hers."""

    id: str
    community: str
    title: str
    state: str
    private: bool
    anonymous: bool
    own: bool
    asked_by: str | None
    member: str | None
    owner: QuestionOwner | None
    messages: list[QuestionMessageRead]
    asked_at: datetime
    last_at: datetime
    withdrawn: bool
    version: int
    safe_contact: str
    call_hours: str
    asks_consent: bool
    hours: DutyHours
    help_places: list[HelpPlaceRead]
    colleagues: list[dict[str, Any]]
    allowed_actions: list[str]


class QuestionGone(Read):
    """A thread that went to the closed circle: it is not on the desk any more."""

    id: str
    community: str


class QuestionForm(FormRead):
    """Said before she writes: who reads, by name, and when somebody answers."""

    readers: list[str]
    circle: list[str]
    hours: DutyHours
    help_places: list[HelpPlaceRead]
    asks_consent: bool
