"""Cross-tables and filters of surveys over HTTP: JSON, page and file of one table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col
from starlette.testclient import TestClient

from app.models.audit import AuditRow
from app.models.communities import Community
from tests import survey_crowds, surveys
from tests.factories import HOME, Scene, work_of
from tests.survey_crowds import of

As = Callable[..., TestClient]
FORM = {
    "title": "Chị cần gì?",
    "questions": [surveys.question("one"), surveys.question("two")],
}
CROWD = of(
    {("a", "a"): 30, ("a", "b"): 10, ("b", "a"): 12, ("b", "b"): 25, ("b", "c"): 3, ("a", "c"): 10},
    "one",
    "two",
)


@pytest.fixture
def survey(scene: Scene, app: Any) -> str:
    def make(session: Any) -> str:
        work = work_of(session)
        row = surveys.survey(work, scene, FORM, identity="token")
        units = [scene.units["commune" if n % 3 else "other_commune"] for n in range(len(CROWD))]
        survey_crowds.add(work, row, CROWD, units=units)
        return row.id

    made: str = app.state.house.database.write_now(make)
    return made


def test_json_page_and_file_say_the_same(as_: As, browser_of: As, survey: str) -> None:
    here = f"/surveys/{survey}/crosstab"
    read = as_("adviser").get(here, params={"rows": "one", "columns": "two"}).json()
    assert read["shown"]
    shown = [[cell["count"] for cell in row["cells"]] for row in read["rows"]]
    assert shown[:2] == [[30, None, None, 0, 0], [12, None, None, 0, 0]]
    page = browser_of("chair").get(f"{here}?rows=one&columns=two")
    assert page.status_code == 200
    assert page.text.count("giữ kín</span>") == 4
    assert page.text.count(" selected>") == 2
    file = as_("adviser").get(f"{here}.csv?rows=one&columns=two")
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    lines = file.content.decode("utf-8-sig").splitlines()
    assert lines[4] == "Ý a,30,giữ kín,giữ kín,0,0,50"


@pytest.mark.parametrize(
    ("query", "field"), [("", "/rows"), ("?rows=one", "/columns"), ("?columns=two", "/rows")]
)
def test_a_file_of_no_table_names_what_is_missing(
    as_: As, survey: str, query: str, field: str
) -> None:
    answer = as_("adviser").get(f"/surveys/{survey}/crosstab.csv{query}")
    assert answer.status_code == 422
    assert [(one["pointer"], one["code"]) for one in answer.json()["errors"]] == [
        (field, "missing")
    ]


@pytest.mark.parametrize("page", ["crosstab", "filtered-results"])
def test_what_was_chosen_stands_in_the_address(browser_of: As, survey: str, page: str) -> None:
    """The form goes there itself: a page swapped in would leave the address as it was."""
    found = browser_of("adviser").get(f"/surveys/{survey}/{page}").text
    form = found[
        found.index(f'<form class="form" action="/surveys/{survey}/{page}" method="get"') :
    ]
    assert "hx-" not in form[: form.index(">")]


def test_each_file_is_recorded_and_says_that_it_is_an_illustration(
    as_: As, app: Any, scene: Scene, survey: str
) -> None:
    database = app.state.house.database

    def illustrated(session: Any) -> None:
        session.get_one(Community, scene.communities[HOME]).demo = True

    database.write_now(illustrated)
    wanted = select(AuditRow).where(col(AuditRow.action) == "survey.export_crosstab")
    file = as_("adviser").get(f"/surveys/{survey}/crosstab.csv?rows=one&columns=two")
    assert 'filename="minh-hoa-bang-cheo-' in file.headers["content-disposition"]
    (row,) = database.read_now(lambda s: list(s.execute(wanted).scalars()))
    told = {"rows": "one", "columns": "two", "where": ""}
    assert (row.subject_id, row.right, row.facts) == (survey, "post:adviser", told)


def test_the_units_are_a_side_of_the_table(as_: As, survey: str) -> None:
    here = f"/surveys/{survey}/crosstab"
    found = as_("adviser").get(f"{here}?rows=one&columns=unit").json()
    assert (found["unit_levels"], found["unit_level"]) == (["province"], "province")
    units = {one["text"]: one["count"] for one in found["columns"]}
    assert units == {"Đơn vị city": 60, "Đơn vị other_city": 30}
    assert found["n"] == 90
    wrong = as_("adviser").get(f"{here}?rows=one&columns=unit&unit_level=group")
    assert wrong.json()["errors"][0]["code"] == "crosstab-level"


def test_a_filter_is_refused_with_a_sentence_when_it_is_two(
    as_: As, browser_of: As, survey: str
) -> None:
    here = f"/surveys/{survey}"
    twice = as_("adviser").get(f"{here}/crosstab?rows=one&columns=two&where=two:a")
    assert (twice.status_code, twice.json()["errors"][0]["code"]) == (422, "crosstab-one-filter")
    page = browser_of("chair").get(f"{here}/filtered-results?where=two:a,one:b")
    assert page.status_code == 422
    assert "Mỗi lần chỉ lọc theo một ý" in page.text
    few = browser_of("chair").get(f"{here}/filtered-results?where=two:d")
    assert "Chưa đủ số người trả lời để hiển thị" in few.text
    one = browser_of("chair").get(f"{here}/filtered-results?where=two:a")
    assert "42 người chọn ý này" in one.text


def test_the_survey_leads_there(browser_of: As, survey: str) -> None:
    assert f"/surveys/{survey}/crosstab" in browser_of("chair").get(f"/surveys/{survey}").text
    member = browser_of("member")
    assert "/crosstab" not in member.get(f"/surveys/{survey}").text
    assert member.get(f"/surveys/{survey}/crosstab").status_code == 403
