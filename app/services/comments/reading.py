"""A comment at the desk: opened to be judged, claimed, let go; and in the inbox."""

from __future__ import annotations

from app.domain import comments as rules
from app.domain.text import beginning
from app.models.comments import Comment
from app.models.posts import Post
from app.models.review import ReviewItem
from app.schemas.comments import CommentRead
from app.schemas.reviews import ReviewLine
from app.services import reviewing
from app.services.comments.cards import card
from app.services.comments.subjects import subject_of, thing_of
from app.services.deeds import may, permit
from app.services.posts.subjects import headline
from app.services.reviewing import BOARD
from app.store import comments, members, posts
from app.store.actors import Work


def read(work: Work, comment_id: str) -> CommentRead:
    return card(work, comments.get(work.session, work.actor, comment_id))


def to_decide(work: Work, comment_id: str) -> CommentRead:
    """For the pages of decisions."""
    comment = comments.get(work.session, work.actor, comment_id)
    permit(work, "comment.decide", thing_of(comment))
    return card(work, comment)


def claim(work: Work, comment_id: str, *, take_over: bool) -> CommentRead:
    comment = comments.get(work.session, work.actor, comment_id)
    held = permit(work, "comment.decide", thing_of(comment))
    reviewing.claim(work, subject_of(comment), held, take_over=take_over)
    return card(work, comment)


def release(work: Work, comment_id: str) -> None:
    comment = comments.get(work.session, work.actor, comment_id)
    permit(work, "comment.decide", thing_of(comment))
    reviewing.release(work, subject_of(comment))


# -- in the inbox ------------------------------------------------------------------------------


def lines(work: Work, items: list[ReviewItem], claimers: dict[str, str]) -> dict[str, ReviewLine]:
    """A line per item."""
    found = comments.by_ids(work.session, [item.subject_id for item in items])
    under = posts.by_ids(work.session, [comment.post_id for comment in found.values()])
    authors = members.person_names(
        work.session, [comment.author_id for comment in found.values() if not comment.nameless]
    )
    return {
        item.id: _line(
            work,
            item,
            found[item.subject_id],
            under[found[item.subject_id].post_id],
            authors,
            claimers,
        )
        for item in items
    }


def _line(
    work: Work,
    item: ReviewItem,
    comment: Comment,
    post: Post,
    authors: dict[str, str],
    claimers: dict[str, str],
) -> ReviewLine:
    actions = []
    if may(work, "comment.decide", thing_of(comment)):
        roles = work.actor.roles_in(comment.community_id)
        actions = rules.board_actions(comment.state, reviewing.facts(item), roles, work.now)
    author = BOARD if comment.as_board else authors.get(comment.author_id)
    return ReviewLine(
        **reviewing.line_facts(work, item, claimers),
        title=beginning(comment.body),
        about=headline(post),
        author=None if comment.nameless else author,
        why=list(item.evidence.get("why", ())),
        version=comment.version,
        opened_at=comment.edited_at or comment.created_at,
        allowed_actions=actions,
    )


def names(work: Work, ids: list[str]) -> dict[str, str]:
    """What a batch was about, as far as the reader may see it."""
    found = comments.by_ids(work.session, ids)
    return {
        comment.id: beginning(comment.body)
        for comment in found.values()
        if may(work, "review.read", thing_of(comment))
    }
