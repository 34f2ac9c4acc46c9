"""One reading of a comment for whoever may see it, with the actions that she may take now."""

from __future__ import annotations

from datetime import datetime

from app.domain import comments as rules
from app.domain import review
from app.models.comments import Comment, CommentText
from app.models.posts import Post
from app.models.review import ReviewItem
from app.schemas.comments import CommentRead, CommentTextRead
from app.schemas.communities import ReasonRead
from app.schemas.texts import AuthorRead
from app.services import next_item, reviewing
from app.services.comments import talking
from app.services.comments.subjects import KIND, thing_of
from app.services.deeds import may
from app.services.posts.subjects import headline
from app.services.reviewing import BOARD, facts
from app.store import care, comments, communities, members, posts, reviews
from app.store.actors import Work


def card(work: Work, comment: Comment, post: Post | None = None) -> CommentRead:
    post = post or posts.again(work.session, comment.post_id)
    community = communities.by_id(work.session, comment.community_id)
    own = work.actor.person_id == comment.author_id
    judges = may(work, "review.read", thing_of(comment)) and not own
    item = reviews.current(work.session, KIND, comment.id)
    answered = comments.by_ids(work.session, [comment.reply_to_id or ""]).get(
        comment.reply_to_id or ""
    )
    texts = comments.texts(work.session, comment.id) if own or judges else []
    claimer = item.claimed_by if item is not None and judges else None
    names = members.person_names(
        work.session,
        [comment.author_id, answered.author_id if answered else None, claimer],
    )
    return CommentRead(
        id=comment.id,
        community=community.slug,
        post=post.id,
        post_title=headline(post),
        parent=comment.thread_id if comment.depth else None,
        answers=_named(answered, names) if answered is not None else None,
        author=_named(comment, names),
        own=own,
        as_board=comment.as_board,
        state=comment.state,
        version=comment.version,
        body=comment.body,
        body_html=comment.body_html,
        created_at=comment.created_at,
        edited_at=comment.edited_at,
        state_reason=comment.state_reason if own or judges else "",
        why=list(item.evidence.get("why", ())) if item is not None and (own or judges) else [],
        facts=item.evidence.get("facts", {}) if item is not None and (own or judges) else {},
        private_thread=_private_thread(work, comment) if own else None,
        texts=[_text(text) for text in texts],
        review=reviewing.review_read(work, item, names) if item is not None and judges else None,
        undo_until=undo_until(work, comment, item),
        reasons=[
            ReasonRead.model_validate(row)
            for row in communities.reasons(work.session, community.id)
            if row.decision.startswith("comment.")
        ]
        if judges
        else [],
        allowed_actions=allowed(work, comment, item, texts),
        **talking.rights(work, post, community),
        may_flag=comment.state == "published"
        and not own
        and may(work, "flag.write", thing_of(comment)),
        next_item=next_item.after(work, item) if judges else None,
    )


def _named(comment: Comment, names: dict[str, str]) -> AuthorRead:
    """Her name; the board's where it signs; nobody's for the author of an anonymous post."""
    if comment.as_board:
        return AuthorRead(name=BOARD)
    return AuthorRead(name=None if comment.nameless else names.get(comment.author_id))


def _private_thread(work: Work, comment: Comment) -> str | None:
    case = care.of_source(work.session, KIND, comment.id)
    return case.question_id if case is not None else None


def _text(text: CommentText) -> CommentTextRead:
    return CommentTextRead.model_validate(text)


def allowed(
    work: Work, comment: Comment, item: ReviewItem | None, texts: list[CommentText]
) -> list[str]:
    """The nouns she may POST now, and `edit` for a PATCH; screens draw exactly these."""
    if work.actor.person_id == comment.author_id:
        return rules.own_actions(comment.state)
    if not may(work, "comment.decide", thing_of(comment)):
        return []
    roles = work.actor.roles_in(comment.community_id)
    actions = rules.board_actions(comment.state, facts(item), roles, work.now)
    if texts and texts[-1].made_by_rule:
        actions.append("unmasking")
    return ["undo", *actions] if may_undo(work, comment, item) else actions


def may_undo(work: Work, comment: Comment, item: ReviewItem | None) -> bool:
    """Her own decision of the last ten seconds, while the comment stands where it put it."""
    in_time = review.may_undo(facts(item), work.actor.person_id, work.now)
    if not in_time or item is None or reviews.is_reversal(work.session, item):
        return False
    return comment.state == rules.REVERSED[item.state][0]


def undo_until(work: Work, comment: Comment, item: ReviewItem | None) -> datetime | None:
    if item is None or item.decided_at is None or not may_undo(work, comment, item):
        return None
    return item.decided_at + review.UNDO_WINDOW
