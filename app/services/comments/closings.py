"""A post that takes no more comments: closed by its author or by the board."""

from __future__ import annotations

from app.domain.permissions import Thing
from app.domain.posts import SHOWN
from app.domain.refusals import Conflict, Forbidden
from app.models.posts import Post
from app.schemas.members import Decision
from app.schemas.posts import PostRead
from app.services import reviewing
from app.services.deeds import may, permit, record
from app.services.posts.cards import card
from app.services.posts.subjects import happened, subject_of, thing_of, touch
from app.store import posts
from app.store.actors import Work


def close(work: Work, post_id: str, body: Decision) -> PostRead:
    """What stands there stays."""
    post, held = _to_change(work, post_id, body.version)
    if post.comments_closed:
        raise Conflict("wrong-state", state=post.state, version=post.version)
    touch(work, post, post.state, comments_closed=True, closed_by_board=held != "own")
    _note(work, post, held, "close_comments")
    return card(work, post)


def reopen(work: Work, post_id: str) -> None:
    """What the board has closed its author does not open; an archived post stays closed."""
    post, held = _to_change(work, post_id, None)
    if not post.comments_closed or post.state == "archived":
        raise Conflict("wrong-state", state=post.state, version=post.version)
    if post.closed_by_board and not may(work, "post.decide", Thing(post.community_id)):
        raise Forbidden("closed-by-board")
    touch(work, post, post.state, comments_closed=False, closed_by_board=False)
    _note(work, post, held, "open_comments")


def _to_change(work: Work, post_id: str, version: int | None) -> tuple[Post, str]:
    post = posts.get(work.session, work.actor, post_id, held=True)
    held = permit(work, "comment.close", thing_of(post))
    reviewing.must_be_version(subject_of(post), version)
    if post.state not in SHOWN:
        raise Conflict("wrong-state", state=post.state, version=post.version)
    return post, held


def _note(work: Work, post: Post, held: str, what: str) -> None:
    """An author's deeds enter the change feed; the log keeps the board's (design.md §8)."""
    if held == "own":
        happened(work, post, what)
    else:
        record(work, f"post.{what}", ("post", post.id), community_id=post.community_id, held=held)
