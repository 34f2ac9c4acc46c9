"""The board sets themes, gathers what was written into topics, and merges topics."""

from __future__ import annotations

from app.domain import needs as rules
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, FieldError, Hidden, Invalid
from app.models.needs import NeedTheme, NeedTopic
from app.schemas.needs import (
    NeedGathering,
    NeedList,
    NeedMerger,
    NeedThemeForm,
    NeedThemeRead,
    NeedThemeWrite,
    NeedTopicRead,
    TopicName,
)
from app.services.deeds import fresh_id, permit, permitted, record
from app.services.needs import months, reading
from app.services.needs.telling import tell_voices
from app.store import communities, need_answers, need_voices
from app.store import needs as store
from app.store.actors import Work
from app.store.changes import change

ANSWER = "need.answer"
VIEWS = ("open", "all")
MOST_TOPICS = 100


def page(work: Work, slug: str, paging: Page, view: str, q: str, topic: str = "") -> NeedList:
    """What members wrote, the newest first; names stand beside it where nobody hid hers."""
    community = permitted(work, slug, ANSWER)
    view = "all" if topic else view or "open"
    if view not in VIEWS:
        raise Invalid.at("/view", "need-view-unknown")
    rows = store.page(
        work.session,
        community.id,
        paging.limit + 1,
        paging.key(str),
        everything=view == "all",
        q=q,
        topic=topic,
    )
    shown, following = paging.cut(rows, lambda row: (row.id,))
    topics = store.topics(work.session, community.id, MOST_TOPICS)
    return NeedList(
        items=reading.lines(work, shown, slug),
        next=following,
        community=slug,
        q=q,
        view=view,
        topic=topic,
        topics=[TopicName(id=one.id, title=one.title) for one in topics],
    )


def theme_form(work: Work, slug: str, month: str) -> NeedThemeForm:
    community = permitted(work, slug, ANSWER)
    month = months.month_of(work, month)
    return NeedThemeForm(
        community=slug,
        action=f"/communities/{slug}/need-themes",
        month=month,
        theme=reading.theme(work, community, month),
    )


def set_theme(work: Work, slug: str, body: NeedThemeWrite) -> NeedThemeRead:
    """One a month; once more changes its words."""
    community = communities.get(work.session, slug)
    held = permit(work, ANSWER, Thing(community_id=community.id))
    if not rules.is_month(body.month):
        raise Invalid.at("/month", "month-unknown")
    written = store.set_theme(
        work.session,
        NeedTheme(
            id=fresh_id(work),
            community_id=community.id,
            month=body.month,
            title=body.title,
            question=body.question,
            set_by=work.actor.person_id or "",
            set_at=work.now,
        ),
    )
    record(
        work,
        "need.theme",
        ("need_theme", written),
        community_id=community.id,
        held=held,
        month=body.month,
    )
    return NeedThemeRead(month=body.month, title=body.title, question=body.question, community=slug)


def gather(work: Work, slug: str, body: NeedGathering) -> NeedTopicRead:
    """Into the topic that is named or into a new one; what is in a topic already is no more."""
    community = communities.get(work.session, slug)
    held = permit(work, ANSWER, Thing(community_id=community.id))
    title = (body.title or "").strip()
    lacking = [] if body.needs else [FieldError("/needs", "needs-missing")]
    if not body.topic and not title:
        lacking.append(FieldError("/title", "need-topic-missing"))
    if lacking:
        raise Invalid(*lacking)
    topic = (
        _named(work, community.id, body.topic) if body.topic else _new(work, community.id, title)
    )
    wanted = set(body.needs)
    if store.gather(work.session, community.id, wanted, topic.id) != len(wanted):
        raise Conflict("need-gathered")
    tell_voices(work, topic)
    record(
        work,
        "need.gather",
        ("need_topic", topic.id),
        community_id=community.id,
        held=held,
        needs=len(wanted),
    )
    return reading.card(work, topic)


def _named(work: Work, community_id: str, topic_id: str) -> NeedTopic:
    try:
        topic = store.get(work.session, work.actor, topic_id, lock="share")
    except Hidden:
        raise Invalid.at("/topic", "need-topic-unknown") from None
    if topic.community_id != community_id:
        raise Invalid.at("/topic", "need-topic-unknown")
    must_stand(topic)
    return topic


def _new(work: Work, community_id: str, title: str) -> NeedTopic:
    topic = NeedTopic(
        id=fresh_id(work),
        community_id=community_id,
        month=rules.month_of(work.today),
        title=title,
        created_by=work.actor.person_id or "",
        created_at=work.now,
    )
    work.session.add(topic)
    work.session.flush()
    return topic


def merge(work: Work, topic_id: str, body: NeedMerger) -> NeedTopicRead:
    """Its voices and what is done about it go into the other topic; its own page leads there, its
    answers stay on it."""
    seen = store.get(work.session, work.actor, topic_id)
    held = permit(work, ANSWER, Thing(community_id=seen.community_id))
    if body.into == topic_id:
        raise Invalid.at("/into", "need-topic-unknown")
    try:
        # In one order, so that two mergers of the same two topics wait for each other.
        both = {
            one: store.get(work.session, work.actor, one, lock="write")
            for one in sorted((topic_id, body.into))
        }
    except Hidden:
        raise Invalid.at("/into", "need-topic-unknown") from None
    topic, into = both[topic_id], both[body.into]
    if topic.community_id != into.community_id:
        raise Invalid.at("/into", "need-topic-unknown")
    must_stand(topic)
    must_stand(into)
    move(work, topic, body.version, merged_into=into.id)
    need_voices.merge(work.session, topic.id, into.id)
    need_answers.move_actions(work.session, topic.id, into.id)
    tell_voices(work, into)
    record(
        work,
        "need.merge",
        ("need_topic", topic.id),
        community_id=topic.community_id,
        held=held,
        into=into.id,
    )
    return reading.card(work, into)


def must_stand(topic: NeedTopic) -> None:
    if topic.merged_into:
        raise Conflict("need-topic-merged", into=topic.merged_into)


def move(work: Work, topic: NeedTopic, version: int | None, **values: str) -> None:
    """One step of a topic. Raises Conflict where she decided on an older one."""
    if version not in {None, topic.version} or not change(work.session, topic, **values):
        raise Conflict("stale-version", version=topic.version, state=topic.state)
