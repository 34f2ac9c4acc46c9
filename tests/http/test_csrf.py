"""Cross-site requests, without tokens (design.md §2): the whole table."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.factories import Scene
from tests.http.wires import MEMBERS, refused

OURS = "http://testserver"
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
#: An address where a request that passes finds nothing, so that nothing is written.
NOWHERE = {
    "POST": "/me/notices/none/reading",
    "PUT": "/communities/none/duty/2026-11-25",
    "PATCH": "/communities/none",
    "DELETE": "/tokens/none",
}


@pytest.fixture
def app(calm_app: Any) -> Any:
    return calm_app


@pytest.fixture
def browser(client: TestClient, scene: Scene) -> TestClient:
    """The chair's browser, which says nothing about where a request comes from."""
    client.cookies.set("sen", scene.cookies["chair"])
    return client


@pytest.mark.parametrize("method", UNSAFE)
@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": OURS}, False),
        ({"sec-fetch-site": "same-origin", "origin": "https://evil.example"}, True),
        ({"origin": OURS}, True),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "http://testserver.evil.example"}, False),
        ({"origin": "null"}, False),
        ({}, False),
    ],
)
def test_an_unsafe_request_with_our_cookie(
    browser: TestClient, method: str, headers: dict[str, str], passes: bool
) -> None:
    body = {"main": "a", "substitute": "b"} if method == "PUT" else {}
    answer = browser.request(method, NOWHERE[method], headers=headers, json=body)
    assert answer.status_code == (404 if passes else 403), answer.text
    if not passes:
        assert answer.json()["code"] == "cross-site"


def test_the_refusal_is_said_in_both_languages(browser: TestClient) -> None:
    headers = {"sec-fetch-site": "cross-site"}
    refused(browser, "DELETE", "/tokens/none", 403, "cross-site", headers=headers)


def test_a_link_from_another_site_may_be_followed(browser: TestClient) -> None:
    answer = browser.get(MEMBERS, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 200


def test_without_a_cookie_there_is_nothing_to_steal(client: TestClient) -> None:
    answer = client.post(MEMBERS, json={}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 422


def test_a_token_is_sent_by_programs_alone(browser: TestClient, scene: Scene) -> None:
    headers = {
        "authorization": f"Bearer {scene.tokens['chair']}",
        "sec-fetch-site": "cross-site",
    }
    assert browser.delete("/tokens/none", headers=headers).status_code == 404


def test_the_cookie_of_a_visit_is_ours_too(client: TestClient, scene: Scene) -> None:
    client.cookies.set("sen-visit", "whatever")
    address = f"/applications/{scene.codes['hoa']}/withdrawal"
    answer = client.post(address, headers={"sec-fetch-site": "cross-site"})
    assert (answer.status_code, answer.json()["code"]) == (403, "cross-site")


def test_a_form_of_another_site_does_not_delete_by_its_hidden_method(
    browser: TestClient,
) -> None:
    answer = browser.post(
        "/tokens/none", data={"_method": "DELETE"}, headers={"sec-fetch-site": "cross-site"}
    )
    assert answer.status_code == 403


@pytest.mark.parametrize("secret", ["", "guess", "Bearer", "x" * 3000])
def test_a_token_that_nobody_made_opens_nothing(client: TestClient, secret: str) -> None:
    headers = {"authorization": f"Bearer {secret}"}
    refused(client, "GET", "/me", 401, "unknown-token", headers=headers)


@pytest.mark.parametrize("scheme", ["Basic", "Digest", "Token"])
def test_another_scheme_opens_nothing(client: TestClient, scene: Scene, scheme: str) -> None:
    headers = {"authorization": f"{scheme} {scene.tokens['chair']}"}
    assert client.get("/me", headers=headers).status_code == 401
