"""Results of surveys over HTTP: the same figures in every shape, let out by two."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import python_calamine as calamine
from docx import Document
from starlette.testclient import TestClient

from app import clock
from app.db import Database
from app.models.surveys import Survey
from tests import surveys
from tests.factories import HOME, Scene, work_of
from tests.survey_counts import EXAMPLE, answer, fold

As = Callable[..., TestClient]
FORM = {
    "title": "Chị cần gì?",
    "questions": [surveys.question("q1"), surveys.question("q2", "long_text")],
}


@pytest.fixture
def database(app: Any) -> Database:
    found: Database = app.state.house.database
    return found


@pytest.fixture
def survey(database: Database, scene: Scene) -> Survey:
    now = clock.now()
    shut: Any = {"opens_at": now - timedelta(hours=2), "closes_at": now - timedelta(hours=1)}
    of = database.write_now(lambda s: surveys.survey(work_of(s), scene, FORM, **shut))
    answer(database, of, EXAMPLE)
    return of


def test_the_shape_of_the_contract(as_: As, survey: Survey) -> None:
    found = as_("chair").get(f"/surveys/{survey.id}/results").json()
    assert found["n"] == 61
    one = found["questions"][0]
    assert (one["key"], one["n"], one["missing"], one["base"]) == ("q1", 61, 0, 61)
    assert [(o["key"], o["count"], o["suppressed"]) for o in one["options"]] == [
        ("a", 40, False), ("b", 12, False), ("c", None, True), ("d", None, True),
    ]  # fmt: skip
    text = found["questions"][1]
    assert (text["key"], text["n"], text["missing"], text["options"]) == ("q2", 0, 61, [])


def test_every_shape_says_the_same(
    as_: As, browser_of: As, survey: Survey, database: Database
) -> None:
    """`giữ kín` stands where JSON says None; no figure stands in its place anywhere."""
    fold(database)
    here = f"/surveys/{survey.id}/results"
    found = as_("adviser").get(here).json()["questions"][0]
    told = [[o["text"], str(o["count"])] for o in found["options"] if not o["suppressed"]]
    hidden = [o["text"] for o in found["options"] if o["suppressed"]]
    rows = list(
        csv.DictReader(io.StringIO(as_("adviser").get(f"{here}.csv").content.decode("utf-8-sig")))
    )
    by_csv = [row for row in rows if row["Mã câu"] == "q1"]
    assert [[r["Phương án"], r["Số người"]] for r in by_csv] == [
        *told, *([text, "giữ kín"] for text in hidden),
    ]  # fmt: skip
    book = calamine.CalamineWorkbook.from_filelike(
        io.BytesIO(as_("adviser").get(f"{here}.xlsx").content)
    )
    table = book.get_sheet_by_index(0).to_python()
    assert [list(map(_plain, row)) for row in table[2:6]] == [list(row.values()) for row in by_csv]
    page = browser_of("adviser").get(here).text
    for text, count in told:
        assert f'<th scope="row" lang="vi">{text}</th><td class="number">{count}</td>' in page
    for text in hidden:
        assert f'<th scope="row" lang="vi">{text}</th><td class="number">giữ kín</td>' in page
    assert page.count('class="chart-bar"') == len(told)
    assert page.count('class="chart-track"') == len(told) + len(hidden)


def test_the_annex_is_a_word_file(as_: As, survey: Survey) -> None:
    file = as_("contests").get(f"/surveys/{survey.id}/report.docx")
    assert file.status_code == 200
    said = "\n".join(one.text for one in Document(io.BytesIO(file.content)).paragraphs)
    assert "Tổng số phiếu: 61." in said
    assert as_("adviser").get(f"/surveys/{survey.id}/report.docx").status_code == 403


def test_two_browsers_let_a_question_out_and_a_stranger_reads_it(
    as_: As, browser_of: As, client: TestClient, survey: Survey
) -> None:
    here = f"/surveys/{survey.id}"
    page = {"accept": "text/html"}
    assert client.get(f"{here}/results").status_code == 401
    sent = {"question": "q1", "audience": "public"}
    first = browser_of("contests").post(f"{here}/releases", data=sent)
    assert (first.status_code, first.headers["location"]) == (
        303,
        f"{here}/results?done=survey-release#q-q1",
    )
    again = browser_of("contests").post(f"{here}/releases", data=sent)
    assert again.status_code == 409
    assert "Chờ người thứ hai đồng ý công bố</span> với mọi người" in again.text
    assert "Trưởng Ban Quản trị; Phó Trưởng Ban; Phụ trách cuộc thi, khảo sát." in again.text
    today = f"/communities/{HOME}/today"
    line = f'href="{here}/results#q-q1"'
    assert line in browser_of("chair").get(today).text
    for other in ("contests", "editor", "adviser"):
        assert line not in browser_of(other).get(today).text
    second = browser_of("chair").get(f"{here}/results").text
    assert "Đồng ý công bố với mọi người" in second
    assert second.count('<details class="twin no-print" open>') == 1
    assert "Chờ chị đồng ý công bố" in second
    assert "Chờ chị đồng ý công bố" not in again.text
    done = as_("chair").post(f"{here}/releases", json=sent)
    assert (done.status_code, done.json()["state"], done.json()["approvals"]) == (
        200,
        "released",
        2,
    )
    assert line not in browser_of("chair").get(today).text
    (led,) = client.get(f"/communities/{HOME}").json()["public_results"]
    assert (led["survey"], led["address"].endswith(f"{here}/results")) == (survey.id, True)
    for who in (client, browser_of("contests")):
        home = who.get(f"/communities/{HOME}", headers=page).text
        assert f'href="{here}/results"' in home
    told = browser_of("contests").get(f"{here}/results").text
    assert told.count(f">{led['address']}</a>") == 1
    assert "Đã công bố</span> cho mọi người" in told
    shown = client.get(f"{here}/results", headers=page)
    assert shown.status_code == 200
    assert "làm tròn" in shown.text
    assert [
        one["count"] for one in client.get(f"{here}/results").json()["questions"][0]["options"]
    ] == [40, 10, None, None]
    for leads in (f"/communities/{HOME}", f"/communities/{HOME}/contests"):
        led = browser_of("member").get(leads).text
        assert f'href="/communities/{HOME}/surveys"' in led
        assert "có kết quả" in led
    assert client.get(f"/communities/{HOME}").json()["survey_results"] is False
    listed = as_("adviser").get(f"{here}/releases").json()["releases"]
    assert [(one["question"], one["state"]) for one in listed] == [("q1", "released")]
    assert "results" in as_("member").get(here).json()["allowed_actions"]
    back = browser_of("contests").post(f"{here}/releases/q1", data={"_method": "DELETE"})
    assert (back.status_code, back.headers["location"]) == (
        303,
        f"{here}/results?done=survey-withdrawn#q-q1",
    )
    assert client.get(f"/communities/{HOME}").json()["public_results"] == []
    assert as_("member").get(f"/communities/{HOME}").json()["survey_results"] is False
    assert client.get(f"{here}/results").status_code == 401
    assert as_("member").get(f"{here}/results").status_code == 403


def test_a_key_that_is_no_question_is_told_beside_the_results(as_: As, survey: Survey) -> None:
    wrong = as_("contests").post(
        f"/surveys/{survey.id}/releases", json={"question": "q9", "audience": "members"}
    )
    assert wrong.status_code == 422
    assert [one["code"] for one in wrong.json()["errors"]] == ["release-question"]


def _plain(cell: Any) -> str:
    return f"{cell:g}" if isinstance(cell, float) else str(cell)
