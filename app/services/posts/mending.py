"""The board mends spelling where the author allows it (group regulation, article 7.2).

The mended text is a minor version that waits in the place of hers: it is judged like any other,
she reads it, and what she wrote is kept.
"""

from __future__ import annotations

from app.domain import posts as rules
from app.domain.refusals import Conflict, Invalid
from app.models.posts import Post, PostRevision
from app.schemas.post_decisions import PostMending
from app.schemas.posts import PostRead
from app.services.deeds import record
from app.services.posts import texts
from app.services.posts.cards import card
from app.services.posts.deciding import judged
from app.services.posts.subjects import as_shown, lost, touch
from app.store import posts, reviews
from app.store.actors import Work


def mend(work: Work, post_id: str, body: PostMending) -> PostRead:
    post, item, waits, held = judged(work, post_id, "approve", body.version)
    hers = _mendable(post, waits)
    title = hers.title if body.title is None else body.title
    texts.check(work, post.community_id, post.kind, body=body.body, topic=hers.topic, needed=True)
    if not rules.is_spelling(f"{hers.title} {hers.body}", f"{title} {body.body}"):
        raise Invalid.at("/body", "more-than-spelling")
    mended = texts.minor(work, post, hers, title, body.body, work.actor.person_id or "")
    posts.move_revision(work.session, mended, "submitted", item_id=item.id)
    evidence = {**item.evidence, "revision": mended.id, "number": mended.number}
    if not reviews.move(work.session, item, item.state, evidence=evidence):
        raise lost(work, post)
    touch(work, post, post.state, **({} if post.state in rules.SETTLED else as_shown(mended)))
    record(
        work,
        "post.mend",
        ("post", post.id),
        community_id=post.community_id,
        held=held,
        state=post.state,
        revision=mended.number,
    )
    return card(work, post)


def _mendable(post: Post, waits: PostRevision | None) -> PostRevision:
    """What waits and may be mended: hers, or what was mended of it, not what a rule masked."""
    if waits is None or not post.may_mend or post.kind != "member" or waits.made_by_rule:
        raise Conflict("mending-not-allowed", state=post.state, version=post.version)
    return waits
