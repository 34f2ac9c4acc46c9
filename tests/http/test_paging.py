"""Walking a whole list by its cursors: nothing missing, nothing twice, in both orders."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.web.paging import encode
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


#: Of these a crowd makes no rows: every page of them is walked, and a wrong limit told.
OTHERS = (
    "/communities",
    "/sessions",
    "/tokens",
    "/me/consents",
    f"/communities/{HOME}/appointments",
    f"/communities/{HOME}/regulations",
    f"/communities/{HOME}/reasons",
)
#: docs/decisions/0010: whole by nature.
DOCUMENTS = {"/units", "/permissions", "/communities/{slug}/duty"}


@pytest.mark.parametrize("address", OTHERS)
def test_a_short_list_is_walked_too(as_: As, address: str) -> None:
    chair = as_("chair")
    if address == "/tokens":
        for label in ("một", "hai"):
            assert chair.post("/tokens", json={"label": label}).status_code == 201
    who = as_("member") if address == "/me/consents" else chair
    whole = walk(who, address, 100)
    assert len(whole) >= 1
    assert walk(who, address, 1) == whole


def test_every_list_of_the_document_is_paged(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()
    schemas = paths["components"]["schemas"]
    unpaged = set()
    for path, operations in paths["paths"].items():
        answer = operations.get("get", {}).get("responses", {}).get("200", {})
        name = str(answer.get("content", {})).rpartition("/")[2].rstrip("'}")
        given = {p["name"] for p in operations.get("get", {}).get("parameters", [])}
        if "items" in schemas.get(name, {}).get("properties", {}) and "limit" not in given:
            unpaged.add(path)
    assert unpaged == DOCUMENTS


@pytest.mark.parametrize("address", [*LISTS, *OTHERS, "/me/notices"])
@pytest.mark.parametrize("wrong", ["limit=1000", "limit=0", "cursor=x", "cursor=WyJcdTAwMDAiXQ"])
def test_a_wrong_limit_or_cursor_is_422(as_: As, address: str, wrong: str) -> None:
    refused(as_("chair"), "GET", f"{address}?{wrong}", 422, "invalid")


def test_the_roster_cursor_needs_a_day(as_: As) -> None:
    cursor = encode((1, "yesterday", "x"))
    address = f"/communities/{HOME}/appointments?cursor={cursor}"
    refused(as_("chair"), "GET", address, 422, "invalid")


def test_a_number_beyond_the_column_only_ends_the_list(as_: As) -> None:
    cursor = encode((2**62, "x"))
    page = as_("chair").get(f"/communities/{HOME}/reasons?cursor={cursor}")
    assert (page.status_code, page.json()["items"]) == (200, [])


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
