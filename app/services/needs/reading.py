"""Needs as their readers see them: a member, the board, its advisers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.domain import needs as rules
from app.domain.permissions import Thing
from app.domain.refusals import Invalid
from app.models.communities import Community
from app.models.needs import Need, NeedAnswer, NeedTopic
from app.schemas.needs import (
    NeedActionRead,
    NeedAnswerRead,
    NeedBox,
    NeedLine,
    NeedMonth,
    NeedPage,
    NeedRead,
    NeedThemeRead,
    NeedTopicLine,
    NeedTopicRead,
    OwnerName,
    TopicName,
    UnitFigure,
)
from app.services.deeds import may, permit, permitted
from app.store import appointments, communities, members, units
from app.store import needs as store
from app.store.actors import Work

READ = "need.read"
MOST = 50


def page(work: Work, slug: str) -> NeedPage:
    """The box of this month."""
    community = permitted(work, slug, READ)
    thing = Thing(community_id=community.id)
    month = rules.month_of(work.today)
    mine = store.of_person(work.session, work.actor.person_id or "", community.id, MOST)
    return NeedPage(
        community=slug,
        month=month,
        theme=theme(work, community, month),
        topics=_topics(work, community.id, store.topics(work.session, community.id, MOST)),
        mine=[own(row, topic, slug) for row, topic in mine],
        may_write=may(work, "need.write", thing),
        may_answer=may(work, "need.answer", thing),
    )


def box(work: Work, community: Community) -> NeedBox:
    """For the community's home page; without a theme it is open for anything."""
    row = store.theme(work.session, community.id, rules.month_of(work.today))
    return NeedBox(
        title=row.title if row else "",
        question=row.question if row else "",
        may_write=may(work, "need.write", Thing(community_id=community.id)),
    )


def month(work: Work, slug: str, asked: str) -> NeedMonth:
    """“Chị em nói - Hội trả lời”."""
    community = permitted(work, slug, READ)
    month = month_asked(work, asked)
    rows = store.topics(work.session, community.id, MOST, month)
    desk = not work.actor.roles_in(community.id).isdisjoint(store.READERS)
    return NeedMonth(
        community=slug,
        community_name=community.name,
        month=month,
        before=rules.beside(month, -1),
        after=rules.beside(month, 1),
        theme=theme(work, community, month),
        topics=_topics(work, community.id, rows),
        units=_units(work, community.id, month) if desk else [],
    )


def read(work: Work, topic_id: str) -> NeedTopicRead:
    topic = store.get(work.session, work.actor, topic_id)
    permit(work, READ, Thing(community_id=topic.community_id))
    return card(work, topic)


def month_asked(work: Work, asked: str) -> str:
    if not asked:
        return rules.month_of(work.today)
    if not rules.is_month(asked):
        raise Invalid.at("/month", "month-unknown")
    return asked


def theme(work: Work, community: Community, month: str) -> NeedThemeRead | None:
    row = store.theme(work.session, community.id, month)
    if row is None:
        return None
    return NeedThemeRead(
        month=month, title=row.title, question=row.question, community=community.slug
    )


def own(row: Need, topic: NeedTopic | None, slug: str) -> NeedRead:
    """What she wrote, for herself."""
    kept = row.model_dump(include={"id", "text", "hidden", "month", "written_at"})
    return NeedRead(
        **kept,
        topic=topic.id if topic else None,
        topic_title=topic.title if topic else "",
        topic_state=topic.state if topic else "",
        community=slug,
    )


def lines(work: Work, rows: Sequence[Need]) -> list[NeedLine]:
    """For the board: a hidden name is not even loaded."""
    names = members.person_names(work.session, [row.person_id for row in rows if not row.hidden])
    titles = store.titles(work.session, [row.topic_id for row in rows])
    return [
        NeedLine(
            **row.model_dump(include={"id", "text", "hidden", "month", "written_at"}),
            author="" if row.hidden else names.get(row.person_id, ""),
            topic=row.topic_id,
            topic_title=titles.get(row.topic_id or "", ""),
        )
        for row in rows
    ]


def card(work: Work, topic: NeedTopic) -> NeedTopicRead:
    """One topic; needs, other topics and owners for those who answer."""
    thing = Thing(community_id=topic.community_id)
    (line,) = _topics(work, topic.community_id, [topic])
    answers = store.answers(work.session, [topic.id]).get(topic.id, [])
    slug = communities.by_id(work.session, topic.community_id).slug
    desk = may(work, "need.answer", thing)
    return NeedTopicRead(
        **line.model_dump(),
        community=slug,
        version=topic.version,
        merged_into=topic.merged_into,
        merged_title=store.titles(work.session, [topic.merged_into]).get(
            topic.merged_into or "", ""
        ),
        answers=[_answer(one) for one in answers],
        actions=_actions(work, topic),
        may_join=may(work, "need.write", thing) and not line.mine and not topic.merged_into,
        may_answer=desk and not topic.merged_into,
        **(_for_the_desk(work, topic) if desk else {}),
    )


def _for_the_desk(work: Work, topic: NeedTopic) -> dict[str, Any]:
    others = store.topics(work.session, topic.community_id, MOST)
    return {
        "needs": lines(work, store.of_topic(work.session, topic.id, MOST)),
        "others": [TopicName(id=o.id, title=o.title) for o in others if o.id != topic.id],
        "owners": owners(work, topic.community_id),
    }


def owners(work: Work, community_id: str) -> list[OwnerName]:
    """Those of the board: who can be given a task."""
    people = appointments.board_people(work.session, community_id, work.today)
    return [OwnerName(id=one.id, name=one.full_name) for one in people]


def _actions(work: Work, topic: NeedTopic) -> list[NeedActionRead]:
    rows = store.actions(work.session, topic.id)
    names = members.person_names(work.session, [row.owner_id for row in rows])
    return [
        NeedActionRead(
            **row.model_dump(include={"id", "kind", "title", "due_on", "state", "version"}),
            owner_name=names.get(row.owner_id, ""),
            topic=topic.id,
        )
        for row in rows
    ]


def _topics(work: Work, community_id: str, rows: Sequence[NeedTopic]) -> list[NeedTopicLine]:
    """Those who answer see every number, everybody else from five people on."""
    ids = [row.id for row in rows]
    people = store.people(work.session, ids)
    mine = store.voiced_by(work.session, work.actor.person_id, ids)
    answers = store.answers(work.session, ids)
    exact = may(work, "need.answer", Thing(community_id=community_id))
    return [
        NeedTopicLine(
            **row.model_dump(include={"id", "title", "month", "state"}),
            people=people.get(row.id, 0) if exact else rules.shown(people.get(row.id, 0)),
            mine=row.id in mine,
            answer=_answer(answers[row.id][0]) if row.id in answers else None,
        )
        for row in rows
    ]


def _answer(row: NeedAnswer) -> NeedAnswerRead:
    return NeedAnswerRead.model_validate(row)


def _units(work: Work, community_id: str, month: str) -> list[UnitFigure]:
    counts = {unit or "": n for unit, n in store.by_unit(work.session, community_id, month).items()}
    names = units.names(work.session, [unit for unit in counts if unit], work.today)
    figures = [
        UnitFigure(unit=names.get(unit, ""), people=people)
        for unit, people in rules.hide(counts, rules.K).items()
    ]
    return sorted(figures, key=lambda one: (one.unit == "", one.unit))


def held(work: Work, person_id: str) -> dict[str, Any]:
    """What she wrote, what she joined, and what she was asked to do."""
    return {
        "needs": [
            row.model_dump(include={"text", "hidden", "month", "written_at"})
            | {"topic": topic.title if topic else ""}
            for row, topic in store.of_person(work.session, person_id)
        ],
        "need_voices": [
            {"topic": title, "joined_at": row.joined_at}
            for row, title in store.joined(work.session, person_id)
        ],
        "need_actions": [
            row.model_dump(include={"kind", "title", "due_on", "state"})
            for row in store.owned_by(work.session, person_id)
        ],
    }
