"""A post as the review engine, the reasons and the notices know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from app.domain import posts as rules
from app.domain.permissions import Thing
from app.domain.posts import HOURS_TO_ANSWER, SHOWN
from app.domain.refusals import Conflict, Hidden, NotSignedIn
from app.domain.text import beginning, fold
from app.models.machinery import OutboxRow
from app.models.posts import Post, PostRevision
from app.models.review import ReviewItem
from app.services import duty_hours, page_following, reviewing, telling
from app.services.deeds import permit
from app.services.flags import closing
from app.services.posts import media
from app.services.reviewing import Subject
from app.services.telling import Event
from app.store import members, posts
from app.store.actors import Work

KIND = "post"
#: What a notice quotes of a post without a title.
EXCERPT = 60


@dataclass(frozen=True, slots=True)
class Author:
    """Whom a reason addresses; of an anonymous post nobody is named."""

    community_id: str
    person_id: str | None
    file_no: str = ""


class Case(NamedTuple):
    """A post at the moment of its judgement: its item, the text that waits, and the right."""

    post: Post
    item: ReviewItem
    waits: PostRevision | None
    held: str


def thing_of(post: Post) -> Thing:
    public = post.audience == "public" and post.state in rules.SHOWN
    return Thing(post.community_id, post.author_id, public=public)


def opened(work: Work, post_id: str) -> Post:
    """The post. A stranger is asked to sign in for all that is not open to everyone."""
    try:
        return posts.get(work.session, work.actor, post_id)
    except Hidden:
        if work.actor.signed_in:
            raise
        raise NotSignedIn from None


def decides(work: Work, post: Post) -> str:
    """The right to judge a post of this kind, or the refusal."""
    return permit(work, rules.DECIDES[post.kind], thing_of(post))


def subject_of(post: Post) -> Subject:
    return Subject(KIND, post.id, post.community_id, post.author_id, post.state, post.version)


def author_of(post: Post) -> Author:
    return Author(post.community_id, None if post.anonymous else post.author_id)


def lost(work: Work, post: Post) -> Conflict:
    """Somebody was faster: the post as it stands now says who."""
    return reviewing.lost(work, subject_of(posts.again(work.session, post.id)))


def due_at(work: Work, post: Post) -> datetime:
    return duty_hours.answer_by(work, post.community_id, HOURS_TO_ANSWER)


def touch(work: Work, post: Post, state: str, **values: Any) -> None:
    """Move the post from the version that was read, or say who was faster."""
    before, words = (post.state, post.audience), (post.title, post.body)
    if not posts.move(work.session, post, state=state, changed_at=work.now, **values):
        raise lost(work, post)
    rewritten = words != (post.title, post.body)
    if post.kind == "bulletin" and (rewritten or before != (post.state, post.audience)):
        page_following.follow(work, post, rewritten=rewritten)


def show(work: Work, post: Post, text: PostRevision, state: str, **values: Any) -> None:
    """Readers see this approved text from now on, and no other one of this post."""
    before = posts.shown(work.session, post.id)
    if before is not None and before.id != text.id:
        before.shown = False
        work.session.flush()
        text.before_id = before.id
    text.shown = True
    work.session.flush()
    since = post.published_at or (work.now if state in rules.SHOWN else None)
    touch(work, post, state, **as_shown(text), published_at=since, **values)
    show_pictures(work, post, text)


def show_pictures(work: Work, post: Post, text: PostRevision) -> None:
    """Nobody but the desk sees those of a bulletin that is approved and not yet published."""
    if post.state in rules.SHOWN:
        media.show(work, post, text, text.audience)
    else:
        media.refresh(work, post, text)


def hide(work: Work, post: Post, state: str, **values: Any) -> None:
    """Readers see it no more; what they reported of it is closed with it."""
    text = posts.shown(work.session, post.id)
    if text is not None:
        text.shown = False
        work.session.flush()
    touch(work, post, state, **values)
    media.hide(work, post)
    closing.gone(work, KIND, post.id, by_board=state == "removed")


def as_shown(text: PostRevision) -> dict[str, Any]:
    """The columns of the post that repeat one of its texts."""
    return {
        "title": text.title,
        "body": text.body,
        "body_html": text.body_html,
        "topic": text.topic,
        "source": text.source,
        "source_url": text.source_url,
        "audience": text.audience,
        "fold": folded(text),
    }


def folded(text: PostRevision) -> str:
    return fold(f"{text.title} {text.body}")


def told(work: Work, post: Post, kind: str, *, item_id: str | None = None, ly_do: str = "") -> None:
    """A letter to the author, if she is a member. It stands in her inbox and the day's summary and
    on no list of the board, which would name the author of an anonymous post."""
    member = members.open_of_person(work.session, post.author_id, post.community_id)
    if member is None:
        return
    event = Event(
        kind,
        key=f"{kind}:{post.id}:{post.version}",
        urgency="digest",
        subject=(KIND, post.id),
        path=f"/posts/{post.id}",
        item_id=item_id,
        waits=True,
    )
    telling.tell(work, member, event, tieu_de=headline(post), ly_do=ly_do)


#: Deeds of the log against which the author of a post may appeal.
APPEALED = ("post.refuse", "post.remove", "post.reverse")


def kept_from_readers(post: Post, texts: list[PostRevision]) -> PostRevision | None:
    """The text that a decision keeps from readers: of a removed post the last approved one, else
    the one refused last while nothing newer was sent."""
    if post.state == "removed":
        return next((text for text in reversed(texts) if text.state == "approved"), None)
    sent = [text for text in texts if text.state != "replaced"]
    waits = post.state == "refused" or post.state in SHOWN
    return sent[-1] if waits and sent and sent[-1].state == "refused" else None


def headline(post: Post) -> str:
    """Its title, or how it begins."""
    return post.title or beginning(post.body, EXCERPT)


def happened(work: Work, post: Post, what: str, **facts: Any) -> None:
    """An author's deeds enter the change feed; the log keeps the board's (design.md §8)."""
    work.session.add(
        OutboxRow(
            community_id=post.community_id,
            kind=f"post.{what}",
            subject_type=KIND,
            subject_id=post.id,
            at=work.now,
            facts={"state": post.state, **facts},
        )
    )
