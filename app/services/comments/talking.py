"""Whether she may say something under a post now, and under which name."""

from __future__ import annotations

from app.domain.permissions import Thing
from app.domain.posts import SHOWN
from app.models.communities import Community
from app.models.posts import Post
from app.services.deeds import may
from app.store.actors import Work


def rights(work: Work, post: Post, community: Community) -> dict[str, bool]:
    """`may_sign`: as the board; `nameless`: her words stand without her name, as the post does."""
    board = work.actor.on_board(community.id)
    takes = post.state in SHOWN and post.state != "archived" and not post.comments_closed
    opened = board or bool(community.settings.get("member_posts"))
    return {
        "may_write": takes and opened and may(work, "comment.write", Thing(community.id)),
        "may_sign": board,
        "nameless": post.anonymous and post.author_id == work.actor.person_id,
    }
