"""One endpoint, three shapes (design.md §2): which one a request asks for, and what it gets."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tests.factories import HOME, Scene
from tests.http.wires import FRAGMENT, MEMBERS, PAGE, join

As = Callable[..., TestClient]
VARIED = {
    "accept",
    "hx-request",
    "hx-request-type",
    "hx-boosted",
    "hx-history-restore-request",
    "cookie",
    "accept-language",
}

SHAPES = [
    ({}, "json"),
    ({"accept": "*/*"}, "json"),
    ({"accept": "application/json"}, "json"),
    ({"accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}, "page"),
    ({"hx-request": "true"}, "fragment"),
    ({"hx-request": "true", "accept": "text/html"}, "fragment"),
    ({"hx-request": "true", "hx-request-type": "full", "accept": "text/html"}, "page"),
    ({"hx-request": "true", "hx-boosted": "true", "accept": "text/html"}, "page"),
    ({"hx-history-restore-request": "true"}, "page"),
    ({"hx-history-restore-request": "true", "hx-request": "true"}, "page"),
]


@pytest.mark.parametrize("address", ["/communities", "/communities/no-such-place"])
@pytest.mark.parametrize(("headers", "shape"), SHAPES)
def test_the_first_row_that_fits_decides(
    client: TestClient, address: str, headers: dict[str, str], shape: str
) -> None:
    answer = client.get(address, headers=headers)
    html = answer.headers["content-type"].startswith("text/html")
    whole = "<html" in answer.text
    assert {(False, False): "json", (True, True): "page", (True, False): "fragment"}[
        html, whole
    ] == shape
    assert answer.status_code == (404 if "no-such" in address else 200)
    assert {name.strip().lower() for name in answer.headers["vary"].split(",")} >= VARIED


def test_a_bearer_token_never_drives_html(as_: As) -> None:
    answer = as_("moderator").get(MEMBERS, headers={**PAGE, "hx-request": "true"})
    assert answer.headers["content-type"] == "application/json"


def test_the_vendors_media_type_is_answered_where_it_is_asked_for(client: TestClient) -> None:
    vendor = "application/vnd.sen.v1+json"
    asked = client.get("/communities", headers={"accept": vendor})
    assert asked.headers["content-type"] == vendor
    assert asked.json() == client.get("/communities").json()
    sent = client.post(
        MEMBERS, content=b'{"full_name": 1}', headers={"content-type": vendor, "accept": vendor}
    )
    assert sent.status_code == 422


def test_what_many_read_has_a_mark_that_saves_the_bytes(client: TestClient) -> None:
    first = client.get("/communities")
    mark = first.headers["etag"]
    again = client.get("/communities", headers={"if-none-match": mark})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == mark
    assert again.headers["vary"].startswith(first.headers["vary"])
    other = client.get("/communities", headers={"if-none-match": '"another"'})
    assert other.status_code == 200


def test_a_change_changes_the_mark(client: TestClient, as_: As) -> None:
    address = f"/communities/{HOME}/regulations"
    before = client.get(address).headers["etag"]
    body = {
        "kind": "board",
        "title": "Quy chế",
        "body": "Điều 1",
        "summary": ["1", "2", "3", "4", "5"],
        "in_force_from": "2026-01-01",
    }
    assert as_("chair").post(address, json=body).status_code == 201
    after = client.get(address, headers={"if-none-match": before})
    assert (after.status_code, after.headers["etag"] != before) == (200, True)


def test_a_creation_answers_201_and_where_it_is(client: TestClient) -> None:
    made = client.post(MEMBERS, json=join())
    assert made.status_code == 201
    assert made.headers["location"] == f"/applications/{made.json()['code']}"
    assert set(made.json()) == {"id", "code", "file_no", "state", "status_url"}


def test_an_action_answers_200_with_the_thing_it_changed(as_: As, scene: Scene) -> None:
    hoa = scene.members["hoa"]
    done = as_("moderator").post(f"/members/{hoa}/approval", json={"note": "Quen"})
    read = as_("moderator").get(f"/members/{hoa}")
    assert done.status_code == 200
    assert done.json().keys() == read.json().keys()
    for name in ("id", "state", "version", "joined_at"):
        assert done.json()[name] == read.json()[name]


def test_a_deletion_answers_204_and_nothing(as_: As, scene: Scene) -> None:
    hoa = scene.members["hoa"]
    as_("moderator").post(f"/members/{hoa}/approval")
    undone = as_("moderator").delete(f"/members/{hoa}/approval")
    assert (undone.status_code, undone.content) == (204, b"")


def test_a_page_is_sent_on_after_a_write(browser_of: As, scene: Scene) -> None:
    hoa = scene.members["hoa"]
    done = browser_of("moderator").post(f"/members/{hoa}/approval", data={"version": "1"})
    assert done.status_code == 303
    assert done.headers["location"].partition("?")[0] == f"/members/{hoa}"
    assert done.headers["cache-control"] == "no-store"


def test_a_form_deletes_with_its_hidden_method(browser_of: As, as_: As, scene: Scene) -> None:
    browser = browser_of("moderator")
    hoa = scene.members["hoa"]
    browser.post(f"/members/{hoa}/approval")
    undone = browser.post(f"/members/{hoa}/approval", data={"_method": "DELETE"})
    assert undone.status_code == 303
    assert as_("moderator").get(f"/members/{hoa}").json()["state"] == "submitted"


def test_signed_in_pages_are_never_stored_and_public_ones_are_asked_again(
    client: TestClient, browser_of: As
) -> None:
    assert browser_of("moderator").get("/communities").headers["cache-control"] == "no-store"
    assert client.get("/communities", headers=PAGE).headers["cache-control"] == "no-cache"


def test_a_stranger_at_a_closed_door_is_shown_the_way_in(client: TestClient) -> None:
    address = f"{MEMBERS}?q=hoa"
    page = client.get(address, headers=PAGE)
    assert page.status_code == 303
    assert page.headers["location"].startswith("/sessions/new?next=/communities/")
    fragment = client.get(address, headers=FRAGMENT)
    assert fragment.status_code == 401
    assert fragment.headers["hx-redirect"] == page.headers["location"]
    program = client.get(address)
    assert (program.status_code, program.headers["www-authenticate"]) == (401, "Bearer")


def test_a_screen_never_shows_what_the_api_hides(browser_of: As, scene: Scene) -> None:
    """The adviser's card has no contact in any shape."""
    phone = scene.phones["hoa"]
    for headers in (PAGE, FRAGMENT, {"accept": "application/json"}):
        card = browser_of("adviser").get(f"/members/{scene.members['hoa']}", headers=headers)
        assert card.status_code == 200
        assert phone not in card.text
        assert phone[1:] not in card.text


@pytest.mark.parametrize(
    "address",
    [
        f"{MEMBERS}/new",
        "/sessions/new",
    ],
)
def test_a_forms_address_gives_programs_its_schema(client: TestClient, address: str) -> None:
    form = client.get(address).json()
    assert form["action"] == address.removesuffix("/new")
    assert form["schema"]["type"] == "object"


@pytest.mark.parametrize("code", ["stale-version", "not-found", "own-case", "too-many"])
def test_a_problems_type_leads_to_its_explanation(client: TestClient, code: str) -> None:
    told = client.get(f"/problems/{code}")
    assert told.status_code == 200
    assert told.json()["code"] == code
    assert client.get("/problems/no-such-problem").status_code == 404


def test_a_page_travels_packed_to_who_can_unpack_it(client: TestClient) -> None:
    page = {"accept": "text/html"}
    packed = client.get("/communities", headers={**page, "accept-encoding": "gzip"})
    plain = client.get("/communities", headers={**page, "accept-encoding": "identity"})
    assert (packed.headers["content-encoding"], packed.content) == ("gzip", plain.content)
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    for one in (packed, plain):
        assert one.headers["vary"].count("Accept-Encoding") == 1
    assert "content-encoding" not in plain.headers
