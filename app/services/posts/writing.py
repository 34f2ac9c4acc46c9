"""What an author does: write, keep a draft, send, change, take back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain import posts as rules
from app.domain import review
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, FieldError, Forbidden, Invalid
from app.integrations import markdown
from app.models.communities import Community
from app.models.posts import Post, PostRevision
from app.models.review import ReviewItem
from app.schemas.posts import (
    PostChange,
    PostCreate,
    PostRead,
    PostSubmission,
    PostWithdrawal,
)
from app.services import reviewing, screening
from app.services.deeds import fresh_id, may, permit
from app.services.posts import automatic
from app.services.posts.cards import card
from app.services.posts.subjects import (
    as_shown,
    due_at,
    happened,
    hide,
    subject_of,
    thing_of,
    touch,
)
from app.store import communities, posts, reviews
from app.store.actors import Work

#: What of a body belongs to a text; the rest belongs to the post.
OF_TEXT = ("title", "body", "topic")
OF_POST = ("anonymous", "may_mend")


def create(work: Work, slug: str, body: PostCreate) -> PostRead:
    """A draft for her alone, or a post that goes straight to review."""
    community = communities.get(work.session, slug)
    permit(work, "post.write", Thing(community_id=community.id))
    must_be_open(work, community)
    _check(work, community.id, body.title, body.body, body.topic, needed=not body.draft)
    post = Post(
        id=fresh_id(work),
        community_id=community.id,
        author_id=work.actor.person_id or "",
        anonymous=body.anonymous,
        may_mend=body.may_mend,
        created_at=work.now,
        changed_at=work.now,
    )
    work.session.add(post)
    work.session.flush()
    text = _write(work, post, None, {name: getattr(body, name) for name in OF_TEXT})
    for name, value in as_shown(text).items():
        setattr(post, name, value)
    if not body.draft:
        send(work, post, text)
    return card(work, post)


def must_be_open(work: Work, community: Community) -> None:
    if not _open(work, community.id, community.settings):
        raise Forbidden("member-posts-off")


def may_write(work: Work, community_id: str, settings: Mapping[str, Any]) -> bool:
    """Whether she may write a post here now; `settings`: the community's."""
    thing = Thing(community_id=community_id)
    return may(work, "post.write", thing) and _open(work, community_id, settings)


def _open(work: Work, community_id: str, settings: Mapping[str, Any]) -> bool:
    """The board writes always; members where the operator switched it on: an open forum may need
    a licence (Decree 147/2024, domain.md §3.3)."""
    return bool(settings.get("member_posts")) or work.actor.on_board(community_id)


def to_edit(work: Work, post_id: str) -> PostRead:
    """For the author's own pages: what she may do is asked when she does it."""
    post = posts.get(work.session, work.actor, post_id)
    permit(work, "post.change", thing_of(post))
    return card(work, post)


def change(work: Work, post_id: str, body: PostChange) -> PostRead:
    """A new text. Of a post that waits or is shown it goes to review at once, unless a draft."""
    post = _own(work, post_id, body.version)
    text = _rewrite(work, post, body, needed=not body.draft)
    if not body.draft and post.state in {"submitted", *rules.SHOWN}:
        send(work, post, text)
    return card(work, post)


def submit(work: Work, post_id: str, body: PostSubmission) -> PostRead:
    """Send what stands there. Sending what already waits changes nothing."""
    post = _own(work, post_id, body.version)
    text = posts.revision(work.session, post.id, "draft")
    if text is not None or _given(body):
        text = _rewrite(work, post, body, needed=True)
    elif posts.revision(work.session, post.id, "submitted") or post.state in rules.SHOWN:
        return card(work, post)
    else:
        text = _write(work, post, _newest(work, post), {})
    send(work, post, text)
    return card(work, post)


def withdraw(work: Work, post_id: str, body: PostWithdrawal) -> PostRead:
    """She takes it back: the post, or only the new text that waits beside the shown one."""
    post = _own(work, post_id, body.version, writes=False)
    waits = posts.revision(work.session, post.id, "submitted")
    item = _open_item(work, post)
    if body.only_edit and post.state in rules.SHOWN:
        if waits is None and item is None:
            raise Conflict("wrong-state", state=post.state)
        close_edit(work, post, "withdrawn")
        touch(work, post, post.state)
    elif post.state in rules.WAITING | rules.SHOWN:
        close_edit(work, post, "withdrawn")
        hide(work, post, "withdrawn")
    else:
        raise Conflict("wrong-state", state=post.state, version=post.version)
    happened(work, post, "withdraw")
    return card(work, post)


def close_edit(work: Work, post: Post, to: str, **traces: Any) -> None:
    """The text that waits and its item go the same way: withdrawn, or refused with the post."""
    waits = posts.revision(work.session, post.id, "submitted")
    if waits is not None:
        posts.move_revision(work.session, waits, to)
    item = _open_item(work, post)
    if item is not None:
        traces = {"claimed_by": None, "claim_until": None, **traces}
        if not reviews.move(work.session, item, to, **traces):
            raise Conflict("wrong-state", state=post.state, version=post.version)


def send(work: Work, post: Post, text: PostRevision) -> None:
    """The text goes to the board: into the item that is open, or into a new one. The rules read it
    first; what they decide by themselves is decided here."""
    verdict = screening.of_post(work, post, text)
    text = automatic.masked(work, post, text, verdict)
    item = _open_item(work, post)
    waits = posts.revision(work.session, post.id, "submitted")
    if waits is not None:
        posts.move_revision(work.session, waits, "replaced")
    evidence = {"revision": text.id, "number": text.number, **screening.evidence(verdict)}
    if item is None:
        item = reviewing.open_item(work, subject_of(post), due_at(work), evidence)
    else:
        answered = item.state == "needs_info"
        to = "submitted" if answered else item.state
        due = {"due_at": due_at(work)} if answered else {}
        if not reviews.move(work.session, item, to, evidence=evidence, **due):
            raise Conflict("wrong-state", state=post.state, version=post.version)
    item.priority = int(screening.flagged(verdict))
    if not posts.move_revision(work.session, text, "submitted", item_id=item.id):
        raise Conflict("wrong-state", state=post.state, version=post.version)
    if post.state in rules.SHOWN:
        touch(work, post, post.state)
    else:
        touch(work, post, "submitted", state_reason="", **as_shown(text))
    happened(work, post, "submit")
    automatic.settle(work, post, text, item, verdict)


def _own(work: Work, post_id: str, version: int | None, *, writes: bool = True) -> Post:
    post = posts.get(work.session, work.actor, post_id, held=True)
    permit(work, "post.change", thing_of(post))
    if writes:
        if not may(work, "post.write", Thing(community_id=post.community_id)):
            raise Conflict("not-inside")
        must_be_open(work, communities.by_id(work.session, post.community_id))
    reviewing.must_be_version(subject_of(post), version)
    if writes and post.state not in rules.WRITABLE:
        raise Conflict("wrong-state", state=post.state, version=post.version)
    return post


def _open_item(work: Work, post: Post) -> ReviewItem | None:
    item = reviews.current(work.session, "post", post.id)
    return item if item is not None and item.state in review.OPEN else None


def _given(body: PostSubmission) -> bool:
    return not body.model_fields_set.isdisjoint((*OF_TEXT, *OF_POST))


def _rewrite(
    work: Work, post: Post, body: PostChange | PostSubmission, *, needed: bool
) -> PostRevision:
    """The draft as the body changes it; a new draft goes on from the newest text."""
    draft = posts.revision(work.session, post.id, "draft")
    base = draft or _newest(work, post)
    given = {name: getattr(body, name) for name in OF_TEXT if name in body.model_fields_set}
    given = {name: value for name, value in given.items() if value is not None or name == "topic"}
    if "topic" in given:
        given["topic"] = given["topic"] or None
    whole = {name: given.get(name, getattr(base, name)) for name in OF_TEXT}
    _check(work, post.community_id, **whole, needed=needed)
    _set_post(work, post, body)
    text = _write(work, post, base, given)
    if post.state == "draft":
        _follow(work, post, text, counted=not body.draft)
    return text


def _newest(work: Work, post: Post) -> PostRevision:
    """Her own newest text: what a rule made of it is not hers to write on."""
    return [t for t in posts.revisions(work.session, post.id) if t.minor_of is None][-1]


def _follow(work: Work, post: Post, text: PostRevision, *, counted: bool) -> None:
    """A draft's post repeats its text. What a page keeps by itself is no new version: the page
    that is open beside it would be told that somebody else had changed it."""
    if counted:
        touch(work, post, "draft", **as_shown(text))
        return
    for name, value in as_shown(text).items():
        setattr(post, name, value)
    work.session.flush()


def _set_post(work: Work, post: Post, body: PostChange | PostSubmission) -> None:
    """Whether she is named can be chosen until readers have seen it."""
    chosen = {
        name: getattr(body, name)
        for name in OF_POST
        if name in body.model_fields_set and getattr(body, name) is not None
    }
    if chosen.get("anonymous", post.anonymous) != post.anonymous and post.published_at:
        raise Invalid.at("/anonymous", "anonymity-settled")
    for name, value in chosen.items():
        setattr(post, name, value)
    work.session.flush()


def _write(
    work: Work, post: Post, base: PostRevision | None, given: dict[str, Any]
) -> PostRevision:
    """The draft of this post with the given fields; made where there is none."""
    if base is not None and base.state == "draft":
        text = base
        text.written_at = work.now
    else:
        text = PostRevision(
            id=fresh_id(work),
            post_id=post.id,
            number=posts.newest_number(work.session, post.id) + 1,
            written_by=work.actor.person_id or "",
            written_at=work.now,
            **({name: getattr(base, name) for name in OF_TEXT} if base is not None else {}),
        )
        work.session.add(text)
    for name, value in given.items():
        setattr(text, name, value)
    text.body_html = markdown.html(text.body)
    work.session.flush()
    return text


def _check(
    work: Work, community_id: str, title: str, body: str, topic: str | None, *, needed: bool
) -> None:
    """All that is wrong with a text at once. A draft may still be empty."""
    errors = []
    if needed and not body.strip():
        errors.append(FieldError("/body", "text-missing"))
    if markdown.links(body) > rules.MOST_LINKS:
        errors.append(FieldError("/body", "too-many-links", {"most": rules.MOST_LINKS}))
    if topic and topic not in {one.key for one in posts.topics(work.session, community_id)}:
        errors.append(FieldError("/topic", "topic-unknown"))
    if errors:
        raise Invalid(*errors)
