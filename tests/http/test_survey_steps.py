"""Answering on a poor phone over HTTP: steps of a form, pictures, the worker of the queue."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.db import Database
from app.models.surveys import Survey
from app.store.pictures import find
from tests import samples, surveys
from tests.factories import HOME, Scene, work_of
from tests.http.test_pictures import lying, settle
from tests.survey_desk import personal_link

FORM: dict[str, Any] = {
    "title": "Chị cần gì?",
    "questions": [
        {"key": "s1", "type": "section", "text": "Về chị"},
        surveys.question("one", required=True),
        {"key": "s2", "type": "section", "text": "Điều chị cần"},
        surveys.question("more", "short_text"),
        surveys.question("photo", "file"),
    ],
}


@pytest.fixture
def make(database: Database, scene: Scene) -> Callable[..., str]:
    def made(form: Any = FORM, **more: Any) -> str:
        return database.write_now(lambda s: surveys.survey(work_of(s), scene, form, **more).id)

    return made


def fields(page: str) -> dict[str, str]:
    """What the form of the survey holds in its hidden fields."""
    form = page.partition("data-survey")[2].partition("</form>")[0]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in found}


def address(page: str, button: str) -> str:
    found = re.search(rf'value="{button}" formaction="([^"]+)" data-', page)
    assert found
    return html.unescape(found[1])


def test_a_personal_link_is_answered_step_by_step_and_nothing_typed_is_lost(
    browser_of: Callable[..., TestClient], make: Callable[..., str], database: Database
) -> None:
    """A stranger, who has no cookie, without a script."""
    form = {**FORM, "questions": FORM["questions"][:-1]}
    survey, stranger = make(form, identity="token"), browser_of()

    def link(session: Any) -> str:
        work = work_of(session)
        of = session.get_one(Survey, survey)
        return personal_link(work, of, work.now + timedelta(hours=1), "hers")

    database.write_now(link)
    page = stranger.get(f"/surveys/{survey}/responses/new?token=hers").text
    typed = {**fields(page), "answers.more": "Chuyện dài của tôi", "go": "next"}
    wrong = stranger.post(address(page, "next"), data=typed)
    assert wrong.status_code == 422
    assert "Xin chị trả lời câu này." in wrong.text
    assert "Chuyện dài của tôi" in wrong.text
    kept = stranger.post(address(wrong.text, "next"), data={**typed, "answers.one": "a"})
    assert kept.status_code == 303
    page = stranger.get(kept.headers["location"]).text
    assert 'value="Chuyện dài của tôi"' in page
    assert fields(page)["_step"] == "1"
    kept = stranger.post(
        address(page, "next"), data={**fields(page), "answers.one": "a", "go": "next"}
    )
    page = stranger.get(kept.headers["location"]).text
    assert "Chị đã đi hết các phần." in page
    whole = {**fields(page), "answers.one": "z", "answers.more": "Chuyện dài của tôi"}
    action = re.search(r'<form class="form" action="([^"]+)"', page)
    assert action
    wrong = stranger.post(html.unescape(action[1]), data=whole)
    assert wrong.status_code == 422
    assert fields(wrong.text)["_step"] == "0"
    assert "Chuyện dài của tôi" in wrong.text
    sent = stranger.post(html.unescape(action[1]), data={**whole, "answers.one": "a"})
    assert sent.headers["location"] == f"/surveys/{survey}/responses/thanks"


def test_one_part_that_grows_is_asked_for_the_rest_before_it_is_sent(
    browser_of: Callable[..., TestClient], make: Callable[..., str]
) -> None:
    grows = surveys.question("two", show_if={"question": "one", "is": "a"})
    form = {"title": "Chị cần gì?", "questions": [surveys.question("one"), grows]}
    page = browser_of("member").get(f"/surveys/{make(form)}/responses/new").text
    assert '<div class="buttons" data-send hidden>' in page
    assert "data-next>" in page


def test_a_picture_goes_with_an_answer_by_name(
    as_: Callable[..., TestClient],
    browser_of: Callable[..., TestClient],
    make: Callable[..., str],
    database: Database,
) -> None:
    survey, browser = make(), browser_of("member")
    page = browser.get(f"/surveys/{survey}/responses/new?step=1").text
    asked = browser.post(
        f"/surveys/{survey}/steps/1",
        data={**fields(page), "answers.one": "a", "answers.more": "Ảnh nhà tôi", "file": "photo"},
    )
    assert asked.headers["location"] == f"/surveys/{survey}/files/new?question=photo"
    assert "Câu photo?" in browser.get(asked.headers["location"]).text
    path = f"/surveys/{survey}/files"

    def send(content: bytes) -> Any:
        return browser.post(
            f"{path}?question=photo",
            data={"question": "photo"},
            files=[("files", ("a.jpg", content))],
        )

    taken = send(samples.jpeg())
    assert taken.status_code == 303, taken.text
    settle(browser)
    page = browser.get(taken.headers["location"]).text
    assert 'value="Ảnh nhà tôi"' in page
    found = re.search(r'name="answers.photo" value="(\w+)" checked', page)
    assert found
    answers = {"one": "a", "photo": found[1]}
    sent = as_("member").post(f"/surveys/{survey}/responses", json={"answers": answers})
    assert sent.status_code == 201, sent.text
    picture: Any = database.read_now(lambda s: find(s, found[1]))
    assert (picture.subject_type, picture.subject_id) == ("survey_response", sent.json()["id"])


def test_a_file_that_is_no_picture_is_refused_in_words_and_not_kept(
    browser_of: Callable[..., TestClient], make: Callable[..., str], settings: Any
) -> None:
    survey, browser = make(), browser_of("member")
    path, before = f"/surveys/{survey}/files", lying(settings)

    def send(to: str, name: str, content: bytes, question: str = "photo") -> Any:
        return browser.post(
            f"{to}?question={question}",
            data={"question": question},
            files=[("files", (name, content))],
        )

    wrong = send(path, "anh.jpg", b"MZ\x90\x00 khong phai anh")
    assert wrong.status_code == 422
    assert "anh.jpg" in wrong.text
    assert "Câu photo?" in wrong.text
    whole = samples.noise(400, 300)
    half = send(path, "nua.jpg", whole[: len(whole) // 2])
    assert half.status_code == 422
    assert "“nua.jpg” bị hỏng hoặc chưa chép hết" in half.text
    assert send(path, "anh.jpg", b"\xff" * (29 * 1024 * 1024)).status_code == 413
    assert send(path, "a.jpg", samples.jpeg(), "one").status_code == 422
    hidden = f"/surveys/{make(identity='anonymous')}/files"
    named = send(hidden, "a.jpg", samples.jpeg())
    assert named.status_code == 422
    assert "không gửi kèm ảnh được" in named.text
    assert lying(settings) == before


def test_somebody_elses_picture_is_refused_beside_its_question(
    as_: Callable[..., TestClient], make: Callable[..., str]
) -> None:
    made = as_("chair").post(
        f"/communities/{HOME}/pictures", files=[("files", ("a.jpg", samples.jpeg()))]
    )
    answers = {"one": "a", "photo": made.json()["pictures"][0]["id"]}
    sent = as_("member").post(f"/surveys/{make()}/responses", json={"answers": answers})
    assert sent.status_code == 422
    assert [(one["pointer"], one["code"]) for one in sent.json()["errors"]] == [
        ("/answers/photo", "picture-unusable")
    ]


def written(board: TestClient, questions: list[dict[str, Any]], identity: str) -> Any:
    body = {"identity": identity, "schema": {"title": "Chị cần gì?", "questions": questions}}
    made = board.post(f"/communities/{HOME}/surveys", json=body)
    return board.post(f"/surveys/{made.json()['id']}/publication", json={})


@pytest.mark.parametrize("identity", ["token", "anonymous"])
def test_nobody_is_asked_for_a_picture_where_nobody_is_named(
    as_: Callable[..., TestClient], identity: str
) -> None:
    out = written(as_("contests"), [surveys.question("photo", "file")], identity)
    assert (out.status_code, out.json()["code"]) == (422, "survey-file-unnamed")
    assert "Ảnh cho biết ai đã gửi" in out.json()["detail"]


def test_pictures_to_choose_from_are_shown_to_those_who_may_answer(
    as_: Callable[..., TestClient], browser_of: Callable[..., TestClient]
) -> None:
    board, member = as_("contests"), browser_of("member")
    made = board.post(f"/communities/{HOME}/pictures", files=[("files", ("a.jpg", samples.jpeg()))])
    settle(board)
    picture = made.json()["pictures"][0]["id"]
    assert as_("member").get(f"/pictures/{picture}/small").status_code == 404
    options = [{"key": "a", "text": "Lớp học", "picture": picture}, {"key": "b", "text": "Khác"}]
    asked = [{"key": "q", "type": "image_choice", "text": "Chị thích gì?", "options": options}]
    out = written(board, asked, "identified")
    assert out.status_code == 200, out.text
    assert as_("member").get(f"/pictures/{picture}/small").status_code == 200
    page = member.get(f"/surveys/{out.json()['id']}/responses/new").text
    assert f'src="/pictures/{picture}/small"' in page
    again = written(board, asked, "identified")
    assert (again.status_code, again.json()["code"]) == (422, "survey-picture-unusable")


def test_sensitive_surveys_have_a_way_out_and_numbers_of_help(
    browser_of: Callable[..., TestClient], make: Callable[..., str]
) -> None:
    member = browser_of("member")
    beaten = surveys.question("hit", "yes_no", text="Chồng chị có đánh chị không?")
    for survey, private in (
        (make(), False),
        (make(identity="anonymous"), True),
        (make({"title": "Chị có khỏe không?", "questions": [beaten]}), True),
    ):
        for page in ("new", "thanks"):
            shown = member.get(f"/surveys/{survey}/responses/{page}").text
            assert ("Thoát nhanh" in shown) is private
            assert ("tel:113" in shown) is private


def test_the_worker_is_asked_for_each_time_and_serves_surveys_alone(client: TestClient) -> None:
    worker = client.get("/sw.js")
    assert worker.status_code == 200
    assert worker.headers["content-type"] == "text/javascript; charset=utf-8"
    assert worker.headers["cache-control"] == "no-cache"
    assert worker.headers["service-worker-allowed"] == "/surveys/"
    script = re.match(r'importScripts\("([^"]+)"\);', worker.text)
    assert script
    assert client.get(script[1]).status_code == 200


def test_what_waits_is_known_to_the_phone_alone(browser_of: Callable[..., TestClient]) -> None:
    shown = browser_of().get("/surveys/waiting")
    assert shown.status_code == 200
    assert "chỉ trên máy này" in shown.text
