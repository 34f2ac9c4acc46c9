"""Posts on the wire."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from app.domain.pictures import MOST_OF_ONE
from app.domain.posts import LONGEST_BODY, LONGEST_TITLE
from app.domain.text import nfc
from app.schemas.applications import AppealLine
from app.schemas.base import (
    Body,
    Day,
    FileWrite,
    FormRead,
    Line,
    Read,
    Versioned,
    Word,
)
from app.schemas.bridge import BridgeRead
from app.schemas.comments import CommentList
from app.schemas.communities import ReasonRead
from app.schemas.duty import DutyHours
from app.schemas.next import NextRead
from app.schemas.pictures import PictureCard
from app.schemas.reactions import ReactionsRead
from app.schemas.texts import AuthorRead, TextReview

#: A post's text: Markdown without pictures and without HTML.
PostText = Annotated[str, StringConstraints(max_length=LONGEST_BODY), AfterValidator(nfc)]
PostTitle = Annotated[str, StringConstraints(max_length=LONGEST_TITLE), AfterValidator(nfc)]
#: A form that sends the field empty empties it; a program leaves out what shall stay.
CLEARABLE: Any = Field(default=None, json_schema_extra={"emptyClears": True})
Audience = Literal["members", "public"]
SourceAddress = Annotated[
    str, Field(max_length=500, pattern=r"^(https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[!-~]*)?)?$")
]
PictureIds = Annotated[list[Word], Field(max_length=MOST_OF_ONE)]
PictureFiles = Annotated[list[FileWrite] | None, Field(max_length=MOST_OF_ONE)]


class BulletinFacts(Body):
    """Of a bulletin. `source`: who says so, with an address; `audience`: `public` for everyone;
    `planned_on`: the day that it is meant for; `solemn`: it does not wait on a sad day; `for_plan`:
    an item of the yearly plan. Tags may stand on every post."""

    source: Line | None = CLEARABLE
    source_url: SourceAddress | None = CLEARABLE
    audience: Audience | None = None
    tags: Annotated[list[Word], Field(max_length=20)] | None = None
    planned_on: Annotated[Day | None, BeforeValidator(lambda day: day or None)] = CLEARABLE
    announcement: bool | None = None
    solemn: bool | None = None
    for_plan: bool | None = None


class PostCreate(BulletinFacts):
    """`draft`: kept for her alone, or for the board; otherwise it goes straight to review
    (contract.md)."""

    kind: Literal["member", "bulletin"] = "member"
    body: PostText = ""
    title: PostTitle = ""
    topic: Word | None = None
    anonymous: bool = False
    may_mend: bool = False
    draft: bool = False
    pictures: PictureIds | None = None
    files: PictureFiles = None


class PostChange(BulletinFacts, Versioned):
    """`correction`: what is put right in a text that readers have seen. `draft`: kept without
    being sent, so that what she types outlives a dead phone."""

    body: PostText | None = CLEARABLE
    title: PostTitle | None = CLEARABLE
    topic: Word | None = CLEARABLE
    anonymous: bool | None = None
    may_mend: bool | None = None
    correction: Line | None = None
    draft: bool = False
    pictures: PictureIds | None = CLEARABLE
    files: PictureFiles = None


class PostSubmission(BulletinFacts, Versioned):
    """What she wrote last may travel with the sending."""

    @property
    def draft(self) -> bool:
        return False

    body: PostText | None = CLEARABLE
    title: PostTitle | None = CLEARABLE
    topic: Word | None = CLEARABLE
    anonymous: bool | None = None
    may_mend: bool | None = None
    correction: Line | None = None
    pictures: PictureIds | None = CLEARABLE
    files: PictureFiles = None


class PostWithdrawal(Versioned):
    """`only_edit`: the new text alone; what readers see stays."""

    only_edit: bool = False


class TopicRead(Read):
    key: str
    name: str
    introduction: str
    rhythm: str


class RevisionRead(Read):
    """One text. `note`: what the board said of it; `judged_by`: by name to board and adviser."""

    number: int
    state: str
    title: str
    body: str
    body_html: str
    topic: str | None
    pictures: list[str]
    written_at: datetime
    note: str = ""
    judged_at: datetime | None = None
    judged_by: str | None = None
    #: Of a minor version: the number of her own text; the rule that masked it, or nothing where the
    #: board mended its spelling.
    minor_of: int | None = None
    made_by_rule: str = ""
    source: str = ""
    source_url: str = ""
    audience: str = "members"
    correction: str = ""


class TagRead(Read):
    """A movement or campaign, or with `parent` one item of it, in force [valid_from, valid_to)."""

    id: str
    key: str
    name: str
    parent: str | None = None
    valid_from: date
    valid_to: date | None
    community: str = ""


class CorrectionRead(Read):
    """What was put right, when, and the text that stood there before."""

    at: datetime
    note: str
    title: str
    body_html: str


class BulletinRead(Read):
    """What a bulletin has beside its text. `due_at`: its hour; `waits`: it is due and held back
    because the community is silent on a sad day; `plan_reader`: the role whose view it needs;
    `offered`: the tags that a writer may put on it; `bridge`: for the board, what of it is on the
    Page and in the group."""

    due_at: datetime | None
    planned_on: date | None
    announcement: bool
    solemn: bool
    for_plan: bool
    pinned: bool
    repeats: str | None
    quiet: bool
    waits: bool
    plan_reader: str | None
    corrections: list[CorrectionRead]
    address: str
    summary: str
    offered: list[TagRead]
    bridge: BridgeRead | None


class PostWaiting(Read):
    """Why it waits, until when it is answered at the latest, and how long that usually takes.

    `facts`: what the codes of `why` speak of."""

    why: list[str]
    facts: dict[str, dict[str, Any]]
    due_at: datetime
    usually_hours: float | None
    on_duty: bool
    hours: DutyHours


class PostLine(Read):
    """A post in a list: what readers see."""

    id: str
    community: str
    kind: str
    topic: str | None
    title: str
    body: str
    body_html: str
    author: AuthorRead
    anonymous: bool
    own: bool
    state: str
    version: int
    published_at: datetime | None
    created_at: datetime
    comments: int
    reactions: int
    comments_closed: bool
    source: str = ""
    source_url: str = ""
    audience: str = "members"
    media: list[PictureCard] = Field(default_factory=list)
    allowed_actions: list[str]


class PostRead(PostLine):
    """A post as read. `draft` and `waiting` are the author's; `pending`, `revisions` and `review`
    are hers and of those who judge."""

    changed_at: datetime
    may_mend: bool
    state_reason: str
    topics: list[TopicRead]
    draft: RevisionRead | None
    pending: RevisionRead | None
    revisions: list[RevisionRead]
    waiting: PostWaiting | None
    review: TextReview | None
    #: Of what waits or is being written: those readers do not see yet too.
    pictures: list[PictureCard]
    #: Her private thread, where her words are with the closed circle.
    private_thread: str | None
    approvals: int | None
    #: What its author asked to be looked at again last, and the answer.
    appeal: AppealLine | None
    undo_until: datetime | None
    reasons: list[ReasonRead]
    tags: list[TagRead] = Field(default_factory=list)
    bulletin: BulletinRead | None = None
    #: What readers say under it (read with GET alone), and with one touch.
    discussion: CommentList | None
    reacted: ReactionsRead | None
    may_flag: bool
    #: She may close its comments, or open them again.
    may_close: bool
    next_item: NextRead | None


class PostList(Read):
    items: list[PostLine]
    next: str | None
    community: str
    topics: list[TopicRead]
    may_write: bool
    #: The states that the reader may ask this list for.
    states: list[str] = Field(default_factory=list)
    pinned: list[PinnedRead] = Field(default_factory=list)


class PinnedRead(Read):
    id: str
    title: str


class PostForm(FormRead):
    """The page on which a post is written, and how long an answer usually takes."""

    community: str
    topics: list[TopicRead]
    tags: list[TagRead] = Field(default_factory=list)
    #: Whether a bulletin may be sent to its second reading, or only kept as a draft.
    may_publish: bool = False
    usually_hours: float | None
    on_duty: bool
    hours: DutyHours
