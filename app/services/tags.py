"""Movements and campaigns as lists with terms: reading them, adding to them, ending an item."""

from __future__ import annotations

from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.domain.text import fold
from app.models.bulletins import Tag
from app.schemas.bulletins import TagCreate, TagEnd, TagList
from app.schemas.posts import TagRead
from app.services.deeds import fresh_id, may, permit, record
from app.services.posts.marks import as_tags
from app.store import communities, tags
from app.store.actors import Work

LONGEST_KEY = 40


def listed(work: Work, slug: str) -> TagList:
    community = communities.get(work.session, slug)
    thing = Thing(community_id=community.id)
    permit(work, "post.read", thing)
    every = as_tags(tags.of_community(work.session, community.id))
    today = {tag.id for tag in tags.of_community(work.session, community.id, work.today)}
    return TagList(
        community=slug,
        tags=[tag for tag in every if tag.id in today],
        past=[tag for tag in every if tag.id not in today],
        may_write=may(work, "bulletin.write", thing),
    )


def add(work: Work, slug: str, body: TagCreate) -> TagRead:
    community = communities.get(work.session, slug)
    held = permit(work, "bulletin.write", Thing(community_id=community.id))
    rows = tags.of_community(work.session, community.id)
    parent = next((tag for tag in rows if tag.key == body.parent and not tag.parent_id), None)
    if body.parent and parent is None:
        raise Invalid.at("/parent", "tag-unknown")
    begin = body.valid_from or work.today
    if body.valid_to is not None and body.valid_to <= begin:
        raise Invalid.at("/valid_to", "term-empty")
    key = "-".join("".join(c if c.isalnum() else " " for c in fold(body.name)).split())
    if not key:
        raise Invalid.at("/name", "text-missing")
    tag = Tag(
        id=fresh_id(work),
        community_id=community.id,
        parent_id=parent.id if parent else None,
        key=key[:LONGEST_KEY].strip("-"),
        name=body.name,
        valid_from=begin,
        valid_to=body.valid_to,
        official_order=max((row.official_order for row in rows), default=-1) + 1,
    )
    if not tags.add(work.session, tag):
        raise Conflict("tag-in-use")
    _recorded(work, "tag.create", tag, held)
    return _read(work, tag, slug)


def end(work: Work, slug: str, body: TagEnd) -> TagRead:
    """Offered no more from that day on; what bears it keeps it."""
    community = communities.get(work.session, slug)
    held = permit(work, "bulletin.write", Thing(community_id=community.id))
    tag = tags.by_key(work.session, community.id, body.key)
    if tag is None:
        raise Invalid.at("/key", "tag-unknown")
    day = body.valid_to or work.today
    if day <= tag.valid_from:
        raise Invalid.at("/valid_to", "term-empty")
    if not tags.end(work.session, tag, day):
        raise Conflict("tag-ended")
    _recorded(work, "tag.end", tag, held)
    return _read(work, tag, slug)


def _recorded(work: Work, action: str, tag: Tag, held: str) -> None:
    record(work, action, ("tag", tag.id), community_id=tag.community_id, held=held, name=tag.name)


def _read(work: Work, tag: Tag, slug: str) -> TagRead:
    rows = as_tags(tags.of_community(work.session, tag.community_id))
    found = next(row for row in rows if row.id == tag.id)
    return found.model_copy(update={"community": slug})
