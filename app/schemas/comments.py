"""Comments on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, StringConstraints

from app.domain.comments import LONGEST_BODY
from app.domain.text import nfc
from app.schemas.base import Body, Read, Versioned, Word
from app.schemas.communities import ReasonRead
from app.schemas.next import NextRead
from app.schemas.texts import AuthorRead, TextReview

CommentText = Annotated[str, StringConstraints(max_length=LONGEST_BODY), AfterValidator(nfc)]


class CommentCreate(Body):
    """`parent`: the comment that it answers. `as_board`: signed "Ban Quản trị", by the board."""

    body: CommentText = ""
    parent: Word | None = None
    as_board: bool = False


class CommentChange(Versioned):
    body: CommentText = ""


class CommentLine(Read):
    """A comment in its thread. `parent`: the one at the top, for a reply; `answers`: whom it
    answers. One that readers see no more but that was answered has state `gone` and no words."""

    id: str
    post: str
    parent: str | None
    answers: AuthorRead | None
    author: AuthorRead | None
    own: bool
    as_board: bool
    state: str
    version: int
    body: str
    body_html: str
    created_at: datetime
    edited_at: datetime | None
    allowed_actions: list[str]


class CommentList(Read):
    """`count`: how many readers see. `closed`: nobody answers here any more."""

    items: list[CommentLine]
    next: str | None
    community: str
    post: str
    post_title: str
    count: int
    closed: bool
    may_write: bool
    #: She may sign as the board.
    may_sign: bool
    #: Her words stand without her name here, because the post does.
    nameless: bool


class CommentTextRead(Read):
    number: int
    body: str
    #: The rule that masked the words before it.
    made_by_rule: str = ""
    written_at: datetime


class CommentRead(CommentLine):
    """A comment as read. `why`: what holds it; `texts` and `review` are for those who judge."""

    community: str
    post_title: str
    state_reason: str
    why: list[str]
    #: What the codes of `why` speak of.
    facts: dict[str, dict[str, Any]]
    #: Her private thread, where her words are with the closed circle.
    private_thread: str | None
    texts: list[CommentTextRead]
    review: TextReview | None
    undo_until: datetime | None
    reasons: list[ReasonRead]
    #: What the reader may do beside judging: answer it, sign as the board, tell the board of it.
    may_write: bool
    may_sign: bool
    nameless: bool
    may_flag: bool
    next_item: NextRead | None


class OwnComment(Read):
    """One of her own, under which post."""

    id: str
    community: str
    post: str
    post_title: str
    body: str
    state: str
    state_reason: str
    created_at: datetime
    allowed_actions: list[str]


class OwnComments(Read):
    items: list[OwnComment]
    next: str | None = None
