"""One touch: thanks, love, like; the post's counter moves in the same transaction."""

from __future__ import annotations

from typing import Any

from app.domain.permissions import Thing
from app.domain.posts import SHOWN
from app.domain.refusals import Conflict
from app.models.posts import Post
from app.schemas.reactions import ReactionCreate, ReactionsRead
from app.services.deeds import may, permit
from app.services.posts.subjects import opened
from app.store import posts, reactions
from app.store.actors import Work


def read(work: Work, post_id: str) -> ReactionsRead:
    return of_post(work, opened(work, post_id))


def of_post(work: Work, post: Post) -> ReactionsRead:
    return ReactionsRead(
        post=post.id,
        total=post.reactions,
        counts=reactions.counts(work.session, post.id),
        mine=reactions.of_person(work.session, post.id, work.actor.person_id),
        may_react=post.state in SHOWN
        and may(work, "reaction.write", Thing(community_id=post.community_id)),
    )


def react(work: Work, post_id: str, body: ReactionCreate) -> ReactionsRead:
    """Another kind takes the place of hers; a second tap counts once."""
    post = _to_react(work, post_id)
    if reactions.give(work.session, post.id, work.actor.person_id or "", body.kind, work.now):
        posts.count(work.session, post.id, reactions=1)
    return of_post(work, post)


def take_back(work: Work, post_id: str) -> None:
    post = _to_react(work, post_id)
    if reactions.take_back(work.session, post.id, work.actor.person_id or ""):
        posts.count(work.session, post.id, reactions=-1)


def _to_react(work: Work, post_id: str) -> Post:
    post = posts.get(work.session, work.actor, post_id, held=True)
    permit(work, "reaction.write", Thing(community_id=post.community_id))
    if post.state not in SHOWN:
        raise Conflict("wrong-state", state=post.state)
    return post


def held(work: Work, person_id: str) -> list[dict[str, Any]]:
    """All of hers, for her own page of what is held."""
    found = reactions.all_of_person(work.session, person_id)
    return [{"post": row.post_id, "reaction": row.kind, "at": row.at} for row in found]
