"""Free texts over HTTP: programs, pages with two taps a text, and what is told."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import col
from starlette.testclient import TestClient

from app.db import Database
from app.models.audit import AuditRow
from app.models.survey_codes import SurveyCode
from app.models.surveys import Survey, SurveyKey
from tests import survey_texts, surveys
from tests.factories import Scene, work_of

As = Callable[..., TestClient]


@pytest.fixture
def survey(database: Database, scene: Scene) -> str:
    return database.write_now(lambda s: survey_texts.survey_with(s, scene))


def made(client: TestClient, survey: str, *labels: str) -> list[str]:
    return [
        client.post(f"/surveys/{survey}/codes", json={"question": "why", "label": label}).json()[
            "key"
        ]
        for label in labels
    ]


def listed(client: TestClient, survey: str, **query: Any) -> dict[str, Any]:
    answer = client.get(f"/surveys/{survey}/texts", params={"question": "why", **query})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_a_program_reads_codes_and_is_told_what_two_agree_on(as_: As, survey: str) -> None:
    first, second = as_("contests"), as_("vice_chair")
    key = made(first, survey, "Đường đi")[0]
    texts = listed(first, survey)
    assert (texts["n"], len(texts["items"]), texts["next"]) == (6, 6, None)
    assert "person_name" not in str(texts)
    assert "0912" not in str(texts)
    for one in texts["items"]:
        path = f"/surveys/{survey}/texts/{one['id']}/why/codes"
        codes = [key] if "Đường" in one["text"] else []
        sent = first.put(path, json={"codes": codes, "version": 0})
        assert (sent.status_code, sent.json()["version"]) == (200, 1)
        assert first.put(path, json={"codes": codes, "version": 0}).status_code == 409
        matched = {"If-Match": '"1"'}
        again = first.put(path, json={"codes": codes}, headers=matched)
        assert (again.status_code, again.json()["version"]) == (200, 2)
        assert second.put(path, json={"codes": codes}).status_code == 200
    agreed = second.get(f"/surveys/{survey}/agreement?question=why").json()
    assert (agreed["open"], agreed["both"], agreed["overall"]) == (True, 6, 1.0)
    assert agreed["kappas"] == [{"key": key, "label": "Đường đi", "kappa": 1.0}]
    book = first.get(f"/surveys/{survey}/codes?question=why").json()
    assert (book["base"], book["codes"][0]["suppressed"]) == (None, True)


def test_two_taps_a_text_without_javascript(browser_of: As, survey: str) -> None:
    browser = browser_of("contests")
    page = browser.get(f"/surveys/{survey}").text
    assert f"/surveys/{survey}/texts" in page
    empty = browser.get(f"/surveys/{survey}/texts?question=why").text
    assert "Câu này chưa có mã" in empty
    wrong = browser.post(f"/surveys/{survey}/codes", data={"question": "why", "label": ""})
    assert (wrong.status_code, "Xin điền mục này." in wrong.text) == (422, True)
    data = {"question": "why", "label": "Đường đi", "description": "Đường, đèn, xe"}
    assert browser.post(f"/surveys/{survey}/codes", data=data).status_code == 303
    sent = browser.post(f"/surveys/{survey}/codes", data=data)
    assert sent.status_code == 422
    assert "Câu hỏi này đã có mã như vậy" in sent.text
    assert "Đường, đèn, xe" in sent.text
    here = f"/surveys/{survey}/texts?question=why&uncoded=true"
    first = ""
    for left in range(6, 0, -1):
        page = browser.get(here).text
        actions = re.findall(r'action="(/surveys/[^"]+/codes)"', page)
        assert len(actions) == left
        first = actions[0]
        sent = browser.post(first, data={"_method": "PUT", "version": "0", "codes": "duong-di"})
        assert sent.status_code == 303
        assert sent.headers["location"].endswith("texts?question=why&uncoded=true&done=saved")
    assert "Chị đã gắn mã hết" in browser.get(here).text
    # The other tab still shows the text as it was: she is told, and what she ticked stays.
    late = browser.post(first, data={"_method": "PUT", "version": "0", "codes": "duong-di"})
    assert late.status_code == 409
    assert first in late.text
    assert re.search(r'value="duong-di" checked', late.text)
    again = browser.post(first, data={"_method": "PUT", "version": "1"})
    assert "&text=" in again.headers["location"]
    assert browser.get(again.headers["location"]).status_code == 200


def test_a_code_is_renamed_and_retired_on_its_page(
    browser_of: As, as_: As, survey: str, database: Database
) -> None:
    browser = browser_of("contests")
    made(as_("contests"), survey, "Đường đi")
    code = database.read_now(lambda s: s.execute(select(col(SurveyCode.id))).scalar_one())
    page = browser.get(f"/survey-codes/{code}")
    assert (page.status_code, "Đường đi" in page.text) == (200, True)
    data = {"_method": "PATCH", "version": "1", "label": "Đi lại", "description": ""}
    sent = browser.post(f"/survey-codes/{code}", data=data)
    assert sent.headers["location"] == f"/surveys/{survey}/codes?question=why&done=saved"
    stale = browser.post(f"/survey-codes/{code}", data=data)
    assert stale.status_code == 409
    browser.post(
        f"/survey-codes/{code}", data={"_method": "PATCH", "version": "2", "retired": "true"}
    )
    assert "Thôi dùng" in browser.get(sent.headers["location"]).text
    assert "Mã này đã thôi dùng" in browser.get(f"/survey-codes/{code}").text
    assert as_("moderator").get(f"/survey-codes/{code}").status_code == 403
    assert as_("other_contests").get(f"/survey-codes/{code}").status_code == 404


def test_the_agreement_page_says_each_state(browser_of: As, as_: As, survey: str) -> None:
    first, second = as_("contests"), as_("vice_chair")
    browser = browser_of("contests")
    path = f"/surveys/{survey}/agreement?question=why"
    assert "Cần hai người gắn mã" in browser.get(path).text
    key = made(first, survey, "Đường đi")[0]
    name = listed(first, survey)["items"][0]["id"]
    of_text = f"/surveys/{survey}/texts/{name}/why"
    first.put(f"{of_text}/codes", json={"codes": [key]})
    second.put(f"{of_text}/codes", json={"codes": []})
    assert "Hai người chưa thấy mã của nhau" in browser.get(path).text
    apart = browser.post(f"{of_text}/agreement", data={"_method": "PUT", "codes": key})
    assert (apart.status_code, "Câu này chưa so được" in apart.text) == (409, True)
    sent = browser.post(f"/surveys/{survey}/comparison", data={"question": "why"})
    assert sent.headers["location"] == path
    page = browser.get(path).text
    assert "Mức giống nhau" in page
    assert "0,00" in page
    assert "không tính được" not in page
    assert "Theo Nguyễn Thị contests" in page
    decided = browser.post(
        f"{of_text}/agreement", data={"_method": "PUT", "version": "0", "codes": key}
    )
    assert decided.status_code == 303
    assert "Đã thống nhất hết" in browser.get(path).text
    assert "Đã thống nhất" in browser.get(f"{path}&view=all").text


def test_of_an_anonymous_survey_few_texts_are_shown_to_nobody(
    as_: As, browser_of: As, database: Database, scene: Scene
) -> None:
    few = database.write_now(lambda s: survey_texts.survey_with(s, scene, identity="anonymous"))
    assert listed(as_("chair"), few)["items"] == []
    page = browser_of("contests").get(f"/surveys/{few}/texts?question=why").text
    assert "Câu trả lời của câu này chưa hiện được" in page
    assert "Đường" not in page


def test_what_was_meant_before_has_its_own_list(
    browser_of: As, database: Database, survey: str
) -> None:
    def anew(session: Any) -> None:
        of = session.get_one(Survey, survey)
        session.add(surveys.version_of(work_of(session), of, survey_texts.FORM, 2))
        of.current = 2
        session.get_one(SurveyKey, (survey, "why", "question", "")).meaning = 2

    database.write_now(anew)
    browser, here = browser_of("contests"), f"/surveys/{survey}/texts?question=why"
    page = browser.get(here).text
    assert f'href="{here}&amp;earlier=1"' in page
    assert "Đường xa" not in page
    old = browser.get(f"{here}&earlier=1&q=duong").text
    for words in ("Đường xa", "Bản 1 hỏi", 'name="earlier" value="1"', "why&amp;earlier=1"):
        assert words in old
    assert browser.get(f"{here}&earlier=7").status_code == 422
    file = browser.get(f"/surveys/{survey}/texts.csv?question=why&earlier=1")
    assert file.text.count("Đường") == 2


def test_texts_go_out_masked_with_their_codes(as_: As, survey: str) -> None:
    first, second = as_("contests"), as_("vice_chair")
    key = made(first, survey, "Đường đi")[0]
    name = listed(first, survey, q="den")["items"][0]["id"]
    path = f"/surveys/{survey}/texts/{name}/why/codes"
    assert first.put(path, json={"codes": [key]}).status_code == 200
    hers = list(csv.reader(io.StringIO(_csv(first, survey))))
    assert hers[0] == ["Câu trả lời", "Các mã", "Mã duong-di"]
    assert ["Đường vào họp tối quá, không có đèn", "duong-di", "1"] in hers
    assert ["Gọi tôi số ••• hoặc •••", "", ""] in hers
    assert len(hers) == 7
    others = list(csv.reader(io.StringIO(_csv(second, survey))))
    assert {row[1] for row in others[1:]} == {""}


def test_of_too_few_nothing_goes_out(as_: As, database: Database, scene: Scene) -> None:
    few = database.write_now(lambda s: survey_texts.survey_with(s, scene, identity="anonymous"))
    answer = as_("contests").get(f"/surveys/{few}/texts.csv?question=why")
    assert (answer.status_code, answer.json()["code"]) == (409, "survey-texts-few")


def _csv(client: TestClient, survey: str) -> str:
    answer = client.get(f"/surveys/{survey}/texts.csv?question=why")
    assert answer.status_code == 200
    return answer.content.decode("utf-8-sig")


def test_each_look_is_recorded_and_says_no_words(as_: As, survey: str, database: Database) -> None:
    first = as_("contests")
    key = made(first, survey, "Đường đi")[0]
    name = listed(first, survey, q="duong")["items"][0]["id"]
    first.put(f"/surveys/{survey}/texts/{name}/why/codes", json={"codes": [key]})
    rows = database.read_now(
        lambda s: s.execute(
            select(col(AuditRow.action), col(AuditRow.facts), col(AuditRow.subject_id)).where(
                col(AuditRow.action).in_(("survey.read_texts", "survey.code_text"))
            )
        ).all()
    )
    assert {row[0] for row in rows} == {"survey.read_texts", "survey.code_text"}
    assert all(row[1] == {"question": "why"} and row[2] == survey for row in rows)
    mine = first.get("/me/data").json()["survey_codings"]
    assert [(one["question"], one["texts"]) for one in mine] == [("why", 1)]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("question=khong-co", 422),
        ("question=one", 422),
        ("question=why&code=khong-co", 422),
        ("question=why&cursor=x", 422),
        ("question=why&limit=1000", 422),
        ("question=why&uncoded=co-le", 422),
        ("question=why&text=x", 200),
        ("question=why&q=%25_%5C", 200),
        ("", 200),
    ],
)
def test_bad_questions_get_exact_answers(as_: As, survey: str, query: str, status: int) -> None:
    answer = as_("contests").get(f"/surveys/{survey}/texts?{query}")
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"codes": ["la"]}, "/codes/0"),
        ({"codes": "a"}, "/codes"),
        ({"codes": ["a" * 65]}, "/codes/0"),
        ({"codes": ["a"] * 51}, "/codes"),
        ({"version": -1}, "/version"),
        ({"person": "x"}, "/person"),
    ],
)
def test_bad_codings_are_refused(
    as_: As, survey: str, body: dict[str, Any], pointer: str, database: Database
) -> None:
    first = as_("contests")
    name = listed(first, survey)["items"][0]["id"]
    answer = first.put(f"/surveys/{survey}/texts/{name}/why/codes", json=body)
    assert answer.status_code == 422
    assert pointer in {one["pointer"] for one in answer.json()["errors"]}
    coded = select(func.count()).where(col(AuditRow.action) == "survey.code_text")
    assert database.read_now(lambda s: s.execute(coded).scalar_one()) == 0
