"""A topic is answered in public; an answer is put right or taken back, and its history stays."""

from __future__ import annotations

from typing import Any

from app.domain import needs as rules
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.models.needs import NeedAnswer, NeedTopic
from app.schemas.needs import NeedAnswerChange, NeedAnswerCreate, NeedAnswerForm, NeedTopicRead
from app.services.deeds import fresh_id, permit, record
from app.services.needs import reading
from app.services.needs.gathering import ANSWER, move, must_stand
from app.services.needs.telling import call_back, tell_voices
from app.store import need_answers as store
from app.store import needs
from app.store.actors import Work


def answer(work: Work, topic_id: str, body: NeedAnswerCreate) -> NeedTopicRead:
    """The last answer holds; those before it stay to be read."""
    topic = needs.get(work.session, work.actor, topic_id, lock="write")
    held = permit(work, ANSWER, Thing(community_id=topic.community_id))
    must_stand(topic)
    reason = _reason(body.state, body.reason)
    move(work, topic, body.version, state=body.state)
    row = _write(work, topic, body.state, body.text, reason)
    _record(work, "need.answer", topic, row, held, told=tell_voices(work, topic))
    return reading.card(work, topic)


def correct(work: Work, answer_id: str, body: NeedAnswerChange) -> NeedTopicRead:
    """Other words for the same answer. Nobody is told again; a new state is a new answer."""
    row, topic, held = _opened(work, answer_id)
    kept = body.reason if "reason" in body.model_fields_set else row.reason
    reason = _reason(row.state, kept)
    _must_hold(work, topic, row)
    move(work, topic, body.version)
    better = _write(work, topic, row.state, body.text, reason, corrects=row.no)
    _record(work, "need.correct", topic, better, held)
    return reading.card(work, topic)


def take_back(work: Work, answer_id: str) -> None:
    """The topic is again as the answer before it left it; letters that nobody read are gone."""
    row, topic, held = _opened(work, answer_id)
    _must_hold(work, topic, row)
    if not store.take_back(work.session, row, work.actor.person_id, work.now):
        raise Conflict("need-answer-past", state=topic.state)
    answers = store.of_topics(work.session, [topic.id])[topic.id]
    left = rules.published(answers)
    move(work, topic, None, state=left[0].state if left else "open")
    call_back(work, topic, answers, row)
    _record(work, "need.take_back", topic, row, held)


def form(work: Work, answer_id: str) -> NeedAnswerForm:
    """The answer as it stands. What is past stays readable for those who come late."""
    row, topic, _held = _opened(work, answer_id, lock="")
    rows = store.of_topics(work.session, [topic.id])[topic.id]
    return NeedAnswerForm(
        topic=topic.id,
        topic_title=topic.title,
        version=topic.version,
        answer=reading.answer(row, rows),
        standing=[one.id for one in rules.published(rows)][:1] == [row.id],
    )


def _opened(
    work: Work, answer_id: str, *, lock: str = "write"
) -> tuple[NeedAnswer, NeedTopic, str]:
    row, topic = store.get(work.session, work.actor, answer_id, lock=lock)
    return row, topic, permit(work, ANSWER, Thing(community_id=topic.community_id))


def _must_hold(work: Work, topic: NeedTopic, row: NeedAnswer) -> None:
    """Only the answer that holds today is changed: what is past stays as it was read."""
    must_stand(topic)
    standing = rules.published(store.of_topics(work.session, [topic.id])[topic.id])
    if not standing or standing[0].id != row.id:
        raise Conflict("need-answer-past", state=topic.state)


def _reason(state: str, given: str | None) -> str:
    reason = (given or "").strip()
    if state == "not_possible" and not reason:
        raise Invalid.at("/reason", "need-reason-missing")
    return reason


def _write(
    work: Work,
    topic: NeedTopic,
    state: str,
    text: str,
    reason: str,
    *,
    corrects: int | None = None,
) -> NeedAnswer:
    before = store.of_topics(work.session, [topic.id]).get(topic.id, [])
    row = NeedAnswer(
        id=fresh_id(work),
        topic_id=topic.id,
        no=len(before) + 1,
        state=state,
        text=text,
        reason=reason,
        corrects=corrects,
        answered_by=work.actor.person_id or "",
        answered_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def _record(
    work: Work, action: str, topic: NeedTopic, row: NeedAnswer, held: str, **facts: Any
) -> None:
    record(
        work,
        action,
        ("need_topic", topic.id),
        community_id=topic.community_id,
        held=held,
        state=row.state,
        no=row.no,
        **facts,
    )
