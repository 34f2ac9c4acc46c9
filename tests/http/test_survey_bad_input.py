"""Surveys and bad input: the exact refusal in both languages, and nothing stored, or stored twice.

A forged ticket: `tests/services/test_survey_responses.py`; a file that is none: the pictures' own.
"""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import python_calamine as calamine
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col
from starlette.testclient import TestClient

from app import clock
from app.db import Database
from app.models.survey_responses import SurveyParticipation, SurveyResponse
from app.models.surveys import Survey, SurveyKey
from app.store import survey_exports
from tests import filling_in, surveys
from tests.factories import HOME, Scene, work_of
from tests.http.wires import errors, refused, written
from tests.survey_desk import personal_link, send, women

As = Callable[..., TestClient]
FORM = {
    "title": "Chị cần gì?",
    "questions": [
        surveys.question("one", required=True),
        surveys.question("more", "long_text"),
    ],
}
#: Backtracking engines need longer than the world for these on 40 letters.
EXPLODING = ("(a+)+$", "(a|aa)+$", "^(([a-z])+.)+[A-Z]([a-z])+$", "(x+x+)+y")


@pytest.fixture
def database(app: Any) -> Database:
    found: Database = app.state.house.database
    return found


@pytest.fixture
def make(database: Database, scene: Scene) -> Callable[..., str]:
    def made(form: Any = FORM, **more: Any) -> str:
        return database.write_now(lambda s: surveys.survey(work_of(s), scene, form, **more).id)

    return made


def answer(**more: Any) -> dict[str, Any]:
    return {"answers": {"one": "a", **more}}


def told(problem: dict[str, Any]) -> tuple[str, str]:
    """Title and sentence."""
    return problem["title"], problem["detail"]


def beside(problem: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Pointer → code and sentence."""
    return {one["pointer"]: (one["code"], one["detail"]) for one in problem["errors"]}


def test_two_tabs_send_one_response(
    browser_of: As, as_: As, make: Callable[..., str], database: Database
) -> None:
    survey, browser = make(), browser_of("member")
    action = f"/surveys/{survey}/responses"
    tabs = [browser.get(f"{action}/new").text for _ in range(2)]
    first = filling_in.send(browser, tabs[0], action, filling_in.fields(answer()["answers"]))
    assert first.status_code == 303
    second = filling_in.send(
        browser, tabs[1], action, filling_in.fields({"one": "b", "more": "viết ở cửa sổ kia"})
    )
    assert second.status_code == 409
    assert "Chị đã trả lời khảo sát này" in second.text
    assert "viết ở cửa sổ kia" in second.text
    problem = refused(as_("member"), "POST", action, 409, "survey-answered", json=answer())
    assert told(problem) == (
        "Chị đã trả lời khảo sát này",
        "Mỗi người trả lời một lần. Phiếu chị đã gửi vẫn còn, cảm ơn chị.",
    )
    rows = database.read_now(lambda s: s.execute(select(col(SurveyResponse.answers))).all())
    assert [row[0] for row in rows] == [{"one": "a"}]
    assert len(database.read_now(lambda s: s.execute(select(SurveyParticipation)).all())) == 1


def test_an_option_that_was_retired_is_said_so(
    as_: As, make: Callable[..., str], database: Database
) -> None:
    """From a page that was opened before: the option was hers to choose then, and is no more."""
    survey = make()

    def retire(session: Session) -> None:
        work, row = work_of(session), session.get_one(Survey, survey)
        options = [one for one in surveys.OPTIONS if one["key"] != "d"]
        asked = surveys.question("one", required=True, options=options)
        newer = {"title": "Chị cần gì?", "questions": [asked]}
        session.add(surveys.version_of(work, row, newer, 2))
        row.current = 2
        session.get_one(SurveyKey, (survey, "one", "option", "d")).retired = 2

    database.write_now(retire)
    member = as_("member")
    before = written(member)
    path = f"/surveys/{survey}/responses"
    problem = refused(member, "POST", path, 422, "invalid", json={"answers": {"one": "d"}})
    assert beside(problem) == {
        "/answers/one": (
            "answer-retired",
            "Ý này không còn trong khảo sát. Xin chị chọn ý khác.",
        )
    }
    problem = refused(
        member, "POST", path, 409, "survey-version-old", json={**answer(), "version_number": 1}
    )
    assert told(problem)[0] == "Khảo sát vừa có bản mới"
    problem = refused(member, "POST", path, 422, "invalid", json={"answers": {"one": "z"}})
    assert beside(problem)["/answers/one"] == (
        "answer-option",
        "Xin chọn một trong các ý đã ghi.",
    )
    assert written(member) == before


@pytest.mark.parametrize("identity", ["identified", "token"])
def test_ten_megabytes_are_not_even_read(
    as_: As,
    client: TestClient,
    make: Callable[..., str],
    database: Database,
    identity: str,
) -> None:
    survey = make(identity=identity)
    database.write_now(lambda s: _link(s, survey))
    who = as_("member") if identity == "identified" else client
    before = written(who)
    body = {**answer(more="ô" * 5_000_000), "token": "hers" if who is client else None}
    path = f"/surveys/{survey}/responses"
    problem = refused(who, "POST", path, 413, "body-too-large", json=body)
    assert told(problem)[0] == "Nội dung gửi lên dài quá"
    assert written(who) == before


def _link(session: Session, survey: str) -> None:
    work = work_of(session)
    personal_link(work, session.get_one(Survey, survey), work.now + timedelta(hours=1), "hers")


def test_what_is_too_long_for_its_question_is_said_beside_it(
    as_: As, browser_of: As, make: Callable[..., str]
) -> None:
    survey, member = make(), as_("member")
    path = f"/surveys/{survey}/responses"
    before = written(member)
    problem = refused(member, "POST", path, 422, "invalid", json=answer(more="ô" * 5001))
    assert beside(problem) == {"/answers/more": ("answer-long", "Dài quá, nhiều nhất 5000 ký tự.")}
    page = browser_of("member").post(path, data={"answers.one": "a", "answers.more": "ô" * 5001})
    assert page.status_code == 422
    assert "Dài quá, nhiều nhất 5000 ký tự." in page.text
    assert "ô" * 5001 in page.text
    assert written(member) == before
    assert member.post(path, json=answer(more="ô" * 5000)).status_code == 201


@pytest.mark.parametrize("pattern", EXPLODING)
def test_a_pattern_that_would_explode_is_answered_at_once(
    as_: As, make: Callable[..., str], pattern: str
) -> None:
    asked = surveys.question("more", "long_text", validate={"pattern": pattern})
    board, member = as_("contests"), as_("member")
    made = board.post(
        f"/communities/{HOME}/surveys",
        json={"identity": "identified", "schema": {"title": "Mã?", "questions": [asked]}},
    )
    assert made.status_code == 201, made.text
    survey = make({"title": "Mã?", "questions": [asked]})
    started = time.perf_counter()
    problem = refused(
        *(member, "POST", f"/surveys/{survey}/responses", 422, "invalid"),
        json={"answers": {"more": "a" * 2499 + "x" * 2500 + "!"}},
    )
    assert time.perf_counter() - started < 2
    assert beside(problem) == {
        "/answers/more": ("answer-pattern", "Câu trả lời chưa đúng mẫu mà câu hỏi cần.")
    }


@pytest.mark.parametrize("pattern", ["((a{99}){99}){99}", "(", r"(a)\1", "a{1001}", "(?=a)a"])
def test_a_pattern_that_is_none_or_too_large_is_no_survey(as_: As, pattern: str) -> None:
    board = as_("contests")
    asked = surveys.question("more", "short_text", validate={"pattern": pattern})
    body = {"identity": "identified", "schema": {"title": "Mã?", "questions": [asked]}}
    before = written(board)
    problem = refused(board, "POST", f"/communities/{HOME}/surveys", 422, "invalid", json=body)
    assert errors(problem) == {"/schema/questions/0/validate/pattern": "pattern-wrong"}
    assert written(board) == before


def test_a_condition_that_looks_forward_or_at_itself_is_no_survey(as_: As) -> None:
    board = as_("contests")
    before = written(board)
    for asked in (
        [
            surveys.question("one", show_if={"question": "two", "is": "a"}),
            surveys.question("two"),
        ],
        [surveys.question("one", show_if={"not": [{"question": "one", "answered": True}]})],
        [surveys.question("one", show_if={"question": "nowhere", "is": "a"})],
    ):
        body = {"identity": "identified", "schema": {"title": "Vòng?", "questions": asked}}
        problem = refused(board, "POST", f"/communities/{HOME}/surveys", 422, "invalid", json=body)
        assert beside(problem) == {
            "/schema/questions/0/show_if": (
                "condition-forward",
                "Câu 1: điều kiện chỉ được nhìn vào các câu ở trên.",
            )
        }
    assert written(board) == before


def test_an_answer_from_a_page_that_was_open_at_the_closing(
    as_: As, browser_of: As, make: Callable[..., str], database: Database
) -> None:
    survey, browser, member = make(), browser_of("member"), as_("member")
    path = f"/surveys/{survey}/responses"
    page, form = browser.get(f"{path}/new").text, member.get(f"{path}/new").json()

    def close(session: Session) -> None:
        session.get_one(Survey, survey).closes_at = clock.now()

    database.write_now(close)
    before = written(member)
    late = {**answer(), "ticket": form["ticket"], "version_number": 1}
    problem = refused(member, "POST", path, 409, "survey-closed", json=late)
    assert told(problem) == (
        "Khảo sát đã đóng",
        "Phiếu gửi sau giờ đóng không nhận được nữa. Những gì chị đã ghi vẫn còn ở trang này.",
    )
    # Nor as what a phone kept: this survey waits for no phone.
    refused(member, "POST", path, 409, "survey-closed", json={**late, "way": "offline"})
    typed = {"one": "a", "more": "Em viết dở"}
    shown = filling_in.send(browser, page, path, filling_in.fields(typed))
    assert shown.status_code == 409
    assert "Khảo sát đã đóng" in shown.text
    assert "Em viết dở" in shown.text
    assert written(member) == before


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_holds_what_stood_when_it_began(
    as_: As,
    make: Callable[..., str],
    database: Database,
    scene: Scene,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
) -> None:
    """A page for each response, and one more answer between every two of them."""
    survey, persons = make(), women(database, 9)
    for person in persons[:3]:
        send(database, scene, survey, person, answers={"one": "a"})
    monkeypatch.setattr(survey_exports, "PAGE", 1)
    whole, late = survey_exports.pages, iter(persons[3:])

    def arriving(*given: Any) -> Iterator[Any]:
        for page in whole(*given):
            send(database, scene, survey, next(late), answers={"one": "b"})
            yield page

    monkeypatch.setattr(survey_exports, "pages", arriving)
    got = as_("contests").get(f"/surveys/{survey}/export.{kind}")
    assert got.status_code == 200
    assert sorted(_column(got.content, kind, "one")) == ["a", "a", "a"]
    assert next(late, None) is not None
    stand = database.read_now(lambda s: s.execute(select(SurveyResponse)).all())
    assert len(stand) > 3, "nothing arrived meanwhile"


def _column(content: bytes, kind: str, name: str) -> list[Any]:
    if kind == "csv":
        lines = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        return [line[name] for line in lines]
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    heads, *rows = book.get_sheet_by_index(0).to_python()
    return [row[heads.index(name)] for row in rows]
