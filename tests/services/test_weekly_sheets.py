"""The weekly sheet: five figures, three things, the next week; frozen once it is settled."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import delete
from sqlmodel import col

from app import content
from app.domain import weeks
from app.domain.calendar import Memorial
from app.domain.paging import Page
from app.domain.refusals import Conflict, Forbidden, Hidden
from app.integrations import sheet_picture
from app.models.duty import DutyDay
from app.models.review import ReviewItem
from app.schemas.members import Decision
from app.schemas.weekly_sheets import Settlement, WeeklySheetChange
from app.services import decisions, threads, weekly_sheets
from app.services.posts import deciding
from app.store import members
from app.store.actors import Work
from tests.conftest import Watch
from tests.factories import HOME, Scene
from tests.services.desk import Desk, because
from tests.services.test_bulletins import published, scheduled
from tests.services.test_posts import written
from tests.services.test_takedowns import receive


@pytest.fixture
def week(desk: Desk) -> str:
    return desk.run("stranger", lambda work: weeks.name(work.today))


def counted(desk: Desk, week: str, who: str = "chair") -> dict[str, int | None]:
    return {f.key: f.count for f in desk.run(who, weekly_sheets.read, HOME, week).figures}


def test_it_counts_the_week_and_knows_what_it_cannot_count(
    desk: Desk, scene: Scene, week: str
) -> None:
    desk.run("moderator", decisions.approve, scene.members["hoa"], Decision())
    found = counted(desk, week)
    assert list(found) == ["new_members", "posts", "answered_in_time", "wishes", "overdue"]
    assert (found["new_members"], found["overdue"]) == (2, 0)
    assert found["posts"] == 0
    assert found["wishes"] is found["answered_in_time"] is None
    last_week = desk.run("stranger", lambda work: weeks.name(work.today - weeks.WEEK))
    assert counted(desk, last_week)["new_members"] == 0


def test_the_most_urgent_three_wait_with_who_answers(desk: Desk, scene: Scene, week: str) -> None:
    def on_duty(work: Work) -> None:
        for days in (0, 7 - work.today.weekday()):
            work.session.merge(
                DutyDay(
                    community_id=scene.communities[HOME],
                    day=work.today + timedelta(days=days),
                    main_id=scene.persons["questions"],
                    substitute_id=scene.persons["editor"],
                    fixed_work="tin Hội",
                )
            )

    desk.run("stranger", on_duty)
    sheet = desk.run("adviser", weekly_sheets.read, HOME, week)
    assert len(sheet.matters) == 3
    assert {matter.owner for matter in sheet.matters} == {"Nguyễn Thị questions"}
    assert all(matter.href and matter.href.startswith("/members/") for matter in sheet.matters)
    assert [day.text for day in sheet.calendar] == [
        "Trực: Nguyễn Thị questions; trực thay: Nguyễn Thị editor; tin Hội"
    ]
    assert not sheet.may_write


def test_it_counts_what_came_out_and_shows_what_comes(desk: Desk, week: str) -> None:
    published(desk)
    post = written(desk)
    desk.run("moderator", deciding.approve, post.id, Decision())
    gone = published(desk)
    desk.run("chair", deciding.remove, gone.id, because("Nguồn không đúng."))
    days = 8 - desk.run("stranger", lambda work: work.today.weekday())
    due = scheduled(desk, hours=24 * days, title="Đi bộ quanh hồ")
    sheet = desk.run("chair", weekly_sheets.read, HOME, week)
    assert {f.key: f.count for f in sheet.figures}["posts"] == 2
    (line,) = [day for day in sheet.calendar if day.href == f"/posts/{due.id}"]
    assert line.text.endswith(": Đi bộ quanh hồ")
    assert line.text.startswith("Tin hẹn lúc ")


def test_memorial_days_of_the_next_week_stand_in_its_calendar(
    desk: Desk, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = desk.run("stranger", lambda work: work.today) + timedelta(days=7)
    feast = Memorial("Ngày của tổ thêu", day.month, day.day)
    monkeypatch.setattr(content, "memorials", lambda: (feast,))
    name = desk.run("stranger", lambda work: weeks.name(work.today))
    sheet = desk.run("adviser", weekly_sheets.read, HOME, name)
    assert [(line.day, line.text) for line in sheet.calendar] == [
        (day, "Ngày đáng nhớ: Ngày của tổ thêu")
    ]


def test_posts_letters_and_takedowns_wait_too_and_nothing_of_the_closed_circle(
    desk: Desk, scene: Scene, week: str, watch: Watch
) -> None:
    def close_files(work: Work) -> None:
        member = members.again(work.session, scene.members["member"])
        threads.begin(work, member, private=True, words="Chồng em đánh em.")
        threads.begin(work, member, private=False, words="Học yoga ở đâu ạ?")
        work.session.execute(delete(ReviewItem).where(col(ReviewItem.kind) == "member"))

    desk.run("stranger", close_files)
    title = "Chuyện riêng của chị Lan"
    post = written(desk, "member", title=title)
    request = receive(desk)
    watch.forward(days=3)
    sheet = desk.run("adviser", weekly_sheets.read, HOME, week)
    assert [matter.text.partition(",")[0] for matter in sheet.matters] == [
        f"Việc gỡ nội dung số {request.code}",
        "Bài chờ duyệt",
        "Thư hỏi Ban Quản trị",
    ]
    places = [matter.href for matter in sheet.matters if matter.href]
    assert places[:2] == [f"/takedowns/{request.id}", f"/posts/{post.id}"]
    assert sheet.matters[0].owner == "Nguyễn Thị moderator"
    said = sheet.model_dump_json()
    assert title not in said
    assert "Chồng em" not in said
    found = {f.key: f.count for f in sheet.figures}
    assert found["overdue"] == 2


def test_settled_it_stays_as_it_stood(desk: Desk, scene: Scene, week: str) -> None:
    body = WeeklySheetChange(
        praise="Lớp yoga vui", suggestion="Bài dài quá", matter_1="Gọi chị Hoa", owner_1="Kim Ân"
    )
    written = desk.run("editor", weekly_sheets.change, HOME, week, body)
    assert [(m.text, m.owner) for m in written.matters] == [("Gọi chị Hoa", "Kim Ân")]
    settled = desk.run(
        "chair", weekly_sheets.settle, HOME, week, Settlement(version=written.version)
    )
    assert settled.settled_by == "Nguyễn Thị chair"
    desk.run("moderator", decisions.approve, scene.members["hoa"], Decision())
    again = desk.run("adviser", weekly_sheets.read, HOME, week)
    assert (again.figures, again.matters, again.praise) == (
        settled.figures,
        settled.matters,
        "Lớp yoga vui",
    )
    deeds: tuple[tuple[Any, Any], ...] = (
        (weekly_sheets.change, WeeklySheetChange(praise="x")),
        (weekly_sheets.settle, Settlement()),
    )
    for deed, body_of in deeds:
        with pytest.raises(Conflict) as caught:
            desk.run("chair", deed, HOME, week, body_of)
        assert caught.value.code == "sheet-settled"
        assert caught.value.facts["decided_by"] == "Nguyễn Thị chair"
    assert desk.faults() == []


def test_an_older_version_changes_nothing(desk: Desk, week: str) -> None:
    first = desk.run("chair", weekly_sheets.change, HOME, week, WeeklySheetChange(praise="một"))
    with pytest.raises(Conflict, match="stale-version"):
        desk.run(
            "editor",
            weekly_sheets.change,
            HOME,
            week,
            WeeklySheetChange(praise="hai", version=first.version - 1),
        )
    assert desk.run("chair", weekly_sheets.read, HOME, week).praise == "một"


def test_who_may(desk: Desk, week: str) -> None:
    with pytest.raises(Forbidden):
        desk.run("adviser", weekly_sheets.settle, HOME, week, Settlement())
    with pytest.raises(Forbidden):
        desk.run("member", weekly_sheets.read, HOME, week)
    with pytest.raises(Forbidden):
        desk.run("other_chair", weekly_sheets.read, HOME, week)


@pytest.mark.parametrize("week", ["2026-W99", "khong-co", "2099-W01"])
def test_a_week_that_is_none_or_has_not_begun_is_hidden(desk: Desk, week: str) -> None:
    with pytest.raises(Hidden):
        desk.run("chair", weekly_sheets.read, HOME, week)


def test_the_list_shows_what_was_written_newest_first(desk: Desk, week: str, watch: Watch) -> None:
    earlier = desk.run("stranger", lambda work: weeks.name(work.today - weeks.WEEK))
    for name in (earlier, week):
        desk.run("chair", weekly_sheets.change, HOME, name, WeeklySheetChange(praise="x"))
    found = desk.run("adviser", weekly_sheets.page, HOME, Page(20, None, str))
    assert [line.week for line in found.items] == [week, earlier]
    assert found.current == earlier


def test_it_becomes_one_picture_with_every_vietnamese_letter(desk: Desk, week: str) -> None:
    body = WeeklySheetChange(
        praise="Ắ Ằ Ẳ Ẵ Ặ Ế Ề Ể Ễ Ệ Ố Ồ Ổ Ỗ Ộ Ớ Ờ Ở Ỡ Ợ Ứ Ừ Ử Ữ Ự Ỳ Ỵ Ỷ Ỹ Đ " * 4,
        conclusion="dài " * 240,
    )
    sheet = desk.run("chair", weekly_sheets.change, HOME, week, body)
    picture = Image.open(io.BytesIO(sheet_picture.draw(sheet)))
    assert (picture.format, picture.size) == ("PNG", (1240, 1754))
    missing = sheet_picture.font(40, bold=False, vietnamese=True).getmask("\uffff").getbbox()
    for letter in "ẮằẳẵặẾềểễệỐồổỗộỚờởỡợỨừửữựỲỵỷỹĐđĂăƠơƯưĨĩŨũ":
        drawn = sheet_picture.font(40, bold=False, vietnamese=sheet_picture.is_vietnamese(letter))
        assert drawn.getmask(letter).getbbox() not in (None, missing), letter
    lines = sheet_picture.wrapped("x" * 500, 26, 300)
    assert all(sheet_picture.length(line, 26) <= 300 for line in lines)
