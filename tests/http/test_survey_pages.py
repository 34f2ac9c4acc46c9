"""The answer page of a browser without scripts: two tabs, a new version, another language."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.db import Database
from app.models.people import SignIn
from app.models.survey_responses import SurveyDraft
from app.models.surveys import Survey, SurveyKey
from tests import surveys
from tests.factories import Scene, work_of
from tests.http.test_survey_steps import address, fields

FORM: dict[str, Any] = {
    "title": {"vi": "Chị cần gì?", "en": "What do you need?"},
    "ending": {"vi": "Hội cảm ơn chị.", "en": "The Union thanks you."},
    "questions": [
        {"key": "s1", "type": "section", "text": "Về chị"},
        surveys.question("one", required=True),
        {"key": "s2", "type": "section", "text": "Điều chị cần"},
        surveys.question("more", "short_text"),
    ],
}
Make = Callable[..., str]
Browsers = Callable[..., TestClient]


@pytest.fixture
def make(database: Database, scene: Scene) -> Make:
    def made(form: Any = FORM, **more: Any) -> str:
        return database.write_now(lambda s: surveys.survey(work_of(s), scene, form, **more).id)

    return made


def action(page: str) -> str:
    found = re.search(r'<form class="form" action="([^"]+)"', page)
    assert found
    return html.unescape(found[1])


@pytest.mark.parametrize("identity", ["identified", "anonymous"])
def test_a_second_tab_erases_nothing_unasked(
    browser_of: Browsers, make: Make, identity: str
) -> None:
    browser, survey = browser_of("member"), make(identity=identity)
    path = f"/surveys/{survey}/responses/new?draft_key=mot-ma-cua-trinh-duyet"
    first = second = browser.get(path).text

    def keep(page: str, text: str, go: str = "stay") -> Any:
        typed = {**fields(page), "answers.one": "a", "answers.more": text, "go": go}
        return browser.post(address(page, go), data=typed)

    kept = keep(first, "Ở cửa sổ đầu")
    assert kept.status_code == 303, kept.text
    older = keep(second, "Ở cửa sổ sau", "next")
    for one in (older, keep(second, "Ở cửa sổ sau")):
        assert one.status_code == 409
        assert "Phiếu này vừa được lưu ở nơi khác" in one.text
        assert 'value="Ở cửa sổ sau"' in one.text
    whole = {**fields(second), "answers.one": "a", "answers.more": "Ở cửa sổ sau"}
    sent = browser.post(action(second), data=whole)
    assert (sent.status_code, "Ở cửa sổ sau" in sent.text) == (409, True)
    link = re.search(r'href="([^"]+)"[^>]*>Xem bản đã lưu', older.text)
    assert link
    assert 'value="Ở cửa sổ đầu"' in browser.get(html.unescape(link[1])).text
    assert keep(older.text, "Ở cửa sổ sau").status_code == 303
    assert 'value="Ở cửa sổ sau"' in browser.get(path).text


def test_a_page_that_meets_a_new_version_goes_on_with_it(
    browser_of: Browsers, make: Make, database: Database
) -> None:
    browser, survey = browser_of("member"), make()
    page = browser.get(f"/surveys/{survey}/responses/new").text

    def renew(session: Session) -> None:
        work, row = work_of(session), session.get_one(Survey, survey)
        options = [one for one in surveys.OPTIONS if one["key"] != "d"]
        asked = surveys.question("one", required=True, options=options)
        session.add(surveys.version_of(work, row, {"title": "Mới", "questions": [asked]}, 2))
        row.current = 2
        session.get_one(SurveyKey, (survey, "one", "option", "d")).retired = 2

    database.write_now(renew)
    typed = {**fields(page), "answers.one": "d", "go": "next"}
    wrong = browser.post(address(page, "next"), data=typed)
    assert wrong.status_code == 422
    assert "Ý này không còn trong khảo sát" in wrong.text
    assert fields(wrong.text)["version_number"] == "2"
    sent = browser.post(action(wrong.text), data={**fields(wrong.text), "answers.one": "a"})
    assert sent.status_code == 303, sent.text


def test_what_was_answered_in_english_is_thanked_for_in_english(
    browser_of: Browsers, make: Make
) -> None:
    browser, survey = browser_of("member"), make()
    page = browser.get(f"/surveys/{survey}/responses/new?lang=en").text
    sent = browser.post(action(page), data={**fields(page), "answers.one": "a"})
    assert sent.headers["location"] == f"/surveys/{survey}/responses/thanks?lang=en"
    thanks = browser.get(sent.headers["location"]).text
    assert '<h1 lang="en">What do you need?</h1>' in thanks
    assert '<p lang="en">The Union thanks you.</p>' in thanks


def test_page_and_paper_have_the_same_languages(browser_of: Browsers, make: Make) -> None:
    asked = surveys.question("one", text={"vi": "Chị cần gì?", "en": "What do you need?"})
    survey = make({"title": "Chị cần gì?", "questions": [asked]})
    page = browser_of("member").get(f"/surveys/{survey}/responses/new?lang=en").text
    assert "What do you need?" in page
    paper = browser_of("contests").get(f"/surveys/{survey}/print?lang=en").text
    assert "What do you need?" in paper


@pytest.mark.parametrize("identity", ["identified", "anonymous"])
def test_a_full_survey_asks_nobody_in_vain(
    browser_of: Browsers, as_: Browsers, make: Make, database: Database, identity: str
) -> None:
    survey = make(identity=identity, most=1)
    member, path = as_("member"), f"/surveys/{survey}/responses"
    assert member.get(f"{path}/new").json()["full"] is False
    assert "responses" in member.get(f"/surveys/{survey}").json()["allowed_actions"]
    database.write_now(lambda s: setattr(s.get_one(Survey, survey), "taken", 1))
    form = member.get(f"{path}/new").json()
    assert (form["full"], form["window"], form["ticket"]) == (True, "open", None)
    assert "responses" not in member.get(f"/surveys/{survey}").json()["allowed_actions"]
    page = browser_of("member").get(f"{path}/new").text
    assert "Khảo sát đã nhận đủ phiếu" in page
    assert "Câu one?" not in page
    late = browser_of("member").post(path, data={"answers.one": "a"})
    assert (late.status_code, "Câu one?" in late.text) == (409, True)


def test_a_woman_of_another_group_is_told_what_she_may_know(
    browser_of: Browsers, as_: Browsers, make: Make
) -> None:
    """The same of a survey that is not there."""
    pages = []
    for survey in (make(), "0" * 26):
        page = browser_of("other_member").get(f"/surveys/{survey}/responses/new")
        assert page.status_code == 404
        assert "Khảo sát dành cho thành viên của nhóm đã mời" in page.text
        assert "Chị cần gì?" not in page.text
        pages.append(page.text.replace(survey, ""))
        sent = as_("other_member").post(f"/surveys/{survey}/responses", json={})
        assert (sent.status_code, sent.json()["code"]) == (404, "survey-unseen")
    assert pages[0] == pages[1]


def test_whoever_scans_a_poster_signed_out_is_told_whom_it_is_for(
    browser_of: Browsers, make: Make, database: Database
) -> None:
    """The same words for a survey that is not there."""
    stranger, survey, words = browser_of(), make(), "Khảo sát này dành cho thành viên nhóm"
    code = database.read_now(lambda s: s.get_one(Survey, survey).code)
    door = stranger.get(f"/s/{code}")
    for path in (door.headers["location"], f"/surveys/{'0' * 26}/responses/new"):
        sent = stranger.get(path)
        assert sent.status_code == 303
        page = stranger.get(sent.headers["location"]).text
        assert words in page
        assert 'href="/communities">Xem các nhóm và đăng ký' in page
        assert "Chị cần gì?" not in page
    wrong = {"login": "0900000000", "password": "không phải", "next": door.headers["location"]}
    again = stranger.post("/sessions", data=wrong)
    assert (again.status_code, words in again.text) == (401, True)
    assert words not in stranger.get("/sessions/new?next=/me").text


def test_the_page_of_a_picture_says_which_language_its_question_has(
    browser_of: Browsers, make: Make
) -> None:
    photo = surveys.question("photo", "file", text={"vi": "Ảnh nhà chị?", "en": "Your house?"})
    browser, survey = browser_of("member"), make({"title": "Nhà ở", "questions": [photo]})
    browser.cookies.set("lang", "en")
    page = browser.get(f"/surveys/{survey}/files/new?question=photo").text
    assert '<p lang="en">Your house?</p>' in page
    assert '<span lang="vi">Nhà ở</span>' in page


def test_on_a_shared_device_another_language_loses_nothing_and_keeps_nothing(
    browser_of: Browsers, make: Make, database: Database
) -> None:
    browser, survey = browser_of("member"), make(identity="anonymous")
    database.write_now(lambda s: s.execute(update(SignIn).values(shared_device=True)))
    page = browser.get(f"/surveys/{survey}/responses/new?channel=xa-a").text
    asked = re.search(r'name="lang" value="en" formaction="([^"]+)"', page)
    assert asked
    typed = {**fields(page), "answers.one": "b", "answers.more": "Chuyện riêng"}
    again = browser.post(html.unescape(asked[1]), data={**typed, "lang": ["vi", "en"]})
    assert again.status_code == 200, again.text
    assert "What do you need?" in again.text
    assert 'value="Chuyện riêng"' in again.text
    assert re.search(r'value="b"[^>]* checked', again.text)
    assert fields(again.text)["channel"] == "xa-a"
    assert fields(again.text)["lang"] == "en"
    drafts = select(func.count()).select_from(SurveyDraft)
    assert database.read_now(lambda s: s.execute(drafts).scalar_one()) == 0


def test_the_buttons_say_in_english_what_they_do(browser_of: Browsers, make: Make) -> None:
    browser, survey = browser_of("member"), make()
    browser.cookies.set("lang", "en")
    page = browser.get(f"/surveys/{survey}/responses/new").text
    buttons = re.findall(r"<button[^>]*>(?:<[^>]+>)*([^<]+)", page)
    assert {"Send", "Go on", "Save"} <= {one.strip() for one in buttons}


def test_words_without_a_translation_are_marked_as_vietnamese(
    browser_of: Browsers, make: Make
) -> None:
    """So that a screen reader speaks them as Vietnamese; the page's own words stay English."""
    browser = browser_of("member")
    browser.cookies.set("lang", "en")
    mixed = surveys.question(
        "two", "dropdown", text={"vi": "Giờ nào?", "en": "At what time?"}, help="Buổi nào cũng được"
    )
    form = {**FORM, "introduction": "Vài câu thôi", "questions": [*FORM["questions"], mixed]}
    page = browser.get(f"/surveys/{make(form)}/responses/new").text
    assert '<html lang="en"' in page
    assert '<h1 lang="en">What do you need?</h1>' in page
    for marked in ("Vài câu thôi</p>", "Về chị</h2>", "Câu one?</span>", "Ý a</span>"):
        assert f'lang="vi">{marked}' in page, marked
    assert '<span lang="vi">Buổi nào cũng được</span>' in page
    assert re.search(r"<label [^>]*>At what time\?", page)
    assert re.search(r'<option value="a" lang="vi">', page)
    assert '<option value="">Not chosen</option>' in page
    in_vietnamese = browser.get(f"/surveys/{make({**FORM, 'title': 'Chị cần gì?'})}/responses/new")
    assert '<h1 lang="vi">Chị cần gì?</h1>' in in_vietnamese.text
