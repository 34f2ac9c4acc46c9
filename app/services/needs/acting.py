"""What many voiced becomes a bulletin in the calendar, a training or a task of somebody."""

from __future__ import annotations

from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.models.needs import NeedAction, NeedTopic
from app.schemas.needs import NeedActionChange, NeedActionCreate, NeedTopicRead
from app.schemas.posts import PostCreate
from app.services.deeds import fresh_id, permit, record
from app.services.needs import reading
from app.services.needs.gathering import ANSWER, must_stand
from app.services.needs.telling import tell_owner
from app.services.posts import writing
from app.store import changes, communities, needs, posts
from app.store import need_answers as store
from app.store.actors import Work


def plan(work: Work, topic_id: str, body: NeedActionCreate) -> NeedTopicRead:
    """Who does what until when. A bulletin is a draft in the calendar from now on."""
    topic = needs.get(work.session, work.actor, topic_id, lock="write")
    held = permit(work, ANSWER, Thing(community_id=topic.community_id))
    must_stand(topic)
    if body.owner not in {one.id for one in reading.owners(work, topic.community_id)}:
        raise Invalid.at("/owner", "need-owner-unknown")
    if body.due_on < work.today:
        raise Invalid.at("/due_on", "need-day-past")
    row = NeedAction(
        id=fresh_id(work),
        topic_id=topic.id,
        kind=body.kind,
        title=body.title,
        owner_id=body.owner,
        due_on=body.due_on,
        planned_by=work.actor.person_id or "",
        planned_at=work.now,
        post_id=_bulletin(work, topic, body) if body.kind == "bulletin" else None,
    )
    work.session.add(row)
    work.session.flush()
    tell_owner(work, topic, row)
    record(
        work,
        "need.plan",
        ("need_topic", topic.id),
        community_id=topic.community_id,
        held=held,
        kind=row.kind,
    )
    return reading.card(work, topic)


def _bulletin(work: Work, topic: NeedTopic, body: NeedActionCreate) -> str:
    """An empty draft on its day, hers who shall write it: nobody approves her own text."""
    slug = communities.by_id(work.session, topic.community_id).slug
    draft = PostCreate(kind="bulletin", title=body.title, draft=True, planned_on=body.due_on)
    post = posts.again(work.session, writing.create(work, slug, draft).id)
    post.author_id = body.owner
    work.session.flush()
    return post.id


def change(work: Work, action_id: str, body: NeedActionChange) -> NeedTopicRead:
    """How far a training or a task is."""
    row, topic = store.action(work.session, work.actor, action_id)
    held = permit(work, ANSWER, Thing(community_id=topic.community_id))
    if row.post_id:
        raise Conflict("need-action-followed", post=row.post_id)
    if body.version not in {None, row.version} or not changes.change(
        work.session, row, state=body.state
    ):
        raise Conflict("stale-version", version=row.version, state=row.state)
    record(
        work,
        "need.act",
        ("need_topic", topic.id),
        community_id=topic.community_id,
        held=held,
        state=row.state,
    )
    return reading.card(work, topic)


def of_action(work: Work, action_id: str) -> NeedTopicRead:
    """The topic on whose page an action stands."""
    _row, topic = store.action(work.session, work.actor, action_id)
    permit(work, ANSWER, Thing(community_id=topic.community_id))
    return reading.card(work, topic)
