"""What a rule does to a post by itself: mask, refuse, publish. The clock acts, the rule is named.

All of it can be undone: a refusal by the ordinary reversal, a publication by taking the post away,
a mask by giving the text back as it was written.
"""

from __future__ import annotations

from app.domain import posts as rules
from app.domain.refusals import Conflict
from app.domain.rules import trust, verdicts
from app.domain.rules.verdicts import Verdict
from app.models.posts import Post, PostRevision
from app.models.review import ReviewItem
from app.schemas.members import Decision
from app.schemas.posts import PostRead
from app.services import by_rule, reviewing, screening
from app.services.deeds import permit, record
from app.services.posts import texts
from app.services.posts.cards import card
from app.services.posts.subjects import as_shown, lost, show, subject_of, thing_of, told, touch
from app.store import posts
from app.store.actors import Work


def masked(work: Work, post: Post, text: PostRevision, verdict: Verdict) -> PostRevision:
    """The text as readers may see it: a minor version beside the author's own, which stays."""
    if verdict.masked_text is None:
        return text
    title, body = screening.parts(verdict.masked_text)
    masks = ", ".join(one.label for one in verdict.rules if one.action == "mask")
    return texts.minor(
        work, post, text, title[: rules.LONGEST_TITLE], body, text.written_by, made_by_rule=masks
    )


def settle(work: Work, post: Post, text: PostRevision, item: ReviewItem, verdict: Verdict) -> None:
    """What the rules decide without a human."""
    by_clock = by_rule.met(work, subject_of(post), verdict, revision=text.number)
    if verdict.action == "refuse":
        _refuse(by_clock, post, text, item, verdict)
    elif verdict.action != "hold":
        _publish(by_clock, post, text, item)


def _refuse(work: Work, post: Post, text: PostRevision, item: ReviewItem, verdict: Verdict) -> None:
    words = verdict.message
    _decide(work, post, text, item, "refused", verdicts.BY_RULE, words)
    touch(work, post, rules.effect(post.kind, post.state, "refuse"), state_reason=words)
    told(work, post, "post.refused", item_id=item.id, ly_do=words)
    _record(work, post, text, "post.refuse", verdicts.BY_RULE)


def _publish(work: Work, post: Post, text: PostRevision, item: ReviewItem) -> None:
    _decide(work, post, text, item, "approved", trust.BY_TRUST, "")
    show(work, post, text, rules.effect(post.kind, post.state, "approve"), state_reason="")
    _record(work, post, text, "post.approve", trust.BY_TRUST)


def _decide(
    work: Work,
    post: Post,
    text: PostRevision,
    item: ReviewItem,
    to: str,
    code: str,
    words: str,
) -> None:
    if not posts.move_revision(
        work.session, text, to, note=words, judged_at=work.now
    ) or not by_rule.close(work, item, to, code, words):
        raise lost(work, post)


def _record(work: Work, post: Post, text: PostRevision, action: str, code: str) -> None:
    record(
        work,
        action,
        ("post", post.id),
        community_id=post.community_id,
        held=by_rule.CLOCK,
        reason_code=code,
        state=post.state,
        revision=text.number,
    )


def unmask(work: Work, post_id: str, body: Decision) -> PostRead:
    """The board gives the author's own text back: where it waits, and where readers see it."""
    post = posts.get(work.session, work.actor, post_id, held=True)
    held = permit(work, "post.decide", thing_of(post))
    reviewing.must_be_version(subject_of(post), body.version)
    minor = maskable(work, post)
    own = posts.revision_by_number(work.session, post.id, minor.minor_of) if minor else None
    if minor is None or own is None or own.state != "replaced":
        raise Conflict("wrong-state", state=post.state, version=post.version)
    before = minor.state
    if not posts.move_revision(work.session, minor, "replaced", shown=False):
        raise lost(work, post)
    judged = {"judged_by": work.actor.person_id, "judged_at": work.now}
    if not posts.move_revision(
        work.session,
        own,
        before,
        item_id=minor.item_id,
        before_id=minor.before_id,
        **(judged if before == "approved" else {}),
    ):
        raise lost(work, post)
    if before == "approved":
        show(work, post, own, post.state)
    elif post.state in rules.SHOWN:
        touch(work, post, post.state)
    else:
        touch(work, post, post.state, **as_shown(own))
    record(
        work,
        "rule.undone",
        ("post", post.id),
        community_id=post.community_id,
        held=held,
        revision=own.number,
    )
    return card(work, post)


def maskable(work: Work, post: Post) -> PostRevision | None:
    """The masked text that waits, or else that readers see."""
    waits = posts.revision(work.session, post.id, "submitted")
    for text in (waits, posts.shown(work.session, post.id)):
        if text is not None and text.made_by_rule:
            return text
    return None
