"""Needs in a browser and for programs: the box, its faults, gathering, the month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import update
from starlette.testclient import TestClient

from app.models.needs import NeedAction
from tests.factories import HOME

As = Callable[..., TestClient]
ROOT = f"/communities/{HOME}"


def gathered(as_: As, title: str) -> dict[str, Any]:
    need = as_("member").post(f"{ROOT}/needs", json={"text": f"Mong {title}"}).json()["id"]
    made = as_("editor").post(f"{ROOT}/need-topics", json={"title": title, "needs": [need]})
    return made.json()  # type: ignore[no-any-return]


def test_from_a_need_to_the_answer_that_she_reads(as_: As, browser_of: As) -> None:
    hers, desk = as_("member"), as_("editor")
    made = hers.post(f"{ROOT}/needs", json={"text": "Mong có <b>lớp</b> nấu ăn", "hidden": True})
    assert made.status_code == 201, made.text
    listed = desk.get(f"{ROOT}/need-list").json()
    assert [(one["author"], one["hidden"]) for one in listed["items"]] == [("", True)]
    need = made.json()["id"]
    topic = desk.post(f"{ROOT}/need-topics", json={"title": "Lớp nấu ăn", "needs": [need]}).json()
    answered = desk.post(
        f"/need-topics/{topic['id']}/answers",
        json={"state": "not_possible", "text": "Chưa mở được", "reason": "Đang sửa nhà văn hóa"},
    )
    assert answered.status_code == 200, answered.text
    page = browser_of("member").get(f"{ROOT}/need-answers").text
    for words in ("Lớp nấu ăn", "Chưa làm được", "Đang sửa nhà văn hóa", "ít người nói"):
        assert words in page
    assert "&lt;b&gt;lớp" in browser_of("member").get(f"{ROOT}/needs").text


def test_the_form_comes_back_as_it_was_typed(as_: As, browser_of: As) -> None:
    hers = browser_of("member")
    long = "Mong " + "x" * 1000
    answer = hers.post(f"{ROOT}/needs", data={"text": long, "hidden": "true"})
    assert answer.status_code == 422
    assert long in answer.text
    assert 'value="true" checked' in answer.text
    assert as_("member").post(f"{ROOT}/needs", json={"text": "   "}).status_code == 422


def test_a_browser_goes_back_to_the_box_and_to_the_private_thread(browser_of: As) -> None:
    hers = browser_of("member")
    sent = hers.post(f"{ROOT}/needs", data={"text": "Mong vui"})
    assert (sent.status_code, sent.headers["location"]) == (303, f"{ROOT}/needs?done=need-sent")
    words = "Mong thoát cảnh chồng đánh đập tôi hằng đêm"
    away = hers.post(f"{ROOT}/needs", data={"text": words})
    assert away.headers["location"].startswith("/questions/")
    assert words not in browser_of("chair").get(f"{ROOT}/need-list?view=all").text


def test_the_desk_form_is_filled_again_and_gathers_several(as_: As, browser_of: As) -> None:
    hers, desk = as_("member"), as_("membership")
    ids = [hers.post(f"{ROOT}/needs", json={"text": f"Mong {n}"}).json()["id"] for n in "ab"]
    page = browser_of("membership")
    wrong = page.post(f"{ROOT}/need-topics", data={"needs": ids, "title": ""})
    assert wrong.status_code == 422
    assert wrong.text.count(" checked") == 2
    right = page.post(f"{ROOT}/need-topics", data={"needs": ids, "title": "Vui"})
    assert right.status_code == 303
    assert "Mong a" in page.get(right.headers["location"]).text
    assert desk.get(f"{ROOT}/need-list").json()["items"] == []


def test_without_a_need_that_is_ticked_nothing_is_gathered(as_: As, browser_of: As) -> None:
    as_("member").post(f"{ROOT}/needs", json={"text": "Mong học bơi"})
    page = browser_of("editor")
    wrong = page.post(f"{ROOT}/need-topics", data={"title": "Không ai xin"})
    assert wrong.status_code == 422
    assert wrong.text.index("Chị chưa chọn lời nào") < wrong.text.index("Mong học bơi")
    assert 'value="Không ai xin"' in wrong.text
    bare = page.post(f"{ROOT}/need-topics", data={"title": ""}).text
    for words in ("Chị chưa chọn lời nào", "Xin đặt tên cho chủ đề mới"):
        assert words in bare
    for body in ({}, {"title": "Không ai xin"}, {"title": "Không ai xin", "needs": []}):
        refused = as_("editor").post(f"{ROOT}/need-topics", json=body)
        assert refused.status_code == 422
        assert "/needs" in {one["pointer"] for one in refused.json()["errors"]}
    assert as_("member").get(f"{ROOT}/needs").json()["topics"] == []


def test_the_home_page_shows_the_box_to_members_alone(as_: As, browser_of: As) -> None:
    as_("chair").post(
        f"{ROOT}/need-themes",
        json={"month": "2026-11", "title": "Sức khỏe", "question": "Chị mong gì?"},
    )
    assert "Tôi mong…" in browser_of("member").get(ROOT).text
    assert "Tôi mong…" not in browser_of().get(ROOT).text
    assert as_("nobody").get(ROOT).json()["need_box"] is None


def test_the_box_has_its_way_out_and_honest_words(browser_of: As) -> None:
    page = browser_of("member").get(f"{ROOT}/needs").text
    for words in ("Thoát nhanh", "Giấu tên tôi", "biết tên chị và trả lời riêng chị"):
        assert words in page


def test_a_browser_corrects_an_answer_and_keeps_what_was_typed(as_: As, browser_of: As) -> None:
    desk, page = as_("editor"), browser_of("editor")
    topic = gathered(as_, "Lớp nấu ăn")["id"]
    no = {"state": "not_possible", "text": "Chưa mở được", "reason": "Đang sửa"}
    made = desk.post(f"/need-topics/{topic}/answers", json=no).json()
    here, version = f"/need-answers/{made['answers'][0]['id']}", made["version"]
    assert "Đang sửa" in page.get(here).text
    typed = {"_method": "PATCH", "version": version, "text": "Lời viết lại"}
    assert page.post(here, data=typed | {"text": ""}).status_code == 422
    wrong = page.post(here, data=typed | {"reason": ""})
    assert wrong.status_code == 422
    assert "Lời viết lại" in wrong.text
    right = page.post(here, data=typed | {"reason": "Hết kinh phí"})
    assert right.headers["location"] == f"/need-topics/{topic}?done=saved"
    shown = browser_of("member").get(f"/need-topics/{topic}").text
    assert "Hết kinh phí" in shown
    assert "Chưa mở được" not in shown
    old = page.post(here, data={"_method": "DELETE"})
    assert old.status_code == 409
    assert "Lời này không còn là lời mới nhất" in old.text


def test_a_faulty_task_opens_its_own_form_again(as_: As, browser_of: As) -> None:
    topic = gathered(as_, "Lớp nấu ăn")["id"]
    task = {"kind": "task", "title": "Mượn bếp", "owner": "", "due_on": "2026-12-20"}
    wrong = browser_of("editor").post(f"/need-topics/{topic}/actions", data=task)
    assert wrong.status_code == 422
    assert '<details class="confirm" open>' in wrong.text
    assert 'value="Mượn bếp"' in wrong.text


def test_she_takes_her_words_back_in_a_browser(as_: As, browser_of: As) -> None:
    need = as_("member").post(f"{ROOT}/needs", json={"text": "Mong học bơi"}).json()["id"]
    hers = browser_of("member")
    assert f"/needs/{need}/withdrawal" in hers.get(f"{ROOT}/needs").text
    assert "Mong học bơi" in hers.get(f"/needs/{need}/withdrawal").text
    gone = hers.post(f"/needs/{need}/withdrawal")
    assert gone.headers["location"] == f"{ROOT}/needs?done=need-withdrawn"
    assert hers.get(f"/needs/{need}/withdrawal").status_code == 404
    assert as_("chair").get(f"/needs/{need}/care").status_code == 404


def test_the_desk_page_and_today_lead_to_what_waits(as_: As, browser_of: As, app: Any) -> None:
    need = as_("member").post(f"{ROOT}/needs", json={"text": "Mong học bơi"}).json()["id"]
    desk = browser_of("chair")
    assert f'href="{ROOT}/need-list"' in desk.get(f"{ROOT}/today").text
    assert f"/needs/{need}/care" in desk.get(f"{ROOT}/need-list").text
    away = desk.post(f"/needs/{need}/care")
    assert away.headers["location"] == f"{ROOT}/need-list?done=care"
    made = gathered(as_, "Học bơi")
    task = {"kind": "task", "title": "Hỏi bể bơi", "due_on": "2026-12-20"}
    owner = made["owners"][0]["id"]
    as_("chair").post(f"/need-topics/{made['id']}/actions", json=task | {"owner": owner})
    over = update(NeedAction).values(due_on=date(2020, 1, 1))
    app.state.house.database.write_now(lambda s: s.execute(over))
    page = desk.get(f"{ROOT}/need-desk").text
    for words in ("Học bơi", "Hỏi bể bơi", "Quá ngày", "Mọi lời đã gom"):
        assert words in page
    assert "việc từ lời chị em" in desk.get(f"{ROOT}/today").text
