"""Judging posts: approve, return, refuse, escalate, take away (design.md §4).

The post's row is held, its text, its item and the post each move by one conditional UPDATE: a
text is decided once, and what readers see is a text that somebody approved.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain import posts as rules
from app.domain import review
from app.domain.permissions import Thing
from app.domain.refusals import Conflict
from app.models.posts import Post
from app.models.review import ReviewItem
from app.schemas.members import Decision, Escalation, ReasonedDecision
from app.schemas.post_decisions import AuthorReveal
from app.schemas.posts import PostRead
from app.services import reviewing, sharing
from app.services.deeds import permit, record
from app.services.posts import second_reading
from app.services.posts.cards import card
from app.services.posts.subjects import (
    Case,
    author_of,
    decides,
    hide,
    lost,
    show,
    subject_of,
    thing_of,
    told,
    touch,
)
from app.services.posts.writing import close_edit
from app.services.reasons import reason_of
from app.store import posts, reviews
from app.store.actors import Work

#: kind → the right to put one of it into the archive.
_ARCHIVES: Mapping[str, str] = {"member": "post.decide", "bulletin": "bulletin.publish"}


def approve(work: Work, post_id: str, body: Decision) -> PostRead:
    return card(work, approved(work, post_id, body))


def approved(work: Work, post_id: str, body: Decision) -> Post:
    """A member's post is published with it; readers see the new text from now on. A bulletin is
    read by a second person, or by two, and then waits for its publication."""
    case = judged(work, post_id, "approve", body.version)
    if case.post.kind == "bulletin" and not second_reading.agreed(work, case):
        return case.post
    post, item = _settle(work, case, "approve", note=body.note or "")
    if post.kind == "member":
        told(work, post, "post.published", item_id=item.id)
    return post


def refuse(work: Work, post_id: str, body: ReasonedDecision) -> PostRead:
    return card(work, refused(work, post_id, body))


def refused(work: Work, post_id: str, body: ReasonedDecision) -> Post:
    post = posts.get(work.session, work.actor, post_id, held=True)
    code, text = reason_of(work, author_of(post), body.reason, body.words, "/reason")
    post, item = _decide(
        work, post_id, "refuse", body.version, code=code, text=text, note=body.note or ""
    )
    told(work, post, "post.refused", item_id=item.id, ly_do=text)
    return post


def ask(work: Work, post_id: str, body: ReasonedDecision) -> PostRead:
    return card(work, asked(work, post_id, body))


def asked(work: Work, post_id: str, body: ReasonedDecision) -> Post:
    """Back to the author with what to mend; at most three rounds."""
    post = posts.get(work.session, work.actor, post_id, held=True)
    code, text = reason_of(work, author_of(post), body.reason, body.words, "/reason")
    post, item = _decide(
        work, post_id, "ask", body.version, code=code, text=text, note=body.note or ""
    )
    told(work, post, "post.needs_info", item_id=item.id, ly_do=text)
    return post


def escalate(work: Work, post_id: str, body: Escalation) -> PostRead:
    post, _ = _decide(
        work, post_id, "escalate", body.version, note=body.reason or "", escalated_to=body.to
    )
    return card(work, post)


def hand_back(work: Work, post_id: str, body: Decision) -> PostRead:
    post, _ = _decide(work, post_id, "hand_back", body.version, note=body.note or "")
    return card(work, post)


def judged(work: Work, post_id: str, action: str, version: int | None) -> Case:
    """What is judged and by which right; else the refusal."""
    post = posts.get(work.session, work.actor, post_id, held=True)
    held = decides(work, post)
    item = reviews.current(work.session, "post", post.id)
    reviewing.must_allow(work, subject_of(post), item, action, version)
    assert item is not None
    if version is None and post.state in rules.SETTLED and action != "reverse":
        # Two texts stand there: the decision says which version it was taken on (contract.md).
        raise Conflict("version-needed", version=post.version, state=post.state)
    text = posts.revision(work.session, post.id, "submitted")
    if text is None and action == "refuse":
        # Nothing came back: the text that was returned is the one that is refused.
        text = posts.judged_in(work.session, item.id)
    return Case(post, item, text, held)


def _decide(
    work: Work, post_id: str, action: str, version: int | None, **more: Any
) -> tuple[Post, ReviewItem]:
    case = judged(work, post_id, action, version)
    second_reading.lapses(work, case.post)
    return _settle(work, case, action, **more)


def _settle(
    work: Work,
    case: Case,
    action: str,
    *,
    code: str | None = None,
    text: str = "",
    note: str = "",
    escalated_to: str | None = None,
) -> tuple[Post, ReviewItem]:
    post, item, waits, held = case
    before = post.state
    if waits is not None and not posts.move_revision(
        work.session,
        waits,
        rules.REVISED[action],
        note=text,
        judged_by=work.actor.person_id if action != "hand_back" else None,
        judged_at=work.now,
    ):
        raise lost(work, post)
    if not reviews.move(
        work.session,
        item,
        review.MOVES[item.state, action].to,
        **reviewing.trace(
            work, item, action, code=code, text=text, note=note, escalated_to=escalated_to
        ),
    ):
        raise lost(work, post)
    to = rules.effect(post.kind, before, action)
    if action == "approve":
        if waits is None:
            raise lost(work, post)
        show(work, post, waits, to, state_reason="")
    else:
        touch(work, post, to, state_reason=text if action in {"refuse", "ask"} else "")
    record(
        work,
        f"post.{action}",
        ("post", post.id),
        community_id=post.community_id,
        held=held,
        before={"state": before},
        after={"state": to, "revision": waits.number if waits else None, "text": text},
        reason_code=code or "",
        state=to,
        revision=waits.number if waits else None,
    )
    return post, item


def remove(work: Work, post_id: str, body: ReasonedDecision) -> PostRead:
    """Not to be shown any longer, with words to its author."""
    post = posts.get(work.session, work.actor, post_id, held=True)
    held = decides(work, post)
    reviewing.must_be_version(subject_of(post), body.version)
    if (post.state, "remove") not in rules.LIFE:
        raise lost(work, post)
    code, text = reason_of(work, author_of(post), body.reason, body.words, "/reason")
    take_away(work, post, held, code, text)
    return card(work, post)


def taken_down(work: Work, post_id: str, reason: str) -> bool:
    """By a completed takedown, whose own right it is; False when it was not shown any more."""
    post = posts.hold(work.session, post_id)
    permit(work, "takedown.write", Thing(post.community_id))
    if post.state not in rules.SHOWN:
        return False
    take_away(work, post, "takedown", None, reason)
    return True


def take_away(
    work: Work, post: Post, held: str, code: str | None, text: str, item_id: str | None = None
) -> None:
    """`item_id`: the decision whose undoing tells the author nothing."""
    before = post.state
    close_edit(
        work,
        post,
        "refused",
        decided_by=work.actor.person_id,
        decided_at=work.now,
        reason_code=code,
        public_note=text,
    )
    hide(work, post, "removed", state_reason=text)
    told(work, post, "post.removed", item_id=item_id, ly_do=text)
    record(
        work,
        "post.remove",
        ("post", post.id),
        community_id=post.community_id,
        held=held,
        before={"state": before},
        after={"state": post.state, "text": text},
        reason_code=code or "",
        state=post.state,
    )


def archive(work: Work, post_id: str, body: Decision) -> PostRead:
    """It stays readable and takes no more comments."""
    post = posts.get(work.session, work.actor, post_id, held=True)
    held = permit(work, _ARCHIVES[post.kind], thing_of(post))
    reviewing.must_be_version(subject_of(post), body.version)
    if (post.state, "archive") not in rules.LIFE or _has_edit(work, post):
        raise Conflict("wrong-state", state=post.state, version=post.version)
    touch(work, post, "archived", comments_closed=True)
    record(
        work,
        "post.archive",
        ("post", post.id),
        community_id=post.community_id,
        held=held,
        state=post.state,
    )
    return card(work, post)


def _has_edit(work: Work, post: Post) -> bool:
    item = reviews.current(work.session, "post", post.id)
    return item is not None and item.state in review.OPEN


def reveal_author(work: Work, post_id: str, body: AuthorReveal) -> PostRead:
    """Chair and vice-chair read who wrote it, with a reason; two where the list says."""
    post = posts.get(work.session, work.actor, post_id, held=True)
    held = permit(work, "post.reveal", thing_of(post))
    reviewing.must_be_version(subject_of(post), body.version)
    if not post.anonymous or post.revealed_at is not None:
        raise Conflict("wrong-state", state=post.state, version=post.version)
    subject = subject_of(post)
    if sharing.takes_two(work, post.community_id, "reveal_author") and not sharing.agree(
        work, "reveal", subject, held, None, body.reason
    ):
        return card(work, post)
    touch(work, post, post.state, revealed_at=work.now)
    record(
        work,
        "post.reveal",
        ("post", post.id),
        community_id=post.community_id,
        held=held,
        after={"reason": body.reason},
        outbox=False,
    )
    return card(work, post)
