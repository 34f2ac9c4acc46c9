"""A bulletin that was read twice is published: now, or by the clock at its hour, and once.

The post's row moves by one conditional UPDATE from the version that was read, whoever comes: two
people, two workers, or a worker after a night without one.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app import clock
from app.domain import bulletins as rules
from app.domain.refusals import Conflict, Invalid
from app.models.bulletins import Bulletin
from app.models.posts import Post
from app.schemas.bulletins import Publication, Repetition
from app.schemas.members import Decision
from app.schemas.posts import PostCreate, PostRead
from app.services import page_following, reviewing
from app.services.deeds import permit, record
from app.services.posts import writing
from app.services.posts.cards import card
from app.services.posts.subjects import show_pictures, subject_of, thing_of, touch
from app.store import bulletins, communities, posts, tags
from app.store.actors import Work


def publish(work: Work, post_id: str, body: Publication) -> PostRead:
    """At once, or scheduled for an hour of Vietnam; another hour takes the place of the first."""
    post, held = kept(work, post_id, body.version)
    if post.state not in rules.PUBLISHABLE:
        raise Conflict("not-publishable", state=post.state, version=post.version)
    if body.at is None and body.later:
        raise Invalid.at("/at", "hour-missing")
    if body.at is None:
        _out(work, post, held)
        return card(work, post)
    rules.check_hour(body.at, work.now)
    touch(work, post, "scheduled")
    bulletins.facts(work.session, post.id).due_at = body.at
    work.session.flush()
    _recorded(work, "post.schedule", post, held, at=clock.in_vietnam(body.at).isoformat())
    return card(work, post)


def unschedule(work: Work, post_id: str) -> None:
    """Back among those that are approved and wait."""
    post, held = kept(work, post_id, None)
    if post.state != "scheduled":
        raise Conflict("not-scheduled", state=post.state, version=post.version)
    touch(work, post, "approved")
    bulletins.facts(work.session, post.id).due_at = None
    work.session.flush()
    _recorded(work, "post.unschedule", post, held)


def publish_due(work: Work, due: tuple[Post, Bulletin]) -> bool:
    """By the clock; False when it waits on a sad day, or when somebody was faster."""
    post, row = due
    settings = communities.by_id(work.session, post.community_id).settings
    if rules.must_wait(settings, solemn=row.solemn):
        return False
    moved = posts.move(
        work.session, post, state="published", published_at=work.now, changed_at=work.now
    )
    if moved:
        page_following.follow(work, post)
        _is_out(work, post, "clock")
    return moved


def _out(work: Work, post: Post, held: str) -> None:
    touch(work, post, "published", published_at=work.now)
    _is_out(work, post, held)


def _is_out(work: Work, post: Post, held: str) -> None:
    """Its hour is over, its readers see the pictures too, and the log says by which right."""
    bulletins.facts(work.session, post.id).due_at = None
    work.session.flush()
    text = posts.shown(work.session, post.id)
    if text is not None:
        show_pictures(work, post, text)
    _recorded(work, "post.publish", post, held)


def pin(work: Work, post_id: str, body: Decision) -> PostRead:
    """To the top of the community. Pinning what is pinned changes nothing."""
    post, held = kept(work, post_id, body.version)
    if post.state != "published":
        raise Conflict("not-published", state=post.state, version=post.version)
    if not bulletins.pinned(work.session, post.id):
        if not bulletins.pin(work.session, post, work.now):
            raise Conflict("too-many-pins", most=rules.MOST_PINS)
        _recorded(work, "post.pin", post, held)
    return card(work, post)


def unpin(work: Work, post_id: str) -> None:
    post, held = kept(work, post_id, None)
    if bulletins.unpin(work.session, post.id):
        _recorded(work, "post.unpin", post, held)


def repeat(work: Work, post_id: str, body: Repetition) -> PostRead:
    """The same news for a later day: a draft of its own, read and published like every other."""
    post, _ = kept(work, post_id, None)
    row = bulletins.facts(work.session, post.id)
    community = communities.by_id(work.session, post.community_id)
    day = body.planned_on or work.today + timedelta(days=7)
    made = writing.create(
        work,
        community.slug,
        PostCreate(
            kind="bulletin",
            title=post.title,
            body=post.body,
            topic=post.topic,
            source=post.source,
            source_url=post.source_url,
            audience="public" if post.audience == "public" else "members",
            tags=_tags_in_force(work, post),
            planned_on=day,
            announcement=row.announcement,
            solemn=row.solemn,
            for_plan=row.for_plan,
            draft=True,
        ),
    )
    bulletins.facts(work.session, made.id).repeats = post.id
    work.session.flush()
    return card(work, posts.again(work.session, made.id))


def _tags_in_force(work: Work, post: Post) -> list[str]:
    """An item that has ended since is not carried on."""
    today = {tag.id for tag in tags.of_community(work.session, post.community_id, work.today)}
    return [tag.key for tag in tags.of_post(work.session, post.id) if tag.id in today]


def kept(work: Work, post_id: str, version: int | None) -> tuple[Post, str]:
    """A bulletin and the right to keep it, its row held; a member's post is none."""
    post = posts.get(work.session, work.actor, post_id, held=True)
    held = permit(work, "bulletin.publish", thing_of(post))
    if post.kind != "bulletin":
        raise Conflict("not-a-bulletin", state=post.state, version=post.version)
    reviewing.must_be_version(subject_of(post), version)
    return post, held


def _recorded(work: Work, action: str, post: Post, held: str, **facts: Any) -> None:
    record(
        work,
        action,
        ("post", post.id),
        community_id=post.community_id,
        held=held,
        state=post.state,
        **facts,
    )
