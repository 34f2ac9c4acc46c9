"""Posts in the inbox: how each begins, whose it is, and whether readers see an older text."""

from __future__ import annotations

from app.domain import posts as rules
from app.domain.text import beginning
from app.models.posts import Post, PostRevision
from app.models.review import ReviewItem
from app.schemas.reviews import ReviewLine
from app.services import reviewing
from app.services.deeds import may
from app.services.posts.subjects import headline, thing_of
from app.store import members, posts
from app.store.actors import Work


def lines(work: Work, items: list[ReviewItem], claimers: dict[str, str]) -> dict[str, ReviewLine]:
    """A line per item."""
    ids = [item.subject_id for item in items]
    found = posts.by_ids(work.session, ids)
    texts = posts.waiting_of(work.session, ids)
    named = [post.author_id for post in found.values() if not post.anonymous]
    authors = members.person_names(work.session, named)
    return {
        item.id: _line(
            work, item, found[item.subject_id], texts.get(item.subject_id), authors, claimers
        )
        for item in items
    }


def _line(
    work: Work,
    item: ReviewItem,
    post: Post,
    text: PostRevision | None,
    authors: dict[str, str],
    claimers: dict[str, str],
) -> ReviewLine:
    actions = []
    if may(work, rules.DECIDES[post.kind], thing_of(post)):
        roles = work.actor.roles_in(post.community_id)
        actions = rules.board_actions(post.kind, post.state, reviewing.facts(item), roles, work.now)
    return ReviewLine(
        **reviewing.line_facts(work, item, claimers),
        title=(text.title if text is not None else "") or headline(post),
        excerpt=beginning(text.body if text is not None else post.body),
        author=authors.get(post.author_id) if not post.anonymous else None,
        edit=post.state in rules.SETTLED,
        version=post.version,
        opened_at=text.written_at if text is not None else item.opened_at,
        allowed_actions=actions,
    )


def names(work: Work, ids: list[str]) -> dict[str, str]:
    """What a batch was about, as far as the reader may see it."""
    found = posts.by_ids(work.session, ids)
    return {
        post.id: headline(post)
        for post in found.values()
        if may(work, "review.read", thing_of(post))
    }
