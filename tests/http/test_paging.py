"""Walking a whole list by its cursors: nothing missing, nothing twice, in both orders."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.factories import HOME
from tests.http.wires import MEMBERS, join, refused

As = Callable[..., TestClient]
NAMES = ("Đỗ Thị An", "Đỗ Thị An", "Đỗ Thị Ân", "Lê Thị Ăn", "Đặng Thị Yến", "Đỗ Thị An")


@pytest.fixture
def crowd(client: TestClient, as_: As) -> TestClient:
    """More women, of whom three have one name; some approved, so that there are letters."""
    moderator = as_("moderator")
    for number, name in enumerate(NAMES):
        made = client.post(MEMBERS, json=join(full_name=name, phone=f"09120001{number:02d}"))
        assert made.status_code == 201
        if number % 2:
            moderator.post(f"/members/{made.json()['id']}/approval")
        moderator.post(f"/communities/{HOME}/invitations", json={"channel": "zalo"})
    return moderator


def walk(client: TestClient, address: str, limit: int) -> list[dict[str, Any]]:
    """Every row of a list, page by page."""
    rows: list[dict[str, Any]] = []
    cursor: str | None = ""
    for _ in range(100):
        query = {"limit": limit} | ({"cursor": cursor} if cursor else {})
        page = client.get(address, params=query)
        assert page.status_code == 200, page.text
        items, cursor = page.json()["items"], page.json()["next"]
        assert len(items) <= limit
        assert len(items) == limit or cursor is None
        rows += items
        if cursor is None:
            return rows
    raise AssertionError("the list has no end")


LISTS = {
    MEMBERS: 11,
    f"/communities/{HOME}/review": 7,
    f"/communities/{HOME}/invitations": 6,
    "/audit": 19,
}


def test_a_walk_sees_every_row_once(crowd: TestClient) -> None:
    for address, least in LISTS.items():
        whole = walk(crowd, address, 100)
        assert len(whole) >= least
        assert len({row["id"] for row in whole}) == len(whole)
        for limit in (1, 2, 5):
            assert walk(crowd, address, limit) == whole


def test_both_orders_hold_the_same_women(crowd: TestClient) -> None:
    by_name = walk(_ordered(crowd, "name"), MEMBERS, 2)
    newest = walk(_ordered(crowd, "newest"), MEMBERS, 3)
    assert {row["id"] for row in by_name} == {row["id"] for row in newest}
    assert [row["id"] for row in newest] == sorted((row["id"] for row in newest), reverse=True)
    assert [row["full_name"] for row in by_name] == [
        "Đỗ Thị An",
        "Đỗ Thị An",
        "Đỗ Thị An",
        "Lê Thị Ăn",
        "Đỗ Thị Ân",
        "Trần Thị Đông",
        "Lê Thị Hoa",
        "Vũ Thị Lan",
        "Phạm Thị mai",
        "Nguyễn Thị member",
        "Đặng Thị Yến",
    ]


def _ordered(client: TestClient, order: str) -> TestClient:
    client.params = client.params.set("order", order)
    return client


def test_who_joins_during_the_walk_doubles_nobody(client: TestClient, crowd: TestClient) -> None:
    newest: dict[str, str | int] = {"order": "newest", "limit": 4}
    first = crowd.get(MEMBERS, params=newest).json()
    client.post(MEMBERS, json=join(full_name="Đỗ Thị Mới"))
    second = crowd.get(MEMBERS, params={**newest, "cursor": first["next"]}).json()
    seen = [row["id"] for page in (first, second) for row in page["items"]]
    assert len(set(seen)) == len(seen) == 8


def test_a_full_last_page_says_that_it_is_the_last(crowd: TestClient) -> None:
    count = len(walk(crowd, MEMBERS, 100))
    page = crowd.get(MEMBERS, params={"limit": count}).json()
    assert (len(page["items"]), page["next"]) == (count, None)


def test_without_a_limit_a_page_has_twenty(crowd: TestClient) -> None:
    for channel in ("zalo", "poster"):
        crowd.post(f"/communities/{HOME}/invitations", json={"channel": channel})
    assert len(crowd.get("/audit").json()["items"]) == 20


def test_a_filter_goes_on_over_the_pages(crowd: TestClient) -> None:
    crowd.params = crowd.params.set("state", "approved")
    rows = walk(crowd, MEMBERS, 2)
    assert len(rows) == 4
    assert {row["state"] for row in rows} == {"approved"}


def test_the_cursor_of_another_list_is_422(crowd: TestClient) -> None:
    for source, target in (
        (f"{MEMBERS}?order=name", f"{MEMBERS}?order=newest"),
        (f"{MEMBERS}?order=newest", f"{MEMBERS}?order=name"),
        ("/audit?", f"{MEMBERS}?"),
        (f"{MEMBERS}?order=name", "/audit?"),
    ):
        cursor = crowd.get(f"{source}&limit=1").json()["next"]
        refused(crowd, "GET", f"{target}&cursor={cursor}", 422, "invalid")
