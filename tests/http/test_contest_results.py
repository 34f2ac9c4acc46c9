"""Results in a browser and as JSON: computing, two approvals, corrections, naming."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from app.db import Database
from tests import contests
from tests.factories import Scene, work_of

As = Callable[..., TestClient]


@pytest.fixture
def database(app: object) -> Database:
    """The one that the doors use."""
    found: Database = app.state.house.database  # type: ignore[attr-defined]
    return found


@pytest.fixture
def of(database: Database, scene: Scene) -> str:
    """A round that closed an hour ago: `member` and two others handed in papers."""

    def make(session: object) -> str:
        work = work_of(session)  # type: ignore[arg-type]
        made = contests.over(work, contests.contest(work, scene, prizes=[["Nhất", 2]]))
        persons = [one.person_id for one in contests.people(work, scene, 2)]
        for n, person in enumerate([scene.persons["member"], *persons]):
            at = made.closes_at - timedelta(hours=5 - n)
            contests.handed_in(work, made, person, contests.right(10 - n // 2), n, at)
        return made.id

    return database.write_now(make)


def test_json_says_what_the_contract_says(of: str, as_: As) -> None:
    program = as_("contests")
    here = f"/rounds/{of}/results"
    assert program.get(f"{here}/latest").status_code == 404
    made = program.post(here, json={})
    assert (made.status_code, made.headers["location"]) == (201, f"{here}/1")
    again = program.post(here, json={})
    assert (again.json()["no"], again.headers["location"]) == (1, f"{here}/1")
    read = program.get(f"{here}/latest").json()
    assert (read["no"], read["n"], read["state"]) == (1, 2, "computed")
    row = read["rows"][0]
    assert {"rank", "member", "correct", "prediction_distance", "submitted_at", "prize"} <= {*row}
    assert (row["rank"], row["correct"], row["prediction_distance"]) == (1, 10, 1)
    assert len(program.get(f"{here}/latest?limit=1000").json()["rows"]) == 3
    assert program.get(f"{here}/latest?limit=1001").status_code == 422
    page = program.get(f"{here}/1?limit=1").json()
    assert [one["rank"] for one in page["rows"]] == [1]
    following = program.get(f"{here}/1?limit=2&cursor={page['next']}").json()
    assert ([one["rank"] for one in following["rows"]], following["next"]) == ([2, 3], None)
    for bad in ("0", "2", "x", "-1", "１", "9" * 30):
        assert program.get(f"{here}/{bad}").status_code == 404


def test_two_people_publish_and_members_see_who_agreed(of: str, as_: As, scene: Scene) -> None:
    here = f"/rounds/{of}"
    as_("contests").post(f"{here}/results", json={})
    for who in ("adviser", "member", "editor"):
        for path in ("results/latest", "results/1"):
            assert as_(who).get(f"{here}/{path}").status_code == 404
        assert as_(who).get(f"{here}/results").json()["items"] == []
        assert as_(who).post(f"{here}/publication").status_code == 403
    assert as_("chair").get(f"{here}/proof.json").status_code == 404
    one = as_("contests").post(f"{here}/publication")
    assert (one.status_code, one.json()["state"], one.json()["approvals"]) == (200, "computed", 1)
    assert as_("contests").post(f"{here}/publication").status_code == 409
    two = as_("vice_chair").post(f"{here}/publication", json={"no": 1}).json()
    assert (two["state"], two["approvals"]) == ("published", 2)
    hers = as_("member").get(f"{here}/results/latest").json()
    assert [(one["name"], one["mine"]) for one in hers["rows"]] == [
        ("Đỗ Thị Số 0", False),
        ("Nguyễn Thị member", True),
    ]
    assert hers["computed_by"] is None
    assert as_("adviser").get(f"{here}/results/latest").json()["rows"][1]["member"] is not None
    proof = TestClient(as_("chair").app).get(f"{here}/proof.json")
    assert (proof.status_code, proof.headers["content-type"]) == (200, "application/json")
    held = as_("member").get("/me/data").json()["contest_results"]
    assert [(one["rank"], one["prize"]) for one in held] == [(2, "Nhất")]


def test_her_page_of_naming(of: str, as_: As, browser_of: As) -> None:
    here = f"/rounds/{of}"
    assert as_("member").get(f"{here}/naming").status_code == 409
    for who in ("contests", "chair"):
        as_("contests").post(f"{here}/results", json={})
        as_(who).post(f"{here}/publication")
    browser = browser_of("member")
    page = browser.get(f"{here}/naming")
    assert page.status_code == 200
    assert "Nhận giải không mất phí gì" in page.text
    assert "Chị chưa đồng ý để nhóm nêu tên" in page.text
    refused = browser.post(f"{here}/naming", data={"_method": "PUT", "choice": "name"})
    assert refused.status_code == 409
    assert "đánh dấu đồng ý công bố tên" in refused.text
    chosen = browser.post(f"{here}/naming", data={"_method": "PUT", "choice": "nothing"})
    assert (chosen.status_code, chosen.headers["location"]) == (303, f"{here}/naming?done=saved")
    empty = browser.post(f"{here}/naming", data={"_method": "PUT"})
    assert empty.status_code == 422


def test_a_whole_evening_of_the_board_by_buttons(
    of: str, as_: As, browser_of: As, database: Database
) -> None:
    here, keeper = f"/rounds/{of}", browser_of("contests")
    assert "Tính kết quả" in keeper.get(f"{here}/results").text
    done = keeper.post(f"{here}/results", data={})
    assert done.headers["location"] == f"{here}/results/1?done=result_computed"
    page = keeper.get(done.headers["location"]).text
    for words in ("Đã tính xong kết quả.", "Lệch dự đoán", "Nộp lúc", "10/10", "Nguyễn Thị member"):
        assert words in page
    # A ruling without evidence stays on the page with what was typed.
    entry = database.read_now(lambda session: contests.entry_of(session, of, seq=1))
    wrong = keeper.post(
        f"{here}/disqualifications", data={"entry": entry, "reason": "Thi hộ", "evidence": ""}
    )
    assert wrong.status_code == 422
    assert "Xin ghi căn cứ của quyết định." in wrong.text
    assert 'value="Thi hộ"' in wrong.text
    ruled = keeper.post(
        f"{here}/disqualifications",
        data={"entry": entry, "reason": "Thi hộ", "evidence": "Biên bản số 2"},
    )
    assert ruled.headers["location"] == f"{here}/rulings?done=saved"
    assert "Kết quả chưa tính theo quyết định mới nhất" in keeper.get(f"{here}/rulings").text
    refused = keeper.post(f"{here}/publication", data={"no": "1"})
    assert refused.status_code == 409
    assert "Kết quả chưa tính theo quyết định mới nhất" in refused.text
    asked = keeper.post(f"{here}/results", data={"reason": ""})
    assert asked.status_code == 422
    assert "Xin ghi vì sao tính lại kết quả." in asked.text
    second = keeper.post(f"{here}/results", data={"reason": "Loại một người"})
    page = keeper.get(second.headers["location"]).text
    assert "Thay đổi so với bản 1" in page
    assert "không có trong bảng" in page
    # A wrong key: seen before it is decided.
    assert "Câu 1" in keeper.get(f"{here}/key-corrections").text
    typed = {"question": "q10", "answer": ["c"], "reason": "Sách đã in lại"}
    seen = keeper.post(f"{here}/key-corrections/preview", data=typed)
    assert seen.status_code == 200
    assert "Sửa đáp án và chấm lại" in seen.text
    assert re.search(r'name="answer" value="c"', seen.text)
    nothing = keeper.post(f"{here}/key-corrections/preview", data={**typed, "answer": []})
    assert nothing.status_code == 422
    assert "Xin chọn đáp án đúng trong các phương án" in nothing.text
    third = keeper.post(f"{here}/key-corrections", data=typed)
    assert third.headers["location"] == f"{here}/results/3?done=result_computed"
    screen = keeper.get(f"{here}/publication").text
    assert "Cần thêm một người nữa đồng ý" in screen
    first = keeper.post(f"{here}/publication", data={"no": "3"})
    assert first.headers["location"] == f"{here}/results/3?done=result_approved"
    assert "Chị đã đồng ý" in keeper.get(f"{here}/publication").text
    last = browser_of("chair").post(f"{here}/publication", data={"no": "3"})
    assert last.headers["location"] == f"{here}/results/3?done=result_published"
    assert "Đã công bố kết quả" in browser_of("chair").get(last.headers["location"]).text
    contest = as_("chair").get(f"{here}/results/3").json()["contest"]
    for path in (f"/contests/{contest}/standings", f"/contests/{contest}/units", f"{here}/results"):
        for who in ("member", "adviser", "moderator"):
            assert browser_of(who).get(path).status_code == 200
    assert "Từng câu hỏi" in keeper.get(f"{here}/items").text
    log = browser_of("adviser").get("/audit").text
    for words in (
        "Tính kết quả vòng thi",
        "Công bố kết quả vòng thi",
        "Không công nhận kết quả của một người",
    ):
        assert words in log


def test_sealed_figures_by_buttons(of: str, browser_of: As) -> None:
    here = f"/rounds/{of}/sealed-figures"
    first, second = browser_of("contests"), browser_of("chair")
    assert "không ai xem được trước khi công bố" in first.get(here).text
    empty = first.post(here, data={"reason": " "})
    assert empty.status_code == 422
    assert "Xin ghi lý do." in empty.text
    assert first.post(here, data={"reason": "Máy chủ dừng"}).status_code == 303
    assert "Máy chủ dừng" in second.get(here).text
    assert second.post(here, data={}).status_code == 303
    page = second.get(here).text
    assert "Hai người đã mở số liệu này" in page
    assert "người đã nộp bài" in page
