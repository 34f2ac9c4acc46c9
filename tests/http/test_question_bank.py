"""The question bank in a browser: the step before it, forms, files, what no answer gives away."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tests import samples
from tests.factories import HOME

As = Callable[..., TestClient]
BANK = f"/communities/{HOME}/question-bank"
SENTENCE = "Ai mở ngân hàng câu hỏi thì không được xét giải"
FORM = {
    "topic": "suc-khoe",
    "difficulty": "easy",
    "kind": "choice",
    "text": "Nên đi bộ <b>bao lâu</b>?",
    "options.0.text": "Một phút",
    "options.2.text": "Ba mươi phút",
    "options.2.right": "true",
    "points": "0,5",
    "source": "WHO-nguồn-kín",
    "explanation": "Lời-giải-kín",
}


@pytest.fixture
def keeper(browser_of: As, as_: As) -> TestClient:
    """The one in charge of contests, who has opened the bank."""
    assert as_("contests").post(f"{BANK}/opening", json={"agrees": True}).status_code == 200
    return browser_of("contests")


@pytest.fixture
def made(keeper: TestClient) -> str:
    answer = keeper.post(BANK, data=FORM)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).partition("?")[0]


def test_the_list_says_first_that_whoever_opens_it_wins_nothing(browser_of: As, as_: As) -> None:
    program = as_("contests").get(BANK)
    assert (program.status_code, program.json()["code"]) == (409, "bank-not-opened")
    assert "không được xét giải" in program.json()["detail"]
    browser = browser_of("contests")
    page = browser.get(BANK)
    assert page.status_code == 409
    assert SENTENCE in page.text
    assert f'action="{BANK}/opening"' in page.text
    again = browser.post(f"{BANK}/opening", data={})
    assert again.status_code == 422
    assert "Chị đánh dấu vào ô này thì mới mở được." in again.text
    opened = browser.post(f"{BANK}/opening", data={"agrees": "true"})
    assert (opened.status_code, opened.headers["location"]) == (303, BANK)
    assert browser.get(BANK).status_code == 200
    assert "Chị đã mở ngân hàng câu hỏi" in browser.get(f"{BANK}/opening").text
    readers = browser_of("adviser").get(f"{BANK}/openings").text
    assert "1 lượt xem" in readers
    mine = as_("contests").get("/me/data").json()["question_banks"]
    assert [(one["community"], one["times"]) for one in mine] == [(HOME, 1)]


def test_a_form_makes_a_question_and_the_page_shows_it_safely(
    keeper: TestClient, made: str, as_: As
) -> None:
    page = keeper.get(made).text
    assert "Nên đi bộ &lt;b&gt;bao lâu&lt;/b&gt;?" in page
    assert "0,50 điểm" in page or "0,5 điểm" in page
    read = as_("contests").get(made).json()
    assert [one["text"] for one in read["options"]] == ["Một phút", "Ba mươi phút"]
    assert read["answer"] == [read["options"][1]["key"]]
    assert read["points"] == 50


def test_what_was_typed_stays_and_the_sentence_stands_beside_it(keeper: TestClient) -> None:
    typed = {**FORM, "points": "nhiều", "options.2.text": "", "options.2.right": "true"}
    answer = keeper.post(BANK, data=typed)
    assert answer.status_code == 422
    assert "Điểm là số từ 0,01 đến 100" in answer.text
    assert 'value="nhiều"' in answer.text
    answer = keeper.post(BANK, data={**typed, "points": "1"})
    assert answer.status_code == 422
    assert "Phương án được chọn là đúng nhưng chưa ghi nội dung." in answer.text
    assert 'value="Một phút"' in answer.text


def test_the_edit_form_keeps_the_keys(keeper: TestClient, made: str, as_: As) -> None:
    before = as_("contests").get(made).json()
    form = keeper.get(f"{made}/edit").text
    keys = re.findall(r'name="options\.(\d)\.key" value="(\w+)"', form)
    assert keys == [(str(n), one["key"]) for n, one in enumerate(before["options"])]
    typed = {**FORM, "_method": "PATCH", "version": "1", "text": "Khác?"}
    typed |= {"options.0.key": keys[0][1], "options.2.key": keys[1][1], "options.1.text": "Mới"}
    assert keeper.post(made, data=typed).status_code == 303
    after = as_("contests").get(made).json()
    assert [one["text"] for one in after["options"]] == ["Một phút", "Mới", "Ba mươi phút"]
    assert [after["options"][n]["key"] for n in (0, 2)] == [key for _, key in keys]
    stale = keeper.post(made, data={**typed, "text": "Muộn?"})
    assert stale.status_code == 409
    assert 'value="Mới"' in stale.text


def test_no_answer_leaves_for_those_who_do_not_keep_the_bank(
    made: str, as_: As, browser_of: As
) -> None:
    """Neither the key nor what explains it: in the adviser's pages, JSON, log and feed."""
    adviser, browser = as_("adviser"), browser_of("adviser")
    adviser.post(f"{BANK}/opening", json={"agrees": True})
    read = adviser.get(made).json()
    key = as_("contests").get(made).json()["answer"][0]
    assert (read["answer"], read["explanation"], read["source"]) == (None, None, None)
    pages = [browser.get(path).text for path in (made, f"{made}?number=1", BANK)]
    pages += [browser.get("/audit").text, adviser.get("/audit").text, adviser.get(BANK).text]
    for page in pages:
        for secret in ("Lời-giải-kín", "WHO-nguồn-kín", ">đúng<"):
            assert secret not in page
    listed = as_("contests").get(BANK).text
    assert key not in listed
    for path in (f"{BANK}/export.xlsx", f"{made}/edit", f"{BANK}/new", f"{BANK}/template.xlsx"):
        assert adviser.get(path).status_code == 403
    for who in ("moderator", "editor", "member", "nobody"):
        assert as_(who).get(made).status_code in {403, 404}
        assert as_(who).get(BANK).status_code == 403


def test_retire_bring_back_and_remove_by_buttons(keeper: TestClient, made: str, as_: As) -> None:
    assert keeper.post(f"{made}/retirement", data={"version": "1"}).status_code == 303
    assert as_("contests").get(made).json()["allowed_actions"] == ["return", "deletion"]
    refused = keeper.post(made, data={**FORM, "_method": "PATCH"})
    assert refused.status_code == 409
    assert "Câu hỏi này đã cất" in refused.text
    assert keeper.post(f"{made}/retirement", data={"_method": "DELETE"}).status_code == 303
    gone = keeper.post(f"{made}/deletion", data={})
    assert gone.headers["location"].startswith(BANK)
    assert as_("contests").get(made).status_code == 404


def test_a_picture_travels_with_the_form_and_no_further(
    keeper: TestClient, as_: As, browser_of: As
) -> None:
    file = ("a.png", samples.png(4, 4), "image/png")
    answer = keeper.post(BANK, data=FORM, files={"files": file})
    assert answer.status_code == 303, answer.text
    made = answer.headers["location"].partition("?")[0]
    picture = as_("contests").get(made).json()["picture"]
    assert picture["small"] == f"/bank-pictures/{picture['id']}/small"
    assert as_("contests").get(picture["small"]).status_code == 202
    # The way of other pictures is shut, even to the board.
    for who in ("chair", "moderator", "member"):
        assert as_(who).get(f"/pictures/{picture['id']}/small").status_code == 404
    assert as_("chair").get(picture["small"]).status_code == 409
    assert as_("moderator").get(picture["small"]).status_code in {403, 404}
    two = keeper.post(BANK, data={**FORM, "text": "Hai?"}, files=[("files", file), ("files", file)])
    assert two.status_code in {413, 422}


def _workbook(client: TestClient, path: str) -> bytes:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert zipfile.is_zipfile(io.BytesIO(answer.content))
    return answer.content


def test_a_file_is_looked_at_and_then_taken_in(keeper: TestClient, made: str, as_: As) -> None:
    content = _workbook(as_("contests"), f"{BANK}/export.xlsx")
    as_("contests").post(f"{made}/deletion")
    file = {"file": ("nh.xlsx", content, "application/octet-stream")}
    page = keeper.post(f"{BANK}/import/preview", files=file)
    assert page.status_code == 200
    assert "1 câu mới" in page.text
    assert as_("contests").get(BANK).json()["items"] == []
    found = re.search(r'<textarea name="text" hidden>\n(.*?)</textarea>', page.text, re.DOTALL)
    assert found is not None
    table = found[1].replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", '"')
    done = keeper.post(f"{BANK}/import", data={"text": table}, files={"x": ("", b"")})
    assert done.status_code == 303, done.text
    (line,) = as_("contests").get(BANK).json()["items"]
    assert line["text"] == FORM["text"]


def test_wrong_rows_are_shown_each_and_a_wrong_file_beside_its_field(keeper: TestClient) -> None:
    table = "Chủ đề,Độ khó,Câu hỏi,A,B,Đáp án đúng\nBói,dễ,Một?,x,y,A\nTổ ấm,dễ,Hai?,x,y,K\n"
    page = keeper.post(f"{BANK}/import/preview", data={"text": table})
    assert page.status_code == 200
    for words in ("Dòng 2", "Dòng 3", "2 chỗ chưa đúng", "Chủ đề này không có trong danh mục"):
        assert words in page.text
    assert "Nhập các câu này" not in page.text
    file = {"file": ("x.pdf", b"%PDF-1.4", "application/pdf")}
    assert keeper.post(f"{BANK}/import/preview", files=file).status_code == 422


@pytest.mark.parametrize(
    "options",
    [
        {"options.9.text": "x"},
        {"options.x.text": "x"},
        {"options.0.text.y": "x"},
        {"options.": "x"},
        {"options": "x"},
    ],
)
def test_no_name_of_an_option_breaks_it(keeper: TestClient, options: dict[str, str]) -> None:
    assert keeper.post(BANK, data={**FORM, **options}).status_code == 422


def test_the_search_forgives_missing_marks(keeper: TestClient, made: str) -> None:
    assert "Nên đi bộ" in keeper.get(f"{BANK}?q=di+bo&difficulty=easy").text
    assert "Không có câu hỏi nào ở đây" in keeper.get(f"{BANK}?q=xe+may").text
