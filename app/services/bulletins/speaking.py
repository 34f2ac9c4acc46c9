"""The minute that the commune's loudspeaker reads, and the silence of a sad day."""

from __future__ import annotations

from app import content
from app.domain.letters import bare, fill
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.domain.spoken import minute
from app.models.posts import Post
from app.schemas.bulletins import QuietChange, QuietRead, SpokenChange, SpokenRead
from app.services.bulletins.publishing import kept
from app.services.deeds import may, permit, record
from app.services.posts import reading
from app.services.posts.subjects import thing_of
from app.store import bulletins, changes, communities
from app.store.actors import Work


def spoken(work: Work, post_id: str) -> SpokenRead:
    """The board's own words where it mended them, else the text shortened at a sentence's end."""
    post = reading.opened(work, post_id)
    if post.kind != "bulletin":
        raise Conflict("not-a-bulletin", state=post.state, version=post.version)
    return _as_spoken(work, post)


def change_spoken(work: Work, post_id: str, body: SpokenChange) -> SpokenRead:
    """An empty text takes the mended one away."""
    post, held = kept(work, post_id, None)
    bulletins.facts(work.session, post.id).spoken = body.text.strip()
    work.session.flush()
    record(
        work,
        "post.spoken",
        ("post", post.id),
        community_id=post.community_id,
        held=held,
        after={"text": body.text},
    )
    return _as_spoken(work, post)


def _as_spoken(work: Work, post: Post) -> SpokenRead:
    community = communities.by_id(work.session, post.community_id)
    own = bulletins.facts(work.session, post.id).spoken
    words = content.loudspeaker()
    text = own or minute(
        post.title,
        post.body,
        fill(words.greeting, nhom=bare(community.name)),
        fill(words.closing, nhom=bare(community.name)),
    )
    return SpokenRead(
        post=post.id,
        title=post.title,
        text=text,
        syllables=len(text.split()),
        own=bool(own),
        community=community.slug,
        may_change=may(work, "bulletin.publish", thing_of(post)),
    )


def quiet(work: Work, slug: str) -> QuietRead:
    community = communities.get(work.session, slug)
    permit(work, "calendar.read", Thing(community_id=community.id))
    found = community.settings.get("quiet") or {}
    return QuietRead(
        community=slug,
        quiet=bool(found),
        since=found.get("since"),
        reason=found.get("reason", ""),
        waiting=bulletins.waiting_out(work.session, community.id),
    )


def fall_quiet(work: Work, slug: str, body: QuietChange) -> QuietRead:
    """From now on scheduled cheerful bulletins wait (seed §15)."""
    _switch(work, slug, {"since": work.now.isoformat(), "reason": body.reason})
    return quiet(work, slug)


def speak_again(work: Work, slug: str) -> None:
    """What waited goes out at the clock's next look."""
    _switch(work, slug, None)


def _switch(work: Work, slug: str, to: dict[str, str] | None) -> None:
    community = communities.get(work.session, slug)
    held = permit(work, "bulletin.publish", Thing(community_id=community.id))
    if bool(community.settings.get("quiet")) is bool(to):
        if to is None:
            raise Conflict("not-quiet")
        raise Conflict("quiet-already")
    settings = {name: value for name, value in community.settings.items() if name != "quiet"}
    if to is not None:
        if not to["reason"].strip():
            raise Invalid.at("/reason", "reason-missing")
        settings["quiet"] = to
    if not changes.change(work.session, community, settings=settings):
        raise Conflict("stale-version", version=community.version)
    record(
        work,
        "community.quiet" if to else "community.speak",
        ("community", community.id),
        community_id=community.id,
        held=held,
    )
