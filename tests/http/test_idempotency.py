"""The same key twice: the first successful answer again (contract.md, HTTP)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tests.conftest import Watch
from tests.factories import OTHER, Scene
from tests.http.wires import MEMBERS, join, refused, written

As = Callable[..., TestClient]
KEY = {"idempotency-key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}
REPLAYED = "idempotency-replayed"


def test_the_same_key_and_body_get_the_first_answer_again(client: TestClient) -> None:
    first = client.post(MEMBERS, json=join(), headers=KEY)
    before = written(client)
    again = client.post(MEMBERS, json=join(), headers=KEY)
    assert REPLAYED not in first.headers
    assert again.headers[REPLAYED] == "true"
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["content-type"] == first.headers["content-type"]
    assert written(client) == before


def test_the_order_of_the_fields_does_not_matter(client: TestClient) -> None:
    client.post(MEMBERS, json=join(), headers=KEY)
    turned = dict(reversed(join().items()))
    assert client.post(MEMBERS, json=turned, headers=KEY).headers[REPLAYED] == "true"


def test_another_body_under_the_same_key_is_422(client: TestClient) -> None:
    client.post(MEMBERS, json=join(), headers=KEY)
    before = written(client)
    other = join(full_name="Đỗ Thị Mận")
    refused(client, "POST", MEMBERS, 422, "key-reused", json=other, headers=KEY)
    assert written(client) == before


def test_an_error_leaves_the_key_free(client: TestClient) -> None:
    wrong = client.post(MEMBERS, json=join(phone="1"), headers=KEY)
    assert wrong.status_code == 422
    right = client.post(MEMBERS, json=join(), headers=KEY)
    assert right.status_code == 201
    assert REPLAYED not in right.headers


def test_strangers_share_one_caller(client: TestClient) -> None:
    first = client.post(MEMBERS, json=join(), headers=KEY)
    another = TestClient(client.app, base_url="http://testserver")
    again = another.post(MEMBERS, json=join(), headers=KEY)
    assert again.content == first.content


def test_two_people_do_not_share_a_key(as_: As, scene: Scene) -> None:
    address = f"/members/{scene.members['hoa']}/approval"
    assert as_("moderator").post(address, headers=KEY).status_code == 200
    assert as_("chair").post(address, headers=KEY).status_code == 409
    assert as_("moderator").post(address, headers=KEY).headers[REPLAYED] == "true"


def test_another_address_has_the_key_for_itself(client: TestClient) -> None:
    one = client.post(MEMBERS, json=join(), headers=KEY)
    other = client.post(f"/communities/{OTHER}/members", json=join(), headers=KEY)
    assert (one.status_code, other.status_code) == (201, 201)
    assert REPLAYED not in other.headers


def test_an_answer_is_kept_for_a_day(client: TestClient, watch: Watch) -> None:
    client.post(MEMBERS, json=join(), headers=KEY)
    watch.forward(hours=23)
    assert REPLAYED in client.post(MEMBERS, json=join(), headers=KEY).headers
    watch.forward(hours=2)
    assert REPLAYED not in client.post(MEMBERS, json=join(), headers=KEY).headers


def test_a_double_tap_has_one_effect(browser_of: As, as_: As, scene: Scene) -> None:
    hoa = scene.members["hoa"]
    browser = browser_of("moderator")
    taps = [
        browser.post(f"/members/{hoa}/approval", data={"_key": "tap", "version": "1"})
        for _ in range(2)
    ]
    assert [tap.status_code for tap in taps] == [303, 303]
    assert taps[0].headers["location"] == taps[1].headers["location"]
    card = as_("moderator").get(f"/members/{hoa}").json()
    assert (card["state"], card["version"]) == ("approved", 2)


@pytest.mark.parametrize("body", [{"label": "one"}])
def test_a_secret_is_never_kept(client: TestClient, as_: As, body: dict[str, str]) -> None:
    member = as_("member")
    secrets = {member.post("/tokens", json=body, headers=KEY).json()["token"] for _ in range(2)}
    assert len(secrets) == 2
    assert written(client)["kept_answer"] == 0


def test_reading_takes_no_key(client: TestClient) -> None:
    client.get("/communities", headers=KEY)
    assert written(client)["kept_answer"] == 0
