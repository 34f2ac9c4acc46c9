"""The takedown register in a browser: forms, what was typed, proofs as files to save."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from app import clock
from tests.factories import HOME

As = Callable[..., TestClient]
LIST = f"/communities/{HOME}/takedowns"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.fixture
def made(browser_of: As) -> str:
    """The address of an entry that a form made."""
    answer = browser_of("moderator").post(LIST, data=form())
    assert answer.status_code == 303
    return str(answer.headers["location"])


def form(**more: str) -> dict[str, str]:
    moment = clock.in_vietnam(clock.now() - timedelta(hours=30))
    return {
        "kind": "authority",
        "asked_by": "Công an xã <b>",
        "received_at": f"{moment:%Y-%m-%dT%H:%M}",
        "address": "https://facebook.com/groups/1/posts/2",
        "text_found": "Nguyên văn <script>",
        **more,
    }


def test_a_late_one_says_in_brick_how_late(browser_of: As, made: str) -> None:
    page = browser_of("adviser").get(LIST).text
    assert "chip-refused" in page
    assert "Quá hạn 6 giờ" in page
    assert "kiểm tra với bộ phận pháp chế" in page
    one = browser_of("adviser").get(made).text
    assert "Đã quá hạn" in one
    assert "Nguyên văn &lt;script&gt;" in one
    assert "Ghi một bước" not in one


def test_what_was_typed_stays_with_the_sentence_beside_it(browser_of: As) -> None:
    answer = browser_of("moderator").post(LIST, data=form(received_at="2199-01-01T08:00"))
    assert answer.status_code == 422
    assert "Lúc này chưa tới." in answer.text
    assert 'value="2199-01-01T08:00"' in answer.text
    assert "https://facebook.com/groups/1/posts/2" in answer.text


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59:59Z", "hôm qua", "1"])
def test_no_moment_breaks_it(as_: As, moment: str) -> None:
    answer = as_("moderator").post(LIST, json=form(received_at=moment))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/received_at"


def test_an_address_of_a_script_is_no_link(browser_of: As) -> None:
    made = browser_of("moderator").post(LIST, data=form(address="javascript:alert(1)"))
    page = browser_of("moderator").get(made.headers["location"]).text
    assert "javascript:alert(1)" in page
    assert 'href="javascript' not in page


def test_a_proof_is_saved_and_never_opened(browser_of: As, as_: As, made: str) -> None:
    answer = browser_of("moderator").post(
        f"{made}/steps", data={"kind": "before"}, files={"file": ("xấu.svg", SVG, "image/svg+xml")}
    )
    assert answer.status_code == 303, html.unescape(answer.text)
    steps = as_("adviser").get(made).json()["steps"]
    file = as_("adviser").get(f"{made}/proofs/{steps[-1]['proof']['id']}")
    assert file.content == SVG
    assert file.headers["content-type"] == "application/octet-stream"
    assert file.headers["content-disposition"].startswith("attachment;")
    assert file.headers["x-content-type-options"] == "nosniff"


def test_the_form_that_failed_is_open_again(browser_of: As, made: str) -> None:
    answer = browser_of("chair").post(f"{made}/completion", data={"finding": "founded"})
    assert answer.status_code == 422
    assert "Chưa có bằng chứng trước khi gỡ." in answer.text
    assert answer.text.count('<details class="confirm" open>') == 1


def test_a_completed_one_answers_who_completed_it(as_: As, made: str) -> None:
    body = {"finding": "founded", "words": "Gấp"}
    assert as_("chair").post(f"{made}/completion", json=body).json()["state"] == "completed"
    lost: Any = as_("moderator").post(f"{made}/completion", json=body)
    assert lost.status_code == 409
    assert lost.json()["decided_by"] == "Nguyễn Thị chair"


def test_a_form_sets_shorter_hours(browser_of: As, as_: As) -> None:
    data = {"_method": "PUT", "authority": "12", "urgent": "3", "complaint": "24"}
    answer = browser_of("chair").post(f"{LIST}/hours", data=data)
    assert answer.status_code == 303
    assert as_("chair").get(LIST).json()["hours"]["urgent"] == 3
    wrong = browser_of("chair").post(f"{LIST}/hours", data={**data, "urgent": "7"})
    assert wrong.status_code == 422
    assert "Nhiều nhất 6 giờ theo quy định." in wrong.text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_register_is_a_file(as_: As, made: str, kind: str) -> None:
    file = as_("adviser").get(f"{LIST}/export.{kind}")
    assert file.status_code == 200
    assert "go-noi-dung-" in file.headers["content-disposition"]


def test_today_shows_what_waits(browser_of: As, made: str) -> None:
    page = browser_of("chair").get(f"/communities/{HOME}/today").text
    assert "yêu cầu gỡ nội dung" in page
    assert "1 việc quá hạn" in page
