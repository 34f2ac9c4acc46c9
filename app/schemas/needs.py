"""Needs, topics, answers and actions, as they come in and go out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from app.schemas.base import Body, Day, Line, Read, Text, Version, Word

Words = Annotated[Text, StringConstraints(min_length=1, max_length=1000, strip_whitespace=True)]
Title = Annotated[Line, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Month = Annotated[Word, StringConstraints(max_length=7)]
State = Literal["done", "doing", "not_possible"]
Kind = Literal["bulletin", "training", "task"]


class NeedCreate(Body):
    """One sentence or a few. `hidden`: no name stands beside it, on the board's list either."""

    text: Words
    hidden: bool = False


class NeedThemeWrite(Body):
    """The one theme of a month (YYYY-MM); writing it again changes its words."""

    month: Month
    title: Title
    question: Words


class NeedGathering(Body):
    """Needs into a topic: into the one that is named, or into a new one of this title."""

    topic: Word | None = None
    title: Line | None = None
    needs: Annotated[list[Word], Field(max_length=100)] = Field(default_factory=list)


class NeedMerger(Body):
    """All voices of this topic go into another one, for good."""

    into: Word
    version: Version = None


class NeedAnswerCreate(Body):
    """`reason`: compulsory with `not_possible`."""

    state: State
    text: Words
    reason: Text | None = None
    version: Version = None


class NeedAnswerChange(Body):
    """Other words for the answer that holds; its state stays. A `reason` left out stays too."""

    text: Words
    reason: Text | None = Field(default=None, json_schema_extra={"emptyClears": True})
    version: Version = None


class NeedActionCreate(Body):
    """`owner`: somebody of the board."""

    kind: Kind
    title: Title
    owner: Word
    due_on: Day


class NeedActionChange(Body):
    state: Literal["planned", "done", "dropped"]
    version: Version = None


class NeedThemeRead(Read):
    month: str
    title: str
    question: str
    community: str


class NeedBox(Read):
    """The box at the top of a home page: what it asks about this month."""

    title: str
    question: str
    may_write: bool


class NeedAnswerRead(Read):
    """`corrected_at`: when its words were put right."""

    id: str
    no: int
    state: State
    text: str
    reason: str
    answered_at: datetime
    corrected_at: datetime | None = None


class NeedAnswerForm(Read):
    """`standing`: it is the last one, so it can be put right or taken back."""

    topic: str
    topic_title: str
    version: int
    answer: NeedAnswerRead
    standing: bool


class NeedAnswerPast(Read):
    """A text as it stood, for the board and its advisers: who wrote it, what became of it."""

    no: int
    state: State
    text: str
    reason: str
    answered_at: datetime
    by: str
    corrected: bool
    withdrawn_at: datetime | None
    withdrawn_by: str


class NeedActionRead(Read):
    """`owner_name`, `post_state`: for the board. `post`: the bulletin that it became, whose state
    says how far it is."""

    id: str
    kind: Kind
    title: str
    owner_name: str
    due_on: date
    state: Literal["planned", "done", "dropped"]
    version: int
    topic: str
    topic_title: str = ""
    post: str | None = None
    post_state: str = ""


class NeedGone(Read):
    """Her words stand on no list any more."""

    id: str
    community: str


class NeedRead(Read):
    """`private_thread`: it told of violence or self-harm, so the closed circle alone reads it."""

    id: str | None
    text: str
    hidden: bool
    month: str
    written_at: datetime
    topic: str | None = None
    topic_title: str = ""
    topic_state: str = ""
    private_thread: str | None = None
    community: str


class NeedTopicLine(Read):
    """`people`: how many voiced it; None where they are too few to be counted in public."""

    id: str
    title: str
    month: str
    state: str
    people: int | None
    mine: bool
    answer: NeedAnswerRead | None = None


class NeedPage(Read):
    """The box: this month's theme, the topics, and what she wrote herself."""

    community: str
    month: str
    theme: NeedThemeRead | None
    topics: list[NeedTopicLine]
    next: str | None = None
    mine: list[NeedRead]
    may_write: bool
    may_answer: bool


class NeedLine(Read):
    """A need on the board's list; `author` is empty where she hid her name."""

    id: str
    text: str
    hidden: bool
    author: str
    month: str
    written_at: datetime
    topic: str | None
    topic_title: str
    community: str


class TopicName(Read):
    id: str
    title: str


class NeedList(Read):
    items: list[NeedLine]
    next: str | None = None
    community: str
    q: str
    view: str
    topic: str = ""
    topics: list[TopicName]


class OwnerName(Read):
    id: str
    name: str


class NeedTopicRead(NeedTopicLine):
    """`needs`, `others`, `owners`: for those who answer, else empty; `needs_more`: `need-list` has
    more of this topic. `history`: for the board and its advisers. `taken_back_at`: when the last
    answer was taken back."""

    community: str
    version: int
    merged_into: str | None
    merged_title: str
    answers: list[NeedAnswerRead]
    taken_back_at: datetime | None = None
    history: list[NeedAnswerPast] = Field(default_factory=list)
    actions: list[NeedActionRead]
    needs: list[NeedLine] = Field(default_factory=list)
    needs_more: bool = False
    others: list[TopicName] = Field(default_factory=list)
    owners: list[OwnerName] = Field(default_factory=list)
    may_join: bool
    may_leave: bool = False
    may_answer: bool


class NeedDesk(Read):
    """What waits for the board: topics without an answer, the oldest first; `actions`: what is not
    done first."""

    community: str
    today: date
    ungathered: int
    topics: list[NeedTopicLine]
    next: str | None = None
    actions: list[NeedActionRead]


class UnitFigure(Read):
    """`people`: None where the number is hidden."""

    unit: str
    people: int | None


class NeedMonth(Read):
    """“Chị em nói - Hội trả lời”: one month. `units`: for the board and its advisers alone."""

    community: str
    community_name: str
    month: str
    before: str
    after: str
    theme: NeedThemeRead | None
    topics: list[NeedTopicLine]
    next: str | None = None
    units: list[UnitFigure]


class NeedThemeForm(Read):
    community: str
    action: str
    month: str
    theme: NeedThemeRead | None
