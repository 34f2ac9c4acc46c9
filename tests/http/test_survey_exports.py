"""Surveys as files over HTTP."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import python_calamine as calamine
import xlsxwriter
from starlette.testclient import TestClient

from app.db import Database
from app.domain.surveys import form
from app.i18n.survey_file_sentences import LABELS
from app.models.survey_responses import SurveyResponse
from app.services.deeds import fresh_id
from tests import surveys
from tests.factories import HOME, Scene, work_of
from tests.http.test_survey_builder import fields

As = Callable[..., TestClient]
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "sav": "application/x-spss-sav",
    "json": "application/json",
}
FIRST = {"csv": b"\xef\xbb\xbfsen_row,", "xlsx": b"PK", "sav": b"$FL2", "json": b'{"survey"'}


def made(database: Database, scene: Scene, identity: str) -> str:
    def furnish(session: Any) -> str:
        work = work_of(session)
        survey = surveys.survey(work, scene, identity=identity)
        session.add(
            SurveyResponse(
                id=fresh_id(work),
                survey_id=survey.id,
                number=1,
                answers={"single": "a", "short_text": "Chị Hạnh"},
            )
        )
        return survey.id

    return database.write_now(furnish)


@pytest.fixture
def survey(scene: Scene, app: Any) -> str:
    return made(app.state.house.database, scene, "identified")


@pytest.mark.parametrize("kind", list(TYPES))
def test_every_kind_is_a_file_that_is_saved(as_: As, survey: str, kind: str) -> None:
    answer = as_("contests").get(f"/surveys/{survey}/export.{kind}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, TYPES[kind])
    assert answer.headers["content-disposition"].startswith('attachment; filename="khao-sat-')
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content.startswith(FIRST[kind])


def test_a_browser_is_told_why_anonymous_answers_stay(
    browser_of: As, scene: Scene, app: Any
) -> None:
    survey = made(app.state.house.database, scene, "anonymous")
    for kind in TYPES:
        page = browser_of("contests").get(f"/surveys/{survey}/export.{kind}")
        assert page.status_code == 409
        assert "Phiếu giấu tên không xuất từng phiếu" in page.text
    codebook = browser_of("contests").get(f"/surveys/{survey}/codebook.xlsx")
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(codebook.content))
    assert book.sheet_names == ["Mã câu hỏi"]


def test_wishes_stand_in_the_address(as_: As, survey: str) -> None:
    program = as_("chair")
    plain = program.get(f"/surveys/{survey}/export.csv?values=labels&bom=false")
    assert plain.text.startswith("sen_row,")
    assert "Ý a" in plain.text
    assert program.get(f"/surveys/{survey}/export.csv?values=words").status_code == 422
    codebook = program.get(f"/surveys/{survey}/codebook.json").json()
    assert codebook["columns"][0]["options"][0] == {"key": "a", "code": 1, "text": "Ý a"}


def test_what_cannot_be_made_is_an_answer_too(
    as_: As, survey: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.integrations import survey_files

    monkeypatch.setattr(survey_files, "MOST_ROWS", 1)
    answer = as_("contests").get(f"/surveys/{survey}/export.xlsx")
    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/export-too-long"


def test_a_form_goes_out_and_comes_in_as_an_xlsform(as_: As, browser_of: As, survey: str) -> None:
    program = as_("contests")
    answer = program.get(f"/surveys/{survey}/form.xlsx")
    assert answer.status_code == 200
    here = f"/communities/{HOME}/surveys/xlsform"
    body = {"file": {"name": "a.xlsx", "content": base64.b64encode(answer.content).decode()}}
    taken = program.post(here, json=body).json()
    assert (taken["missed"], taken["faults"]) == ([], [])
    assert taken["schema"]["questions"][1]["type"] == "single"
    browser = browser_of("contests")
    assert browser.get(here).status_code == 200
    page = browser.post(here, files={"file": ("a.xlsx", answer.content)})
    assert page.status_code == 200
    assert "Mọi dòng trong tệp đều có ở đây." in page.text
    assert "Từng dòng một ý?" in page.text
    at = f"/communities/{HOME}/surveys"
    sent = fields(page.text, at) | {"identity": "identified", "k": "1"}
    wrong = browser.post(at, data=sent)
    assert wrong.status_code == 422
    assert "Bắt đầu từ" not in wrong.text
    again = fields(wrong.text, at) | {"identity": "identified", "k": "5"}
    assert again["schema"] == sent["schema"]
    made = browser.post(at, data=again)
    assert made.status_code == 303, made.text
    assert program.get(made.headers["location"]).json()["schema"] == taken["schema"]


def test_a_file_with_faults_is_mended_first(browser_of: As) -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("survey")
    sheet.write_row(0, 0, ["type", "name", "label"])
    sheet.write_row(1, 0, ["select_one none", "wish", "Chị mong gì?"])
    book.close()
    here = f"/communities/{HOME}/surveys/xlsform"
    page = browser_of("contests").post(here, files={"file": ("a.xlsx", target.getvalue())})
    assert page.status_code == 200
    assert "chỗ phải sửa trong tệp" in page.text
    assert "Lập khảo sát từ phiếu này" not in page.text


def test_a_file_that_is_no_xlsform_is_told_beside_its_field(browser_of: As) -> None:
    browser, here = browser_of("contests"), f"/communities/{HOME}/surveys/xlsform"
    for content in (b"a,b\n1,2\n", b"PK\x03\x04 none"):
        page = browser.post(here, files={"file": ("a.xlsx", content)})
        assert page.status_code == 422
    page = browser.post(here, files={"file": ("a.csv", b"a,b\n1,2\n")})
    assert "Tệp này không phải phiếu XLSForm" in page.text


DOORS = ("responses", "export.xlsx", "export.csv", "export.sav", "export.json")
BOOKS = ("codebook.xlsx", "form.xlsx")


@pytest.mark.parametrize(
    ("role", "identity", "leads"),
    [
        ("contests", "identified", DOORS + BOOKS),
        ("contests", "token", DOORS + BOOKS),
        ("chair", "anonymous", BOOKS),
        ("adviser", "identified", ()),
        ("member", "identified", ()),
    ],
)
def test_pages_lead_to_the_files_that_she_may_have(
    database: Database,
    scene: Scene,
    browser_of: As,
    role: str,
    identity: str,
    leads: tuple[str, ...],
) -> None:
    here, browser = f"/surveys/{made(database, scene, identity)}", browser_of(role)
    for page in (here, f"{here}/results"):
        answer = browser.get(page)
        if answer.status_code != 200 and role == "member":
            continue
        links = re.findall(rf'href="{here}/([^"?]+)(\??[^"]*)"', answer.text)
        found = [one for one in links if one[0] in DOORS + BOOKS]
        assert [path for path, _ in found] == list(leads), page
        for path, more in found:
            assert browser.get(f"{here}/{path}{more}").status_code == 200, path


def test_the_list_and_a_new_survey_lead_to_the_file(browser_of: As) -> None:
    for page in (f"/communities/{HOME}/surveys", f"/communities/{HOME}/surveys/new"):
        text = browser_of("contests").get(page).text
        assert f'href="/communities/{HOME}/surveys/xlsform"' in text
    assert "xlsform" not in browser_of("member").get(f"/communities/{HOME}/surveys").text


def test_a_type_has_one_name() -> None:
    """On pages and in files."""
    page = (Path(__file__).parents[2] / "app/templates/_ui/surveys.html").read_text("utf-8")
    macro = page.partition("macro question_type")[2].partition("endmacro")[0]
    said = dict(re.findall(r'"(\w+)": _\("([^"]+)"\)', macro))
    assert said == {one: LABELS[f"survey.type.{one}"] for one in form.TYPES}
