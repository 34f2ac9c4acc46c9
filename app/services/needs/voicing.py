"""A member voices what she needs or hopes for, or joins what others voiced."""

from __future__ import annotations

from dataclasses import replace

from app.domain import needs as rules
from app.domain.care import is_about_harm
from app.domain.permissions import STRANGER, Thing
from app.domain.refusals import Conflict, Forbidden
from app.domain.text import fold
from app.models.members import Member
from app.models.needs import Need, NeedVoice
from app.schemas.needs import NeedCreate, NeedRead, NeedTopicRead
from app.services.care import receive
from app.services.deeds import fresh_id, permit, record
from app.services.needs import reading
from app.store import communities, members
from app.store import needs as store
from app.store.actors import Work

WRITE = "need.write"


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
    # A hidden name stands in the log no more than on a page.
    nameless = replace(work, actor=STRANGER, request_id="") if body.hidden else work
    record(nameless, "need.write", ("need", row.id), community_id=community.id, held=held)
    return reading.own(row, None, slug)


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
    if store.join(work.session, voice):
        record(
            work,
            "need.join",
            ("need_topic", topic.id),
            community_id=topic.community_id,
            held=held,
        )
    return reading.card(work, topic)


def _member(work: Work, community_id: str) -> Member:
    member = members.open_of_person(work.session, work.actor.person_id or "", community_id)
    if member is None or member.state != "approved":
        raise Forbidden
    return member
