"""The feed: what a community reads, the newest first; and lists of one author or one state."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.domain import posts as rules
from app.domain.ids import is_id
from app.domain.paging import Page, well_shaped
from app.domain.permissions import Thing
from app.domain.refusals import Invalid
from app.domain.text import search_terms
from app.models.base import moment_text
from app.schemas.posts import PostCreate, PostForm, PostList
from app.services import duty_hours
from app.services.deeds import may, permit, permitted
from app.services.posts import marks
from app.services.posts.cards import topics, usually_hours
from app.services.posts.writing import may_write, must_be_open
from app.services.reviewing import BOARD
from app.store import communities, post_feed, post_words, tags
from app.store.actors import Work, as_moment
from app.store.hot import HotDatabase
from app.store.post_feed import Listed


def page(
    work: Work,
    slug: str,
    paging: Page,
    *,
    topic: str = "",
    author: str = "",
    tag: str = "",
    kind: str = "",
    q: str = "",
) -> PostList:
    """Published posts. `author`: a member's id; her anonymous posts are never among them."""
    assert work.hot is not None
    community_id = communities.hot_id(work.hot, slug)
    thing = Thing(community_id=community_id)
    permit(work, "post.read", thing)
    if author and not is_id(author):
        raise Invalid.at("/author", "author-unknown")
    if kind and kind not in rules.KINDS:
        raise Invalid.at("/kind", "post-kind-unknown")
    asked = {"topic": topic, "author": author, "tag": tag, "kind": kind}
    terms = search_terms(q)
    if terms:
        shown, following = _found(work.hot, community_id, paging, terms, asked)
    else:
        rows = post_feed.page(
            work.hot, community_id, most=paging.limit + 1, asked=asked, after=after_of(paging)
        )
        shown, following = paging.cut(rows, key_of)
    decides = {kind: may(work, right, thing) for kind, right in rules.DECIDES.items()}
    values = {
        "items": [_line(work, row, slug, decides) for row in shown],
        "next": following,
        "community": slug,
        "topics": post_feed.topics(work.hot, community_id),
        "may_write": may_write(work, community_id, post_feed.settings(work.hot, community_id)),
        "states": rules.JUDGED_STATES if may(work, "review.read", thing) else [],
        "pinned": post_feed.pinned(work.hot, community_id),
    }
    return PostList.model_validate(values)


def _found(
    hot: HotDatabase,
    community_id: str,
    paging: Page,
    terms: tuple[str, ...],
    asked: Mapping[str, str],
) -> tuple[list[Listed], str | None]:
    """What the words find; the cursor is the word index's own."""
    after = paging.key(*post_words.key_kinds(hot))
    if after is not None and not hot.sqlite:
        _moment(after[0])
    rows = post_words.page(
        hot, community_id, terms, most=paging.limit + 1, asked=asked, after=after
    )
    found, following = paging.cut(rows, lambda one: one.key)
    return [one.post for one in found], following


def of_state(
    work: Work, slug: str, paging: Page, *, state: str = "", own: bool = False
) -> PostList:
    """Her own posts in every state, or all of one state for those who serve."""
    community = communities.get(work.session, slug)
    thing = Thing(community_id=community.id)
    permit(work, "post.read" if own else "review.read", thing)
    if state and state not in (rules.STATES if own else rules.JUDGED_STATES):
        raise Invalid.at("/state", "state-unknown")
    after = paging.key(str)
    rows = post_feed.by_state(
        work.session,
        community.id,
        most=paging.limit + 1,
        state=state,
        author_id=(work.actor.person_id or "") if own else "",
        after_id=after[0] if after else "",
    )
    shown, following = paging.cut(rows, lambda row: (row.id,))
    decides = {kind: may(work, right, thing) for kind, right in rules.DECIDES.items()}
    return PostList.model_validate(
        {
            "items": [_line(work, row, slug, decides) for row in shown],
            "next": following,
            "community": slug,
            "topics": topics(work, community),
            "may_write": may_write(work, community.id, community.settings),
            "states": rules.HER_STATES if own else rules.JUDGED_STATES,
        }
    )


def new_form(work: Work, slug: str, kind: str = "") -> PostForm:
    """The page on which a post is written, with how long an answer usually takes."""
    community = permitted(work, slug, "bulletin.draft" if kind == "bulletin" else "post.write")
    if kind != "bulletin":
        must_be_open(work, community)
    hours = duty_hours.of(work, community)
    return PostForm(
        action=f"/communities/{slug}/posts",
        schema=PostCreate.model_json_schema(),
        community=slug,
        topics=topics(work, community),
        tags=marks.as_tags(tags.of_community(work.session, community.id, work.today)),
        usually_hours=usually_hours(work, community.id),
        on_duty=hours.on_duty,
        hours=hours,
        may_publish=may(work, "bulletin.write", Thing(community_id=community.id)),
    )


def key_of(row: Listed) -> tuple[Any, ...]:
    return (moment_text(as_moment(row.published_at)), row.id)


def after_of(paging: Page) -> tuple[datetime, str] | None:
    if not well_shaped(paging.after, str, str):
        raise Invalid.at("/cursor", "bad-cursor")
    if paging.after is None:
        return None
    return _moment(paging.after[0]), paging.after[1]


def _moment(text: str) -> datetime:
    """A cursor's moment is one that the list has given."""
    try:
        moment = as_moment(text)
    except ValueError:
        raise Invalid.at("/cursor", "bad-cursor") from None
    if moment.tzinfo is None:
        raise Invalid.at("/cursor", "bad-cursor")
    return moment


def _line(work: Work, row: Listed, slug: str, decides: dict[str, bool]) -> dict[str, Any]:
    """A row as the schema takes it: validated all at once, not one model after another."""
    own = row.author_id == work.actor.person_id
    return {
        "id": row.id,
        "community": slug,
        "kind": row.kind,
        "topic": row.topic,
        "title": row.title,
        "body": row.body,
        "body_html": row.body_html,
        "author": {"name": BOARD if row.kind == "bulletin" else row.author_name},
        "anonymous": bool(row.anonymous),
        "own": own,
        "state": row.state,
        "version": row.version,
        "published_at": row.published_at,
        "created_at": row.created_at,
        "comments": row.comments,
        "reactions": row.reactions,
        "comments_closed": bool(row.comments_closed),
        "source": row.source,
        "source_url": row.source_url,
        "audience": row.audience,
        "media": json.loads(row.media) if isinstance(row.media, str) else row.media,
        "allowed_actions": rules.own_actions(row.state, working="")
        if own and row.kind == "member"
        else rules.board_actions(row.kind, row.state, None, frozenset(), work.now)
        if decides[row.kind]
        else [],
    }
