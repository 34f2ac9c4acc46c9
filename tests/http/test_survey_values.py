"""Values of surveys over HTTP: what is typed, what drafts keep, what no form may ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.db import Database
from app.domain.surveys import conditions
from tests import surveys
from tests.factories import HOME, Scene, work_of
from tests.http.wires import errors, refused, written

As = Callable[..., TestClient]


@pytest.fixture
def make(database: Database, scene: Scene) -> Callable[..., str]:
    def made(*asked: Any, **more: Any) -> str:
        form = {"title": {"vi": "Chị cần gì?", "en": "Needs?"}, "questions": list(asked)}
        return database.write_now(lambda s: surveys.survey(work_of(s), scene, form, **more).id)

    return made


def test_a_number_comes_back_from_its_page_as_it_was(
    as_: As, browser_of: As, make: Callable[..., str]
) -> None:
    survey = make(surveys.question("n", "number"), surveys.question("whole", "number"))
    draft = {"rev": 1, "answers": {"n": 1.125, "whole": "5.000"}}
    assert as_("member").put(f"/surveys/{survey}/draft", json=draft).status_code == 200
    page = browser_of("member").get(f"/surveys/{survey}/responses/new").text
    assert 'value="1,125"' in page
    assert 'value="5.000"' in page
    sent = {"answers.n": "1,125", "answers.whole": "5.000"}
    assert browser_of("member").post(f"/surveys/{survey}/responses", data=sent).status_code == 303
    [kept] = as_("contests").get(f"/surveys/{survey}/responses").json()["items"]
    assert kept["answers"] == {"n": 1.125, "whole": 5000}


@pytest.mark.parametrize(
    ("kind", "condition", "vi", "en"),
    [
        ("date", {"lt": "2026-01-02"}, "câu 1 ghi trước ngày 2/1/2026", "is before 2/1/2026"),
        ("date", {"gte": "2026-01-02"}, "từ ngày 2/1/2026 trở đi", "is 2/1/2026 or after"),
        ("date", {"in": ["2026-01-02"]}, "câu 1 ghi ngày 2/1/2026 thì", "you wrote 2/1/2026 in"),
        ("time", {"lte": "08:00"}, "từ 08:00 trở về trước", "is 08:00 or before"),
        ("number", {"gt": 1000000}, "câu 1 ghi trên 1.000.000", "more than 1.000.000 in"),
        ("number", {"in": [1, 2]}, "câu 1 ghi 1 hoặc 2 thì", "you wrote 1 or 2 in"),
        ("short_text", {"in": ["x"]}, "câu 1 ghi “x” thì", "you wrote “x” in"),
        ("single", {"in": ["a", "b"]}, "câu 1 chọn “Ý a” hoặc “Ý b”", "you chose “Ý a” or “Ý b”"),
        (
            "multiple",
            {"in": ["a", "b"]},
            "câu 1 chỉ chọn đúng một ý là “Ý a” hoặc “Ý b”",
            "“Ý a” or “Ý b” alone",
        ),
    ],
)
def test_paper_says_a_condition_as_it_holds(
    as_: As, make: Callable[..., str], kind: str, condition: Any, vi: str, en: str
) -> None:
    looks = surveys.question("z", "long_text", show_if={"question": "q", **condition})
    survey = make(surveys.question("q", kind), looks)
    for lang, said in (("vi", vi), ("en", en)):
        printed = as_("contests").get(f"/surveys/{survey}/print?lang={lang}").json()
        assert said in printed["steps"][0]["questions"][1]["guide"]


def test_paper_is_printed_though_an_old_condition_compares_with_no_day(
    as_: As, make: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such forms were taken once."""
    looks = surveys.question("z", show_if={"question": "q", "gt": "hôm nay"})
    with monkeypatch.context() as before:
        before.setattr(conditions, "faults", lambda *_: iter(()))
        survey = make(surveys.question("q", "date"), looks)
    assert as_("contests").get(f"/surveys/{survey}/print").status_code == 200


@pytest.mark.parametrize(
    ("schema", "code"),
    [
        ('{"title": "A", "questions": [NaN]}', "not-a-number"),
        ('{"title": "A", "questions": [1e999]}', "not-a-number"),
        (r'{"title": "a\u0000b", "questions": []}', "wrong-encoding"),
        (r'{"title": "\ud800", "questions": []}', "wrong-encoding"),
        ('{"title": "A", "title": "B", "questions": []}', "duplicate-key"),
        ('{"title": "A",\n"questions": [}', "schema-not-json"),
        ("[" * 900 + "]" * 900, "schema-not-json"),
    ],
)
def test_a_form_written_as_text_is_read_as_strictly(as_: As, schema: str, code: str) -> None:
    board = as_("contests")
    before = written(board)
    body = {"identity": "identified", "schema": schema}
    problem = refused(board, "POST", f"/communities/{HOME}/surveys", 422, "invalid", json=body)
    assert errors(problem) == {"/schema": code}
    assert written(board) == before


@pytest.mark.parametrize("deep", ["[" * 900 + "]" * 900, "[" * 50 + "]" * 50])
def test_an_answer_nested_deeper_than_any_is_refused(
    as_: As, make: Callable[..., str], deep: str
) -> None:
    survey, member = make(surveys.EVERY_TYPE["questions"][6]), as_("member")
    said = f'{{"matrix_single": {{"r1": ["zz"], "r2": {deep}}}}}'
    for method, path, more in (("POST", "responses", ""), ("PUT", "draft", '"rev": 1, ')):
        body = f'{{{more}"answers": {said}}}'
        got = member.request(
            *(method, f"/surveys/{survey}/{path}"),
            content=body,
            headers={"content-type": "application/json"},
        )
        assert got.status_code in (422, 200 if method == "PUT" else 422)
    assert member.get(f"/surveys/{survey}/responses/new").status_code == 200


@pytest.mark.parametrize(
    "number", ["x", "-1", "1.5", str(2**31), str(2**63), "9" * 400, "9" * 5000]
)
def test_a_number_of_an_address_that_no_column_holds_leads_nowhere(
    as_: As, browser_of: As, make: Callable[..., str], number: str
) -> None:
    survey, board = make(surveys.question("q")), as_("contests")
    version = f"/surveys/{survey}/versions/{number}"
    body = {"schema": {"title": "A", "questions": [surveys.question("q")]}}
    refused(board, "PATCH", version, 404, "not-found", json=body)
    refused(board, "DELETE", version, 404, "not-found")
    refused(as_("member"), "POST", f"/surveys/{survey}/steps/{number}", 404, "not-found", json={})
    lists = as_("membership")
    refused(lists, "POST", f"/imports/none/rows/{number}/creation", 404, "not-found", json={})
    refused(lists, "PUT", f"/paper-sheets/none/lines/{number}", 404, "not-found", json={})
    refused(lists, "GET", f"/paper-sheets/none/lines/{number}", 404, "not-found")
    page = browser_of("contests").post(version, data={"_method": "PATCH", "note": "x"})
    assert page.status_code == 404


def test_nothing_to_read_around_the_questions_is_a_survey_too(as_: As) -> None:
    board = as_("contests")
    schema: dict[str, Any] = {"title": "A", "introduction": None, "ending": None}
    schema["questions"] = [surveys.question("q")]
    body = {"identity": "identified", "schema": schema}
    made = board.post(f"/communities/{HOME}/surveys", json=body)
    assert made.status_code == 201
    survey = made.json()["id"]
    for page in ("form", "preview", "print", "form/words", "versions"):
        got = board.get(f"/surveys/{survey}/{page}", headers={"accept": "text/html"})
        assert got.status_code == 200, page


MATRIX = {
    **surveys.question("mm", "matrix_multiple", options=surveys.OPTIONS),
    "rows": [{"key": one, "text": one} for one in ("r1", "r2")],
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"multi": 5},
        {"rank": True},
        {"mm": {"r1": 5}},
        {"mm": "a"},
        {"n": True},
        {"n": ["1"]},
        {"one": {"a": "b"}},
        {"text": 5},
        {"d": []},
        {"multi": [["a"]]},
        {"nowhere": "a"},
    ],
)
def test_a_draft_holds_what_its_page_can_show(
    as_: As, browser_of: As, make: Callable[..., str], wrong: Any
) -> None:
    asked = [surveys.question("multi", "multiple"), surveys.question("rank", "ranking"), MATRIX]
    asked += [surveys.question("n", "number"), surveys.question("one")]
    asked += [surveys.question("text", "long_text"), surveys.question("d", "date")]
    survey, member = make(*asked), as_("member")
    well = {"text": "Em viết dở", "n": "nhiều", "mm": {"r2": ["zz"]}, "one": ["a"]}
    body = {"rev": 1, "answers": {**well, **wrong}}
    kept = member.put(f"/surveys/{survey}/draft", json=body)
    assert kept.status_code == 200
    assert kept.json()["answers"] == {key: said for key, said in well.items() if key not in wrong}
    page = browser_of("member").get(f"/surveys/{survey}/responses/new")
    assert page.status_code == 200
    assert ("Em viết dở" in page.text) is ("text" not in wrong)


def test_steps_go_on_from_any_draft(as_: As, make: Callable[..., str]) -> None:
    survey, member = make(surveys.question("one")), as_("member")
    for rev, status in ((2**31 - 1, 422), (10**9 + 1, 422), (10**9, 200)):
        body = {"rev": rev, "answers": {"one": "a"}}
        assert member.put(f"/surveys/{survey}/draft", json=body).status_code == status
    step = member.post(f"/surveys/{survey}/steps/0", json={"answers": {"one": "b"}, "go": "next"})
    assert step.status_code == 200
    assert step.json()["rev"] == 10**9 + 1


@pytest.mark.parametrize(
    "said",
    [
        {"mm": {"r2": ["b"]}, "mm.r1": ["a"]},
        {"mm.r1": ["a"], "mm": {"r2": ["b"]}},
        {"mm.r1": ["a"], "mm.r2": ["b"], "mm": ""},
    ],
)
def test_rows_said_at_once_and_one_by_one_are_one_answer(
    as_: As, make: Callable[..., str], said: Any
) -> None:
    survey = make(MATRIX)
    got = as_("member").post(f"/surveys/{survey}/responses", json={"answers": said})
    assert got.json()["answers"] == {"mm": {"r1": ["a"], "r2": ["b"]}}


@pytest.mark.parametrize("said", [{"mm": {"r1": ["b"]}, "mm.r1": ["a"]}, {"mm": "x", "mm.r1": "a"}])
def test_a_row_said_twice_is_told(as_: As, make: Callable[..., str], said: Any) -> None:
    survey, member = make(MATRIX), as_("member")
    path = f"/surveys/{survey}/responses"
    problem = refused(member, "POST", path, 422, "invalid", json={"answers": said})
    assert errors(problem) == {"/answers": "duplicate-key"}


def test_more_answers_than_any_form_has_are_told_as_many(as_: As, make: Callable[..., str]) -> None:
    survey, member = make(surveys.question("one")), as_("member")
    many = {"answers": {f"q{n}": "a" for n in range(301)}}
    problem = refused(member, "POST", f"/surveys/{survey}/responses", 422, "invalid", json=many)
    assert errors(problem) == {"/answers": "too_long"}
    assert "nhiều nhất 300" in problem["errors"][0]["detail"]
