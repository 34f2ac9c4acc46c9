"""The day's summary: one a person and day, at her hour, none when nothing is new."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from app import clock
from app.domain.notices import DAILY
from app.domain.paging import Page
from app.models.notices import Delivery, Notice, NoticePreference
from app.schemas.members import Decision
from app.services import decisions, digests, letterbox, telling, threads
from app.services.telling import Event
from app.store import communities, members
from app.store.actors import Work
from tests.conftest import Watch
from tests.factories import OTHER, Scene
from tests.services.desk import Desk
from tests.services.test_bulletins import published
from tests.services.test_takedowns import complaint


def at(watch: Watch, hour: int, days: int = 1) -> None:
    day = clock.today() + timedelta(days=days)
    watch.moment = clock.day_start(day) + timedelta(hours=hour, minutes=1)


def summaries(desk: Desk, who: str) -> list[str]:
    person = desk.scene.persons[who]
    found = desk.database.read_now(
        lambda s: list(
            s.execute(
                select(Notice)
                .where(col(Notice.person_id) == person, col(Notice.kind) == DAILY)
                .order_by(col(Notice.id))
            ).scalars()
        )
    )
    return [row.text.partition("\n")[0] for row in found]


def letter(desk: Desk, key: str = "post.published:1") -> None:
    def write(work: Work) -> None:
        member = members.again(work.session, desk.scene.members["member"])
        told = Event("post.published", key, "digest", ("post", "p1"), "/posts/p1")
        telling.tell(work, member, told, tieu_de="Vườn rau")

    desk.run("chair", write)


def test_a_member_and_a_board_are_told_once_what_is_new(desk: Desk, watch: Watch) -> None:
    letter(desk)
    at(watch, 18)
    for _ in range(3):
        desk.work_off()
    assert summaries(desk, "member") == ["Hôm nay trong nhóm: 1 thư mới."]
    assert summaries(desk, "chair") == ["Hôm nay trong nhóm: 4 việc chờ Ban Quản trị."]
    assert summaries(desk, "adviser") == summaries(desk, "nobody") == []


def test_nothing_new_is_nothing_told(desk: Desk, watch: Watch) -> None:
    letter(desk)
    at(watch, 18)
    desk.work_off()
    at(watch, 18)
    desk.work_off()
    assert len(summaries(desk, "member")) == 1
    letter(desk, "post.published:2")
    at(watch, 18)
    desk.work_off()
    assert summaries(desk, "member")[1:] == ["Hôm nay trong nhóm: 1 thư mới."]


def test_she_chooses_the_hour_or_none(desk: Desk, watch: Watch) -> None:
    def wish(work: Work) -> None:
        common: dict[str, Any] = {"changed_at": work.now}
        work.session.add_all(
            [
                NoticePreference(person_id=desk.scene.persons["member"], daily_hour=7, **common),
                NoticePreference(person_id=desk.scene.persons["chair"], daily=False, **common),
            ]
        )

    desk.run("stranger", wish)
    letter(desk)
    at(watch, 6)
    desk.work_off()
    assert summaries(desk, "member") == []
    at(watch, 7, days=0)
    desk.work_off()
    assert len(summaries(desk, "member")) == 1
    at(watch, 18, days=0)
    desk.work_off()
    assert (len(summaries(desk, "member")), summaries(desk, "chair")) == (1, [])


def test_hours_that_nobody_worked_are_made_up_for(desk: Desk, watch: Watch) -> None:
    letter(desk)
    at(watch, 20)
    desk.work_off()
    assert len(summaries(desk, "member")) == 1


def test_many_persons_are_told_piece_by_piece(
    desk: Desk, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "AT_ONCE", 2)
    at(watch, 18)
    desk.work_off()
    told = [who for who in desk.scene.persons if summaries(desk, who)]
    board = {"chair", "vice_chair", "moderator", "membership", "editor", "contests", "questions"}
    assert set(told) == board | {f"other_{role}" for role in board}


def test_new_bulletins_reach_members_who_can_sign_in_and_work_that_waits_the_board(
    desk: Desk, scene: Scene, watch: Watch
) -> None:
    published(desk)
    complaint(desk)

    def letters(work: Work) -> None:
        member = members.again(work.session, scene.members["member"])
        threads.begin(work, member, private=True, words="Chồng em đánh em.")
        threads.begin(work, member, private=False, words="Học yoga ở đâu ạ?")

    desk.run("stranger", letters)
    at(watch, 18)
    desk.work_off()
    assert summaries(desk, "member") == ["Hôm nay trong nhóm: 1 tin mới của Ban Quản trị."]
    assert summaries(desk, "moderator") == [
        "Hôm nay trong nhóm: 1 tin mới của Ban Quản trị; 4 việc chờ Ban Quản trị; "
        "1 thư hỏi chờ trả lời; 1 việc gỡ nội dung chưa xong."
    ]
    assert summaries(desk, "nobody") == []
    at(watch, 18)
    desk.work_off()
    assert len(summaries(desk, "member")) == 1


def test_it_names_nothing_private_and_leaves_by_e_mail_alone(
    desk: Desk, scene: Scene, watch: Watch
) -> None:
    desk.database.settings = desk.database.settings.model_copy(
        update={
            "smtp_url": "smtp://127.0.0.1:9",
            "mail_from": "a@b.vn",
            "sms_url": "http://127.0.0.1:9",
        }
    )

    def wish(work: Work) -> None:
        work.session.add(
            NoticePreference(
                person_id=scene.persons["member"],
                email="a@thu.example",
                email_confirmed_at=work.now,
                changed_at=work.now,
            )
        )

    desk.run("stranger", wish)
    letter(desk)
    at(watch, 18)
    desk.work_off()
    found = desk.database.read_now(lambda s: list(s.execute(select(Delivery, Notice).join(Notice))))
    assert [(delivery.channel, notice.kind) for delivery, notice in found] == [("email", DAILY)]
    assert "Vườn rau" not in found[0][1].outside_text
    assert "1 thư mới" in found[0][1].outside_text


def test_the_demonstration_is_left_out_for_who_serves_a_real_community(
    desk: Desk, watch: Watch
) -> None:
    def arrange(work: Work) -> None:
        communities.get(work.session, OTHER).demo = True

    desk.run("stranger", arrange)
    at(watch, 18)
    desk.work_off()
    assert summaries(desk, "other_chair") == ["Hôm nay trong nhóm: 1 việc chờ Ban Quản trị."]


def test_the_inbox_links_to_the_thing_and_is_read_at_once(
    desk: Desk, scene: Scene, watch: Watch
) -> None:
    letter(desk)
    desk.run("moderator", decisions.approve, scene.members["hoa"], Decision())
    page = desk.run("member", letterbox.page, Page(20, None, str))
    assert (page.unread, page.items[0].path) == (1, "/posts/p1")
    desk.run("member", letterbox.mark_all_read)
    assert desk.run("member", letterbox.page, Page(20, None, str)).unread == 0
