"""Comments in lists: under their post, and a woman's own."""

from __future__ import annotations

from typing import Any

from app.domain import comments as rules
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.models.posts import Post
from app.schemas.comments import CommentLine, CommentList, OwnComment, OwnComments
from app.schemas.texts import AuthorRead
from app.services.comments import talking
from app.services.deeds import may
from app.services.posts.subjects import headline
from app.services.reviewing import BOARD
from app.store import comments, communities, posts
from app.store.actors import Work
from app.store.comments import Listed


def page(work: Work, post_id: str, paging: Page) -> CommentList:
    """Thread after thread, the oldest first; a reply stands behind the comment at the top."""
    return under(work, posts.get(work.session, work.actor, post_id), paging)


def under(work: Work, post: Post, paging: Page) -> CommentList:
    thing = Thing(community_id=post.community_id)
    rows = comments.under(
        work.session,
        post.id,
        person_id=work.actor.person_id,
        judges=may(work, "review.read", thing),
        most=paging.limit + 1,
        after=paging.key(str, int, str),
    )
    shown, following = paging.cut(rows, lambda row: (row.thread_id, row.depth, row.id))
    decides = may(work, "comment.decide", thing)
    community = communities.by_id(work.session, post.community_id)
    return CommentList(
        items=[_line(work, row, decides) for row in shown],
        next=following,
        community=community.slug,
        post=post.id,
        post_title=headline(post),
        count=post.comments,
        closed=post.comments_closed,
        **talking.rights(work, post, community),
    )


def _line(work: Work, row: Listed, decides: bool) -> CommentLine:
    own = row.author_id == work.actor.person_id
    seen = row.state in {"published", "submitted"} or (own and row.state != "withdrawn")
    return CommentLine(
        id=row.id,
        post=row.post_id,
        parent=row.thread_id if row.depth else None,
        answers=_answered(row),
        author=_author(row.name, nameless=row.nameless, board=row.as_board) if seen else None,
        own=own,
        as_board=row.as_board and seen,
        state=row.state if seen else "gone",
        version=row.version,
        body=row.body if seen else "",
        body_html=row.body_html if seen else "",
        created_at=row.created_at,
        edited_at=row.edited_at if seen else None,
        allowed_actions=_actions(row.state, own, decides),
    )


def _actions(state: str, own: bool, decides: bool) -> list[str]:
    """What the list can tell without asking for each comment's judgement."""
    if own:
        return rules.own_actions(state)
    if not decides:
        return []
    return [rules.NOUNS[action] for (start, action) in rules.LIFE if start == state]


def _answered(row: Listed) -> AuthorRead | None:
    """Whom a reply answers; nobody once that comment is seen no more."""
    if not row.depth or row.answered_state != "published":
        return None
    return _author(
        row.answered_name,
        nameless=bool(row.answered_nameless),
        board=bool(row.answered_as_board),
    )


def _author(name: str | None, *, nameless: bool, board: bool) -> AuthorRead:
    if board:
        return AuthorRead(name=BOARD)
    return AuthorRead(name=None if nameless else name)


def own(work: Work, paging: Page) -> OwnComments:
    """Everything that she has written under posts, in every state."""
    after = paging.key(str)
    rows = comments.of_author(
        work.session,
        work.actor.person_id or "",
        paging.limit + 1,
        after[0] if after else "",
    )
    shown, following = paging.cut(rows, lambda row: (row[0].id,))
    slugs = communities.slugs(work.session, {comment.community_id for comment, _ in shown})
    by_id = {community.id: community.slug for community in slugs}
    return OwnComments(
        items=[
            OwnComment(
                id=comment.id,
                community=by_id[comment.community_id],
                post=post.id,
                post_title=headline(post),
                body=comment.body,
                state=comment.state,
                state_reason=comment.state_reason,
                created_at=comment.created_at,
                allowed_actions=rules.own_actions(comment.state),
            )
            for comment, post in shown
        ],
        next=following,
    )


def held(work: Work, person_id: str) -> list[dict[str, Any]]:
    """All of hers, for her own page of what is held."""
    return [
        {
            "post": headline(post),
            "comment_state": comment.state,
            **comment.model_dump(include={"body", "created_at", "edited_at", "state_reason"}),
        }
        for comment, post in comments.of_author(work.session, person_id, MOST_HELD)
    ]


#: More than anybody writes.
MOST_HELD = 10_000
