"""Topics and needs beyond one page: what waits longest comes first, and nothing vanishes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.factories import HOME

As = Callable[..., TestClient]
ROOT = f"/communities/{HOME}"


@pytest.fixture
def topics(as_: As) -> list[str]:
    """Seven, the oldest first; the fourth is answered."""
    hers, desk, made = as_("member"), as_("editor"), list[str]()
    for n in range(7):
        need = hers.post(f"{ROOT}/needs", json={"text": f"Mong {n}"}).json()["id"]
        body = {"title": f"Chủ đề {n}", "needs": [need]}
        made.append(desk.post(f"{ROOT}/need-topics", json=body).json()["id"])
    done = {"state": "done", "text": "Đã làm"}
    assert desk.post(f"/need-topics/{made[3]}/answers", json=done).status_code == 200
    return made


def walk(client: TestClient, address: str) -> list[str]:
    found, cursor = list[str](), ""
    for _ in range(10):
        page = client.get(address, params={"limit": 2} | ({"cursor": cursor} if cursor else {}))
        found += [one["id"] for one in page.json()["topics"]]
        cursor = page.json()["next"]
        if cursor is None:
            return found
    raise AssertionError("the list has no end")


def test_on_the_desk_the_oldest_unanswered_topic_comes_first(as_: As, topics: list[str]) -> None:
    waiting = [one for one in topics if one != topics[3]]
    assert walk(as_("editor"), f"{ROOT}/need-desk") == waiting


@pytest.mark.parametrize("where", ["needs", "need-answers"])
def test_members_read_every_topic_the_newest_first(as_: As, topics: list[str], where: str) -> None:
    assert walk(as_("member"), f"{ROOT}/{where}") == topics[::-1]


@pytest.mark.parametrize("where", ["need-desk", "needs", "need-answers"])
def test_a_page_leads_to_the_next(browser_of: As, topics: list[str], where: str) -> None:
    browser, here, seen = browser_of("editor"), f"{ROOT}/{where}?limit=4", set[str]()
    for _ in range(2):
        page = browser.get(here).text
        seen |= set(re.findall(r'href="/need-topics/([^"]+)"', page))
        more = re.search(r'id="list-more-link" href="([^"]+)"', page)
        if more is None:
            break
        here = more[1].replace("&amp;", "&")
    assert seen >= {one for one in topics if one != topics[3]}


def test_of_a_topic_every_need_is_read(
    as_: As, browser_of: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.services.needs.reading.MOST", 2)
    hers, desk = as_("member"), as_("editor")
    texts = ["Mong học bơi", "Mong học may", "Mong học vẽ"]
    ids = [hers.post(f"{ROOT}/needs", json={"text": one}).json()["id"] for one in texts]
    body: dict[str, Any] = {"title": "Mở lớp", "needs": ids}
    topic = desk.post(f"{ROOT}/need-topics", json=body).json()
    other = {
        "title": "Khác",
        "needs": [hers.post(f"{ROOT}/needs", json={"text": "K"}).json()["id"]],
    }
    fewer = desk.post(f"{ROOT}/need-topics", json=other).json()
    assert (len(topic["needs"]), topic["needs_more"]) == (2, True)
    assert (len(fewer["needs"]), fewer["needs_more"]) == (1, False)
    listed = desk.get(f"{ROOT}/need-list?topic={topic['id']}").json()
    assert {one["id"] for one in listed["items"]} == set(ids)
    page = browser_of("editor").get(f"/need-topics/{topic['id']}").text
    assert f"{ROOT}/need-list?topic={topic['id']}" in page
    assert "Mong học vẽ" in browser_of("editor").get(f"{ROOT}/need-list?topic={topic['id']}").text
