"""Signing in, where she is signed in, and signing out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.integrations import passwords
from app.models.members import Member
from app.store import accounts
from tests.conftest import Watch
from tests.factories import Scene
from tests.http.wires import refused, same_but_ids

As = Callable[..., TestClient]
PASSWORD = "hoa sen nở tháng sáu"
HASH = passwords.hashed(PASSWORD)


@pytest.fixture(autouse=True)
def _passwords(client: TestClient, scene: Scene) -> None:
    """Member, moderator and chair have one."""

    def give(session: Session) -> None:
        for who in ("member", "moderator", "chair"):
            account = accounts.of_person(session, scene.persons[who])
            assert account is not None
            account.password_hash = HASH

    client.app.state.house.database.write_now(give)  # type: ignore[attr-defined]


def sign_in(client: TestClient, login: str, password: str = PASSWORD, **more: Any) -> Response:
    fresh = TestClient(client.app, base_url="http://testserver", follow_redirects=False)
    return fresh.post("/sessions", json={"login": login, "password": password, **more})


def lasts(answer: Response) -> timedelta:
    body = answer.json()
    moments = [datetime.fromisoformat(body[name]) for name in ("created_at", "expires_at")]
    return moments[1] - moments[0]


@pytest.mark.parametrize("spelling", ["{}", "+84{1}", " {} ", "84{1}", "{0:.4}.{0:.0}{2}"])
def test_she_signs_in_with_her_phone_however_she_writes_it(
    client: TestClient, scene: Scene, spelling: str
) -> None:
    phone = scene.phones["member"]
    answer = sign_in(client, spelling.format(phone, phone[1:], phone[4:]))
    assert answer.status_code == 201
    assert answer.json()["name"] == "Nguyễn Thị member"


@pytest.mark.parametrize("how", [str.upper, str.lower])
def test_she_signs_in_with_her_file_number(
    client: TestClient, scene: Scene, how: Callable[[str], str]
) -> None:
    def read(session: Session) -> str:
        member = session.get(Member, scene.members["member"])
        assert member is not None
        return member.file_no

    file_no = client.app.state.house.database.read_now(read)  # type: ignore[attr-defined]
    assert sign_in(client, how(file_no)).status_code == 201


def test_the_cookie_is_hers_alone(client: TestClient, scene: Scene) -> None:
    cookie = sign_in(client, scene.phones["member"]).headers["set-cookie"]
    assert cookie.startswith("sen=")
    for part in ("HttpOnly", "SameSite=lax", "Path=/", "Max-Age=2592000"):
        assert part in cookie
    assert "Domain" not in cookie


def test_a_member_stays_thirty_days_and_the_board_twelve_hours(
    client: TestClient, scene: Scene
) -> None:
    assert lasts(sign_in(client, scene.phones["member"])) == timedelta(days=30)
    assert lasts(sign_in(client, scene.phones["moderator"])) == timedelta(hours=12)


def test_a_shared_device_forgets_with_the_browser(client: TestClient, scene: Scene) -> None:
    answer = sign_in(client, scene.phones["member"], shared_device=True)
    assert answer.json()["shared_device"]
    assert lasts(answer) <= timedelta(hours=1)
    cookie = answer.headers["set-cookie"]
    assert "Max-Age" not in cookie
    assert "expires" not in cookie.lower()


def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(
    client: TestClient, scene: Scene
) -> None:
    wrong = sign_in(client, scene.phones["member"], "không phải thế")
    unknown = sign_in(client, "0999999999", "không phải thế")
    without = sign_in(client, scene.phones["officer"], "không phải thế")
    assert wrong.status_code == 401
    assert same_but_ids(wrong, unknown)
    assert same_but_ids(wrong, without)
    body = {"login": "0999999999", "password": "x"}
    refused(client, "POST", "/sessions", 401, "wrong-password", json=body)


def test_ten_failures_lock_the_account_and_no_other(client: TestClient, scene: Scene) -> None:
    phone = scene.phones["member"]
    for _ in range(10):
        assert sign_in(client, phone, "sai").status_code == 401
    locked = sign_in(client, phone)
    assert locked.status_code == 429
    assert 1 <= int(locked.headers["retry-after"]) <= 300
    # The same account by another spelling of its login is locked too.
    assert sign_in(client, "+84" + phone[1:]).status_code == 429
    assert sign_in(client, scene.phones["chair"]).status_code == 201


def test_an_unknown_login_is_locked_alike(client: TestClient) -> None:
    answers = [sign_in(client, "0999999999", "sai").status_code for _ in range(11)]
    assert answers == [401] * 10 + [429]


def test_a_right_password_forgets_the_failures(client: TestClient, scene: Scene) -> None:
    phone = scene.phones["member"]
    for _ in range(9):
        sign_in(client, phone, "sai")
    assert sign_in(client, phone).status_code == 201
    assert sign_in(client, phone, "sai").status_code == 401


# -- where she is signed in --------------------------------------------------------------------


def test_she_sees_her_sessions_and_ends_another(
    client: TestClient, browser_of: As, scene: Scene
) -> None:
    other = sign_in(client, scene.phones["member"])
    browser = browser_of("member")
    browser.headers["accept"] = "application/json"
    listed = browser.get("/sessions").json()["items"]
    assert len(listed) == 2
    assert [row["current"] for row in listed if row["id"] != other.json()["id"]] == [True]
    assert browser.delete(f"/sessions/{other.json()['id']}").status_code == 204
    assert len(browser.get("/sessions").json()["items"]) == 1
    secret = other.cookies["sen"]
    stale = TestClient(client.app, base_url="http://testserver", cookies={"sen": secret})
    assert stale.get("/me").status_code == 401


def test_nobody_ends_the_session_of_another(
    client: TestClient, browser_of: As, scene: Scene
) -> None:
    hers = sign_in(client, scene.phones["chair"]).json()["id"]
    browser = browser_of("member")
    browser.headers["accept"] = "application/json"
    assert browser.delete(f"/sessions/{hers}").status_code == 404


def test_signing_out_leaves_nothing_behind(browser_of: As) -> None:
    browser = browser_of("member")
    browser.headers["accept"] = "application/json"
    out = browser.delete("/sessions/current")
    assert out.status_code == 204
    cookies = out.headers.get_list("set-cookie")
    assert all("Max-Age=0" in cookie for cookie in cookies)
    assert {cookie.partition("=")[0] for cookie in cookies} == {"sen", "sen-visit"}
    assert '"storage"' in out.headers["clear-site-data"]
    assert browser.get("/me").status_code == 401


def test_the_secret_of_an_ended_session_is_dead(
    client: TestClient, browser_of: As, scene: Scene
) -> None:
    browser_of("member").delete("/sessions/current")
    again = browser_of("member")
    again.headers["accept"] = "application/json"
    assert again.get("/me").status_code == 401


def test_the_boards_session_ends_after_twelve_hours(browser_of: As, watch: Watch) -> None:
    browsers = {who: browser_of(who) for who in ("member", "moderator")}
    for browser in browsers.values():
        browser.headers["accept"] = "application/json"
        assert browser.get("/me").status_code == 200
    watch.forward(hours=12, minutes=1)
    assert browsers["member"].get("/me").status_code == 200
    assert browsers["moderator"].get("/me").status_code == 401
    watch.forward(days=30)
    assert browsers["member"].get("/me").status_code == 401


@pytest.mark.parametrize(
    ("wanted", "goes"),
    [
        ("/communities", "/communities"),
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nset-cookie: x=1", "/"),
        ("", "/"),
    ],
)
def test_after_signing_in_she_stays_on_this_site(
    client: TestClient, scene: Scene, wanted: str, goes: str
) -> None:
    assert sign_in(client, scene.phones["member"], next=wanted).json()["next"] == goes
