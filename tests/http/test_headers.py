"""What every answer carries, whatever it says; and what a line of the log never does."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from app.main import create_app
from app.settings import Settings
from tests.factories import Scene
from tests.http.wires import FRAGMENT, MEMBERS, PAGE, join

As = Callable[..., TestClient]


@pytest.mark.parametrize(
    ("method", "address", "headers", "status"),
    [
        ("GET", "/communities", {}, 200),
        ("GET", "/communities", PAGE, 200),
        ("GET", "/communities", FRAGMENT, 200),
        ("GET", "/no-such-place", {}, 404),
        ("GET", "/no-such-place", PAGE, 404),
        ("GET", MEMBERS, {}, 401),
        ("GET", MEMBERS, PAGE, 303),
        ("POST", MEMBERS, {}, 422),
        ("DELETE", MEMBERS, {}, 405),
        ("GET", "/static/sen.css", {}, 200),
        ("GET", "/health", {}, 200),
    ],
)
def test_every_answer_is_guarded(
    client: TestClient, method: str, address: str, headers: dict[str, str], status: int
) -> None:
    answer = client.request(method, address, headers=headers)
    assert answer.status_code == status
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["x-request-id"]


def test_every_request_has_an_id_of_its_own(client: TestClient) -> None:
    ids = {client.get("/health").headers["x-request-id"] for _ in range(5)}
    assert len(ids) == 5


@pytest.mark.usefixtures("loud")
def test_what_nobody_foresaw_is_guarded_and_says_nothing(app: Any) -> None:
    def broken(*_: object) -> object:
        raise RuntimeError("the phone is 0911000200")

    app.state.house.frame = broken
    client = TestClient(app, base_url="http://testserver", raise_server_exceptions=False)
    with capture_logs() as lines:
        answer = client.get("/communities", headers=PAGE)
    assert answer.status_code == 500
    assert "0911000200" not in answer.text
    assert "RuntimeError" not in answer.text
    assert answer.headers["x-request-id"] in json.dumps(lines, default=str)


def test_in_production_the_browser_is_bound_to_https(make_place: Callable[..., Settings]) -> None:
    settings = make_place(
        profile="production",
        public_url="https://sen.example",
        facebook_url="https://graph.facebook.com/v24.0",
    )
    app = create_app(settings)
    try:
        client = TestClient(app, base_url="https://sen.example")
        answer = client.get("/communities")
        assert "max-age" in answer.headers["strict-transport-security"]
        assert client.get("/openapi.json").status_code == 404
        applied = client.post(MEMBERS, json=join()).json()
        visits = f"/applications/{applied['code']}/visits"
        cookie = client.post(visits, json={"phone": join()["phone"]}).headers["set-cookie"]
        assert cookie.startswith("__Host-sen")
        for part in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"):
            assert part in cookie
        assert "Domain" not in cookie
    finally:
        app.state.house.close()


# -- the log -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("loud")
def test_a_line_holds_the_route_and_not_the_address(client: TestClient, scene: Scene) -> None:
    code, phone = scene.codes["hoa"], scene.phones["hoa"]
    with capture_logs() as lines:
        client.get(f"/applications/{code}", params={"phone": phone})
        client.get("/i/SECRET77?utm=0911000299")
        client.get("/password-links/a-secret-that-opens")
        client.get("/no-such-place/0911000298?q=hoa")
    requests = [line for line in lines if line["event"] == "request"]
    assert [(line["route"], line["status"]) for line in requests] == [
        ("/applications/{code}", 200),
        ("/i/{code}", 404),
        ("/password-links/{secret}", 410),
        ("unknown", 404),
    ]
    text = json.dumps(lines, default=str, ensure_ascii=False)
    for secret in (code, phone, "SECRET77", "0911000299", "a-secret", "0911000298", "hoa"):
        assert secret not in text


@pytest.mark.usefixtures("loud")
def test_what_is_typed_never_reaches_the_log(
    client: TestClient, as_: As, browser_of: As, scene: Scene
) -> None:
    with capture_logs() as lines:
        applied = client.post(MEMBERS, json=join(platform_name="Nga Nga")).json()
        client.post(MEMBERS, json=join(full_name="Đỗ Thị Sai", phone="12"))
        client.post("/sessions", json={"login": "0912000123", "password": "bí mật của tôi"})
        as_("moderator").get(MEMBERS, params={"q": "Nga"})
        browser_of("moderator").post(
            f"/members/{applied['id']}/refusal", data={"words": "Ngoài địa bàn"}
        )
    assert len([line for line in lines if line["event"] == "request"]) == 5
    text = json.dumps(lines, default=str, ensure_ascii=False)
    for secret in (
        "Nga",
        "Sai",
        "0912000123",
        "bí mật",
        "địa bàn",
        applied["code"],
        applied["id"],
        scene.tokens["moderator"],
        scene.cookies["moderator"],
    ):
        assert secret not in text
