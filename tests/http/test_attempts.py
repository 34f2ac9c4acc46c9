"""Papers over HTTP: 201 and 200, forms, bad input, what a page weighs, what stays sealed."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from app import clock
from app.db import Database
from app.models.contests import RoundQuestion
from tests import contests
from tests.conftest import Watch
from tests.factories import Scene, work_of
from tests.test_queries import Counted

As = Callable[..., TestClient]
RIGHT = {f"q{n}": ["b"] for n in range(1, 11)}
FIRST_LOAD = 60 * 1024


@pytest.fixture
def round_id(app: Any, scene: Scene) -> str:
    def make(session: Any) -> str:
        work = work_of(session)
        contest = contests.contest(work, scene, attempts={"max": 2, "counted": "first"})
        contest.help_phone = "0900 000 009"
        return contests.round_of(work, contest).id

    database: Database = app.state.house.database
    return database.write_now(make)


def started(as_: As, round_id: str) -> dict[str, Any]:
    answer = as_("member").post(f"/rounds/{round_id}/attempts")
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    assert answer.headers["location"] == f"/attempts/{found['id']}"
    return found


def test_a_program_takes_part(as_: As, round_id: str) -> None:
    program = as_("member")
    paper = started(as_, round_id)
    again = program.post(f"/rounds/{round_id}/attempts")
    assert (again.status_code, again.json()["id"]) == (200, paper["id"])
    here = f"/attempts/{paper['id']}"
    assert set(paper["paper"][0]) >= {"key", "prompt", "options"}
    saved = program.put(f"{here}/answers", json={"rev": 1, "answers": {"q1": ["b"]}})
    assert (saved.status_code, saved.json()["rev"]) == (200, 1)
    older = program.put(f"{here}/answers", json={"rev": 1, "answers": {"q1": ["a"]}})
    assert (older.status_code, older.json()["code"], older.json()["version"]) == (
        *(409, "answers-older"),
        1,
    )
    read = program.get(here).json()
    assert (read["answers"], read["rev"], read["receipt"]) == ({"q1": ["b"]}, 1, None)
    assert read["server_now"] < read["deadline_at"]
    body = {"answers": RIGHT, "prediction": 5}
    handed = program.post(f"{here}/submission", json=body)
    assert handed.status_code == 200
    assert program.post(f"{here}/submission", json={}).json()["receipt"] == handed.json()["receipt"]
    file = program.get(f"{here}/receipt.json")
    assert file.json() == handed.json()["receipt"]
    assert "attachment" in file.headers["content-disposition"]
    mine = program.get("/me/data").json()["attempts"]
    assert [(one["number"], one["prediction"]) for one in mine] == [(1, 5)]
    assert not {"correct", "points", "seq"} & set(mine[0])


def test_none_is_left_after_the_last(as_: As, round_id: str) -> None:
    for number in (1, 2):
        paper = started(as_, round_id)
        assert paper["number"] == number
        as_("member").post(f"/attempts/{paper['id']}/submission", json={"prediction": 1})
    answer = as_("member").post(f"/rounds/{round_id}/attempts")
    assert (answer.status_code, answer.json()["code"]) == (409, "no-attempt-left")
    assert "2 lượt" in answer.json()["detail"]


def test_true_is_no_prediction(as_: As, round_id: str) -> None:
    here = f"/attempts/{started(as_, round_id)['id']}"
    for send, path in ((as_("member").post, "submission"), (as_("member").put, "answers")):
        told = send(f"{here}/{path}", json={"rev": 1, "answers": RIGHT, "prediction": True})
        assert [one["pointer"] for one in told.json()["errors"]] == ["/prediction"]


@pytest.mark.parametrize("wrong", [-1, 10**30, "năm", 2.5])
def test_a_wrong_prediction_stands_beside_its_field(
    as_: As, browser_of: As, round_id: str, wrong: Any
) -> None:
    here = f"/attempts/{started(as_, round_id)['id']}"
    told = as_("member").post(f"{here}/submission", json={"answers": RIGHT, "prediction": wrong})
    assert told.status_code == 422
    assert [one["pointer"] for one in told.json()["errors"]] == ["/prediction"]
    page = browser_of("member").post(
        f"{here}/submission", data={"rev": "1", "answers.q2": "c", "prediction": str(wrong)}
    )
    assert page.status_code == 422
    assert f'value="{wrong}"' in page.text
    assert ticked(page.text) == {("answers.q2", "c")}
    assert 'aria-invalid="true"' in page.text
    assert as_("member").get(here).json()["state"] == "in_progress"


def ticked(html: str) -> set[tuple[str, str]]:
    return set(re.findall(r'name="(answers\.\w+)" value="(\w+)" checked', html))


def test_a_form_saves_and_hands_in_without_scripts(browser_of: As, as_: As, round_id: str) -> None:
    browser = browser_of("member")
    new = browser.get(f"/rounds/{round_id}/attempts/new")
    assert "Bắt đầu làm bài" in new.text
    assert "không thu phí" in new.text
    assert "0900 000 009" in new.text
    begun = browser.post(f"/rounds/{round_id}/attempts", data={})
    assert begun.status_code == 303
    here = begun.headers["location"]
    assert browser.post(f"/rounds/{round_id}/attempts", data={}).headers["location"] == here
    page = browser.get(here).text
    assert page.count("<fieldset") == 10
    assert 'name="rev" value="1"' in page
    assert "0900 000 009" in page
    form = {"rev": "1", "answers.q1": "b", "answers.q2": ["b"], "prediction": ""}
    saved = browser.post(f"{here}/answers", data={**form, "_method": "PUT"})
    assert (saved.status_code, saved.headers["location"]) == (303, f"{here}?done=paper-saved")
    page = browser.get(f"{here}?done=paper-saved").text
    assert "Đã lưu." in page
    assert ticked(page) == {("answers.q1", "b"), ("answers.q2", "b")}
    assert 'name="rev" value="2"' in page
    # The other window, opened before: told, with what it shows kept and a way on.
    other = browser.post(f"{here}/answers", data={**form, "answers.q1": "c", "_method": "PUT"})
    assert other.status_code == 409
    assert "lưu ở một cửa sổ khác" in other.text
    assert ("answers.q1", "c") in ticked(other.text)
    assert 'name="rev" value="2"' in other.text
    missing = browser.post(f"{here}/submission", data={**form, "rev": "2"})
    assert missing.status_code == 422
    assert "Xin ghi con số chị dự đoán." in missing.text
    done = browser.post(f"{here}/submission", data={**form, "rev": "2", "prediction": "12"})
    assert (done.status_code, done.headers["location"]) == (303, here)
    assert "Đã nhận bài của chị" in browser.get(here).text
    receipt = browser.get(f"{here}/receipt").text
    assert "data:image/svg+xml" in receipt
    held = as_("member").get(f"{here}/receipt.json").json()
    assert held["entry"] in receipt
    assert "Bài dự thi của tôi" in browser.get("/me/data").text


def test_a_page_opened_before_sends_one_millisecond_too_late(
    browser_of: As, as_: As, round_id: str, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browser_of("member")
    paper = started(as_, round_id)
    here = f"/attempts/{paper['id']}"
    browser.get(here)
    as_("member").put(f"{here}/answers", json={"rev": 1, "answers": {"q1": ["b"]}})
    deadline = clock.now().fromisoformat(paper["deadline_at"])
    monkeypatch.setattr(clock, "now", lambda: deadline + timedelta(milliseconds=1))
    late = browser.put(f"{here}/answers", data={"rev": "2", "answers.q2": "b"})
    assert late.status_code == 409
    assert "hết giờ" in late.text
    form = {"rev": "2", "answers.q2": "b", "prediction": "3"}
    sent = browser.post(f"{here}/submission", data=form)
    assert (sent.status_code, sent.headers["location"]) == (303, here)
    assert "Bài đã khép lại lúc hết giờ" in browser.get(here).text
    read = as_("member").get(here).json()
    assert (read["ended_by"], read["answers"]) == ("clock", {"q1": ["b"]})
    assert read["submitted_at"] == read["deadline_at"]
    closed = browser.post(f"/rounds/{round_id}/attempts", data={})
    assert closed.status_code == 409
    assert "Vòng thi đã đóng" in closed.text


def test_what_is_not_on_the_paper_is_refused(as_: As, round_id: str) -> None:
    here = f"/attempts/{started(as_, round_id)['id']}"
    for answers, code in (
        ({"q99": ["a"]}, "question-not-on-paper"),
        ({"q1": ["zz"]}, "option-not-on-paper"),
    ):
        for method, path, more in (
            ("PUT", "answers", {"rev": 1}),
            ("POST", "submission", {"prediction": 1}),
        ):
            told = as_("member").request(
                method, f"{here}/{path}", json={"answers": answers, **more}
            )
            assert told.status_code == 422
            assert told.json()["errors"][0]["code"] == code


def test_a_forged_id_is_hidden_as_what_is_not_there(as_: As, round_id: str) -> None:
    paper = started(as_, round_id)
    absent = as_("other_member").get("/attempts/" + "0" * 26)
    for path in (paper["id"], "x", "0" * 26):
        for method, more in (("GET", ""), ("PUT", "/answers"), ("POST", "/submission")):
            body = None if method == "GET" else {"rev": 1, "answers": {}}
            told = as_("other_member").request(method, f"/attempts/{path}{more}", json=body)
            assert (told.status_code, told.json()) == (404, absent.json())


def test_no_answer_of_a_paper_holds_what_is_sealed(as_: As, round_id: str) -> None:
    """Neither the key nor the number of papers nor anybody's score, in no shape."""
    program = as_("member")
    paper = started(as_, round_id)
    here = f"/attempts/{paper['id']}"
    told = [program.get(f"/rounds/{round_id}/attempts/new").text, program.get(here).text]
    told.append(program.post(f"{here}/submission", json={"answers": RIGHT, "prediction": 5}).text)
    told += [program.get(f"{here}{end}").text for end in ("", "/receipt", "/receipt.json")]
    told.append(program.get("/me/data").text)
    for text in told:
        assert not re.search(r'"(answer|correct|points|seq|entries|nonce|seed)":', text)


def test_the_first_load_of_a_paper_is_light(browser_of: As, app: Any, scene: Scene) -> None:
    """Thirty long questions, style, scripts and icons together, as they travel."""

    def make(session: Any) -> str:
        work = work_of(session)
        made = contests.round_of(work, contests.contest(work, scene), questions=30)
        session.flush()
        for number in range(1, 31):
            one = session.get(RoundQuestion, (made.id, f"q{number}"))
            words = " ".join(f"chữ{number}-{at}" for at in range(40))
            one.prompt, one.prompt_html = words, f"<p>{words}</p>"
            one.options = [{"key": k, "text": f"Phương án {k}{number} " * 3} for k in "abcd"]
        return str(made.id)

    round_id = app.state.house.database.write_now(make)
    browser = browser_of("member")
    here = browser.post(f"/rounds/{round_id}/attempts", data={}).headers["location"]
    page = browser.get(here).text
    needed = {page: len(gzip.compress(page.encode(), 6))}
    for path in set(re.findall(r'(?:src|href)="(/static/[^"#]+)', page)):
        packed = browser.get(path, headers={"accept-encoding": "gzip"})
        needed[path] = int(packed.headers.get("content-length", len(packed.content)))
    assert sum(needed.values()) <= FIRST_LOAD, {k[:40]: v for k, v in needed.items()}


def test_handing_in_takes_few_statements(as_: As, round_id: str, app: Any) -> None:
    here = f"/attempts/{started(as_, round_id)['id']}"
    counted = Counted(app.state.house.database)
    with counted.watching() as statements:
        as_("member").post(f"{here}/submission", json={"answers": RIGHT, "prediction": 5})
    writes = [one for one in statements if re.match("(INSERT|UPDATE|DELETE)", one)]
    assert len(writes) == 3
    assert len(statements) <= 9, statements
