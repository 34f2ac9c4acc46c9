"""A token narrows the rights of the account behind it, and never widens them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tests.conftest import Watch
from tests.factories import Scene
from tests.http.wires import MEMBERS, errors, refused

As = Callable[..., TestClient]


@pytest.fixture
def narrow(client: TestClient, as_: As) -> As:
    """`narrow("moderator", "members:read")`: a program with a token of these scopes."""

    def make(who: str, *scopes: str) -> TestClient:
        made = as_(who).post("/tokens", json={"label": "thử", "scopes": list(scopes)})
        assert made.status_code == 201, made.text
        program = TestClient(client.app, base_url="http://testserver")
        program.headers["authorization"] = f"Bearer {made.json()['token']}"
        return program

    return make


def test_a_contact_is_masked_without_the_scope_for_it(narrow: As, scene: Scene) -> None:
    address, phone = f"/members/{scene.members['hoa']}", scene.phones["hoa"]
    masked = narrow("moderator", "members:read").get(address)
    assert masked.status_code == 200
    assert phone not in masked.text
    assert masked.json()["phone"].endswith(phone[-3:])
    assert masked.json()["tell"] is None
    shown = narrow("moderator", "members:read", "members:contact").get(address)
    assert shown.json()["phone"] == phone


def test_a_masked_look_is_no_look_at_contacts(narrow: As, as_: As, scene: Scene) -> None:
    narrow("moderator", "members:read").get(f"/members/{scene.members['member']}")
    assert as_("member").get("/me/data").json()["looks"] == []


def test_a_phone_is_not_found_by_who_may_not_see_it(narrow: As, scene: Scene) -> None:
    query = {"q": scene.phones["hoa"]}
    assert narrow("moderator", "members:read").get(MEMBERS, params=query).json()["items"] == []
    wide = narrow("moderator", "members:read", "members:contact").get(MEMBERS, params=query)
    assert [row["full_name"] for row in wide.json()["items"]] == ["Lê Thị Hoa"]


def test_reading_is_not_deciding(narrow: As, scene: Scene) -> None:
    address = f"/members/{scene.members['hoa']}/approval"
    refused(narrow("moderator", "members:read"), "POST", address, 403, "forbidden")
    both = narrow("moderator", "members:read", "members:decide")
    assert "approval" in both.get(f"/members/{scene.members['hoa']}").json()["allowed_actions"]
    assert both.post(address).status_code == 200


def test_who_may_only_read_is_offered_no_action(narrow: As, scene: Scene) -> None:
    card = narrow("moderator", "members:read").get(f"/members/{scene.members['hoa']}").json()
    assert card["allowed_actions"] == []


def test_a_scope_gives_nothing_that_the_account_has_not(narrow: As, scene: Scene) -> None:
    adviser = narrow("adviser", "members:read", "members:decide", "members:contact")
    address = f"/members/{scene.members['hoa']}"
    assert adviser.post(f"{address}/approval").status_code == 403
    assert scene.phones["hoa"] not in adviser.get(address).text
    assert narrow("member", "members:read").get(MEMBERS).status_code in {403, 404}


@pytest.mark.parametrize("address", ["/me", "/me/data", "/tokens", "/sessions"])
def test_a_narrowed_token_does_not_reach_her_own_side(narrow: As, address: str) -> None:
    assert narrow("moderator", "members:read").get(address).status_code == 403


def test_a_narrowed_token_makes_no_other(narrow: As) -> None:
    program = narrow("chair", "members:read")
    refused(program, "POST", "/tokens", 403, "forbidden", json={})


def test_a_token_without_any_scope_reads_what_everyone_reads(narrow: As) -> None:
    program = narrow("chair")
    assert program.get("/communities").status_code == 200
    assert program.get("/units").status_code == 200
    assert program.get(MEMBERS).status_code == 403


def test_an_unknown_scope_is_422(as_: As) -> None:
    body = {"scopes": ["members:read", "everything"]}
    told = refused(as_("chair"), "POST", "/tokens", 422, "invalid", json=body)
    assert list(errors(told).values()) == ["scope-unknown"]


def test_a_token_is_shown_once_and_can_be_revoked(as_: As, narrow: As) -> None:
    program = narrow("chair", "members:read")
    (listed,) = [row for row in as_("chair").get("/tokens").json()["items"] if row["scopes"]]
    assert listed["token"] is None
    assert program.get(MEMBERS).status_code == 200
    assert as_("moderator").delete(f"/tokens/{listed['id']}").status_code == 404
    assert as_("chair").delete(f"/tokens/{listed['id']}").status_code == 204
    assert program.get(MEMBERS).status_code == 401
    assert as_("chair").delete(f"/tokens/{listed['id']}").status_code == 404


def test_a_dated_token_ends(client: TestClient, as_: As, watch: Watch) -> None:
    made = as_("chair").post("/tokens", json={"expires_in_days": 2}).json()
    headers = {"authorization": f"Bearer {made['token']}"}
    watch.forward(days=1)
    assert client.get("/me", headers=headers).status_code == 200
    watch.forward(days=1, minutes=1)
    assert client.get("/me", headers=headers).status_code == 401
