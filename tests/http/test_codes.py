"""The applicant's own page: a code, her phone, no account."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tests.conftest import Watch
from tests.factories import Scene
from tests.http.wires import MEMBERS, PAGE, errors, join, refused, same_but_ids, shown_before

As = Callable[..., TestClient]
SAME_SITE = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def page(scene: Scene) -> str:
    return f"/applications/{scene.codes['hoa']}"


def test_code_and_phone_open_her_page(client: TestClient, scene: Scene, page: str) -> None:
    spaced = " ".join(scene.phones["hoa"])
    answer = client.get(page, params={"phone": spaced})
    assert answer.status_code == 200
    assert answer.json()["full_name"] == "Lê Thị Hoa"
    assert answer.json()["state"] == "submitted"


def test_a_visit_keeps_it_open_and_no_other(client: TestClient, scene: Scene, page: str) -> None:
    visit = client.post(f"{page}/visits", json={"phone": scene.phones["hoa"]})
    assert visit.status_code == 200
    cookie = visit.headers["set-cookie"]
    assert cookie.startswith("sen-visit=")
    assert "HttpOnly" in cookie
    assert "Max-Age=1800" in cookie
    assert scene.codes["hoa"] not in cookie or "." in cookie
    assert client.get(page).status_code == 200
    assert client.get(f"/applications/{scene.codes['lan']}").status_code == 401


def test_a_cookie_that_we_did_not_sign_opens_nothing(client: TestClient, page: str) -> None:
    client.cookies.set("sen-visit", page.rpartition("/")[2])
    assert client.get(page).status_code == 401


def test_applying_in_a_browser_opens_her_own_page_at_once(client: TestClient) -> None:
    form = {**join(), **shown_before(client), "declare_18": "on"}
    applied = client.post(MEMBERS, data=form, headers=PAGE)
    assert applied.status_code == 303
    assert client.get(applied.headers["location"]).status_code == 200


def test_a_program_gets_no_cookie_for_applying(client: TestClient) -> None:
    for _ in range(2):
        applied = client.post(MEMBERS, json=join())
        assert applied.status_code == 201
        assert "set-cookie" not in applied.headers


def test_somebody_elses_code_opens_nothing(client: TestClient, scene: Scene, page: str) -> None:
    stranger = {"phone": scene.phones["lan"]}
    refused(client, "GET", page, 401, "wrong-phone", params=stranger)
    refused(client, "POST", f"{page}/withdrawal", 401, "wrong-phone", json=stranger)
    refused(client, "GET", page, 401, "phone-needed")


def test_a_file_number_opens_nothing(client: TestClient, as_: As, scene: Scene) -> None:
    file_no = as_("moderator").get(f"/members/{scene.members['hoa']}").json()["file_no"]
    phone = {"phone": scene.phones["hoa"]}
    for guess in (file_no, file_no.lower()):
        refused(client, "GET", f"/applications/{guess}", 404, "not-found", params=phone)


def test_ten_wrong_phones_lock_the_code_for_an_hour(
    client: TestClient, scene: Scene, page: str, watch: Watch
) -> None:
    right, wrong = {"phone": scene.phones["hoa"]}, {"phone": "0999999999"}
    for _ in range(10):
        assert client.get(page, params=wrong).status_code == 401
    for locked in (client.get(page, params=right), client.post(f"{page}/visits", json=right)):
        assert locked.status_code == 429
        assert 0 < int(locked.headers["retry-after"]) <= 3600
    refused(client, "GET", page, 429, "code-locked", params=right)
    lan = {"phone": scene.phones["lan"]}
    assert client.get(f"/applications/{scene.codes['lan']}", params=lan).status_code == 200
    watch.forward(minutes=61)
    assert client.get(page, params=right).status_code == 200


def test_nine_wrong_phones_do_not(client: TestClient, scene: Scene, page: str) -> None:
    for _ in range(9):
        client.get(page, params={"phone": "not a phone"})
    assert client.get(page, params={"phone": scene.phones["hoa"]}).status_code == 200


def test_a_code_that_nobody_has_is_like_a_malformed_one(client: TestClient) -> None:
    phone = {"phone": "0912000123"}
    absent = client.get("/applications/0123456789ab", params=phone)
    malformed = client.get("/applications/%27", params=phone)
    assert absent.status_code == 404
    assert same_but_ids(absent, malformed)


def test_a_woman_recorded_without_a_phone_has_no_page(client: TestClient, as_: As) -> None:
    recorded = as_("membership").post(MEMBERS, json=join(phone=None))
    assert recorded.status_code == 201
    address = f"/applications/{recorded.json()['code']}"
    for phone in ("", "0912000123", "None"):
        answer = client.get(address, params={"phone": phone})
        assert answer.status_code == 401


# -- what she does there -----------------------------------------------------------------------


def test_she_answers_on_her_page(client: TestClient, as_: As, scene: Scene, page: str) -> None:
    hoa, phone = scene.members["hoa"], scene.phones["hoa"]
    as_("moderator").post(f"/members/{hoa}/information-request", json={"question": "Ở đâu?"})
    shown = client.get(page, params={"phone": phone}).json()
    assert (shown["can_answer"], shown["thread"][0]["text"]) == (True, "Ở đâu?")
    told = refused(
        client, "POST", f"{page}/answers", 422, "invalid", json={"phone": phone, "text": ""}
    )
    assert errors(told) == {"/text": "string_too_short"}
    done = client.post(f"{page}/answers", json={"phone": phone, "text": "Thôn 3 ạ"})
    assert done.json()["state"] == "submitted"
    card = as_("moderator").get(f"/members/{hoa}").json()
    assert [said["text"] for said in card["review"]["thread"]] == ["Ở đâu?", "Thôn 3 ạ"]


def test_approved_she_sets_a_password_and_signs_in(
    client: TestClient, as_: As, scene: Scene, page: str
) -> None:
    phone = scene.phones["hoa"]
    good = {"phone": phone, "password": "hoa sen nở tháng sáu"}
    refused(client, "POST", f"{page}/password", 409, "wrong-state", json=good)
    as_("moderator").post(f"/members/{scene.members['hoa']}/approval")
    for weak, code in (("ngắn", "password-short"), ("matkhau123", "password-common")):
        body = {"phone": phone, "password": weak}
        told = refused(client, "POST", f"{page}/password", 422, "invalid", json=body)
        assert errors(told) == {"/password": code}
    wrong = {"phone": scene.phones["lan"], "password": "hoa sen nở tháng sáu"}
    refused(client, "POST", f"{page}/password", 401, "wrong-phone", json=wrong)
    done = client.post(f"{page}/password", json=good)
    assert (done.status_code, done.json()["login"]) == (200, phone)
    body = {"login": phone, "password": good["password"]}
    assert client.post("/sessions", json=body).status_code == 201


def test_she_withdraws_and_opens_again(client: TestClient, scene: Scene, page: str) -> None:
    client.post(f"{page}/visits", json={"phone": scene.phones["hoa"]})
    gone = client.post(f"{page}/withdrawal", headers=SAME_SITE)
    assert gone.json()["state"] == "withdrawn"
    back = client.post(f"{page}/reopening", headers=SAME_SITE)
    assert back.json()["state"] == "submitted"
