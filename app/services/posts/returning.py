"""Taking a judgement of a post back: undo within ten seconds, reverse within thirty days."""

from __future__ import annotations

from datetime import datetime

from app.domain import posts as rules
from app.domain.refusals import Conflict
from app.models.posts import Post, PostRevision
from app.models.review import ReviewItem
from app.schemas.members import ReasonedDecision
from app.schemas.posts import PostRead
from app.services import reviewing, telling
from app.services.deeds import record
from app.services.posts import media
from app.services.posts.cards import card, may_undo
from app.services.posts.deciding import judged
from app.services.posts.subjects import (
    as_shown,
    author_of,
    decides,
    hide,
    lost,
    show,
    show_pictures,
    told,
    touch,
)
from app.services.reasons import reason_of
from app.store import posts, reviews
from app.store.actors import Work


def undo(work: Work, post_id: str, decision: str) -> None:
    """By the one who decided: a new item points back, readers see what they saw before."""
    post = posts.get(work.session, work.actor, post_id, held=True)
    held = decides(work, post)
    item = reviews.current(work.session, "post", post.id)
    text = posts.judged_in(work.session, item.id) if item is not None else None
    if (
        item is None
        or text is None
        or item.state != decision
        or text.state != decision
        or not may_undo(work, post, item)
    ):
        raise Conflict("undo-too-late", state=post.state)
    before = post.state
    again = reviewing.open_again(work, item)
    if decision == "approved":
        _take_from_readers(work, post, text)
    else:
        touch(work, post, before if before in rules.SETTLED else "submitted", state_reason="")
    posts.move_revision(
        work.session, text, "submitted", item_id=again.id, judged_by=None, judged_at=None, note=""
    )
    telling.withdraw(work, item.id)
    record(
        work,
        "post.undo",
        ("post", post.id),
        community_id=post.community_id,
        held=held,
        before={"state": before},
        after={"state": post.state},
        undone=decision,
        revision=text.number,
    )


def _take_from_readers(work: Work, post: Post, text: PostRevision) -> None:
    """The text that was shown before comes back; a post that nobody had seen waits again."""
    before = posts.revision_by_id(work.session, text.before_id)
    if before is None and post.kind == "bulletin" and post.state != "approved":
        # Somebody has published it since, or fixed its hour.
        raise Conflict("undo-too-late", state=post.state)
    text.shown, text.before_id = False, None
    work.session.flush()
    if before is None:
        touch(work, post, "submitted", published_at=None)
        media.hide(work, post)
    else:
        before.shown = True
        work.session.flush()
        touch(work, post, post.state, **as_shown(before))
        show_pictures(work, post, before)


def reverse(work: Work, post_id: str, body: ReasonedDecision) -> PostRead:
    """Mend a decision within thirty days: an approved post goes, a refused one is shown."""
    post, item, waits, held = judged(work, post_id, "reverse", body.version)
    code, words = reason_of(work, author_of(post), body.reason, body.words, "/reason")
    if waits is not None:
        raise lost(work, post)
    before, decided = post.state, item.state
    if post.state not in rules.REVERSIBLE.get((post.kind, decided), ()):
        raise Conflict("wrong-state", state=post.state, version=post.version)
    again, text = turn(work, post, item, code, words, body.note or "")
    told(
        work,
        post,
        "post.removed" if decided == "approved" else "post.published",
        item_id=again.id,
        ly_do=words,
    )
    record(
        work,
        "post.reverse",
        ("post", post.id),
        community_id=post.community_id,
        held=held,
        before={"state": before},
        after={"state": post.state, "text": words},
        reason_code=code or "",
        state=post.state,
        revision=text.number,
    )
    return card(work, post)


def turn(
    work: Work, post: Post, item: ReviewItem, code: str | None, words: str, note: str = ""
) -> tuple[ReviewItem, PostRevision]:
    """A new decision with the inverse effect, pointing back to the one that it mends.
    `text` is the text that was judged."""
    decided = item.state
    text = posts.judged_in(work.session, item.id)
    if text is None or not reviews.move(work.session, item, "reversed"):
        raise lost(work, post)
    again = reviewing.open_again(work, item)
    if decided == "approved":
        hide(work, post, rules.reversed_state("approved"), state_reason=words)
    else:
        _show_after_all(work, post, text, again)
    reviews.move(
        work.session,
        again,
        "refused" if decided == "approved" else "approved",
        decided_by=work.actor.person_id,
        decided_at=work.now,
        reason_code=code,
        public_note=words,
        internal_note=note,
    )
    return again, text


def _show_after_all(work: Work, post: Post, text: PostRevision, again: ReviewItem) -> None:
    if text.state != "refused":
        raise Conflict("wrong-state", state=post.state, version=post.version)
    if not posts.move_revision(
        work.session,
        text,
        "approved",
        item_id=again.id,
        judged_by=work.actor.person_id,
        judged_at=work.now,
        note="",
    ):
        raise lost(work, post)
    show(work, post, text, rules.reversed_state("refused"), state_reason="")


def bring_back(work: Work, post: Post, held: str, was: str, taken_at: datetime | None) -> None:
    """What a founded flag took away at `taken_at`, when that decision is taken back: the text that
    readers saw, and the one that waited beside it."""
    text = posts.last_approved(work.session, post.id)
    if post.state != "removed" or text is None:
        raise Conflict("wrong-state", state=post.state, version=post.version)
    item = reviews.current(work.session, "post", post.id)
    if item is not None and item.state == "refused" and item.decided_at == taken_at:
        waited = posts.judged_in(work.session, item.id)
        closed = waited is not None and waited.state == "refused"
        again = reviewing.open_again(work, item, "submitted" if closed else "needs_info")
        if waited is not None and closed:
            posts.move_revision(work.session, waited, "submitted", item_id=again.id)
    show(work, post, text, was, state_reason="")
    record(
        work,
        "post.bring_back",
        ("post", post.id),
        community_id=post.community_id,
        held=held,
        before={"state": "removed"},
        after={"state": was},
        state=was,
    )


def expire(work: Work, item: ReviewItem) -> bool:
    """By the clock: thirty days without a new text; it becomes her draft again."""
    post = posts.again(work.session, item.subject_id)
    if not reviews.move(work.session, item, "expired", claimed_by=None, claim_until=None):
        return False
    state = post.state if post.state in rules.SETTLED else rules.EFFECTS["expire"]
    touch(work, post, state)
    record(
        work,
        "post.expire",
        ("post", post.id),
        community_id=post.community_id,
        held="clock",
        state=state,
    )
    return True
