"""Posts on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from app.domain.posts import LONGEST_BODY, LONGEST_TITLE
from app.domain.text import nfc
from app.schemas.applications import AppealLine
from app.schemas.base import Body, FormRead, Read, Text, Version, Versioned, Word
from app.schemas.communities import ReasonRead
from app.schemas.members import ClaimRead, DecisionRead
from app.schemas.rules import AppliedRuleRead

#: A post's text: Markdown without pictures and without HTML.
PostText = Annotated[str, StringConstraints(max_length=LONGEST_BODY), AfterValidator(nfc)]
PostTitle = Annotated[str, StringConstraints(max_length=LONGEST_TITLE), AfterValidator(nfc)]
#: A form that sends the field empty empties it; a program leaves out what shall stay.
CLEARABLE: Any = Field(default=None, json_schema_extra={"emptyClears": True})


class PostCreate(Body):
    """`draft`: kept for her alone; otherwise it goes straight to review (contract.md)."""

    body: PostText = ""
    title: PostTitle = ""
    topic: Word | None = None
    anonymous: bool = False
    may_mend: bool = False
    draft: bool = False


class PostChange(Versioned):
    """`draft`: kept without being sent, so that what she types outlives a dead phone."""

    body: PostText | None = CLEARABLE
    title: PostTitle | None = CLEARABLE
    topic: Word | None = CLEARABLE
    anonymous: bool | None = None
    may_mend: bool | None = None
    draft: bool = False


class PostSubmission(Versioned):
    """What she wrote last may travel with the sending."""

    @property
    def draft(self) -> bool:
        return False

    body: PostText | None = CLEARABLE
    title: PostTitle | None = CLEARABLE
    topic: Word | None = CLEARABLE
    anonymous: bool | None = None
    may_mend: bool | None = None


class PostWithdrawal(Versioned):
    """`only_edit`: the new text alone; what readers see stays."""

    only_edit: bool = False


class AuthorReveal(Body):
    reason: Text
    version: Version = None


class TopicRead(Read):
    key: str
    name: str
    introduction: str
    rhythm: str


class AuthorRead(Read):
    """`id`: her file in the community, for those who may open it. No name of an anonymous one."""

    name: str | None
    id: str | None = None


class RevisionRead(Read):
    """One text. `note`: what the board said of it; `judged_by`: by name to board and adviser."""

    number: int
    state: str
    title: str
    body: str
    body_html: str
    topic: str | None
    written_at: datetime
    note: str = ""
    judged_at: datetime | None = None
    judged_by: str | None = None
    #: Of a version that a rule masked: the number of her own text, and the rule's name.
    minor_of: int | None = None
    made_by_rule: str = ""


class PostWaiting(Read):
    """Why it waits, until when it is answered at the latest, and how long that usually takes.

    `facts`: what the codes of `why` speak of."""

    why: list[str]
    facts: dict[str, dict[str, Any]]
    due_at: datetime
    usually_hours: float | None
    on_duty: bool


class PostReview(Read):
    """The current review of a post, for those who judge."""

    id: str
    state: str
    due_at: datetime
    late: bool
    rounds: int
    claim: ClaimRead | None
    escalated_to: str | None
    note: str
    #: The rules that its newest text was met by, and why it waited.
    why: list[str]
    rules: list[AppliedRuleRead]
    history: list[DecisionRead]


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
    media: list[dict[str, Any]] = Field(default_factory=list)
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
    review: PostReview | None
    approvals: int | None
    #: What its author asked to be looked at again last, and the answer.
    appeal: AppealLine | None
    undo_until: datetime | None
    reasons: list[ReasonRead]


class PostList(Read):
    items: list[PostLine]
    next: str | None
    community: str
    topics: list[TopicRead]
    may_write: bool


class PostForm(FormRead):
    """The page on which a post is written, and how long an answer usually takes."""

    community: str
    topics: list[TopicRead]
    usually_hours: float | None
    on_duty: bool
