"""Needs as their readers see them: a member, the board, its advisers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain import needs as rules
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.models.communities import Community
from app.models.needs import Need, NeedAction, NeedAnswer, NeedTopic
from app.schemas.needs import (
    NeedActionRead,
    NeedAnswerPast,
    NeedAnswerRead,
    NeedBox,
    NeedLine,
    NeedPage,
    NeedRead,
    NeedThemeRead,
    NeedTopicLine,
    NeedTopicRead,
    OwnerName,
    TopicName,
)
from app.services.deeds import may, permit, permitted
from app.store import appointments, communities, members, need_answers, need_voices
from app.store import needs as store
from app.store.actors import Work

READ = "need.read"
MOST = 50
LATEST = 3


def page(work: Work, slug: str, paging: Page) -> NeedPage:
    """The box of this month; topics, the newest first."""
    community = permitted(work, slug, READ)
    thing = Thing(community_id=community.id)
    month = rules.month_of(work.today)
    mine = store.of_person(work.session, work.actor.person_id or "", community.id, MOST)
    topics, following = topic_page(work, community, paging)
    return NeedPage(
        community=slug,
        month=month,
        theme=theme(work, community, month),
        topics=topics,
        next=following,
        mine=[own(row, topic, slug) for row, topic in mine],
        may_write=may(work, "need.write", thing),
        may_answer=may(work, "need.answer", thing),
    )


def latest(work: Work, slugs: Mapping[str, str]) -> list[NeedRead]:
    """What she wrote last and what became of it, for her own page."""
    if not slugs:
        return []
    rows = store.of_person(work.session, work.actor.person_id or "", most=LATEST)
    return [own(row, topic, slugs[row.community_id]) for row, topic in rows]


def box(work: Work, community: Community) -> NeedBox:
    """For the community's home page; without a theme it is open for anything."""
    row = store.theme(work.session, community.id, rules.month_of(work.today))
    return NeedBox(
        title=row.title if row else "",
        question=row.question if row else "",
        may_write=may(work, "need.write", Thing(community_id=community.id)),
    )


def topic_page(
    work: Work, community: Community, paging: Page, **wanted: Any
) -> tuple[list[NeedTopicLine], str | None]:
    """Topics of one page, as `store.topics` finds them, and where the next page begins."""
    rows = store.topics(
        work.session, community.id, paging.limit + 1, after=paging.key(str), **wanted
    )
    shown, following = paging.cut(rows, lambda row: (row.id,))
    return _topics(work, community.id, shown), following


def read(work: Work, topic_id: str) -> NeedTopicRead:
    topic = store.get(work.session, work.actor, topic_id)
    permit(work, READ, Thing(community_id=topic.community_id))
    return card(work, topic)


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


def lines(work: Work, rows: Sequence[Need], slug: str) -> list[NeedLine]:
    """For the board: a hidden name is not even loaded."""
    names = members.person_names(work.session, [row.person_id for row in rows if not row.hidden])
    titles = store.titles(work.session, [row.topic_id for row in rows])
    return [
        NeedLine(
            **row.model_dump(include={"id", "text", "hidden", "month", "written_at"}),
            author="" if row.hidden else names.get(row.person_id, ""),
            topic=row.topic_id,
            topic_title=titles.get(row.topic_id or "", ""),
            community=slug,
        )
        for row in rows
    ]


def card(work: Work, topic: NeedTopic) -> NeedTopicRead:
    """One topic; needs, other topics and owners for those who answer."""
    thing = Thing(community_id=topic.community_id)
    (line,) = _topics(work, topic.community_id, [topic])
    rows = need_answers.of_topics(work.session, [topic.id]).get(topic.id, [])
    desk = may(work, "need.answer", thing)
    slug = communities.by_id(work.session, topic.community_id).slug
    on_board = not work.actor.roles_in(topic.community_id).isdisjoint(store.READERS)
    return NeedTopicRead(
        **line.model_dump(),
        community=slug,
        version=topic.version,
        merged_into=topic.merged_into,
        merged_title=store.titles(work.session, [topic.merged_into]).get(
            topic.merged_into or "", ""
        ),
        answers=[answer(one, rows) for one in rules.published(rows)],
        taken_back_at=rows[0].withdrawn_at if rows else None,
        history=_history(work, rows) if on_board else [],
        actions=actions(work, need_answers.actions(work.session, topic.id), desk=desk),
        may_join=may(work, "need.write", thing) and not line.mine and not topic.merged_into,
        may_leave=need_voices.has_joined(work.session, topic.id, work.actor.person_id),
        may_answer=desk and not topic.merged_into,
        **(_for_the_desk(work, topic, slug) if desk else {}),
    )


def _history(work: Work, rows: Sequence[NeedAnswer]) -> list[NeedAnswerPast]:
    """Every text that stood there, where one was put right or taken back."""
    if all(row.corrects is None and row.withdrawn_at is None for row in rows):
        return []
    corrected = {row.corrects for row in rows}
    names = members.person_names(
        work.session, [one for row in rows for one in (row.answered_by, row.withdrawn_by)]
    )
    kept = {"no", "state", "text", "reason", "answered_at", "withdrawn_at"}
    return [
        NeedAnswerPast(
            **row.model_dump(include=kept),
            by=names.get(row.answered_by, ""),
            corrected=row.no in corrected,
            withdrawn_by=names.get(row.withdrawn_by or "", ""),
        )
        for row in rows
    ]


def _for_the_desk(work: Work, topic: NeedTopic, slug: str) -> dict[str, Any]:
    others = store.topics(work.session, topic.community_id, MOST)
    needs = store.of_topic(work.session, topic.id, MOST + 1)
    return {
        "needs": lines(work, needs[:MOST], slug),
        "needs_more": len(needs) > MOST,
        "others": [TopicName(id=o.id, title=o.title) for o in others if o.id != topic.id],
        "owners": owners(work, topic.community_id),
    }


def owners(work: Work, community_id: str) -> list[OwnerName]:
    """Those of the board: who can be given a task."""
    people = appointments.board_people(work.session, community_id, work.today)
    return [OwnerName(id=one.id, name=one.full_name) for one in people]


def actions(work: Work, rows: Sequence[NeedAction], *, desk: bool) -> list[NeedActionRead]:
    """Members read what is done; who does it and a text that is not out yet is the board's."""
    names = members.person_names(work.session, [row.owner_id for row in rows]) if desk else {}
    posts = need_answers.post_states(work.session, rows)
    return [_action(row, names, posts.get(row.post_id or "", ""), desk=desk) for row in rows]


def _action(
    row: NeedAction, names: Mapping[str, str], post_state: str, *, desk: bool
) -> NeedActionRead:
    state: Any = rules.far(post_state) if row.post_id else row.state
    return NeedActionRead(
        **row.model_dump(include={"id", "kind", "title", "due_on", "version"}),
        state=state,
        owner_name=names.get(row.owner_id, ""),
        topic=row.topic_id,
        post=row.post_id if desk or post_state == "published" else None,
        post_state=post_state if desk else "",
    )


def _topics(work: Work, community_id: str, rows: Sequence[NeedTopic]) -> list[NeedTopicLine]:
    """The board sees every number, everybody else from five people on. A woman may stand in
    several topics and no sum is shown, so nothing can be subtracted."""
    ids = [row.id for row in rows]
    people = need_voices.people(work.session, ids)
    mine = need_voices.voiced_by(work.session, work.actor.person_id, ids)
    answers = need_answers.of_topics(work.session, ids)
    exact = work.actor.on_board(community_id)
    return [
        NeedTopicLine(
            **row.model_dump(include={"id", "title", "month", "state"}),
            people=people.get(row.id, 0) if exact else rules.shown(people.get(row.id, 0)),
            mine=row.id in mine,
            answer=_standing(answers.get(row.id, [])),
        )
        for row in rows
    ]


def _standing(rows: Sequence[NeedAnswer]) -> NeedAnswerRead | None:
    return next((answer(one, rows) for one in rules.published(rows)), None)


def answer(row: NeedAnswer, rows: Sequence[NeedAnswer]) -> NeedAnswerRead:
    return NeedAnswerRead(
        **row.model_dump(include={"id", "no", "state", "text", "reason"}),
        answered_at=rules.first_words(rows, row).answered_at,
        corrected_at=row.answered_at if row.corrects else None,
    )


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
            for row, title in need_voices.joined(work.session, person_id)
        ],
        "need_actions": [
            row.model_dump(include={"kind", "title", "due_on", "state"})
            for row in need_answers.owned_by(work.session, person_id)
        ],
    }
