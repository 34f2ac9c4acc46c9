"""The picture of a bulletin: what stands on it, read inside a transaction, drawn outside."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.letters import bare
from app.domain.refusals import Conflict, Invalid
from app.domain.spoken import plain
from app.integrations import share_cards
from app.services.posts import reading
from app.services.reviewing import BOARD
from app.store import communities, posts
from app.store.actors import Work


@dataclass(frozen=True, slots=True)
class Card:
    """The words of one picture; equal cards are drawn once."""

    title: str
    above: str
    beneath: str


def card(work: Work, post_id: str, size: str) -> Card:
    """Of a bulletin that she may read."""
    post = reading.opened(work, post_id)
    if post.kind != "bulletin":
        raise Conflict("not-a-bulletin", state=post.state, version=post.version)
    if size not in share_cards.SIZES:
        raise Invalid.at("/size", "size-unknown")
    community = communities.by_id(work.session, post.community_id)
    names = {topic.key: topic.name for topic in posts.topics(work.session, community.id)}
    return Card(
        title=plain(post.title),
        above=names.get(post.topic or "", ""),
        beneath=f"{bare(community.name)} · {BOARD}",
    )


def drawn(one: Card, size: str) -> bytes:
    return share_cards.drawn(one.title, one.above, one.beneath, size)
