"""A post read by whoever may see it; and at the desk: opened to be judged, claimed, let go."""

from __future__ import annotations

from app.domain.paging import Page
from app.domain.refusals import Hidden, NotSignedIn
from app.models.posts import Post
from app.schemas.posts import PostRead
from app.services import reviewing
from app.services.deeds import permit
from app.services.posts.cards import card, page
from app.services.posts.subjects import decides, subject_of, thing_of
from app.store import posts
from app.store.actors import Work


def opened(work: Work, post_id: str) -> Post:
    """The post. A stranger is asked to sign in for all that is not open to everyone."""
    try:
        return posts.get(work.session, work.actor, post_id)
    except Hidden:
        if work.actor.signed_in:
            raise
        raise NotSignedIn from None


def read(work: Work, post_id: str, paging: Page) -> PostRead:
    """With a page of what readers say under it."""
    return page(work, opened(work, post_id), paging)


def to_decide(work: Work, post_id: str) -> PostRead:
    """For the pages of decisions."""
    post = posts.get(work.session, work.actor, post_id)
    decides(work, post)
    return card(work, post)


def to_reveal(work: Work, post_id: str) -> PostRead:
    post = posts.get(work.session, work.actor, post_id)
    permit(work, "post.reveal", thing_of(post))
    return card(work, post)


def claim(work: Work, post_id: str, *, take_over: bool) -> PostRead:
    post = posts.get(work.session, work.actor, post_id)
    held = decides(work, post)
    reviewing.claim(work, subject_of(post), held, take_over=take_over)
    return card(work, post)


def release(work: Work, post_id: str) -> None:
    post = posts.get(work.session, work.actor, post_id)
    decides(work, post)
    reviewing.release(work, subject_of(post))
