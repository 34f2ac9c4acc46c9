"""Needs in a browser and for programs: the box, its faults, gathering, the month."""

from __future__ import annotations

from collections.abc import Callable

from starlette.testclient import TestClient

from tests.factories import HOME

As = Callable[..., TestClient]
ROOT = f"/communities/{HOME}"


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


def test_the_home_page_shows_the_box_to_members_alone(as_: As, browser_of: As) -> None:
    as_("chair").post(
        f"{ROOT}/need-themes",
        json={"month": "2026-11", "title": "Sức khỏe", "question": "Chị mong gì?"},
    )
    assert "Tôi mong…" in browser_of("member").get(ROOT).text
    assert "Tôi mong…" not in browser_of().get(ROOT).text
    assert as_("nobody").get(ROOT).json()["need_box"] is None
