"""Judging comments: approve, refuse, escalate, take away; undo and mend (design.md §4)."""

from __future__ import annotations

from typing import Any

from app.domain import comments as rules
from app.domain import review
from app.domain.permissions import Thing
from app.domain.refusals import Conflict
from app.models.comments import Comment
from app.models.posts import Post
from app.models.review import ReviewItem
from app.schemas.comments import CommentRead
from app.schemas.members import Decision, Escalation, ReasonedDecision
from app.services import reviewing, telling
from app.services.comments.cards import card, may_undo
from app.services.comments.subjects import (
    KIND,
    author_of,
    lost,
    subject_of,
    thing_of,
    told,
    turn,
)
from app.services.deeds import permit, record
from app.services.reasons import reason_of
from app.store import comments, posts, reviews
from app.store.actors import Work


def approve(work: Work, comment_id: str, body: Decision) -> CommentRead:
    return card(work, approved(work, comment_id, body))


def approved(work: Work, comment_id: str, body: Decision) -> Comment:
    comment, item, post, held = judged(work, comment_id, "approve", body.version)
    _decide(work, comment, item, "approve", held, note=body.note or "")
    told(work, comment, post, "comment.published", item_id=item.id)
    return comment


def refuse(work: Work, comment_id: str, body: ReasonedDecision) -> CommentRead:
    return card(work, refused(work, comment_id, body))


def refused(work: Work, comment_id: str, body: ReasonedDecision) -> Comment:
    comment, item, post, held = judged(work, comment_id, "refuse", body.version)
    code, text = reason_of(work, author_of(comment), body.reason, body.words, "/reason")
    _decide(work, comment, item, "refuse", held, code=code, text=text, note=body.note or "")
    told(work, comment, post, "comment.refused", item_id=item.id, ly_do=text)
    return comment


def escalate(work: Work, comment_id: str, body: Escalation) -> CommentRead:
    comment, item, _, held = judged(work, comment_id, "escalate", body.version)
    _decide(work, comment, item, "escalate", held, note=body.reason or "", escalated_to=body.to)
    return card(work, comment)


def hand_back(work: Work, comment_id: str, body: Decision) -> CommentRead:
    comment, item, _, held = judged(work, comment_id, "hand_back", body.version)
    _decide(work, comment, item, "hand_back", held, note=body.note or "")
    return card(work, comment)


def judged(
    work: Work, comment_id: str, action: str, version: int | None
) -> tuple[Comment, ReviewItem, Post, str]:
    """The comment, its item, its post and the right by which this may be done; else the refusal."""
    comment, post = comments.held(work.session, work.actor, comment_id)
    held = permit(work, "comment.decide", thing_of(comment))
    if action == "ask":
        raise Conflict("no-question", state=comment.state)
    item = reviews.current(work.session, KIND, comment.id)
    reviewing.must_allow(work, subject_of(comment), item, action, version)
    assert item is not None
    if action == "reverse" and comment.state != rules.REVERSED[item.state][0]:
        raise Conflict("wrong-state", state=comment.state, version=comment.version)
    return comment, item, post, held


def _decide(
    work: Work,
    comment: Comment,
    item: ReviewItem,
    action: str,
    held: str,
    **words: Any,
) -> None:
    before = comment.state
    to = rules.EFFECTS[action]
    if not reviews.move(
        work.session,
        item,
        review.MOVES[item.state, action].to,
        **reviewing.trace(work, item, action, **words),
    ):
        raise lost(work, comment)
    text = words.get("text", "")
    turn(work, comment, to, state_reason=text)
    _record(work, comment, action, held, before, text, words.get("code"))


def _record(
    work: Work,
    comment: Comment,
    action: str,
    held: str,
    before: str,
    text: str = "",
    code: str | None = None,
    **facts: Any,
) -> None:
    record(
        work,
        f"comment.{action}",
        (KIND, comment.id),
        community_id=comment.community_id,
        held=held,
        before={"state": before},
        after={"state": comment.state, "text": text},
        reason_code=code or "",
        state=comment.state,
        post=comment.post_id,
        **facts,
    )


# -- away from readers -------------------------------------------------------------------------


def remove(work: Work, comment_id: str, body: ReasonedDecision) -> CommentRead:
    """Readers see it no more; the author reads why. What answered it stays."""
    comment, post = comments.held(work.session, work.actor, comment_id)
    held = permit(work, "comment.decide", thing_of(comment))
    reviewing.must_be_version(subject_of(comment), body.version)
    if (comment.state, "remove") not in rules.LIFE:
        raise lost(work, comment)
    code, text = reason_of(work, author_of(comment), body.reason, body.words, "/reason")
    take_away(work, comment, post, held, code, text)
    return card(work, comment)


def taken_down(work: Work, comment_id: str, reason: str) -> bool:
    """By a completed takedown, whose own right it is; False when it was not shown any more."""
    post = posts.hold(work.session, comments.again(work.session, comment_id).post_id)
    comment = comments.again(work.session, comment_id)
    permit(work, "takedown.write", Thing(comment.community_id))
    if comment.state != "published":
        return False
    take_away(work, comment, post, "takedown", None, reason)
    return True


def take_away(
    work: Work,
    comment: Comment,
    post: Post,
    held: str,
    code: str | None,
    text: str,
    item_id: str | None = None,
) -> None:
    """`item_id`: the decision whose undoing tells the author nothing."""
    before = comment.state
    turn(work, comment, "removed", state_reason=text)
    told(work, comment, post, "comment.removed", item_id=item_id, ly_do=text)
    _record(work, comment, "remove", held, before, text, code)


def bring_back(work: Work, comment: Comment, held: str) -> None:
    """What a founded flag took away, when that decision is taken back."""
    if comment.state != "removed":
        raise Conflict("wrong-state", state=comment.state, version=comment.version)
    turn(work, comment, "published", state_reason="")
    _record(work, comment, "bring_back", held, "removed")


# -- taking a decision back --------------------------------------------------------------------


def undo(work: Work, comment_id: str, decision: str) -> None:
    """By the one who decided: a new item points back, readers see what they saw before."""
    comment, _ = comments.held(work.session, work.actor, comment_id)
    held = permit(work, "comment.decide", thing_of(comment))
    item = reviews.current(work.session, KIND, comment.id)
    if item is None or item.state != decision or not may_undo(work, comment, item):
        raise Conflict("undo-too-late", state=comment.state)
    before = comment.state
    reviewing.open_again(work, item)
    turn(work, comment, "submitted", state_reason="")
    telling.withdraw(work, item.id)
    _record(work, comment, "undo", held, before, undone=decision)


def reverse(work: Work, comment_id: str, body: ReasonedDecision) -> CommentRead:
    """Mend a decision within thirty days: an approved comment goes, a refused one is shown."""
    comment, item, post, held = judged(work, comment_id, "reverse", body.version)
    code, text = reason_of(work, author_of(comment), body.reason, body.words, "/reason")
    before, decided = comment.state, item.state
    if not reviews.move(work.session, item, "reversed"):
        raise lost(work, comment)
    again = reviewing.open_again(work, item)
    reviews.move(
        work.session,
        again,
        "refused" if decided == "approved" else "approved",
        decided_by=work.actor.person_id,
        decided_at=work.now,
        reason_code=code,
        public_note=text,
        internal_note=body.note or "",
    )
    to = rules.REVERSED[decided][1]
    turn(work, comment, to, state_reason=text if to == "removed" else "")
    told(work, comment, post, f"comment.{to}", item_id=again.id, ly_do=text)
    _record(work, comment, "reverse", held, before, text, code)
    return card(work, comment)
