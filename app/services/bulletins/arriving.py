"""Somebody opens a bulletin by the link that was put on the Page or into the group."""

from __future__ import annotations

from app.domain.page_postings import CHANNELS
from app.domain.paging import Page
from app.domain.refusals import Hidden
from app.schemas.posts import PostRead
from app.services.bulletins.bridging import counted
from app.services.posts.cards import page
from app.services.posts.subjects import opened
from app.store import records
from app.store.actors import Work


def arrive(work: Work, post_id: str, place: str, paging: Page) -> PostRead:
    """As at its own address; one turn more, of nobody."""
    if place not in CHANNELS:
        raise Hidden
    post = opened(work, post_id)
    if post.kind == "bulletin" and post.state == "published":
        records.add(work.session, counted(post), place, 1)
    return page(work, post, paging)
