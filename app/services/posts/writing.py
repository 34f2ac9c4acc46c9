"""What an author does: write, keep a draft, send, change, take back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain import posts as rules
from app.domain import review
from app.domain.care import is_about_harm
from app.domain.permissions import Thing
from app.domain.pictures import Arrival
from app.domain.refusals import Conflict, Forbidden
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
from app.services.care import receive
from app.services.deeds import fresh_id, may
from app.services.posts import automatic, desk, second_reading, texts
from app.services.posts.cards import card
from app.services.posts.subjects import (
    as_shown,
    due_at,
    happened,
    hide,
    subject_of,
    touch,
)
from app.store import communities, members, posts, reviews
from app.store.actors import Work


def create(work: Work, slug: str, body: PostCreate, arrival: Arrival | None = None) -> PostRead:
    """A draft for her alone, or a post that goes straight to review."""
    community = communities.get(work.session, slug)
    kind = body.kind
    desk.permit_writing(work, kind, Thing(community_id=community.id), draft=body.draft)
    if kind == "member":
        must_be_open(work, community)
    given = {name: getattr(body, name) for name in texts.OF_TEXT}
    given |= desk.bulletin_text(community, body)
    texts.check(work, community.id, kind, **given, needed=not body.draft)
    post = Post(
        id=fresh_id(work),
        community_id=community.id,
        kind=kind,
        author_id=work.actor.person_id or "",
        anonymous=body.anonymous and kind == "member",
        may_mend=body.may_mend,
        created_at=work.now,
        changed_at=work.now,
    )
    work.session.add(post)
    work.session.flush()
    desk.keep(work, post, body)
    text = texts.write(work, post, None, given)
    for name, value in as_shown(text).items():
        setattr(post, name, value)
    texts.give_pictures(work, post, text, body, arrival)
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
    desk.permit_change(work, post, draft=True)
    return card(work, post)


def change(work: Work, post_id: str, body: PostChange, arrival: Arrival | None = None) -> PostRead:
    """A new text. Of a post that waits or is shown it goes to review at once, unless a draft."""
    post = _own(work, post_id, body.version, draft=body.draft)
    text = texts.rewrite(work, post, body, arrival, needed=not body.draft)
    if not body.draft and post.state in {"submitted", *rules.SETTLED}:
        send(work, post, text)
    return card(work, post)


def submit(
    work: Work, post_id: str, body: PostSubmission, arrival: Arrival | None = None
) -> PostRead:
    """Send what stands there. Sending what already waits changes nothing."""
    post = _own(work, post_id, body.version)
    text = posts.revision(work.session, post.id, "draft")
    if text is not None or _given(body) or (arrival is not None and arrival.pictures):
        text = texts.rewrite(work, post, body, arrival, needed=True)
    elif posts.revision(work.session, post.id, "submitted") or post.state in rules.SETTLED:
        return card(work, post)
    else:
        text = texts.write(work, post, texts.newest(work, post), {})
    send(work, post, text)
    return card(work, post)


def withdraw(work: Work, post_id: str, body: PostWithdrawal) -> PostRead:
    """She takes it back: the post, or only the new text that waits beside the shown one."""
    post = _own(work, post_id, body.version, writes=False)
    waits = posts.revision(work.session, post.id, "submitted")
    item = _open_item(work, post)
    if body.only_edit and post.state in rules.SETTLED:
        if waits is None and item is None:
            raise Conflict("wrong-state", state=post.state)
        close_edit(work, post, "withdrawn")
        touch(work, post, post.state)
    elif post.state in rules.WAITING | rules.SETTLED:
        close_edit(work, post, "withdrawn")
        hide(work, post, "withdrawn")
    else:
        raise Conflict("wrong-state", state=post.state, version=post.version)
    happened(work, post, "withdraw")
    return card(work, post)


def close_edit(work: Work, post: Post, to: str, **traces: Any) -> None:
    """The text that waits and its item go the same way: withdrawn, or refused with the post."""
    second_reading.lapses(work, post)
    waits = posts.revision(work.session, post.id, "submitted")
    if waits is not None:
        posts.move_revision(work.session, waits, to)
    item = _open_item(work, post)
    if item is not None:
        traces = {"claimed_by": None, "claim_until": None, **traces}
        if not reviews.move(work.session, item, to, **traces):
            raise Conflict("wrong-state", state=post.state, version=post.version)


def send(work: Work, post: Post, text: PostRevision) -> None:
    """The text goes to the board: into the item that is open, or into a new one. What tells of
    violence or of harming herself goes to the closed circle alone (group regulation Art 8.2). The
    rules read a member's text first; what they decide by themselves is decided here."""
    if _to_the_circle(work, post, text):
        return
    second_reading.lapses(work, post)
    verdict = screening.of_post(work, post, text)
    text = automatic.masked(work, post, text, verdict)
    item = _open_item(work, post)
    waits = posts.revision(work.session, post.id, "submitted")
    if waits is not None:
        posts.move_revision(work.session, waits, "replaced")
    evidence = {"revision": text.id, "number": text.number, **screening.evidence(verdict)}
    if item is None:
        item = reviewing.open_item(work, subject_of(post), due_at(work, post), evidence)
    else:
        answered = item.state == "needs_info"
        to = "submitted" if answered else item.state
        due = {"due_at": due_at(work, post)} if answered else {}
        if not reviews.move(work.session, item, to, evidence=evidence, **due):
            raise Conflict("wrong-state", state=post.state, version=post.version)
    item.priority = int(screening.flagged(verdict))
    if not posts.move_revision(work.session, text, "submitted", item_id=item.id):
        raise Conflict("wrong-state", state=post.state, version=post.version)
    if post.state in rules.SETTLED:
        touch(work, post, post.state)
    else:
        touch(work, post, "submitted", state_reason="", **as_shown(text))
    happened(work, post, "submit")
    automatic.settle(work, post, text, item, verdict)


def _to_the_circle(work: Work, post: Post, text: PostRevision) -> bool:
    """Whether the text is the circle's: it stays her draft, whatever waited of it is taken back."""
    words = f"{text.title}\n{text.body}".strip()
    member = members.open_of_person(work.session, post.author_id, post.community_id)
    if member is None or work.actor.on_board(post.community_id) or not is_about_harm(words):
        return False
    receive(work, post.community_id, member, "post", post.id, words, way="words")
    if post.state in rules.WAITING:
        close_edit(work, post, "withdrawn")
        touch(work, post, "draft")
    return True


def _own(
    work: Work, post_id: str, version: int | None, *, writes: bool = True, draft: bool = False
) -> Post:
    """Her own post, or a bulletin that the board keeps together."""
    post = posts.get(work.session, work.actor, post_id, held=True)
    desk.permit_change(work, post, draft=draft)
    if writes and post.kind == "member":
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
    return not body.model_fields_set.isdisjoint(
        (*texts.OF_TEXT, *texts.OF_POST, "pictures", "correction")
    )
