"""The bad input that posts meet, from end to end: a clear sentence or a safe result, and nothing
published that nobody approved. What pictures refuse is in test_pictures.py, script in every field
in test_stored_xss.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from app import clock
from app.jobs.worker import Worker
from app.settings import Settings
from tests.conftest import Watch
from tests.factories import HOME
from tests.graph import PAGE, TOKEN, Graph, Served

As = Callable[..., TestClient]
ROOT = f"/communities/{HOME}"
POSTS = f"{ROOT}/posts"
BULLETIN = {"kind": "bulletin", "title": "Lịch họp", "body": "Họp tổ.", "source": "Hội LHPN xã"}
LINKS = " ".join(f"https://vi-du-{number}.vn/a" for number in range(500))


@pytest.fixture
def graph() -> Iterator[Graph]:
    with Served() as served:
        yield served


@pytest.fixture
def settings(make_place: Callable[..., Settings], graph: Graph) -> Settings:
    return make_place(facebook_url=graph.address)


def feed(as_: As) -> list[str]:
    return [post["body"] for post in as_("member").get(POSTS).json()["items"]]


def sent(as_: As, body: str = "Chợ quê hôm nay") -> str:
    made = as_("member").post(POSTS, json={"body": body})
    assert made.status_code == 201, made.text
    return f"/posts/{made.json()['id']}"


def done(answer: Any, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    read: dict[str, Any] = answer.json()
    return read


def approved_bulletin(as_: As) -> str:
    made = done(as_("editor").post(POSTS, json={**BULLETIN, "audience": "public"}), 201)
    for who in ("chair", "vice_chair"):
        done(as_(who).post(f"/posts/{made['id']}/approval", json={}))
    return f"/posts/{made['id']}"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("ă" * 100_000, "Dài quá, nhiều nhất 20000 ký tự."),
        (LINKS, "Bài có nhiều đường dẫn quá (nhiều nhất 20). Xin bớt đi giúp."),
    ],
    ids=["100,000 characters", "500 links"],
)
def test_too_much_is_told_in_words_and_stays_in_the_form(
    as_: As, browser_of: As, body: str, sentence: str
) -> None:
    post = sent(as_)
    done(as_("moderator").post(f"{post}/approval", json={}))
    for address in (POSTS, f"{post}/comments"):
        told = done(as_("member").post(address, json={"body": body}), 422)
        assert [error["pointer"] for error in told["errors"]] == ["/body"]
    assert (
        done(as_("member").post(POSTS, json={"body": body}), 422)["errors"][0]["detail"] == sentence
    )
    page = browser_of("member").post(POSTS, data={"body": body})
    assert page.status_code == 422
    assert sentence in page.text
    assert body in page.text
    assert feed(as_) == ["Chợ quê hôm nay"]


def test_markdown_tricks_make_no_markup_that_acts(as_: As, browser_of: As) -> None:
    tricks = (
        "[a](javascript:alert(1)) [a](JaVaScRiPt&colon;alert(1)) [a](data:text/html,<script>)"
        "\n\n![a](https://xau.vn/theo-doi.png)\n\n<img src=x onerror=alert(1)>"
        "\n\n[a]: javascript:x\n[a]\n\n" + "> " * 500 + "sâu\n\n" + "[" * 2000 + "*" * 2000
    )
    post = sent(as_, tricks)
    done(as_("moderator").post(f"{post}/approval", json={}))
    html = done(as_("member").get(post))["body_html"]
    assert not [bad for bad in ('href="java', 'href="data', "<img", "<script") if bad in html]
    assert html.count("<blockquote>") <= 20
    assert "<img src=x" not in browser_of("member").get(post).text


def test_a_rule_that_matches_everything_is_undone_and_publishes_nothing(as_: As) -> None:
    board = as_("moderator")
    rule = {"label": "Tất cả", "action": "mask", "pattern": "."}
    first = sent(as_, "Chào chị em")
    tried = done(board.post(f"{ROOT}/content-rules/trial", json=rule))
    assert (tried["met"], tried["warnings"]) == (1, ["matches-everything"])
    assert done(as_("member").get(first))["body"] == "Chào chị em"
    made = done(board.post(f"{ROOT}/content-rules", json=rule), 201)
    post = sent(as_)
    assert done(as_("member").get(post))["body"] == "•••"
    assert feed(as_) == []
    done(board.patch(f"/content-rules/{made['id']}", json={"enabled": False}))
    assert done(board.post(f"{post}/unmasking", json={}))["body"] == "Chợ quê hôm nay"
    empty = done(board.post(f"{ROOT}/content-rules", json={**rule, "pattern": ".*"}), 422)
    assert empty["errors"][0]["code"] == "pattern-empty"


def test_a_schedule_in_the_past_leaves_the_bulletin_where_it_is(as_: As, browser_of: As) -> None:
    post = approved_bulletin(as_)
    for at in ("2020-01-01T08:00", "2020-01-01T08:00:00Z"):
        told = done(as_("chair").post(f"{post}/publication", json={"at": at}), 422)
        assert told["errors"][0]["detail"] == "Giờ hẹn đã qua. Xin chọn giờ sau lúc này."
    for at in ("9999-12-31T23:59", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"):
        told = done(as_("chair").post(f"{post}/publication", json={"at": at}), 422)
        assert told["errors"][0]["code"] == "moment-unknown"
    page = browser_of("chair").post(f"{post}/publication", data={"at": "2020-01-01T08:00"})
    assert (page.status_code, "Giờ hẹn đã qua." in page.text) == (422, True)
    assert done(as_("chair").get(post))["state"] == "approved"
    assert feed(as_) == []


def test_an_edit_that_changed_meanwhile_is_not_approved(as_: As, browser_of: As) -> None:
    post = sent(as_)
    read = done(as_("moderator").get(post))["version"]
    done(as_("member").patch(post, json={"body": "Chữ mà chưa ai đọc"}))
    told = done(as_("moderator").post(f"{post}/approval", json={"version": read}), 409)
    assert told["code"] == "stale-version"
    assert "Có người vừa sửa trước" in told["detail"]
    page = browser_of("moderator").post(f"{post}/approval", data={"version": str(read)})
    assert page.status_code == 409
    assert "Chữ mà chưa ai đọc" in page.text
    items = [{"id": post.rpartition("/")[2], "version": read}]
    batch = {"decision": "approval", "items": items}
    answer = done(as_("moderator").post(f"{ROOT}/review/batch", json=batch))
    assert [one["status"] for one in answer["results"]] == [409]
    assert feed(as_) == []


def test_taken_back_with_reports_open_it_leaves_the_inbox(as_: As, browser_of: As) -> None:
    post = sent(as_)
    done(as_("moderator").post(f"{post}/approval", json={}))
    done(as_("editor").post(f"{post}/flags", json={"reason": "scam"}), 201)
    (item,) = as_("moderator").get(f"{ROOT}/review?kind=flag").json()["items"]
    assert browser_of("member").post(f"{post}/withdrawal", data={}).status_code == 303
    assert as_("moderator").get(f"{ROOT}/review?kind=flag").json()["items"] == []
    case = f"/flags/{item['subject_id']}"
    late = done(as_("moderator").post(f"{case}/refusal", json={}), 409)
    assert late["code"] == "wrong-state"
    assert done(as_("member").get(post))["state"] == "withdrawn"
    assert feed(as_) == []


def test_a_page_token_that_expires_before_the_hour_sends_nothing_and_says_so(
    as_: As, browser_of: As, graph: Graph, watch: Watch
) -> None:
    token = {"page_id": PAGE, "token": TOKEN}
    done(as_("chair").put(f"{ROOT}/page-connection", json=token))
    post = approved_bulletin(as_)
    hour = (clock.now() + timedelta(hours=2)).isoformat()
    done(as_("chair").post(f"{post}/publication", json={"at": hour}))
    planned = done(as_("editor").post(f"{post}/page-postings", json={"text": "Họp tổ"}), 201)
    posting = f"/page-postings/{planned['id']}"
    done(as_("chair").post(f"{posting}/approval", json={}))
    graph.tokens = {"EAAG-another": PAGE}
    watch.forward(hours=3)
    worker = Worker(as_("chair").app.state.house.database, "test")  # type: ignore[attr-defined]
    for _ in range(2):
        worker.round()
        worker.settle()
    assert done(as_("chair").get(post))["state"] == "published"
    assert done(as_("editor").get(posting))["state"] == "failed"
    assert graph.posts == []
    page = browser_of("editor").get(posting).text
    assert "Mã của Trang đã hết hạn hoặc bị thu hồi." in page
    assert TOKEN not in page
