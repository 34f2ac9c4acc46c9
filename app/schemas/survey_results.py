"""What a survey's answers say, and to whom it was let out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from app.schemas.base import Body, Read, Word
from app.schemas.surveys import Identity, State

Audience = Literal["members", "public"]
Reader = Literal["board", "members", "public"]


class ReleaseCreate(Body):
    """`question`: its key."""

    question: Annotated[Word, Field(min_length=1)]
    audience: Audience


class ReleaseRead(Read):
    """`waiting`: for a second person; `approvals`: how many have agreed."""

    survey: str
    question: str
    audience: Audience
    state: Literal["waiting", "released"]
    approvals: int
    released_at: datetime | None = None


class ReleaseList(Read):
    survey: str
    releases: list[ReleaseRead]


class ReleasesWaiting(Read):
    """`count`: questions of a survey that wait for her to agree; `href` leads to the first."""

    survey: str
    title: str
    count: int
    href: str


class ResultOption(Read):
    """An option, a grade, a group of numbers. `suppressed`: its count is not shown, so that nobody
    is found. `percent`: of `n`, or of `base` where `n` is not shown. `versions`: which offer it."""

    key: str
    text: str
    count: int | None
    percent: float | None
    suppressed: bool
    versions: list[int]


class ResultPart(Read):
    """`base`: who was asked, `n`: who answered, `missing`: who did not; None where that is not
    shown. `shown`: False where too few answered for anything to be shown."""

    key: str
    text: str
    shown: bool
    base: int | None
    n: int | None
    missing: int | None
    mean: float | None
    options: list[ResultOption]


class ResultRelease(Read):
    """`mine`: she was the first to agree, so that another must be the second."""

    audience: Audience
    state: Literal["waiting", "released"]
    mine: bool


class ResultQuestion(ResultPart):
    """`rows`: of a table, its lines. `earlier`: as it was meant before. `everyone`: those who were
    not asked are so few that they stand in `missing`, and in `base`. `several`: more than one
    option could be chosen. `rounded`: to 5, under 10 nothing. `score`: Net Promoter Score."""

    type: str
    versions: list[int]
    earlier: bool
    several: bool
    rounded: bool
    everyone: bool
    score: int | None
    rows: list[ResultPart]
    releases: list[ResultRelease]


class ResultChannel(Read):
    """`channel`: empty for those who came without one."""

    channel: str
    name: str
    count: int | None
    suppressed: bool


class ResultsRead(Read):
    """`n`: responses, None where they are too few. `reader`: for whom this is; `exact`: nothing is
    hidden. `moves_by`: so many answers at least come in together, None where each is seen at once.
    `dropped`: anonymous answers that were too few to be mixed. `approvers`: the roles of those
    who may agree to a release. `address`: of this page, to be sent to whom it was let out."""

    survey: str
    community: str
    title: str
    identity: Identity
    state: State
    open: bool
    reader: Reader
    exact: bool
    k: int
    n: int | None
    rounded: bool
    moves_by: int | None
    dropped: int
    questions: list[ResultQuestion]
    channels: list[ResultChannel]
    approvers: list[str]
    address: str
    allowed_actions: list[str]
