"""Surveys in a browser and for programs: the form, its faults, versions, printed codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from app import clock
from app.db import Database
from app.models.surveys import Survey
from tests.factories import HOME
from tests.surveys import EVERY_TYPE, question

As = Callable[..., TestClient]
SURVEYS = f"/communities/{HOME}/surveys"


def schema(*questions: dict[str, Any]) -> dict[str, Any]:
    return {"title": "Chị cần gì?", "questions": list(questions or (question("q1"),))}


@pytest.fixture
def survey(as_: As) -> dict[str, Any]:
    body = {"identity": "identified", "schema": EVERY_TYPE}
    made = as_("contests").post(SURVEYS, json=body)
    assert made.status_code == 201, made.text
    assert made.headers["location"] == f"/surveys/{made.json()['id']}"
    out = as_("contests").post(f"/surveys/{made.json()['id']}/publication")
    assert out.status_code == 200, out.text
    read: dict[str, Any] = out.json()
    return read


def test_a_survey_as_json(survey: dict[str, Any], as_: As) -> None:
    read = as_("member").get(f"/surveys/{survey['id']}").json()
    assert (read["schema"], read["state"], read["open"]) == (EVERY_TYPE, "published", True)
    assert read["minutes"] > 0
    assert read["versions"] == [1]
    assert [one["id"] for one in as_("member").get(SURVEYS).json()["items"]] == [survey["id"]]
    versions = as_("member").get(f"/surveys/{survey['id']}/versions").json()["versions"]
    assert [one["number"] for one in versions] == [1]


def test_every_fault_has_its_place(as_: As) -> None:
    form = schema({"key": "q 1", "type": "single", "text": ""}, question("q2", "riddle"))
    wrong = as_("contests").post(SURVEYS, json={"identity": "identified", "schema": form})
    assert wrong.status_code == 422
    assert {(one["pointer"], one["code"]) for one in wrong.json()["errors"]} == {
        ("/schema/questions/0/key", "question-key-wrong"),
        ("/schema/questions/0/text", "survey-text-missing"),
        ("/schema/questions/0/options", "options-number"),
        ("/schema/questions/1/type", "question-type-unknown"),
    }
    bomb = question("q1", "short_text", validate={"pattern": "((a{500}){500}){500}"})
    wrong = as_("contests").post(SURVEYS, json={"identity": "token", "schema": schema(bomb)})
    assert wrong.json()["errors"][0]["code"] == "pattern-wrong"


def test_a_version_unconfirmed_is_told(survey: dict[str, Any], as_: As) -> None:
    keeper, here = as_("contests"), f"/surveys/{survey['id']}"
    form = {**EVERY_TYPE, "questions": [*EVERY_TYPE["questions"], question("new")]}
    draft = keeper.post(f"{here}/versions", json={"schema": form})
    assert draft.status_code == 201, draft.text
    refused = keeper.post(f"{here}/publication")
    assert (refused.status_code, refused.json()["code"]) == (409, "version-unconfirmed")
    assert [one["what"] for one in refused.json()["changes"]] == ["added"]
    confirm = {"confirm": refused.json()["sha256"]}
    assert keeper.post(f"{here}/publication", json=confirm).json()["current"] == 2


def test_the_pages(survey: dict[str, Any], as_: As, browser_of: As) -> None:
    keeper, here = as_("contests"), f"/surveys/{survey['id']}"
    browser = browser_of("contests")
    sent = {"identity": "anonymous", "template": "needs", "title": "", "k": "5", "most": ""}
    sent |= {"opens_at": "", "closes_at": "2199-01-01T10:00"}
    made = browser.post(SURVEYS, data=sent)
    assert made.status_code == 303, made.text
    draft = made.headers["location"].partition("?")[0]
    for path in (SURVEYS, f"{SURVEYS}/new", draft, f"{draft}/edit", f"{draft}/form"):
        assert browser.get(path).status_code == 200, path
    for path in ("/preview", "/channels", "/channels/new", "/versions"):
        assert browser.get(draft + path).status_code == 200, path
    read = keeper.get(f"{draft}/form").json()
    form = {**json.loads(read["written"]), "title": ""}
    typed = {"_method": "PATCH", "schema": json.dumps(form), "version": "1"}
    wrong = browser.post(f"{draft}/versions/1", data=typed)
    assert wrong.status_code == 422
    assert "schema.title" in wrong.text
    typed["schema"] = '{"title":\n nothing}'
    wrong = browser.post(f"{draft}/versions/1", data=typed)
    assert wrong.status_code == 422
    assert "dòng 2" in wrong.text
    typed["schema"] = json.dumps({**form, "title": "Tên khác"})
    kept = browser.post(f"{draft}/versions/1", data=typed)
    assert kept.status_code == 303, kept.text
    assert keeper.get(draft).json()["title"] == "Tên khác"
    assert "phút" in browser_of("member").get(here).text


def test_a_version_that_changes_nothing_is_not_offered(
    survey: dict[str, Any], as_: As, browser_of: As
) -> None:
    keeper, browser, here = as_("contests"), browser_of("contests"), f"/surveys/{survey['id']}"
    link = f'href="{here}/versions"'
    old = browser.get(f"{here}/form")
    assert (old.status_code, link in old.text) == (409, True)
    assert browser.post(f"{here}/versions", data={}).status_code == 303
    page = browser.get(f"{here}/form").text
    assert "Không có gì khác bản đang dùng." in page
    assert "Tôi đã xem, công bố bản mới" not in page
    form = {"schema": {**EVERY_TYPE, "title": "Tên khác"}}
    assert keeper.patch(f"{here}/versions/2", json=form).status_code == 200
    page = browser.get(f"{here}/form").text
    assert "Không có gì khác bản đang dùng." not in page
    assert "Tôi đã xem, công bố bản mới" in page


def test_who_may_only_see_the_poster_reads_so(survey: dict[str, Any], browser_of: As) -> None:
    here = f"/surveys/{survey['id']}"
    hers, keepers = browser_of("member").get(here).text, browser_of("contests").get(here).text
    assert ("Mời chị em trả lời" in hers, "Mời và thu phiếu" in hers) == (True, False)
    assert "Mời và thu phiếu" in keepers
    assert "Để trống nếu chưa định giờ đóng." in browser_of("contests").get(f"{SURVEYS}/new").text


def test_a_first_closing_is_set_on_the_page(
    survey: dict[str, Any], as_: As, browser_of: As, database: Database
) -> None:
    here, browser = f"/surveys/{survey['id']}", browser_of("contests")
    database.write_now(lambda s: s.execute(update(Survey).values(closes_at=None)))
    assert "Đặt giờ đóng" in browser.get(here).text
    form = browser.get(f"{here}/edit").text
    assert "Vì sao đặt giờ đóng" in form
    sent = {"_method": "PATCH", "closes_at": "", "reason": "Sắp họp"}
    assert browser.post(here, data=sent).status_code == 422
    assert browser.post(here, data={**sent, "closes_at": "2199-01-01T10:00"}).status_code == 303
    assert "Lùi giờ đóng" in browser.get(here).text
    ended = clock.now() - timedelta(days=31)
    database.write_now(lambda s: s.execute(update(Survey).values(closes_at=ended)))
    page = browser.get(here).text
    assert "giờ đóng" not in page
    assert "Xem trước như trên điện thoại" in page
    late = browser.post(here, data={**sent, "closes_at": "2199-01-01T10:00"})
    assert late.status_code == 409
    assert "Không lùi giờ đóng được nữa" in late.text


def test_a_meaning_is_marked_and_unmarked(survey: dict[str, Any], as_: As, browser_of: As) -> None:
    keeper, here = as_("contests"), f"/surveys/{survey['id']}"
    keeper.post(f"{here}/versions")
    typed = {"_method": "PATCH", "schema": json.dumps(EVERY_TYPE), "note": ""}
    for marked, sorts in (("single", ["semantic"]), (None, [])):
        said = {**typed, "meaning": [".", marked] if marked else "."}
        kept = browser_of("contests").post(f"{here}/versions/2", data=said)
        assert kept.status_code == 303, kept.text
        draft = keeper.get(f"{here}/form").json()["draft"]
        assert [one["sort"] for one in draft["changes"]] == sorts


def test_a_printed_code_leads_on(
    survey: dict[str, Any], as_: As, browser_of: As, client: TestClient
) -> None:
    keeper, here = as_("contests"), f"/surveys/{survey['id']}"
    sent = {"name": "Áp phích"}
    made = browser_of("contests").post(f"{here}/channels", data=sent)
    assert made.status_code == 303
    code = keeper.get(f"{here}/channels").json()["items"][0]["code"]
    led = client.get(f"/s/{code}", headers={"accept": "text/html"}, follow_redirects=False)
    assert led.status_code == 303
    assert led.headers["location"] == f"{here}/responses/new?channel={code}"
    assert client.get(f"/s/{code}").json()["channel"] == code
    assert client.get("/s/zzzzzzzzzzzz").status_code == 404
