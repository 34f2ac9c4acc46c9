"""The Facebook Page in a browser: connecting, writing, what was typed, what is never shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from app.db import Database
from app.models.communities import Community
from app.settings import Settings
from tests.factories import HOME
from tests.graph import PAGE, TOKEN, Graph, Served

As = Callable[..., TestClient]
CONNECTION = f"/communities/{HOME}/page-connection"
LIST = f"/communities/{HOME}/page-postings"
FORM = {"_method": "PUT", "page_id": PAGE, "token": TOKEN}


@pytest.fixture
def graph() -> Iterator[Graph]:
    with Served() as served:
        yield served


@pytest.fixture
def settings(make_place: Callable[..., Settings], graph: Graph) -> Settings:
    return make_place(facebook_url=graph.address)


def test_the_chair_connects_and_the_token_is_not_shown_again(browser_of: As, as_: As) -> None:
    chair = browser_of("chair")
    answer = chair.post(CONNECTION, data=FORM)
    assert answer.status_code == 303, answer.text
    page = chair.get(CONNECTION).text
    assert "Phụ nữ Gia Lâm" in page
    assert TOKEN not in page
    assert TOKEN not in as_("chair").get(CONNECTION).text
    assert TOKEN not in as_("adviser").get(LIST).text
    assert chair.post(CONNECTION, data={"_method": "DELETE"}).status_code == 303
    assert not as_("adviser").get(LIST).json()["connection"]["connected"]


def test_a_token_that_facebook_does_not_know_is_told_beside_its_field(browser_of: As) -> None:
    wrong = {**FORM, "token": "EAAG-a-token-that-nobody-knows"}
    answer = browser_of("chair").post(CONNECTION, data=wrong)
    assert answer.status_code == 422
    assert "Facebook báo mã này đã hết hạn hoặc không đúng." in answer.text
    assert f'value="{PAGE}"' in answer.text
    assert wrong["token"] not in answer.text


@pytest.mark.parametrize(
    ("who", "status"), [("editor", 403), ("adviser", 403), ("other_chair", 403), ("nobody", 403)]
)
def test_who_may_not_connect_asks_nothing_of_facebook(
    as_: As, graph: Graph, who: str, status: int
) -> None:
    body = {"page_id": PAGE, "token": TOKEN}
    assert as_(who).put(CONNECTION, json=body).status_code == status
    assert graph.asked == []


def test_a_demonstration_asks_nothing_of_facebook(
    as_: As, database: Database, graph: Graph
) -> None:
    database.write_now(lambda s: s.execute(update(Community).values(demo=True)))
    answer = as_("chair").put(CONNECTION, json={"page_id": PAGE, "token": TOKEN})
    assert (answer.status_code, answer.json()["code"]) == (409, "demonstration-sends-nothing")
    assert graph.asked == []


@pytest.mark.parametrize("page_id", ["", "12", "abc", "1/../me", "1" * 26])
def test_a_page_id_is_digits(as_: As, graph: Graph, page_id: str) -> None:
    answer = as_("chair").put(CONNECTION, json={"page_id": page_id, "token": TOKEN})
    assert answer.status_code == 422
    assert graph.asked == []


def test_what_was_typed_stays(browser_of: As) -> None:
    assert browser_of("chair").post(CONNECTION, data=FORM).status_code == 303
    typed = {"text": "Chào <b>chị em</b>", "link": "javascript:alert(1)", "at": "2001-01-01T08:00"}
    answer = browser_of("editor").post(LIST, data=typed)
    assert answer.status_code == 422
    assert "Chào &lt;b&gt;chị em&lt;/b&gt;" in answer.text
    answer = browser_of("editor").post(LIST, data={**typed, "link": ""})
    assert answer.status_code == 422
    assert "Giờ hẹn đã qua." in answer.text


def test_two_persons_and_the_tick_for_the_group(browser_of: As, as_: As) -> None:
    browser_of("chair").post(CONNECTION, data=FORM)
    made = browser_of("editor").post(LIST, data={"text": "Chào chị em", "link": "https://a.vn/1"})
    assert made.status_code == 303
    address = made.headers["location"]
    assert "Chờ đọc soát lần hai" in browser_of("adviser").get(LIST).text
    assert "Đã đọc soát, cho đăng" not in browser_of("editor").get(address).text
    assert "Đã đọc soát, cho đăng" in browser_of("chair").get(address).text
    lost: Any = as_("editor").post(f"{address}/approval")
    assert lost.status_code == 409
    assert browser_of("chair").post(f"{address}/approval", data={}).status_code == 303
    page = browser_of("editor").get(address).text
    assert "Chép để đăng vào nhóm" in page
    assert "Chào chị em\nhttps://a.vn/1</textarea>" in page
    one = as_("editor").get(address).json()["group"]
    tick = {name: one[name] for name in ("text", "link", "subject_type", "subject_id")}
    answer = browser_of("editor").post(f"/communities/{HOME}/group-postings", data=tick)
    assert answer.status_code == 303
    assert "Nguyễn Thị editor đã đăng lúc" in browser_of("adviser").get(address).text
    again = browser_of("chair").post(f"/communities/{HOME}/group-postings", data=tick)
    assert again.status_code == 409
    assert "đã có người đánh dấu" in again.text
    assert "chờ đọc soát" not in browser_of("chair").get(f"/communities/{HOME}/today").text
