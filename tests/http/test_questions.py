"""Private questions and the closed circle over HTTP: what a page shows, keeps, leaves behind."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import select
from sqlmodel import col
from starlette.testclient import TestClient

from app.models.machinery import KeptAnswer
from app.models.questions import Question, QuestionMessage
from tests.factories import HOME, Scene
from tests.http.test_paging import walk
from tests.http.wires import refused

As = Callable[..., TestClient]
LIST = f"/communities/{HOME}/questions"
CASES = f"/communities/{HOME}/care-cases"
STORY = "Chồng em hay đánh em, em không biết làm sao."


def ask(client: TestClient, text: str = "Vay vốn ở đâu ạ?", **more: Any) -> dict[str, Any]:
    made = client.post(LIST, json={"text": text, **more})
    assert made.status_code == 201, made.text
    assert made.headers["location"] == f"/questions/{made.json()['id']}"
    found: dict[str, Any] = made.json()
    return found


def case_of(as_: As) -> str:
    found: str = as_("questions").get(CASES).json()["items"][0]["id"]
    return found


def title(page: Response) -> str:
    found = re.search(r"<title>(.*?) – ", page.text)
    assert found is not None
    return found[1]


def test_a_program_asks_and_the_board_answers(as_: As) -> None:
    made = ask(as_("member"), title="Vay vốn")
    assert as_("questions").get(LIST).json()["items"][0]["title"] == "Vay vốn"
    answered = as_("questions").post(f"/questions/{made['id']}/answers", json={"text": "Chào chị."})
    assert (answered.status_code, answered.json()["state"]) == (200, "answered")
    hers = as_("member").get(f"/questions/{made['id']}").json()
    assert [m["by"] for m in hers["messages"]] == [None, None]


def test_the_same_key_asks_once(as_: As, app: Any) -> None:
    key = {"idempotency-key": "k1"}
    first = as_("member").post(LIST, json={"text": STORY}, headers=key)
    again = as_("member").post(LIST, json={"text": STORY}, headers=key)
    assert again.json() == first.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert len(as_("member").get(LIST).json()["items"]) == 1


def test_no_kept_answer_holds_a_word_of_the_circle(as_: As, browser_of: As, app: Any) -> None:
    client, keys = as_("member"), iter(range(100))

    def send(who: TestClient, path: str, **body: Any) -> Response:
        done: Response = who.post(path, json=body, headers={"idempotency-key": f"k{next(keys)}"})
        assert done.status_code < 300, done.text
        return done

    hours = "Trưa thứ Ba"
    made = send(
        client,
        LIST,
        title="Chuyện nhà em",
        text=STORY,
        about_harm=True,
        safe_contact="call",
        call_hours=hours,
    )
    thread = f"/questions/{made.json()['id']}"
    send(client, f"{thread}/messages", text=f"{STORY} Thật đấy.")
    case = f"/care-cases/{case_of(as_)}"
    send(as_("questions"), f"{case}/answers", text="Chị em tin em.")
    send(as_("questions"), f"{case}/steps", kind="referred", note="Báo anh Ba")
    send(as_("questions"), f"{case}/closing", outcome="Đã về nhà ngoại")
    send(client, f"{thread}/closing")
    form = {"text": STORY, "_key": "form"}
    assert browser_of("member").post(f"{thread}/messages", data=form).status_code == 303
    bodies = app.state.house.database.read_now(
        lambda s: b"".join(s.execute(select(col(KeptAnswer.body))).scalars()).decode()
    )
    assert len(bodies) > 500
    for word in ("đánh em", "nhà em", "tin em", "anh Ba", "nhà ngoại", hours):
        assert word not in bodies


def test_her_words_stand_again_where_the_form_was_wrong(browser_of: As) -> None:
    form = {"text": STORY, "about_harm": "true", "safe_contact": "call", "sensitive": "true"}
    page = browser_of("member").post(LIST, data=form)
    assert page.status_code == 422
    assert STORY in page.text
    assert "Xin ghi giờ nào gọi thì an toàn." in page.text
    assert page.text.count(" checked") == 3
    empty = browser_of("member").post(LIST, data={"text": "   ", "title": "Về việc vay vốn"})
    assert empty.status_code == 422
    assert "Về việc vay vốn" in empty.text


def test_an_answer_too_late_stands_again_too(as_: As, browser_of: As) -> None:
    made = ask(as_("member"))
    as_("member").post(f"/questions/{made['id']}/messages", json={"text": "Em nói thêm."})
    late = {"text": "Câu trả lời dài của tôi", "version": "1"}
    page = browser_of("questions").post(f"/questions/{made['id']}/answers", data=late)
    assert page.status_code == 409
    assert "Câu trả lời dài của tôi" in page.text


@pytest.mark.parametrize(
    ("form", "path"),
    [
        ({"kind": "referred", "note": ""}, "steps"),
        ({"outcome": "  "}, "closing"),
        ({"text": " "}, "answers"),
    ],
)
def test_a_form_of_the_register_comes_back(
    as_: As, browser_of: As, form: dict[str, str], path: str
) -> None:
    ask(as_("member"), STORY)
    page = browser_of("questions").post(f"/care-cases/{case_of(as_)}/{path}", data=form)
    assert page.status_code == 422
    assert page.text.count('class="error"') == 1


def test_private_pages_have_a_way_out_and_say_nothing_outside(as_: As, browser_of: As) -> None:
    """No store, a title that tells nothing, and “Thoát nhanh” as a link that needs no script."""
    ordinary, private = ask(as_("member")), ask(as_("member"), STORY)
    pages = [
        ("member", LIST),
        ("member", f"{LIST}/new"),
        ("member", f"/questions/{ordinary['id']}"),
        ("member", f"/questions/{private['id']}"),
        ("questions", CASES),
        ("questions", f"/care-cases/{case_of(as_)}"),
    ]
    for who, path in pages:
        page = browser_of(who).get(path)
        assert page.status_code == 200
        assert page.headers["cache-control"] == "no-store"
        assert title(page) in {"Thư", "Sổ"}
        exit_ = re.search(r'<a class="button quick-exit" href="(https://[^"]+)"[^>]*>', page.text)
        assert exit_ is not None
        assert "data-quick-exit" in exit_[0]
        assert "noreferrer" in exit_[0]


def test_the_page_of_an_application_has_a_way_out(client: TestClient, scene: Scene) -> None:
    address = f"/applications/{scene.codes['hoa']}"
    client.headers["accept"] = "text/html"
    opened = client.post(f"{address}/visits", data={"phone": scene.phones["hoa"]})
    assert opened.status_code == 303
    page = client.get(opened.headers["location"])
    assert "data-quick-exit" in page.text
    assert page.headers["cache-control"] == "no-store"


def test_she_is_told_who_reads_and_what_the_law_says_before_she_writes(browser_of: As) -> None:
    page = browser_of("member").get(f"{LIST}/new").text
    before, form = page.split('name="text"')[0], page.split('name="text"')[1]
    assert "số 13/2022/QH15, Điều 19" in before
    assert "kiểm tra với bộ phận pháp chế" in before
    assert "Nguyễn Thị questions, Nguyễn Thị chair" in before
    for number in ("113", "115", "111", "1900 969 680"):
        assert number in before
    for choice in ("nhắn ở đây thôi", "gọi vào giờ", "đừng liên lạc lúc này"):
        assert choice in form
    assert not re.search(r"Điều (12|20)\b", page)


def test_her_private_thread_thanks_her_and_asks_how_to_reach_her(as_: As, browser_of: As) -> None:
    private = ask(as_("member"), STORY)
    page = browser_of("member").get(f"/questions/{private['id']}").text
    assert "Cảm ơn chị đã tin và kể ra" in page
    assert 'name="safe_contact"' in page
    assert "data-draft" not in page
    list_ = browser_of("member").get(LIST).text
    assert "Thư riêng" in list_
    assert "đánh" not in list_


def test_over_her_shoulder_one_sees_that_there_is_a_private_thread(as_: As, browser_of: As) -> None:
    ask(as_("member"), title="Vay vốn")
    ask(as_("member"), STORY, title="Chuyện nhà em")
    page = browser_of("member").get("/me/data").text
    assert "Vay vốn" in page
    assert "Có một thư riêng từ ngày" in page
    assert "đánh em" not in page
    assert "Chuyện nhà" not in page


def test_whom_the_chair_named_stands_on_the_circles_page(browser_of: As, scene: Scene) -> None:
    address = f"/communities/{HOME}/care-circle"
    form = {"person": scene.persons["membership"], "place": "1", "commune_officer": "true"}
    assert browser_of("chair").post(address, data=form).status_code == 303
    page = browser_of("chair").get(address).text
    assert "Thôi phụ trách từ hôm nay" in page
    assert "Nên có một người dự phòng" not in page
    ended = re.search(r'action="(/care-holders/[^"]+)"', page)
    assert ended is not None
    day = re.search(r'name="valid_to" value="([^"]+)"', page)
    assert day is not None
    assert browser_of("chair").post(ended[1], data={"valid_to": day[1]}).status_code == 303
    assert "Thôi phụ trách từ hôm nay" not in browser_of("membership").get(address).text


def test_nothing_of_the_circle_stands_on_the_boards_own_pages(as_: As, browser_of: As) -> None:
    ask(as_("member"), STORY, title="Chuyện nhà em")
    case_of(as_)
    for who in ("vice_chair", "moderator", "adviser"):
        for path in (
            f"/communities/{HOME}/today",
            f"/communities/{HOME}/more",
            f"/communities/{HOME}/review",
            f"/communities/{HOME}/notices",
            f"/communities/{HOME}/questions?view=all",
            "/audit",
        ):
            page = browser_of(who).get(path)
            if page.status_code == 200:
                assert "đánh em" not in page.text
                assert "Chuyện nhà" not in page.text
                assert "care-cases" not in page.text
        log = as_(who).get("/audit").json()["items"]
        for row in log:
            if row["subject_type"] == "care_case" and row["action"] == "care.receive":
                assert (row["by"], row["request_id"], row["subject"]) == ("", "", "")


def test_the_lists_are_walked_by_their_cursors(as_: As) -> None:
    for number in range(5):
        ask(as_("member"), f"Câu hỏi số {number}")
        ask(as_("member"), f"{STORY} {number}")
    assert len(walk(as_("member"), LIST, 3)) == 10
    for view in ("open", "unowned", "all"):
        found = [row["id"] for row in _walked(as_("questions"), view)]
        assert len(found) == len(set(found)) == 5
        assert found == sorted(found, reverse=view == "all")
    assert len(walk(as_("chair"), CASES, 2)) == 5


def _walked(client: TestClient, view: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        query: dict[str, Any] = {"limit": 2, "view": view} | ({"cursor": cursor} if cursor else {})
        page = client.get(LIST, params=query)
        assert page.status_code == 200
        rows += page.json()["items"]
        cursor = page.json()["next"]
    return rows


@pytest.mark.parametrize("address", [LIST, CASES])
@pytest.mark.parametrize("wrong", ["limit=0", "limit=1000", "cursor=x", "view=nothing"])
def test_a_wrong_question_to_a_list_is_422(as_: As, address: str, wrong: str) -> None:
    refused(as_("chair"), "GET", f"{address}?{wrong}", 422, "invalid")


@pytest.mark.parametrize("cursor", ["WyJ4IiwieSJd", "WyIyMDI2LTExLTIzVDEwOjAwOjAwIiwieSJd"])
def test_a_cursor_needs_a_moment_with_its_zone(as_: As, cursor: str) -> None:
    refused(as_("questions"), "GET", f"{LIST}?cursor={cursor}", 422, "invalid")


@pytest.mark.parametrize(
    "body",
    [{}, {"text": ""}, {"text": "x" * 4001}, {"text": "a", "safe_contact": "sms"}, {"text": 5}],
)
def test_a_letter_that_cannot_be_is_422(as_: As, body: dict[str, Any]) -> None:
    refused(as_("member"), "POST", LIST, 422, "invalid", json=body)


def test_script_and_markup_stay_text(as_: As, browser_of: As) -> None:
    nasty = "<script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}"
    made = ask(as_("member"), f"{nasty} {STORY}", title=nasty)
    as_("questions").post(
        f"/care-cases/{case_of(as_)}/steps", json={"kind": "other", "note": nasty}
    )
    for who, path in (
        ("member", f"/questions/{made['id']}"),
        ("member", LIST),
        ("questions", f"/care-cases/{case_of(as_)}"),
    ):
        page = browser_of(who).get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_she_owns_no_more_than_her_own(as_: As) -> None:
    thread = f"/questions/{ask(as_('member'))['id']}"
    words = {"text": "x"}
    refused(as_("other_member"), "GET", thread, 404, "not-found")
    for path, body in (("messages", words), ("withdrawal", {}), ("closing", {})):
        refused(as_("other_member"), "POST", f"{thread}/{path}", 404, "not-found", json=body)
    for path, body in (("answers", words), ("care", {}), ("claim", {})):
        refused(as_("other_member"), "POST", f"{thread}/{path}", 403, "forbidden", json=body)


def test_words_are_gone_from_the_database_when_taken_back(as_: As, app: Any) -> None:
    made = ask(as_("member"), STORY, title="Chuyện nhà em")
    assert as_("member").post(f"/questions/{made['id']}/withdrawal").status_code == 200

    def left(session: Any) -> list[str]:
        columns = (col(QuestionMessage.text), col(Question.title))
        return [text for column in columns for text in session.execute(select(column)).scalars()]

    assert app.state.house.database.read_now(left) == ["", ""]
