"""What members have written this week, and what the board did with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from app import content
from app.content.posts import InventedPost, invented_posts
from app.demo.stage import Deed, Stage, at
from app.domain.permissions import Actor, Membership
from app.schemas.members import Decision, ReasonedDecision
from app.schemas.posts import PostChange, PostCreate
from app.services.posts import deciding, writing
from app.store import members
from app.store.actors import Work
from app.store.demo import participant


def deeds(work: Work, stage: Stage, ids: dict[str, str]) -> Iterator[Deed]:
    """`ids`: key of the content → id, filled while the posts are written."""
    for post in invented_posts():
        sent = work.now - timedelta(hours=post.hours_ago)
        yield Deed(sent, _write(stage, post, ids))
        if post.decision:
            judged = sent + timedelta(hours=post.after_hours)
            yield Deed(judged, _judge(stage, post, ids))
        if post.edit:
            again = work.now - timedelta(hours=post.edited_hours_ago)
            yield Deed(again, _edit(stage, post, ids))


def _write(stage: Stage, post: InventedPost, ids: dict[str, str]) -> Callable[[Work], None]:
    def write(now: Work) -> None:
        body = PostCreate(
            title=post.title, body=post.body, topic=post.topic, anonymous=post.anonymous
        )
        herself = at(now, now.now, as_member(now, stage, post.author))
        ids[post.key] = writing.create(herself, stage.community.slug, body).id

    return write


def _edit(stage: Stage, post: InventedPost, ids: dict[str, str]) -> Callable[[Work], None]:
    def edit(now: Work) -> None:
        herself = at(now, now.now, as_member(now, stage, post.author))
        writing.change(herself, ids[post.key], PostChange(body=post.edit))

    return edit


def _judge(stage: Stage, post: InventedPost, ids: dict[str, str]) -> Callable[[Work], None]:
    def judge(now: Work) -> None:
        officer = at(now, now.now, stage.actor(post.by))
        if post.decision == "approval":
            deciding.approved(officer, ids[post.key], Decision())
        elif post.decision == "refusal":
            deciding.refused(officer, ids[post.key], ReasonedDecision(reason=post.reason))
        else:
            deciding.asked(officer, ids[post.key], ReasonedDecision(reason=post.reason))

    return judge


def as_member(now: Work, stage: Stage, key: str) -> Actor:
    """A named member as she acts in the community."""
    woman = next(one for one in content.named_members() if one.key == key)
    person_id = participant(now.session, stage.community.id, woman.phone or "")
    member = members.open_of_person(now.session, person_id or "", stage.community.id)
    assert member is not None
    membership = Membership(member.id, member.community_id, member.state)
    return Actor(person_id=member.person_id, name=member.full_name, memberships=(membership,))
