"""Everyone who voiced a topic is told of its answer: once, whenever she voiced it.

The letter stands in her inbox alone. It is no letter about her file: on the board's lists of
letters nobody's name stands beside what she hoped for.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.domain import needs as rules
from app.domain.notices import BOARD, DIGEST
from app.models.needs import NeedAction, NeedAnswer, NeedTopic
from app.services.telling import Event, tell_person
from app.store import communities, need_answers, need_voices, notices
from app.store.actors import Work


def tell_voices(work: Work, topic: NeedTopic) -> int:
    """Of the answer that holds; how many did not know yet. Corrected words are no news."""
    answers = need_answers.of_topics(work.session, [topic.id]).get(topic.id, [])
    if not (standing := rules.published(answers)):
        return 0
    event = Event(
        "need.answered",
        key=_key(answers, standing[0]),
        urgency=DIGEST,
        subject=("need_topic", topic.id),
        path=f"/need-topics/{topic.id}",
        waits=True,
    )
    community = communities.by_id(work.session, topic.community_id)
    told = 0
    for member, person in need_voices.voicers(work.session, topic.id):
        if not member.deceased:
            told += tell_person(work, person.id, community, event, tieu_de=topic.title) is not None
    return told


def call_back(work: Work, topic: NeedTopic, answers: Sequence[NeedAnswer], row: NeedAnswer) -> None:
    """An answer was taken back: who has not read the letter need not."""
    people = [person.id for _member, person in need_voices.voicers(work.session, topic.id)]
    notices.withdraw_of_event(work.session, _key(answers, row), people, work.now)


def _key(answers: Sequence[NeedAnswer], row: NeedAnswer) -> str:
    return f"need.answered:{rules.first_words(answers, row).id}"


def tell_owner(work: Work, topic: NeedTopic, row: NeedAction) -> None:
    """Whoever shall do it, unless she gave it to herself."""
    if row.owner_id == work.actor.person_id:
        return
    community = communities.by_id(work.session, topic.community_id)
    event = Event(
        "need.task",
        key=f"need.task:{row.id}",
        urgency=BOARD,
        subject=("need_topic", topic.id),
        path=f"/need-topics/{topic.id}",
    )
    tell_person(work, row.owner_id, community, event, viec=row.title, han=f"{row.due_on:%d/%m/%Y}")
