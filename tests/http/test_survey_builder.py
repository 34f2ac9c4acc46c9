"""The editor of a survey's form in a browser without scripts, and its quotas."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from app import clock
from app.services import picture_files
from tests import samples
from tests.factories import HOME, work_of
from tests.http.test_pictures import settle
from tests.surveys import EVERY_TYPE, question

As = Callable[..., TestClient]
SURVEYS = f"/communities/{HOME}/surveys"


@pytest.fixture
def here(as_: As) -> str:
    """The address of a draft with every type."""
    made = as_("contests").post(SURVEYS, json={"identity": "identified", "schema": EVERY_TYPE})
    assert made.status_code == 201, made.text
    return f"/surveys/{made.json()['id']}"


def fields(page: str, action: str) -> dict[str, Any]:
    """What a browser sends of the form with this action, unchanged."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}"(.*?)</form>', page, re.DOTALL)
    assert form is not None, action
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form[1]):
        named = re.search(r' name="([^"]*)"', tag)
        if 'type="file"' in tag:
            continue
        if named and ('type="checkbox"' not in tag or " checked" in tag):
            value = re.search(r' value="([^"]*)"', tag)
            found.setdefault(named[1], []).append(unescape(value[1]) if value else "on")
    for name, text in re.findall(
        r'<textarea[^>]* name="([^"]*)"[^>]*>\n(.*?)</textarea>', form[1], re.DOTALL
    ):
        found.setdefault(name, []).append(unescape(text))
    for name, options in re.findall(
        r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', form[1], re.DOTALL
    ):
        chosen = re.search(r'<option value="([^"]*)"[^>]* selected', options)
        found.setdefault(name, []).append(chosen[1] if chosen else "")
    return found


@pytest.mark.parametrize("key", [one["key"] for one in EVERY_TYPE["questions"]])
def test_a_page_saved_as_it_is_changes_nothing(
    here: str, as_: As, browser_of: As, key: str
) -> None:
    browser, at = browser_of("contests"), f"{here}/form/questions/{key}"
    page = browser.get(f"{at}/edit")
    assert page.status_code == 200
    kept = browser.post(at, data=fields(page.text, at))
    assert kept.status_code == 303, kept.text
    assert kept.headers["location"] == f"{here}/form?done=saved#q-{key}"
    assert as_("contests").get(here).json()["schema"] == EVERY_TYPE


def test_added_in_words(here: str, as_: As, browser_of: As) -> None:
    browser, at = browser_of("contests"), f"{here}/form/questions"
    types = browser.get(f"{at}/new")
    assert "Chọn đúng một ý" in types.text
    page = browser.get(f"{at}/new?type=multiple&after=single").text
    action = f"{at}?type=multiple&amp;after=single"
    typed = fields(page, action)
    typed |= {"text.vi": "Chị thích gì?", "when": "yes_no", "value": ["", ""]}
    wrong = browser.post(f"{at}?type=multiple&after=single", data=typed)
    assert wrong.status_code == 422
    assert "Chị thích gì?" in wrong.text
    assert "Điều kiện chỉ nhìn vào một câu đứng trên câu này." in wrong.text
    typed |= {"when": "single", "value": ["single=a", ""], "more_options": "Hát\r\nMúa"}
    made = browser.post(f"{at}?type=multiple&after=single", data=typed)
    assert made.status_code == 303, made.text
    asked = as_("contests").get(here).json()["schema"]["questions"]
    assert asked[2]["show_if"] == {"question": "single", "is": "a"}
    assert [one["text"] for one in asked[2]["options"]] == ["Hát", "Múa"]
    shown = browser.get(f"{here}/form").text
    assert "câu 1 là “Ý a”" in re.sub(r"\s+", " ", re.sub("<[^>]+>", "", shown))


def test_an_older_tab_keeps_what_was_typed(here: str, browser_of: As) -> None:
    browser, at = browser_of("contests"), f"{here}/form/questions/single"
    first = fields(browser.get(f"{at}/edit").text, at)
    second = {**first, "_key": ["another"], "text.vi": "Lời của thẻ thứ hai?"}
    assert browser.post(at, data=first).status_code == 303
    late = browser.post(at, data=second)
    assert late.status_code == 409
    assert "Lời của thẻ thứ hai?" in late.text
    again = fields(late.text, at)
    assert again["text.vi"] == ["Lời của thẻ thứ hai?"]
    assert browser.post(at, data=again).status_code == 303


def test_moved_copied_and_taken_out(here: str, as_: As, browser_of: As) -> None:
    browser, at = browser_of("contests"), f"{here}/form/questions"
    sent = {"to": "up", "version": "1"}
    moved = browser.post(f"{at}/multiple/moves", data=sent)
    assert moved.status_code == 303
    late = browser.post(f"{at}/multiple/moves", data=sent)
    assert late.status_code == 409
    assert browser.post(f"{at}/multiple/copies", data={"version": "2"}).status_code == 303
    gone = browser.post(f"{at}/single", data={"_method": "DELETE", "version": "3"})
    assert gone.status_code == 303, gone.text
    keys = [one["key"] for one in as_("contests").get(here).json()["schema"]["questions"]]
    assert keys[:4] == ["section", "multiple", "q01", "dropdown"]
    stale = as_("contests").delete(f"{at}/dropdown", headers={"if-match": '"3"'})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale-version")
    assert as_("contests").delete(f"{at}/dropdown").status_code == 204


def test_words_and_preview(here: str, browser_of: As) -> None:
    browser, at = browser_of("contests"), f"{here}/form/words"
    typed = fields(browser.get(at).text, at) | {"title.vi": "", "ending.vi": "Cảm ơn chị."}
    wrong = browser.post(at, data=typed)
    assert wrong.status_code == 422
    assert "Cảm ơn chị." in wrong.text
    assert browser.post(at, data=typed | {"title.vi": "Tên"}).status_code == 303
    for lang in ("", "?lang=en", "?lang=xx"):
        assert "Cảm ơn chị." in browser.get(f"{here}/preview{lang}").text


def test_a_form_that_is_out_has_no_editor(here: str, as_: As, browser_of: As) -> None:
    as_("contests").post(f"{here}/publication")
    for path in ("form", "form/questions/new", "form/words", "form/questions/single/edit"):
        assert browser_of("contests").get(f"{here}/{path}").status_code == 409
    assert "Soạn bản mới" in browser_of("contests").get(f"{here}/versions").text


def test_what_a_version_changes_in_words(here: str, as_: As, browser_of: As) -> None:
    keeper, browser = as_("contests"), browser_of("contests")
    keeper.post(f"{here}/publication")
    keeper.post(f"{here}/versions")
    at = f"{here}/form/questions/single"
    typed = fields(browser.get(f"{at}/edit").text, at)
    browser.post(at, data=typed | {"options.a": "", "text.vi": "Lời khác?"})
    page = browser.get(f"{here}/form").text
    assert "Bỏ một ý: “Ý a”" in page
    marked = fields(page, f"{here}/versions/2") | {"meaning": [".", "single"]}
    assert browser.post(f"{here}/versions/2", data=marked).status_code == 303
    assert "Đổi nghĩa" in browser.get(f"{here}/form").text


def test_pictures_to_choose_from_are_chosen_in_the_editor(
    here: str, as_: As, browser_of: As, forget: Any
) -> None:
    keeper, browser, at = as_("contests"), browser_of("contests"), f"{here}/form/questions"
    page = browser.get(f"{at}/new?type=image_choice").text
    assert "Mã ảnh" not in page
    action = f"{at}?type=image_choice&amp;after="
    typed = fields(page, action) | {"text.vi": "Lớp nào?", "more_options": "Hát\nMúa"}
    two = [("files", (name, samples.jpeg())) for name in ("a.jpg", "b.jpg")]
    many = browser.post(f"{at}?type=image_choice", data=typed, files=[*two, two[0]])
    assert many.status_code == 422
    assert "Ảnh mới nhiều hơn số ý chưa có ảnh (2 ý)." in many.text
    made = browser.post(f"{at}?type=image_choice", data=typed, files=two)
    assert made.status_code == 303, made.text
    key = made.headers["location"].partition("#q-")[2]
    first, second = (one["picture"] for one in asked_of(keeper, here, key)["options"])
    place = f"{at}/{key}"
    page = browser.get(f"{place}/edit").text
    assert f'src="/pictures/{first}/small"' in page
    kept = fields(page, place)
    assert browser.post(place, data=kept).status_code == 303
    assert [one["picture"] for one in asked_of(keeper, here, key)["options"]] == [first, second]
    del kept["option_pictures.o1"]
    kept |= {"version": str(int(kept["version"][0]) + 1), "_key": "other"}
    changed = browser.post(place, data=kept, files=two[:1])
    assert changed.status_code == 303, changed.text
    third = asked_of(keeper, here, key)["options"][0]["picture"]
    assert third not in (first, second)
    forget(timedelta(hours=25))
    assert [keeper.get(f"/pictures/{one}").status_code for one in (first, second, third)] == [
        404,
        200,
        200,
    ]
    for one in (second, third):
        assert keeper.delete(f"/pictures/{one}").status_code == 409
    settle(keeper)
    out = as_("chair").post(f"{here}/publication")
    assert out.status_code == 200, out.text
    assert as_("member").get(f"/pictures/{third}/small").status_code == 200


def asked_of(client: TestClient, here: str, key: str) -> dict[str, Any]:
    schema = json.loads(client.get(f"{here}/form").json()["written"])
    return next(one for one in schema["questions"] if one["key"] == key)


@pytest.fixture
def forget(app: Any) -> Callable[[timedelta], None]:
    """What is loose so long is forgotten."""

    def now(after: timedelta) -> None:
        later = clock.now() + after
        app.state.house.database.write_now(
            lambda s: picture_files.forget_loose(work_of(s, now=later, today=later.date()))
        )

    return now


def test_quotas(as_: As, browser_of: As) -> None:
    form = {"title": "T", "questions": [question("q1"), question("q2", "multiple")]}
    made = as_("contests").post(SURVEYS, json={"identity": "identified", "schema": form}).json()
    here = f"/surveys/{made['id']}"
    browser, at = browser_of("contests"), f"{here}/quotas"
    typed = fields(browser.get(at).text, at) | {"choice": "q1.a", "total": "50"}
    wrong = browser.post(at, data=typed)
    assert wrong.status_code == 422
    assert "Xin ghi số phiếu nhiều nhất." in wrong.text
    assert browser.post(at, data=typed | {"number": "20"}).status_code == 303
    read = as_("contests").get(at).json()
    assert read["most"] == 50
    assert [
        (one["option_text"], one["most"], one["taken"], one["full"]) for one in read["quotas"]
    ] == [("Ý a", 20, 0, False)]
    as_("contests").post(f"{here}/publication")
    typed = fields(browser.get(at).text, at)
    assert browser.post(at, data=typed | {"places.q1.a": "tám"}).status_code == 422
    assert browser.post(at, data=typed | {"places.q1.a": "", "_key": "2"}).status_code == 303
    assert as_("contests").get(at).json()["quotas"] == []
    begun = {"question": "q1", "option": "a", "most": 3}
    refused = as_("contests").put(at, json={"quotas": [begun]})
    assert refused.json()["code"] == "quota-after-publication"
    assert as_("contests").put(at, json={}).status_code == 422
    assert as_("contests").put(at, json={"quotas": [], "total": None}).json()["most"] is None
    endless = as_("contests").put(at, json={"quotas": [], "total": 9})
    assert endless.json()["errors"][0]["code"] == "total-after-publication"


@pytest.mark.parametrize("kind", ["multiple", "image_choice"])
def test_a_question_of_five_hundred_options_is_saved(
    here: str, as_: As, browser_of: As, kind: str
) -> None:
    options = [{"key": f"o{n}", "text": f"Xã {n}"} for n in range(1, 501)]
    asked = [{"key": "q", "type": kind, "text": "Xã nào?", "options": options}]
    board, browser = as_("contests"), browser_of("contests")
    body = {"identity": "identified", "schema": {"title": "Xã", "questions": asked}}
    survey = f"/surveys/{board.post(SURVEYS, json=body).json()['id']}"
    at = f"{survey}/form/questions/q"
    said = fields(browser.get(f"{at}/edit").text, at)
    assert len(said) > 1500
    said["options.o500"] = ["Xã cuối"]
    kept = browser.post(at, data=said)
    assert kept.status_code == 303
    written = board.get(survey).json()["schema"]["questions"][0]["options"]
    assert written == [*options[:-1], {"key": "o500", "text": "Xã cuối"}]
    many = browser.post(at, data={**said, **{f"options.x{n}": "x" for n in range(4000)}})
    assert many.status_code == 422
    assert "chỉ nhận 5000 ô một lần" in html.unescape(many.text)


def test_why_no_question_more_is_taken_is_read_on_the_page(as_: As, browser_of: As) -> None:
    asked = [question(f"q{n}", "yes_no") for n in range(1, 201)]
    body = {"identity": "identified", "schema": {"title": "Xã", "questions": asked}}
    survey = f"/surveys/{as_('contests').post(SURVEYS, json=body).json()['id']}"
    browser, at = browser_of("contests"), f"{survey}/form/questions"
    typed = {"type": "yes_no", "text.vi": "Câu thứ 201?", "version": "1"}
    wrong = browser.post(f"{at}?type=yes_no", data=typed)
    assert wrong.status_code == 422
    assert "Phiếu có từ 1 đến 200 câu hỏi." in html.unescape(wrong.text)
    assert "Câu thứ 201?" in wrong.text
    wrong = browser.post(f"{at}/q7/copies", data={"version": "1"})
    assert wrong.status_code == 422
    assert "Phiếu có từ 1 đến 200 câu hỏi." in html.unescape(wrong.text)
    assert f"{at}/q7/edit" in wrong.text


def test_an_adviser_is_led_to_no_versions_of_a_draft(
    here: str, browser_of: Callable[..., TestClient]
) -> None:
    page = browser_of("adviser").get(here)
    assert page.status_code == 200
    assert f"{here}/versions" not in page.text
    assert "Chưa có bản nào được công bố" in browser_of("adviser").get(f"{here}/versions").text
    assert f"{here}/versions" in browser_of("contests").get(here).text
