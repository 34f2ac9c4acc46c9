"""Papers, complaints and essays in a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from app.db import Database
from tests import complaints, contests
from tests.factories import Scene, work_of

As = Callable[..., TestClient]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def made(scene: Scene, database: Database) -> dict[str, str]:
    """A closed round with an essay; the member's paper; two markers."""

    def furnish(session: object) -> dict[str, str]:
        work = work_of(session)  # type: ignore[arg-type]
        contest = contests.contest(work, scene)
        contest.help_phone = "0911000199"
        of = complaints.closed_round(work, contest, essay=1000)
        complaints.serves(work, scene, contest, "juror", "questions", "chair")
        complaints.handed_in(work, scene, of, "member", essay="Tôi <b>giúp</b> hàng xóm.")
        return {"contest": contest.id, "round": of.id}

    return database.write_now(furnish)


def test_the_page_of_papers_leads_to_files(browser_of: As, made: dict[str, str]) -> None:
    browser = browser_of("contests")
    page = browser.get(f"/contests/{made['contest']}/papers")
    assert page.status_code == 200
    assert "Kế hoạch tổ chức cuộc thi" in page.text
    assert "còn bài tự luận chưa chấm xong" in page.text
    assert "Trên giấy gọi là “bà”." in page.text
    for name in ("plan", "founding"):
        file = browser.get(f"/contests/{made['contest']}/{name}.docx")
        assert (file.status_code, file.headers["content-type"]) == (200, WORD)
        assert file.content[:2] == b"PK"
        assert "attachment" in file.headers["content-disposition"]
    refused = browser.get(f"/rounds/{made['round']}/minutes.docx")
    assert refused.status_code == 409
    assert "Vòng thi chưa có kết quả" in refused.text


def test_two_mark_in_a_browser_and_the_award_is_written(
    browser_of: As, made: dict[str, str]
) -> None:
    here = f"/rounds/{made['round']}"
    for who, points in (("questions", "7,5"), ("chair", "9")):
        browser = browser_of(who)
        page = browser.get(f"{here}/essays")
        assert "Bài số E1001" in page.text
        assert "Tôi &lt;b&gt;giúp&lt;/b&gt; hàng xóm." in page.text
        assert "Nguyễn Thị Member" not in page.text
        form = {"attempt": _value(page.text, "attempt"), "question": "essay"}
        wrong = browser.post(f"{here}/essay-marks", data={**form, "points": "mười"})
        assert wrong.status_code == 422
        assert "Điểm là số từ 0 trở lên, như 7 hoặc 7,5." in wrong.text
        high = browser.post(f"{here}/essay-marks", data={**form, "points": "10,5"})
        assert high.status_code == 422
        assert "Câu này nhiều nhất 10 điểm." in high.text
        saved = browser.post(f"{here}/essay-marks", data={**form, "points": points})
        assert saved.status_code == 303
        after = browser.get(saved.headers["location"])
        assert "Không còn bài nào chờ chị chấm" in after.text
        assert "Đã lưu." in after.text
    browser = browser_of("contests")
    assert browser.post(f"{here}/results", data={}).status_code == 303
    for name in ("minutes", "award", "prizes", "certificates"):
        assert browser.get(f"{here}/{name}.docx").status_code == 200
    stranger = browser_of("moderator").get(f"{here}/essays")
    assert stranger.status_code == 409
    assert "Chị không chấm vòng thi này" in stranger.text


def _value(page: str, name: str) -> str:
    return page.partition(f'name="{name}" value="')[2].partition('"')[0]


def test_a_complaint_from_the_form_to_the_answer(
    browser_of: As, as_: As, made: dict[str, str]
) -> None:
    here = f"/rounds/{made['round']}/complaints"
    hers = browser_of("member")
    page = hers.get(f"{here}/new")
    assert "Chị thấy điều gì chưa đúng?" in page.text
    assert 'href="tel:0911000199"' in page.text
    empty = hers.post(here, data={"text": "  "})
    assert empty.status_code == 422
    sent = hers.post(here, data={"text": "Câu 3 <i>sai</i>."})
    assert sent.status_code == 303
    address = sent.headers["location"].partition("?")[0]
    page = hers.get(address)
    assert "Số biên nhận của chị: KN-01" in page.text
    assert "Câu 3 &lt;i&gt;sai&lt;/i&gt;." in page.text
    again = hers.post(here, data={"text": "Nữa."})
    assert again.status_code == 409
    assert "Chị đã có khiếu nại kết quả đang chờ trả lời" in again.text
    board = browser_of("contests")
    assert "KN-01" in board.get(here).text
    missing = board.post(f"{address}/answer", data={"answer": "Ý b đúng."})
    assert missing.status_code == 422
    assert "Ý b đúng." in missing.text
    done = board.post(f"{address}/answer", data={"outcome": "kept", "answer": "Ý b đúng."})
    assert done.status_code == 303
    page = hers.get(address)
    assert "Ý b đúng." in page.text
    assert "Đã trả lời: giữ kết quả" in page.text
    late = board.post(f"{address}/answer", data={"outcome": "kept", "answer": "Khác."})
    assert late.status_code == 409
    assert as_("member").get("/me/data").json()["contest_complaints"][0]["code"] == "KN-01"
    assert "Khiếu nại kết quả vòng thi" in hers.get("/me/data").text


def test_the_word_on_paper_is_a_setting(browser_of: As, as_: As, made: dict[str, str]) -> None:
    community = as_("chair").get("/communities/nhom-minh").json()
    assert community["paper_address"] == "ba"
    changed = as_("chair").patch(
        "/communities/nhom-minh",
        json={"paper_address": "dong_chi", "version": community["version"]},
    )
    assert changed.json()["paper_address"] == "dong_chi"
    page = browser_of("chair").get(f"/contests/{made['contest']}/papers").text
    assert "Trên giấy gọi là “đồng chí”." in page
    assert "Đổi cách gọi" in page
    assert (
        "Đổi cách gọi" not in browser_of("contests").get(f"/contests/{made['contest']}/papers").text
    )
