"""What a bulletin has beyond a member's post while it is written: who may, its source, its facts.

The whole board drafts; whoever keeps the bulletins sends a text to the second reading, changes
what is approved and takes it back (contract.md, "Roles").
"""

from __future__ import annotations

from typing import Any

from app.domain.letters import bare
from app.domain.permissions import Thing
from app.domain.refusals import FieldError, Invalid
from app.models.bulletins import Bulletin
from app.models.communities import Community
from app.models.posts import Post
from app.schemas.posts import PostChange, PostCreate, PostSubmission
from app.services.deeds import may, permit
from app.services.posts.subjects import thing_of
from app.store import bulletins, tags
from app.store.actors import Work

#: Of a text: what a member's has not.
OF_BULLETIN = ("source", "source_url", "audience")
#: Of a body: what belongs to the bulletin and to none of its texts.
FACTS = ("planned_on", "announcement", "solemn", "for_plan")


def permit_writing(work: Work, kind: str, thing: Thing, *, draft: bool) -> str:
    if kind == "member":
        return permit(work, "post.write", thing)
    return permit(work, "bulletin.draft" if draft else "bulletin.write", thing)


def permit_change(work: Work, post: Post, *, draft: bool) -> str:
    """A member's post is hers; a bulletin's draft her own or a keeper's; the rest a keeper's."""
    if post.kind == "member":
        return permit(work, "post.change", thing_of(post))
    return permit(work, writing_right(work, post, draft=draft), thing_of(post))


def writing_right(work: Work, post: Post, *, draft: bool) -> str:
    own = post.author_id == work.actor.person_id
    return "bulletin.draft" if draft and own and post.state == "draft" else "bulletin.write"


def may_change(work: Work, post: Post) -> bool:
    return may(work, writing_right(work, post, draft=True), thing_of(post))


def fields(kind: str, of_text: tuple[str, ...]) -> tuple[str, ...]:
    """What an author may set: where a text comes from and for whom is a bulletin's alone."""
    return tuple(name for name in of_text if kind == "bulletin" or name not in OF_BULLETIN)


def bulletin_text(community: Community, body: PostCreate) -> dict[str, str]:
    """A program that names no source sends the board's own news; a form's empty field is empty.
    What the board publishes is for everyone unless it says otherwise."""
    if body.kind == "member":
        return {"source": "", "source_url": "", "audience": "members"}
    return {
        "source": bare(community.name) if body.source is None else body.source,
        "source_url": body.source_url or "",
        "audience": body.audience or "public",
    }


def faults(kind: str, facts: dict[str, str]) -> list[FieldError]:
    """A bulletin that goes to be read has a title and names its source."""
    if kind == "member":
        return []
    named = (("title", "title-missing"), ("source", "source-missing"))
    return [FieldError(f"/{name}", code) for name, code in named if not facts[name].strip()]


def keep(work: Work, post: Post, body: PostCreate | PostChange | PostSubmission) -> None:
    """Tags, and of a bulletin its facts: they need no reading and hold at once."""
    if body.tags is not None:
        tags.put_on(work.session, post.id, _tag_ids(work, post, body.tags))
    if post.kind == "member":
        return
    if isinstance(body, PostCreate):
        work.session.add(Bulletin(post_id=post.id, community_id=post.community_id))
        work.session.flush()
    row = bulletins.facts(work.session, post.id)
    given: dict[str, Any] = {
        name: getattr(body, name) for name in FACTS if name in body.model_fields_set
    }
    for name, value in given.items():
        if value is not None or name == "planned_on":
            setattr(row, name, value)
    work.session.flush()


def _tag_ids(work: Work, post: Post, keys: list[str]) -> list[str]:
    """In force today, or on the post already."""
    known = {tag.key: tag.id for tag in tags.of_post(work.session, post.id)}
    known |= {
        tag.key: tag.id for tag in tags.of_community(work.session, post.community_id, work.today)
    }
    wanted = [key for key in dict.fromkeys(keys) if key]
    unknown = [key for key in wanted if key not in known]
    if unknown:
        raise Invalid.at("/tags", "tag-unknown")
    return [known[key] for key in wanted]
