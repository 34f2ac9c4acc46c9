"""A member voices what she needs or hopes for, joins what others voiced, and takes it back."""

from __future__ import annotations

from dataclasses import replace

from app.domain import needs as rules
from app.domain.care import is_about_harm
from app.domain.permissions import STRANGER, Thing
from app.domain.refusals import Conflict, Forbidden, Hidden
from app.domain.text import fold
from app.models.members import Member
from app.models.needs import Need, NeedTopic, NeedVoice
from app.schemas.needs import NeedCreate, NeedGone, NeedRead, NeedTopicRead
from app.services.care import receive
from app.services.deeds import fresh_id, permit, record
from app.services.needs import reading
from app.store import communities, members, need_voices
from app.store import needs as store
from app.store.actors import Work

WRITE, WITHDRAW = "need.write", "need.withdraw"


def create(work: Work, slug: str, body: NeedCreate) -> NeedRead:
    """What tells of violence or self-harm is kept by the closed circle alone."""
    community = communities.get(work.session, slug)
    held = permit(work, WRITE, Thing(community_id=community.id))
    member = _member(work, community.id)
    row = Need(
        id=fresh_id(work),
        community_id=community.id,
        month=rules.month_of(work.today),
        member_id=member.id,
        person_id=member.person_id,
        unit_id=member.unit_id,
        text=body.text,
        fold=fold(body.text),
        hidden=body.hidden,
        written_at=work.now,
    )
    if is_about_harm(body.text):
        case = receive(work, community.id, member, "need", row.id, body.text, way="words")
        shown = reading.own(row, None, slug)
        return shown.model_copy(update={"id": None, "private_thread": case.question_id})
    work.session.add(row)
    work.session.flush()
    logged = _nameless(work) if body.hidden else work
    record(logged, "need.write", ("need", row.id), community_id=community.id, held=held)
    return reading.own(row, None, slug)


def of_own(work: Work, need_id: str) -> NeedRead:
    """What she wrote, before she takes it back."""
    row, _held = _own(work, need_id)
    community = communities.by_id(work.session, row.community_id)
    topic = store.by_id(work.session, row.topic_id) if row.topic_id else None
    return reading.own(row, topic, community.slug)


def withdraw(work: Work, need_id: str) -> NeedGone:
    """Her words go for good, out of the topic too; nobody is asked why."""
    row, held = _own(work, need_id)
    slug = communities.by_id(work.session, row.community_id).slug
    logged = _nameless(work) if row.hidden else work
    gone = NeedGone(id=row.id, community=slug)
    if not store.remove(work.session, row.id):
        raise Hidden
    record(logged, "need.withdraw", ("need", gone.id), community_id=row.community_id, held=held)
    return gone


def _own(work: Work, need_id: str) -> tuple[Need, str]:
    row = store.need(work.session, work.actor, need_id)
    return row, permit(work, WITHDRAW, Thing(row.community_id, row.person_id))


def join(work: Work, topic_id: str) -> NeedTopicRead:
    """“Tôi cũng mong vậy”: once, however often she presses."""
    topic = store.get(work.session, work.actor, topic_id, lock="share")
    held = permit(work, WRITE, Thing(community_id=topic.community_id))
    if topic.merged_into:
        raise Conflict("need-topic-merged", into=topic.merged_into)
    member = _member(work, topic.community_id)
    voice = NeedVoice(
        topic_id=topic.id,
        person_id=member.person_id,
        member_id=member.id,
        unit_id=member.unit_id,
        joined_at=work.now,
    )
    if need_voices.join(work.session, voice):
        _record(work, "need.join", topic, held)
    return reading.card(work, topic)


def leave(work: Work, topic_id: str) -> None:
    """She does not hope for it any more. What she wrote herself stays until she takes it back."""
    topic = store.get(work.session, work.actor, topic_id, lock="share")
    held = permit(work, WRITE, Thing(community_id=topic.community_id))
    if need_voices.leave(work.session, topic.id, work.actor.person_id):
        _record(work, "need.leave", topic, held)


def _record(work: Work, action: str, topic: NeedTopic, held: str) -> None:
    """Who joins is shown to nobody."""
    record(
        _nameless(work),
        action,
        ("need_topic", topic.id),
        community_id=topic.community_id,
        held=held,
    )


def _nameless(work: Work) -> Work:
    """A name that no page shows stands in the log no more."""
    return replace(work, actor=STRANGER, request_id="")


def _member(work: Work, community_id: str) -> Member:
    member = members.open_of_person(work.session, work.actor.person_id or "", community_id)
    if member is None or member.state != "approved":
        raise Forbidden
    return member
