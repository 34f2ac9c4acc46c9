"""What stands outside, in a browser and over the wire; of it members and strangers read nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.i18n import field_error
from tests import samples
from tests.factories import HOME, Scene
from tests.http.wires import PAGE

As = Callable[..., TestClient]
LIST = f"/communities/{HOME}/outside-posts"
ADDRESS = "https://www.facebook.com/groups/12/posts/34"
TEXT = "Một bài chỉ đứng trên Facebook <script>alert(1)</script>"
HARM = "Chồng em hay đánh em, em không biết làm sao."


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(html))


def typed(**more: str) -> dict[str, str]:
    said = {"platform": "facebook", "kind": "post", "there": "standing", "author_name": "Hoa Ng"}
    return {**said, "address": ADDRESS, "body": TEXT, "seen_at": "2026-01-02T03:04", **more}


@pytest.fixture
def made(browser_of: As) -> str:
    """The address of a record that a form made."""
    answer = browser_of("editor").post(LIST, data=typed())
    assert answer.status_code == 303
    return str(answer.headers["location"]).partition("?")[0]


def test_a_form_records_it_and_the_next_is_led_to_it(browser_of: As, made: str) -> None:
    page = browser_of("moderator").get(made).text
    assert "Một bài chỉ đứng trên Facebook &lt;script&gt;" in page
    assert "<script>alert" not in page
    again = browser_of("moderator").post(LIST, data=typed(address=f"{ADDRESS}/?ref=x"))
    assert again.headers["location"] == f"{made}?done=outside-known"
    assert "có người ghi trước" in browser_of("moderator").get(again.headers["location"]).text


def test_a_decision_orders_the_hand_and_the_tick_ends_it(browser_of: As, made: str) -> None:
    decided = browser_of("moderator").post(f"{made}/refusal", data={"words": "Không hợp."})
    assert decided.status_code == 303
    page = words(browser_of("editor").get(made).text)
    assert "Gỡ trên Facebook" in page
    assert "Đã làm trên nhóm" in page
    assert "Không hợp." in page
    today = browser_of("editor").get(f"/communities/{HOME}/today").text
    assert f"{LIST}?state=hand" in today
    listed = words(browser_of("adviser").get(f"{LIST}?state=hand").text)
    assert "Gỡ trên Facebook" in listed
    assert browser_of("editor").post(f"{made}/hand").status_code == 303
    page = words(browser_of("adviser").get(made).text)
    assert "không còn trên đó" in page
    assert "Nguyễn Thị editor" in page
    assert "Đã làm trên nhóm" not in page
    assert "Chưa" in words(browser_of("editor").get(f"{LIST}?state=approved").text)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("address", "https://facebook.com.evil.vn/groups/1/posts/2", "outside-address-foreign"),
        ("address", "https://www.facebook.com/groups/12", "outside-address-of-nothing"),
        ("body", "", "outside-nothing"),
        ("member", "KHONGCO", "outside-member-unknown"),
        ("author_name", "", "too_short"),
    ],
)
def test_a_wrong_form_comes_back_as_it_was_typed(
    browser_of: As, field: str, value: str, code: str
) -> None:
    sent = browser_of("editor").post(LIST, data=typed(**{field: value}))
    assert sent.status_code == 422
    page = unescape(sent.text)
    assert "Hoa Ng" in page or field == "author_name"
    assert TEXT in page or field == "body"
    if code != "too_short":
        assert field_error(code, "vi", {}) in page


def test_screenshots_come_with_the_form_and_members_get_none(
    browser_of: As, as_: As, made: str
) -> None:
    files = [("files", ("a.png", samples.png(30, 20), "image/png"))]
    data = typed(address="", body="")
    sent = browser_of("editor").post(LIST, data=data, files=files)
    assert sent.status_code == 303
    one = sent.headers["location"].partition("?")[0]
    (picture,) = as_("moderator").get(one).json()["pictures"]
    assert as_("moderator").get(picture["small"]).status_code == 202
    assert as_("member").get(picture["small"]).status_code == 404
    assert as_("moderator").get(f"/care-pictures/{picture['id']}/small").status_code == 403
    assert as_("chair").get(f"/care-pictures/{picture['id']}/small").status_code == 404
    wrong = [("files", ("a.zip", b"PK\3\4 no picture", "image/png"))]
    assert browser_of("editor").post(LIST, data=data, files=wrong).status_code == 422


def test_harm_is_handed_on_and_not_shown_again(browser_of: As, as_: As) -> None:
    sent = browser_of("editor").post(LIST, data=typed(body=HARM))
    assert sent.headers["location"] == f"{LIST}?done=outside-secluded"
    page = words(browser_of("editor").get(sent.headers["location"]).text)
    assert "Đã chuyển riêng" in page
    assert HARM not in page
    told = as_("moderator").post(LIST, json={**typed(body=HARM)}).json()
    assert (told["state"], told["body"], told["author_name"]) == ("secluded", "", "")
    assert as_("moderator").get(f"/outside-posts/{told['id']}").status_code == 404
    case = as_("chair").get(f"/communities/{HOME}/care-cases").json()["items"][0]
    opened = browser_of("chair").get(f"/care-cases/{case['id']}", headers=PAGE)
    assert HARM in unescape(opened.text)


def test_members_and_strangers_read_nothing_of_it_anywhere(
    as_: As, browser_of: As, made: str, scene: Scene
) -> None:
    assert as_("moderator").post(f"{made}/approval").status_code == 200
    for who in ("member", "nobody", "officer"):
        assert as_(who).get(made).status_code == 403
        assert as_(who).get(LIST).status_code == 403
    assert browser_of(None).get(made).status_code == 303
    root = f"/communities/{HOME}"
    for path in (
        f"{root}/posts",
        f"{root}/posts?q=facebook",
        f"{root}/bulletins",
        f"{root}/feed.rss",
        f"{root}/feed.atom",
        root,
        "/",
        "/me",
        "/me/data",
        "/me/notices",
    ):
        for who in ("member", "editor"):
            for client in (browser_of(who), as_(who)):
                assert "Một bài chỉ đứng" not in client.get(path).text, (who, path)
        assert "Một bài chỉ đứng" not in browser_of(None).get(path).text, path
    assert as_("member").get(f"/posts/{made.rpartition('/')[2]}").status_code == 404


def test_a_takedown_begins_with_its_address(browser_of: As, as_: As, made: str) -> None:
    one = made.rpartition("/")[2]
    page = browser_of("moderator").get(
        f"/communities/{HOME}/takedowns/new?outside={one}&address={ADDRESS}"
    )
    assert f'name="subject_id" value="{one}"' in page.text
    form = {
        "kind": "complaint",
        "asked_by": "Lan",
        "received_at": "2026-01-02T03:04",
        "address": ADDRESS,
        "subject_type": "outside_post",
        "subject_id": one,
        "grounds": "Tin sai",
    }
    sent = browser_of("moderator").post(f"/communities/{HOME}/takedowns", data=form)
    register = sent.headers["location"].partition("?")[0]
    assert made in browser_of("moderator").get(register).text
    ended: dict[str, Any] = {"finding": "founded", "words": "Đã gỡ trên đó"}
    closed = as_("moderator").post(f"{register}/completion", json=ended)
    assert closed.status_code == 200
    now = as_("adviser").get(made).json()
    assert (now["state"], now["there"], now["hand"]) == ("removed", "gone", None)


def test_the_inbox_and_its_batch_know_it(browser_of: As, made: str) -> None:
    inbox = words(browser_of("moderator").get(f"/communities/{HOME}/review").text)
    assert "Bài trên Facebook, Zalo" in inbox
    assert made in inbox
    many = browser_of("moderator").get(
        f"/communities/{HOME}/review?kind=outside_post&many=approval"
    )
    assert "Chờ làm trên nhóm" in many.text
    after = browser_of("moderator").post(f"{made}/approval")
    assert after.status_code == 303
    assert made not in browser_of("moderator").get(f"/communities/{HOME}/review").text
