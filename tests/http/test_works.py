"""Works in a browser and over the wire, as everyone meets them; without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.db import Database
from app.models.contests import Contest
from tests import samples
from tests import works as place
from tests.factories import HOME, Scene, work_of

As = Callable[..., TestClient]


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(html))


@pytest.fixture
def contest(database: Database, scene: Scene) -> str:
    return database.write_now(
        lambda s: place.contest(work_of(s), scene, needs="pictures", children=True).id
    )


@pytest.fixture
def accepted(database: Database, scene: Scene, contest: str) -> str:
    """A work of Hoa's, C7, that takes part; the editor is on the jury."""

    def make(session: Any) -> str:
        work = work_of(session)
        of = session.get_one(Contest, contest)
        place.office(work, of, scene.persons["editor"])
        member = place.entrant(work, scene, "hoa")
        return place.piece(work, of, member, 7, story_html="<p>Một chuyện</p>").id

    return database.write_now(make)


def typed(**more: Any) -> dict[str, Any]:
    said = {"title": "Áo dài <b>mẹ</b>", "shows": "adult", "people_agree": "true"}
    return {**said, "is_own": "true", **more}


def sends(browser: TestClient, contest: str, content: bytes, **more: Any) -> Any:
    return browser.post(
        f"/contests/{contest}/works",
        data=typed(**more),
        files=[("files", ("anh.png", content, "image/png"))],
    )


def test_a_form_without_javascript_sends_a_work_with_its_picture(
    browser_of: As, contest: str
) -> None:
    her = browser_of("member")
    page = words(her.get(f"/contests/{contest}/works/new").text)
    assert "Hội không thu phí dự thi" in page
    made = sends(her, contest, samples.png(30, 20))
    assert made.status_code == 303
    where, _, done = made.headers["location"].partition("?")
    assert done == "done=work-sent"
    page = her.get(f"{where}?{done}").text
    assert "Áo dài &lt;b&gt;mẹ&lt;/b&gt;" in page
    assert "C1" in page
    board = browser_of("moderator")
    assert "C1" in board.get(f"/communities/{HOME}/review").text
    desk = words(board.get(where).text)
    assert "Nhận vào cuộc thi" in desk
    assert "Nguyễn Thị member" in desk
    assert board.post(f"{where}/approval").status_code == 303
    listed = words(browser_of("adviser").get(f"/contests/{contest}/works").text)
    assert "C1" in listed
    assert "Nguyễn Thị member" not in listed


@pytest.mark.parametrize(
    ("content", "more", "said"),
    [
        (b"%PDF-1.4", {}, "không phải"),
        (samples.png(9, 9), {"people_agree": ""}, "phải đồng ý"),
        (samples.png(9, 9), {"is_own": ""}, "xác nhận bài do mình làm"),
        (samples.png(9, 9), {"video": "https://evil.example/1"}, "YouTube"),
        (samples.png(9, 9), {"shows": "child"}, "Bố mẹ hoặc người giám hộ"),
        (samples.png(9, 9), {"title": ""}, "đặt tên"),
    ],
)
def test_a_wrong_form_comes_back_as_it_was_typed(
    browser_of: As, contest: str, content: bytes, more: dict[str, Any], said: str
) -> None:
    answer = sends(browser_of("member"), contest, content, statement="Lời của tôi", **more)
    assert answer.status_code == 422
    page = words(answer.text)
    assert "Lời của tôi" in page
    assert 'class="error"' in page or "field-wrong" in page
    assert said in page


def test_a_draft_is_kept_and_sent_later(browser_of: As, contest: str) -> None:
    her = browser_of("member")
    made = her.post(f"/contests/{contest}/works", data={"title": "Nháp", "draft": "true"})
    where = made.headers["location"].partition("?")[0]
    edit = words(her.get(f"{where}/edit").text)
    assert "Nháp" in edit
    assert her.patch(where, json={"draft": True, "title": "Nháp 2"}).status_code in {200, 303}
    assert browser_of("chair").get(where).status_code == 404
    assert "Nháp 2" in her.get(f"/contests/{contest}/works").text
    missing = her.post(f"{where}/submission", data=typed(title="Nháp 2"))
    assert missing.status_code == 422
    assert "ít nhất một ảnh" in words(missing.text)


def test_a_vote_is_one_tap_and_tells_no_count(browser_of: As, accepted: str) -> None:
    her = browser_of("member")
    assert "Bình chọn bài này" in words(her.get(f"/works/{accepted}").text)
    assert her.post(f"/works/{accepted}/votes").status_code == 303
    page = words(her.get(f"/works/{accepted}").text)
    assert "Rút lượt bình chọn" in page
    assert "lượt bình chọn giữ kín" in page
    assert "1 lượt bình chọn" not in page
    assert her.post(f"/works/{accepted}/votes", data={"_method": "DELETE"}).status_code == 303
    assert "Bình chọn bài này" in words(her.get(f"/works/{accepted}").text)


def test_a_juror_marks_with_one_tap_and_reads_no_author(
    browser_of: As, contest: str, accepted: str
) -> None:
    juror = browser_of("editor")
    table = words(juror.get(f"/contests/{contest}/marks").text)
    assert "C7" in table
    marked = juror.post(f"/works/{accepted}/marks", data={"criterion": "k1", "points": "8"})
    assert marked.status_code == 303
    page = words(juror.get(f"/works/{accepted}/marks").text)
    assert "8 điểm, đã lưu" in page
    for shown in (table, page, words(juror.get(f"/works/{accepted}").text)):
        assert "Lê Thị Hoa" not in shown
    wrong = juror.post(f"/works/{accepted}/marks", data={"criterion": "k1", "points": "11"})
    assert wrong.status_code == 422
    near = juror.post(f"/works/{accepted}/conflict", data={"reason": "Chị gái tôi"})
    assert near.status_code == 303
    assert "Chị đã báo không chấm bài này" in words(juror.get(f"/works/{accepted}/marks").text)
    assert browser_of("chair").get(f"/works/{accepted}/marks").status_code == 409


def test_rules_votes_results_are_pages_of_their_own(
    browser_of: As, database: Database, contest: str, accepted: str
) -> None:
    keeper, here = browser_of("contests"), f"/contests/{contest}"
    assert "giám khảo 80%, bình chọn 20%" in words(keeper.get(f"{here}/work-rules").text)
    assert "giữ kín" in words(keeper.get(f"{here}/votes").text)
    assert "Rà soát bài gửi" in words(keeper.get(f"{here}/intake").text)
    database.write_now(lambda s: place.close(work_of(s), s.get_one(Contest, contest)))
    checked = keeper.post(f"{here}/vote-flags")
    assert checked.status_code == 303
    assert "Chưa thấy điều gì bất thường" in words(keeper.get(f"{here}/votes").text)
    assert keeper.post(f"{here}/work-results").status_code == 303
    page = words(keeper.get(f"{here}/work-results").text)
    assert "mới có 0 giám khảo" in page
    assert "Chưa công bố được" in page
    assert "Chưa có kết quả" in words(browser_of("member").get(f"{here}/work-results").text)
    stays = keeper.post(f"{here}/work-results/publication")
    assert stays.status_code == 409
    assert "chưa đủ giám khảo" in words(stays.text)
    assert accepted


def test_rules_are_written_by_a_form(browser_of: As, contest: str) -> None:
    keeper, here = browser_of("contests"), f"/contests/{contest}/work-rules"
    form = {
        "_method": "PUT",
        "needs": "video",
        "opens_at": "2026-01-01T00:00",
        "closes_at": "2099-01-01T00:00",
        "individual": "true",
        "criteria_text": "Ý tưởng: 40",
        "most_pictures": "3",
        "quorum": "2",
        "full_mark": "100",
        "vote_weight": "0",
    }
    assert keeper.post(here, data=form).status_code == 303
    page = words(keeper.get(here).text)
    assert "đường dẫn đến một video" in page
    assert "từ 0 đến 100" in page
    wrong = keeper.post(here, data={**form, "criteria_text": "Ý tưởng"})
    assert wrong.status_code == 422
    assert "Ý tưởng: 40" in words(wrong.text)


def test_likes_are_confirmed_by_another(browser_of: As, accepted: str) -> None:
    assert (
        browser_of("moderator").post(f"/works/{accepted}/likes", data={"likes": "12"}).status_code
        == 303
    )
    page = browser_of("chair").get(f"/works/{accepted}").text
    assert "Chờ người thứ hai" in words(page)
    (there,) = set(re.findall(r'action="(/like-snapshots/[^"]+)"', page))
    assert browser_of("chair").post(there).status_code == 303
    member = words(browser_of("member").get(f"/works/{accepted}").text)
    assert "12 lượt thích" in member
    assert "Đã có người xác nhận" in member
