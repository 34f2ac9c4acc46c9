"""What an author does with a comment: write, change, take back."""

from __future__ import annotations

from typing import Any

from app.domain import comments as rules
from app.domain import posts as post_rules
from app.domain import review
from app.domain.care import is_about_harm
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, FieldError, Invalid
from app.domain.rules.verdicts import Verdict
from app.integrations import markdown
from app.models.comments import Comment
from app.models.posts import Post
from app.models.review import ReviewItem
from app.schemas.comments import CommentChange, CommentCreate, CommentRead
from app.schemas.members import Decision
from app.services import duty_hours, reviewing, screening
from app.services.care import receive
from app.services.comments import automatic
from app.services.comments.cards import card
from app.services.comments.holds import holds
from app.services.comments.subjects import KIND, happened, lost, subject_of, thing_of, turn
from app.services.deeds import fresh_id, may, permit
from app.services.posts.writing import must_be_open
from app.store import comments, communities, members, posts, reviews
from app.store.actors import Work


def create(work: Work, post_id: str, body: CommentCreate) -> CommentRead:
    """It appears at once, unless something holds it."""
    post = posts.get(work.session, work.actor, post_id, held=True)
    permit(work, "comment.write", Thing(community_id=post.community_id))
    must_be_open(work, communities.by_id(work.session, post.community_id))
    _must_take(post)
    if body.as_board and not work.actor.on_board(post.community_id):
        raise Invalid.at("/as_board", "board-only")
    answered = _answered(work, post, body.parent)
    _check(body.body)
    private = _is_private(work, post.community_id, body.body)
    verdict, why = (Verdict(), []) if private else _screened(work, post.community_id, body.body)
    # Words for the circle alone stand in her private thread, and nowhere else.
    shown = "" if private else _shown(body.body, verdict)
    comment_id = fresh_id(work)
    person_id = work.actor.person_id or ""
    comment = Comment(
        id=comment_id,
        community_id=post.community_id,
        post_id=post.id,
        thread_id=answered.thread_id if answered else comment_id,
        depth=1 if answered else 0,
        reply_to_id=answered.id if answered else None,
        author_id=person_id,
        nameless=post.anonymous and post.author_id == person_id and not body.as_board,
        as_board=body.as_board,
        state="withdrawn" if private else "submitted" if why else "published",
        body=shown,
        body_html=markdown.html(shown),
        created_at=work.now,
    )
    work.session.add(comment)
    work.session.flush()
    if private:
        return _to_the_circle(work, comment, post, body.body)
    automatic.keep_texts(work, comment, body.body, verdict)
    if not why:
        posts.count(work.session, post.id, comments=1)
    happened(work, comment, "submit" if why else "publish")
    if why or verdict.rules:
        item = _open_item(work, comment, why, verdict)
        automatic.settle(work, comment, post, item, verdict)
    return card(work, comment, post)


def _must_take(post: Post) -> None:
    if post.state not in post_rules.SHOWN:
        raise Conflict("wrong-state", state=post.state)
    if post.comments_closed or post.state == "archived":
        raise Conflict("comments-closed", state=post.state)


def _answered(work: Work, post: Post, parent_id: str | None) -> Comment | None:
    """What she answers: something that readers see under the same post."""
    if not parent_id:
        return None
    found = comments.by_ids(work.session, [parent_id]).get(parent_id)
    if found is None or found.post_id != post.id or found.state != "published":
        raise Invalid.at("/parent", "comment-unknown")
    return found


def _check(body: str) -> None:
    errors = []
    if not body.strip():
        errors.append(FieldError("/body", "text-missing"))
    if markdown.links(body) > rules.MOST_LINKS:
        errors.append(FieldError("/body", "too-many-links", {"most": rules.MOST_LINKS}))
    if errors:
        raise Invalid(*errors)


def _is_private(work: Work, community_id: str, body: str) -> bool:
    return not work.actor.on_board(community_id) and is_about_harm(body)


def _to_the_circle(work: Work, comment: Comment, post: Post, words: str) -> CommentRead:
    """What tells of violence or of harming herself is the circle's, and nobody else's."""
    member = members.open_of_person(work.session, comment.author_id, comment.community_id)
    receive(work, comment.community_id, member, KIND, comment.id, words, way="words")
    return card(work, comment, post)


def _shown(written: str, verdict: Verdict) -> str:
    return written if verdict.masked_text is None else verdict.masked_text


def _screened(work: Work, community_id: str, body: str) -> tuple[Verdict, list[str]]:
    """What the rules say, and why it waits. The board reads its own words before it sends them."""
    if work.actor.on_board(community_id):
        return Verdict(), []
    person_id = work.actor.person_id or ""
    verdict = screening.screen(work, community_id, person_id, KIND, body)
    member = members.open_of_person(work.session, person_id, community_id)
    why = holds(work, member, body) if member is not None else []
    return verdict, [*why, *verdict.why]


def _open_item(work: Work, comment: Comment, why: list[str], verdict: Verdict) -> ReviewItem:
    due_at = duty_hours.answer_by(work, comment.community_id, rules.HOURS_TO_ANSWER)
    item = reviewing.open_item(work, subject_of(comment), due_at, _evidence(why, verdict))
    item.priority = int(screening.flagged(verdict))
    return item


def _evidence(why: list[str], verdict: Verdict) -> dict[str, Any]:
    return {**screening.evidence(verdict), "why": why}


# -- afterwards --------------------------------------------------------------------------------


def to_edit(work: Work, comment_id: str) -> CommentRead:
    """For the author's own pages: what she may do is asked when she does it."""
    comment = comments.get(work.session, work.actor, comment_id)
    permit(work, "comment.change", thing_of(comment))
    return card(work, comment)


def change(work: Work, comment_id: str, body: CommentChange) -> CommentRead:
    """Other words. What the board had read before it appeared is read again; so is what is held."""
    comment, post = _own(work, comment_id, body.version)
    if not may(work, "comment.write", Thing(community_id=post.community_id)):
        raise Conflict("not-inside")
    must_be_open(work, communities.by_id(work.session, post.community_id))
    if comment.state not in rules.WRITABLE:
        raise Conflict("wrong-state", state=comment.state, version=comment.version)
    _must_take(post)
    _check(body.body)
    if _is_private(work, post.community_id, body.body):
        _take_back(work, comment)
        return _to_the_circle(work, comment, post, body.body)
    item = reviews.current(work.session, KIND, comment.id)
    verdict, why = _screened(work, post.community_id, body.body)
    if item is not None and not why and (item.state in review.OPEN or item.decided_by):
        why = ["read-before"]
    shown = _shown(body.body, verdict)
    values: dict[str, Any] = {
        "body": shown,
        "body_html": markdown.html(shown),
        "edited_at": work.now,
    }
    if item is not None and item.state in review.OPEN:
        turn(work, comment, "submitted", **values)
        if not reviews.move(work.session, item, item.state, evidence=_evidence(why, verdict)):
            raise lost(work, comment)
    else:
        turn(work, comment, "submitted" if why else "published", **values)
        item = _open_item(work, comment, why, verdict) if why or verdict.rules else None
    automatic.keep_texts(work, comment, body.body, verdict)
    happened(work, comment, "change")
    if item is not None:
        automatic.settle(work, comment, post, item, verdict)
    return card(work, comment, post)


def withdraw(work: Work, comment_id: str, body: Decision) -> CommentRead:
    """She takes it back; what answered it stays."""
    comment, post = _own(work, comment_id, body.version)
    if comment.state not in rules.WRITABLE:
        raise Conflict("wrong-state", state=comment.state, version=comment.version)
    _take_back(work, comment)
    return card(work, comment, post)


def _take_back(work: Work, comment: Comment) -> None:
    item = reviews.current(work.session, KIND, comment.id)
    if (
        item is not None
        and item.state in review.OPEN
        and not reviews.move(work.session, item, "withdrawn", claimed_by=None, claim_until=None)
    ):
        raise lost(work, comment)
    turn(work, comment, "withdrawn")
    happened(work, comment, "withdraw")


def _own(work: Work, comment_id: str, version: int | None) -> tuple[Comment, Post]:
    comment, post = comments.held(work.session, work.actor, comment_id)
    permit(work, "comment.change", thing_of(comment))
    reviewing.must_be_version(subject_of(comment), version)
    return comment, post
