"""This week of the demonstration: every state, told and untold, in the order of its moments."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app import clock, content
from app.demo.applications import applications
from app.domain.review import MAX_ROUNDS
from app.models.audit import AuditRow
from app.models.machinery import OutboxRow
from app.models.members import Message
from app.models.notices import Notice
from app.models.posts import Post
from app.models.review import ReviewItem
from app.services import applications as own_page
from app.services import (
    applying,
    cards,
    inviting,
    passing_on,
    roster,
)
from app.services import today as board_today
from app.services.bulletins.calendar import content_page
from app.store import members
from app.store.actors import Work
from tests.demo.loaded import NOW, PAGE, SLUG, Loaded, named, work


@pytest.mark.parametrize("told", applications(), ids=lambda told: told.key)
def test_an_application_stands_where_its_steps_lead(loaded: Loaded, told: Any) -> None:
    member = loaded.see(lambda s: named(s, told.full_name, told.state))
    assert member.phone == told.phone
    steps = told.steps
    assert member.applied_at == NOW - timedelta(hours=steps[0].hours_ago)
    thread = loaded.see(
        lambda s: list(
            s.execute(
                select(Message)
                .where(col(Message.member_id) == member.id)
                .order_by(col(Message.written_at))
            ).scalars()
        )
    )
    asked_and_answered = [s for s in steps if s.kind in {"information-request", "answer"}]
    assert [m.written_at for m in thread] == [
        NOW - timedelta(hours=step.hours_ago) for step in asked_and_answered
    ]
    assert all("{" not in message.text for message in thread)
    page = loaded.see(lambda s: own_page.read(work(s), member.code))
    assert page.state == told.state
    assert page.full_name == told.full_name


def test_the_items_of_the_week_know_who_decided_and_when(loaded: Loaded) -> None:
    of_members = select(ReviewItem).where(col(ReviewItem.kind) == "member")
    items = loaded.see(lambda s: list(s.execute(of_members).scalars()))
    assert Counter(item.state for item in items) == {
        "submitted": 7,
        "needs_info": 2,
        "refused": 1,
        "withdrawn": 1,
        "expired": 1,
        "approved": 3,
    }
    for item in items:
        assert item.rounds <= MAX_ROUNDS
        assert (item.decided_by is not None) == (item.state in {"approved", "refused"})
        assert item.opened_at <= NOW
    late = [i for i in items if i.state == "submitted" and i.due_at < NOW]
    assert len(late) == 1


def test_the_pause_has_an_end_and_is_explained(loaded: Loaded) -> None:
    member = loaded.see(lambda s: named(s, "Kiều Thị Hồng Nhung", "suspended"))
    assert member.suspended_until is not None
    local = clock.in_vietnam(member.suspended_until - timedelta(seconds=1))
    assert f"Đến hết ngày {local.day}/{local.month}/{local.year}, chị" in member.state_reason
    assert "sau khi đã nhắc riêng" in member.state_reason


def test_two_people_agreed_to_the_removal(loaded: Loaded) -> None:
    member = loaded.see(lambda s: named(s, "Mai Thị Tuyết", "removed"))
    rows = loaded.see(
        lambda s: list(
            s.execute(
                select(AuditRow)
                .where(
                    col(AuditRow.subject_id) == member.id,
                    col(AuditRow.action).like("member.remove%"),
                )
                .order_by(col(AuditRow.id))
            ).scalars()
        )
    )
    assert [row.action for row in rows] == ["member.remove_first", "member.remove"]
    assert rows[0].actor_id != rows[1].actor_id


def test_a_given_name_of_two_words_is_kept(loaded: Loaded) -> None:
    member = loaded.see(lambda s: named(s, "Trương Nguyễn Bảo An", "submitted"))
    person = loaded.see(lambda s: members.person(s, member.person_id))
    assert (person.given_name, person.family_middle) == ("Bảo An", "Trương Nguyễn")
    assert member.sort_key == person.sort_key


def test_her_twin_is_shown_to_the_board(loaded: Loaded) -> None:
    def look(now: Work) -> Any:
        return cards.card(now, named(now.session, "Nguyễn Thị Hạnh", "submitted"))

    twins = loaded.as_role("moderator", look).twins
    assert ("Nguyễn Thị Hạnh", "approved") in {(twin.full_name, twin.state) for twin in twins}


def test_the_week_has_posts_in_every_state(loaded: Loaded) -> None:
    members_own = select(Post).where(col(Post.kind) == "member")
    found = loaded.see(lambda s: list(s.execute(members_own).scalars()))
    assert Counter(post.state for post in found) == {
        "published": 4,
        "refused": 1,
        "needs_info": 1,
        "submitted": 3,
        "draft": 1,
    }
    assert all(post.published_at for post in found if post.state == "published")


def test_the_board_has_published_seven_bulletins_and_has_one_of_each_step(loaded: Loaded) -> None:
    boards = select(Post).where(col(Post.kind) == "bulletin").order_by(col(Post.published_at))
    found = loaded.see(lambda s: list(s.execute(boards).scalars()))
    states = {"published": 7, "scheduled": 1, "submitted": 2, "needs_info": 1, "approved": 1}
    states |= {"archived": 1, "removed": 1, "draft": 5}
    assert Counter(post.state for post in found) == states
    assert all(post.source for post in found if post.state != "draft")
    first = next(post for post in found if post.published_at)
    assert clock.in_vietnam(first.published_at or NOW).date().isoformat() == "2024-05-14"
    page = loaded.as_role("adviser", lambda w: content_page(replace(w, hot=loaded.database), SLUG))
    assert [one.title for one in page.pinned] == [first.title]
    due = page.scheduled[0].due_at
    assert due is not None
    assert due > NOW


def test_two_women_have_not_been_told_yet(loaded: Loaded) -> None:
    listed = loaded.as_role("membership", lambda w: passing_on.untold(w, SLUG, PAGE))
    assert {tell.full_name for tell in listed.items} == {"Chu Thị Phương", "H’Ly Niê"}
    assert all(tell.zalo_url is None and tell.sms_url is None for tell in listed.items)
    passed_on = select(Notice).where(
        col(Notice.told_at).is_not(None), col(Notice.kind).not_like("post.%")
    )
    told = loaded.see(lambda s: list(s.execute(passed_on).scalars()))
    assert told
    assert all(row.told_by and row.told_at and row.told_at > row.visible_from for row in told)


def test_the_usual_wait_comes_from_the_decisions(loaded: Loaded) -> None:
    assert loaded.see(lambda s: applying.join_page(work(s), SLUG, None).usual_wait) == "hours:15"


def test_the_log_tells_the_week_in_its_order(loaded: Loaded) -> None:
    def look(session: Session) -> list[tuple[datetime, str]]:
        rows = session.execute(
            select(AuditRow)
            .where(col(AuditRow.subject_type) == "member")
            .order_by(col(AuditRow.id))
        ).scalars()
        return [(row.at, row.action) for row in rows if row.action != "notice.told"]

    moments = loaded.see(look)
    assert moments == sorted(moments, key=lambda moment: moment[0])
    assert moments[-1][0] == NOW - timedelta(hours=0.2)
    fed = loaded.see(lambda s: set(s.execute(select(col(OutboxRow.kind))).scalars()))
    assert {"member.apply", "member.approve", "member.suspend", "member.leave"} <= fed


def test_links_were_opened_more_often_than_used(loaded: Loaded) -> None:
    listed = loaded.as_role("chair", lambda w: inviting.page(w, SLUG, PAGE))
    assert len(listed.items) == 6
    assert len({link.inviter for link in listed.items}) > 3
    for link in listed.items:
        assert link.opened > link.applied >= link.approved > 0


def test_the_roster_covers_ten_weeks_and_yesterday_was_handed_over(loaded: Loaded) -> None:
    today = clock.in_vietnam(NOW).date()
    first, last = today - timedelta(weeks=2), today + timedelta(weeks=8, days=-1)
    for day in (first, today, last):
        week = loaded.as_role("adviser", partial(roster.page, slug=SLUG, first=day)).items
        (row,) = [row for row in week if row.day == day]
        keys = {person.key: person.full_name for person in content.board()}
        planned = content.duty_week().days[day.weekday()]
        assert (row.main, row.substitute) == (keys[planned.main], keys[planned.substitute])
    shown = loaded.as_role("adviser", lambda w: board_today.today(w, SLUG))
    (note,) = shown.hand_overs
    assert (note["day"], note["by"]) == (today - timedelta(days=1), "Phan Thị Ngọc Ánh")
