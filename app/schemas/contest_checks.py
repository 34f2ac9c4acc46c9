"""Whether a contest is the Union's own, and reports of those that are not."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints

from app.domain.text import nfc
from app.schemas.base import Body, FormRead, Line, Read, Versioned, Word

State = Literal["published", "withdrawn"]
LongText = Annotated[str, StringConstraints(max_length=2000), AfterValidator(nfc)]


class ContestWindow(Read):
    """`[opens_at, closes_at)` of a round."""

    number: int
    title: str
    opens_at: datetime
    closes_at: datetime


class ContestCheck(Read):
    """A contest that the Union holds. `fee`: never. `spoken_code`: as it is read aloud."""

    code: str
    spoken_code: str
    title: str
    kind: Literal["quiz", "photo", "story"]
    state: State
    owner: str
    community: str
    community_name: str
    decision_number: str
    published_at: datetime
    rounds: list[ContestWindow]
    fee: Literal[False]
    help_phone: str
    ruleset_sha256: str
    address: str
    demo: bool


class ContestLookUp(Read):
    """`code`: as it was typed, empty before. `found`: null where the Union gave no such code."""

    code: str
    found: ContestCheck | None


class RulesArticle(Read):
    heading: str
    lines: list[str]


class ContestRules(Read):
    """The printed rules with their hash; `ruleset`: what they and the hash are made from."""

    code: str
    title: str
    community: str
    articles: list[RulesArticle]
    sha256: str
    ruleset: dict[str, Any]


class PrizeRead(Read):
    name: str
    count: int


class ContestPoster(ContestCheck):
    """`size`: a4 or a5. `qr` leads to the page that says whether the contest is the Union's."""

    id: str
    size: Literal["a4", "a5"]
    prizes: list[PrizeRead]
    qr: str


class FakeReportCreate(Body):
    """`contest`: the code of the contest whose name was borrowed; without one `community` says
    which board shall know. `place`: the address, or where it was seen."""

    contest: Word | None = None
    community: Word | None = None
    place: Annotated[LongText, Field(min_length=1)]
    what: LongText = ""
    phone: Line | None = None


class CommunityChoice(Read):
    slug: str
    name: str


class FakeReportForm(FormRead):
    contest: ContestCheck | None
    communities: list[CommunityChoice]


class FakeReportSent(Read):
    """What she who reported learns: who reads it."""

    community: str
    community_name: str


class FakeReportLine(Read):
    id: str
    state: Literal["new", "handled"]
    place: str
    contest: str | None
    reported_at: datetime


class FakeReportList(Read):
    items: list[FakeReportLine]
    next: str | None = None
    community: str
    state: Literal["new", "handled"]


class FakeReportRead(FakeReportLine):
    """`contest`: the title of the one whose name was borrowed. `phone`: null for those who may not
    call her, and thirty days after it was handled."""

    community: str
    what: str
    phone: str | None
    note: str
    version: int
    handled_by: str | None
    handled_at: datetime | None
    allowed_actions: list[Literal["handling"]]


class FakeReportHandling(Versioned):
    """`note`: what was done."""

    note: Annotated[LongText, Field(min_length=1)]
