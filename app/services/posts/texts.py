"""A text as it is written: checked, kept as the draft, with its pictures."""

from __future__ import annotations

from typing import Any

from app.domain import posts as rules
from app.domain.pictures import Arrival
from app.domain.refusals import FieldError, Invalid
from app.integrations import markdown
from app.models.posts import Post, PostRevision
from app.schemas.posts import PostChange, PostCreate, PostSubmission
from app.services.deeds import fresh_id
from app.services.posts import desk, media
from app.services.posts.subjects import as_shown, lost, touch
from app.store import posts
from app.store.actors import Work

#: What of a body belongs to a text; the rest belongs to the post.
OF_TEXT = ("title", "body", "topic", "source", "source_url", "audience")
OF_POST = ("anonymous", "may_mend")
#: What a new text begins with.
KEPT = (*OF_TEXT, "pictures")


def rewrite(
    work: Work,
    post: Post,
    body: PostChange | PostSubmission,
    arrival: Arrival | None,
    *,
    needed: bool,
) -> PostRevision:
    """The draft as the body changes it; a new draft goes on from the newest text."""
    draft = posts.revision(work.session, post.id, "draft")
    base = draft or newest(work, post)
    fields = body.model_fields_set.intersection(desk.fields(post.kind, OF_TEXT))
    given = {name: getattr(body, name) for name in fields}
    given = {name: value for name, value in given.items() if value is not None or name == "topic"}
    if "topic" in given:
        given["topic"] = given["topic"] or None
    whole = {name: given.get(name, getattr(base, name)) for name in OF_TEXT}
    check(work, post.community_id, post.kind, **whole, needed=needed)
    _set_post(work, post, body)
    desk.keep(work, post, body)
    text = write(work, post, base, given)
    if body.correction is not None:
        text.correction = body.correction
        work.session.flush()
    give_pictures(work, post, text, body, arrival)
    if post.state == "draft":
        _follow(work, post, text, counted=not body.draft)
    return text


def newest(work: Work, post: Post) -> PostRevision:
    """Her own newest text: what a rule or the board made of it is not hers to write on."""
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


def give_pictures(
    work: Work,
    post: Post,
    text: PostRevision,
    body: PostCreate | PostChange | PostSubmission,
    arrival: Arrival | None,
) -> None:
    named = body.pictures if "pictures" in body.model_fields_set else None
    if named is None and arrival is not None and arrival.pictures:
        named = text.pictures
    ids = media.chosen(work, post, named, arrival)
    if ids is not None:
        media.attach(work, post, text, ids)


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


def write(work: Work, post: Post, base: PostRevision | None, given: dict[str, Any]) -> PostRevision:
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
            **({name: getattr(base, name) for name in KEPT} if base is not None else {}),
        )
        work.session.add(text)
    for name, value in given.items():
        setattr(text, name, value)
    text.body_html = markdown.html(text.body)
    work.session.flush()
    return text


def minor(
    work: Work,
    post: Post,
    text: PostRevision,
    title: str,
    body: str,
    written_by: str,
    made_by_rule: str = "",
) -> PostRevision:
    """A version of a text that takes its place and keeps it beside itself: by a rule, or mended."""
    if not posts.move_revision(work.session, text, "replaced"):
        raise lost(work, post)
    made = PostRevision(
        id=fresh_id(work),
        post_id=post.id,
        number=posts.newest_number(work.session, post.id) + 1,
        title=title,
        body=body,
        body_html=markdown.html(body),
        topic=text.topic,
        pictures=text.pictures,
        audience=text.audience,
        written_by=written_by,
        written_at=work.now,
        minor_of=text.minor_of or text.number,
        made_by_rule=made_by_rule,
    )
    work.session.add(made)
    work.session.flush()
    return made


def check(
    work: Work,
    community_id: str,
    kind: str,
    *,
    body: str,
    topic: str | None,
    needed: bool,
    **facts: str,
) -> None:
    """All that is wrong with a text at once. A draft may still be empty."""
    errors = desk.faults(kind, facts) if needed else []
    if needed and not body.strip():
        errors.append(FieldError("/body", "text-missing"))
    if markdown.links(body) > rules.MOST_LINKS:
        errors.append(FieldError("/body", "too-many-links", {"most": rules.MOST_LINKS}))
    if topic and topic not in {one.key for one in posts.topics(work.session, community_id)}:
        errors.append(FieldError("/topic", "topic-unknown"))
    if errors:
        raise Invalid(*errors)
