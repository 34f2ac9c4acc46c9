"""A topic becomes an action, and is answered in public: everyone who voiced it is told."""

from __future__ import annotations

from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.models.needs import NeedAction, NeedAnswer, NeedTopic
from app.schemas.needs import NeedActionChange, NeedActionCreate, NeedAnswerCreate, NeedTopicRead
from app.services.deeds import fresh_id, permit, record
from app.services.needs import reading
from app.services.needs.gathering import ANSWER, move, must_stand
from app.services.telling import Event, tell
from app.store import changes
from app.store import needs as store
from app.store.actors import Work


def answer(work: Work, topic_id: str, body: NeedAnswerCreate) -> NeedTopicRead:
    """The last answer holds; those before it stay to be read."""
    topic, held = _opened(work, topic_id)
    reason = (body.reason or "").strip()
    if body.state == "not_possible" and not reason:
        raise Invalid.at("/reason", "need-reason-missing")
    move(work, topic, body.version, state=body.state)
    before = store.answers(work.session, [topic.id]).get(topic.id, [])
    row = NeedAnswer(
        id=fresh_id(work),
        topic_id=topic.id,
        no=len(before) + 1,
        state=body.state,
        text=body.text,
        reason=reason,
        answered_by=work.actor.person_id or "",
        answered_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    told = _tell(work, topic, row)
    record(
        work,
        "need.answer",
        ("need_topic", topic.id),
        community_id=topic.community_id,
        held=held,
        state=row.state,
        no=row.no,
        told=told,
    )
    return reading.card(work, topic)


def _tell(work: Work, topic: NeedTopic, row: NeedAnswer) -> int:
    """Once for each person and answer."""
    event = Event(
        "need.answered",
        key=f"need.answered:{row.id}",
        subject=("need_topic", topic.id),
        path=f"/need-topics/{topic.id}",
        # Passed on by hand it would tell the board who voiced it, also whose name is hidden.
        urgency="digest",
        waits=True,
    )
    told = 0
    for member, _person in store.voicers(work.session, topic.id):
        told += tell(work, member, event, tieu_de=topic.title) is not None
    return told


def plan(work: Work, topic_id: str, body: NeedActionCreate) -> NeedTopicRead:
    """Who does what until when."""
    topic, held = _opened(work, topic_id)
    if body.owner not in {one.id for one in reading.owners(work, topic.community_id)}:
        raise Invalid.at("/owner", "need-owner-unknown")
    row = NeedAction(
        id=fresh_id(work),
        topic_id=topic.id,
        kind=body.kind,
        title=body.title,
        owner_id=body.owner,
        due_on=body.due_on,
        planned_by=work.actor.person_id or "",
        planned_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    record(
        work,
        "need.plan",
        ("need_topic", topic.id),
        community_id=topic.community_id,
        held=held,
        kind=row.kind,
    )
    return reading.card(work, topic)


def change(work: Work, action_id: str, body: NeedActionChange) -> NeedTopicRead:
    """How far it is."""
    row, topic = store.action(work.session, work.actor, action_id)
    held = permit(work, ANSWER, Thing(community_id=topic.community_id))
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


def _opened(work: Work, topic_id: str) -> tuple[NeedTopic, str]:
    topic = store.get(work.session, work.actor, topic_id, lock="write")
    held = permit(work, ANSWER, Thing(community_id=topic.community_id))
    must_stand(topic)
    return topic, held


def of_action(work: Work, action_id: str) -> NeedTopicRead:
    """The topic on whose page an action stands."""
    _row, topic = store.action(work.session, work.actor, action_id)
    permit(work, ANSWER, Thing(community_id=topic.community_id))
    return reading.card(work, topic)
