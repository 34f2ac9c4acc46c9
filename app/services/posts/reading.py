"""A post at the desk: opened to be judged, claimed, let go."""

from __future__ import annotations

from app.schemas.posts import PostRead
from app.services import reviewing
from app.services.deeds import permit
from app.services.posts.cards import card
from app.services.posts.subjects import subject_of, thing_of
from app.store import posts
from app.store.actors import Work


def to_decide(work: Work, post_id: str) -> PostRead:
    """For the pages of decisions."""
    return _opened(work, post_id, "post.decide")


def to_reveal(work: Work, post_id: str) -> PostRead:
    return _opened(work, post_id, "post.reveal")


def _opened(work: Work, post_id: str, permission: str) -> PostRead:
    post = posts.get(work.session, work.actor, post_id)
    permit(work, permission, thing_of(post))
    return card(work, post)


def claim(work: Work, post_id: str, *, take_over: bool) -> PostRead:
    post = posts.get(work.session, work.actor, post_id)
    held = permit(work, "post.decide", thing_of(post))
    reviewing.claim(work, subject_of(post), held, take_over=take_over)
    return card(work, post)


def release(work: Work, post_id: str) -> None:
    post = posts.get(work.session, work.actor, post_id)
    permit(work, "post.decide", thing_of(post))
    reviewing.release(work, subject_of(post))
