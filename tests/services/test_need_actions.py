"""What many voiced becomes a bulletin, a training or a task: real rows in real places."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from app.domain.paging import Page
from app.domain.refusals import Conflict, Forbidden, Invalid
from app.models.bulletins import Bulletin
from app.models.needs import NeedAction
from app.models.notices import Notice
from app.models.posts import Post
from app.schemas.needs import (
    NeedActionChange,
    NeedActionCreate,
    NeedCreate,
    NeedMerger,
    NeedTopicRead,
)
from app.services import today, weekly_content
from app.services.bulletins import calendar
from app.services.needs import acting, gathering, reading, voicing
from app.services.needs import desk as need_desk
from app.store import communities
from app.store.actors import Work
from app.web.paging import encode
from tests.factories import HOME
from tests.services.desk import Desk
from tests.services.need_topics import voiceless

ALL = Page(100, None, encode)


def plan(desk: Desk, made: NeedTopicRead, kind: str, days: int = 3, **more: Any) -> NeedTopicRead:
    due = desk.run("chair", lambda work: work.today) + timedelta(days=days)
    given: dict[str, Any] = {"kind": kind, "title": "Mở lớp", "due_on": due}
    given = given | {"owner": made.owners[0].id} | more
    return desk.run("editor", acting.plan, made.id, NeedActionCreate(**given))


def pass_over(desk: Desk) -> None:
    """Two days later than every action was due."""
    day = desk.run("chair", lambda work: work.today) - timedelta(days=2)
    desk.database.write_now(lambda s: s.execute(update(NeedAction).values(due_on=day)))


def rows(desk: Desk, model: Any, *where: Any) -> list[Any]:
    return desk.database.read_now(lambda s: list(s.execute(select(model).where(*where)).scalars()))


def test_a_bulletin_is_a_draft_in_the_calendar_and_says_itself_how_far_it_is(desk: Desk) -> None:
    made = voiceless(desk)
    (action,) = plan(desk, made, "bulletin").actions
    (post,) = rows(desk, Post, col(Post.id) == action.post)
    (facts,) = rows(desk, Bulletin, col(Bulletin.post_id) == action.post)
    assert (post.kind, post.state, post.title) == ("bulletin", "draft", "Mở lớp")
    assert (post.author_id, facts.planned_on) == (made.owners[0].id, action.due_on)
    days = desk.run("editor", calendar.month, HOME, f"{action.due_on:%Y-%m}").days
    (day,) = [one for one in days if one.day == action.due_on]
    assert ([one.id for one in day.bulletins], day.tasks) == ([post.id], [])
    with pytest.raises(Conflict, match="need-action-followed"):
        desk.run("editor", acting.change, action.id, NeedActionChange(state="done"))
    hers = desk.run("member", reading.read, made.id).actions[0]
    assert (hers.post, hers.post_state, hers.owner_name, hers.state) == (None, "", "", "planned")

    def publish(session: Any) -> None:
        row = session.get(Post, post.id)
        row.published_at, row.state = row.created_at, "published"

    desk.database.write_now(publish)
    hers = desk.run("member", reading.read, made.id).actions[0]
    assert (hers.post, hers.state) == (post.id, "done")


def test_a_training_and_a_task_stand_in_the_calendar_and_on_the_sheet(desk: Desk) -> None:
    made = voiceless(desk)
    training = plan(desk, made, "training").actions[0]
    plan(desk, made, "task", title="Mượn bếp")
    days = desk.run("moderator", calendar.month, HOME, f"{training.due_on:%Y-%m}").days
    (day,) = [one for one in days if one.day == training.due_on]
    assert {(one.kind, one.title) for one in day.tasks} == {
        ("training", "Mở lớp"),
        ("task", "Mượn bếp"),
    }

    def matters(work: Work) -> list[str]:
        found = weekly_content.planned_of_needs(work, communities.get(work.session, HOME))
        return [matter.text for _due, matter in found]

    due = f"hạn 23:59 {training.due_on:%d/%m/%Y}"
    assert f"Việc từ lời chị em: Mở lớp, {due}" in desk.run("chair", matters)
    desk.run("editor", acting.change, training.id, NeedActionChange(state="dropped"))
    assert len(desk.run("chair", matters)) == 1
    days = desk.run("moderator", calendar.month, HOME, f"{training.due_on:%Y-%m}").days
    assert sum(len(one.tasks) for one in days) == 1


def test_whoever_shall_do_it_is_told_once(desk: Desk) -> None:
    made = voiceless(desk)
    plan(desk, made, "task")
    plan(desk, made, "task", owner=desk.actor("editor").person_id)
    told = rows(desk, Notice, col(Notice.kind) == "need.task")
    assert [row.person_id for row in told] == [made.owners[0].id]
    assert "“Mở lớp”" in told[0].text


def test_today_tells_those_who_answer_what_waits(desk: Desk) -> None:
    def waits(who: str) -> dict[str, int]:
        found = desk.run(who, today.today, HOME).waiting
        return {one.kind: one.count for one in found if one.kind.startswith("need")}

    assert waits("chair") == {"needs_info": 0}
    made = voiceless(desk)
    desk.run("member", voicing.create, HOME, NeedCreate(text="Mong học bơi"))
    late = plan(desk, made, "task", days=0).actions[0]
    plan(desk, made, "bulletin", days=0)
    pass_over(desk)
    expected = {"need": 1, "need_topic": 1, "need_action": 1}
    assert waits("chair") == {"needs_info": 0} | expected
    assert waits("adviser") == waits("moderator") == {"needs_info": 0}
    page = desk.run("membership", need_desk.page, HOME, ALL)
    assert (page.ungathered, [one.id for one in page.topics]) == (1, [made.id])
    assert {one.topic_title for one in page.actions} == {"Lớp nấu ăn"}
    desk.run("chair", acting.change, late.id, NeedActionChange(state="done"))
    assert "need_action" not in waits("chair")
    with pytest.raises(Forbidden):
        desk.run("adviser", need_desk.page, HOME, ALL)


def test_what_is_done_goes_where_the_voices_go(desk: Desk) -> None:
    made = voiceless(desk)
    other = voiceless(desk, "Học nấu ăn")
    task = plan(desk, made, "task").actions[0]
    pass_over(desk)
    into = desk.run("editor", gathering.merge, made.id, NeedMerger(into=other.id))
    assert [(one.id, one.topic) for one in into.actions] == [(task.id, other.id)]
    assert desk.run("editor", reading.read, made.id).actions == []
    (late,) = desk.run("editor", need_desk.page, HOME, ALL).actions
    assert (late.topic, late.topic_title) == (other.id, "Học nấu ăn")
    desk.run("editor", acting.change, task.id, NeedActionChange(state="done"))
    waiting = desk.run("chair", today.today, HOME).waiting
    assert "need_action" not in {one.kind for one in waiting}


@pytest.mark.parametrize("kind", ["bulletin", "training", "task"])
def test_nothing_is_planned_for_a_day_that_is_over(desk: Desk, kind: str) -> None:
    made = voiceless(desk)
    with pytest.raises(Invalid) as refused:
        plan(desk, made, kind, days=-1)
    (fault,) = refused.value.errors
    assert (fault.pointer, fault.code) == ("/due_on", "need-day-past")
    assert len(plan(desk, made, kind, days=0).actions) == 1
