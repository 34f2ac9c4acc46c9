"""What can be reported: a post or a comment, with its text as it stands."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.permissions import Thing
from app.domain.posts import SHOWN
from app.domain.refusals import Conflict
from app.models.comments import Comment
from app.models.flags import FlagCase
from app.models.posts import Post
from app.services.posts.subjects import Author, headline
from app.services.reviewing import Subject
from app.store import comments, posts
from app.store.actors import Work

KIND = "flag"


@dataclass(frozen=True, slots=True)
class Flagged:
    """`number`: which of its texts; `shown`: readers see it. `comment`: None of a post."""

    post: Post
    comment: Comment | None
    number: int

    @property
    def kind(self) -> str:
        return "comment" if self.comment else "post"

    @property
    def id(self) -> str:
        return self.comment.id if self.comment else self.post.id

    @property
    def author_id(self) -> str:
        return self.comment.author_id if self.comment else self.post.author_id

    @property
    def nameless(self) -> bool:
        return self.comment.nameless if self.comment else self.post.anonymous

    @property
    def state(self) -> str:
        return self.comment.state if self.comment else self.post.state

    @property
    def shown(self) -> bool:
        return self.state in SHOWN

    @property
    def title(self) -> str:
        return "" if self.comment else self.post.title

    @property
    def body(self) -> str:
        return self.comment.body if self.comment else self.post.body

    @property
    def body_html(self) -> str:
        return self.comment.body_html if self.comment else self.post.body_html

    @property
    def headline(self) -> str:
        return headline(self.post)

    @property
    def author(self) -> Author:
        """Whom a reason addresses; nobody is named where her words stand without a name."""
        return Author(self.post.community_id, None if self.nameless else self.author_id)


def seen(work: Work, kind: str, subject_id: str, *, held: bool = False) -> Flagged:
    """What a reader sees; `held`: its post's row is kept until the transaction ends."""
    if kind == "post":
        post = posts.get(work.session, work.actor, subject_id, held=held)
        comment = None
    else:
        comment = comments.get(work.session, work.actor, subject_id)
        if held:
            comment, post = comments.held(work.session, work.actor, subject_id)
        else:
            post = posts.again(work.session, comment.post_id)
    found = Flagged(post, comment, _number(work, post, comment))
    if not found.shown:
        raise Conflict("wrong-state", state=found.state)
    return found


def of_case(work: Work, case: FlagCase, *, held: bool = False) -> Flagged:
    """What a case is about, whatever became of it."""
    comment = None
    post_id = case.subject_id
    if case.subject_type == "comment":
        comment = comments.again(work.session, case.subject_id)
        post_id = comment.post_id
    post = posts.hold(work.session, post_id) if held else posts.again(work.session, post_id)
    if comment is not None and held:
        comment = comments.again(work.session, case.subject_id)
    return Flagged(post, comment, _number(work, post, comment))


def _number(work: Work, post: Post, comment: Comment | None) -> int:
    if comment is not None:
        return comments.newest_number(work.session, comment.id)
    text = posts.shown(work.session, post.id)
    return text.number if text is not None else 0


def subject_of(case: FlagCase) -> Subject:
    return Subject(KIND, case.id, case.community_id, case.author_id, case.state, case.version)


def thing_of(case: FlagCase) -> Thing:
    """Nobody judges what is said of her own words."""
    return Thing(case.community_id, case.author_id)
