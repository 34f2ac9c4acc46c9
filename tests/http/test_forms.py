"""Forms as browsers send them: shown again, filled, with the sentence beside its field."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from app.i18n import field_error
from app.web import wire
from tests.factories import Scene
from tests.http.wires import FRAGMENT, MEMBERS, PAGE, join, shown_before, written

As = Callable[..., TestClient]
FORM = "application/x-www-form-urlencoded"


def filled(client: TestClient, **more: Any) -> dict[str, Any]:
    """The join form as a browser sends it, a minute after it was shown."""
    return {**join(), "declare_18": "on", **shown_before(client), **more}


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(html))


def test_a_good_form_leads_to_her_page(client: TestClient, as_: As) -> None:
    form = filled(
        client,
        **{"answers.hamlet": "Thôn 3", "answers.interests": ["health", "law"], "birth_year": ""},
    )
    sent = client.post(MEMBERS, data=form, headers=PAGE)
    assert sent.status_code == 303
    assert re.fullmatch(r"/applications/[0-9a-z]{12}(\?.*)?", sent.headers["location"])
    found = as_("moderator").get(MEMBERS, params={"q": "do thi nga"}).json()["items"]
    card = as_("moderator").get(f"/members/{found[0]['id']}").json()
    assert card["answers"] == {"hamlet": "Thôn 3", "interests": ["health", "law"]}
    assert card["birth_year"] is None


def test_an_empty_form_hears_of_everything_that_is_missing_at_once(client: TestClient) -> None:
    sent = client.post(MEMBERS, data=shown_before(client), headers=PAGE)
    assert sent.status_code == 422
    missing = ("name-missing", "phone-missing", "regulation-not-accepted")
    for code in (*missing, "declaration-missing", "consent-management-missing"):
        assert field_error(code, "vi", {}) in words(sent.text)


def test_a_fragment_is_told_where_to_go(client: TestClient) -> None:
    sent = client.post(MEMBERS, data=filled(client), headers=FRAGMENT)
    assert sent.status_code == 200
    assert sent.headers["hx-redirect"].startswith("/applications/")


@pytest.mark.parametrize("headers", [PAGE, FRAGMENT])
def test_a_wrong_form_comes_back_as_it_was_typed(
    client: TestClient, headers: dict[str, str]
) -> None:
    before = written(client)
    form = filled(
        client,
        full_name='Đỗ "Nga" <b>',
        phone="12",
        consents=["contact"],
        **{"answers.hamlet": "Thôn 3"},
    )
    sent = client.post(MEMBERS, data=form, headers=headers)
    assert sent.status_code == 422
    assert sent.headers["content-type"].startswith("text/html")
    assert ("<html" in sent.text) is (headers is PAGE)
    assert "<b>" not in sent.text
    shown = words(sent.text)
    for typed in ('Đỗ "Nga" <b>', 'value="12"', "Thôn 3"):
        assert typed in shown
    for code in ("phone-too-short", "consent-management-missing"):
        assert field_error(code, "vi", {}) in shown
    assert 'name="_shown"' in sent.text
    assert written(client) == before


def test_the_sentence_stands_beside_its_field_and_in_english_too(client: TestClient) -> None:
    form = filled(client, phone="12")
    sent = client.post(MEMBERS, data=form, headers={**PAGE, "accept-language": "en"})
    assert field_error("phone-too-short", "en", {}) in words(sent.text)
    assert re.search(r'name="phone"[^>]*aria-invalid="true"', sent.text) or re.search(
        r'aria-invalid="true"[^>]*name="phone"', sent.text
    )


@pytest.mark.parametrize(
    "change", [{"website": "http://buy"}, {"_shown": ""}, {"_shown": "made-up"}]
)
def test_a_robots_form_is_kept_out_and_nothing_typed_is_lost(
    client: TestClient, change: dict[str, str]
) -> None:
    before = written(client)
    sent = client.post(MEMBERS, data=filled(client, **change), headers=PAGE)
    assert sent.status_code == 422
    assert "Đỗ Thị Nga" in words(sent.text)
    assert written(client) == before


def test_a_form_within_three_seconds_is_too_fast(client: TestClient) -> None:
    form = {**filled(client), **shown_before(client, seconds=1)}
    assert client.post(MEMBERS, data=form, headers=PAGE).status_code == 422
    assert client.post(MEMBERS, json=join()).status_code == 201


def test_under_sixteen_gets_a_kind_page(client: TestClient) -> None:
    before = written(client)
    sent = client.post(MEMBERS, data=filled(client, birth_year="2020"), headers=PAGE)
    assert sent.status_code == 422
    assert "111" in sent.text
    assert written(client) == before


@pytest.mark.parametrize("headers", [PAGE, FRAGMENT])
def test_a_refusal_without_reason_comes_back_with_the_note(
    browser_of: As, scene: Scene, headers: dict[str, str]
) -> None:
    browser = browser_of("moderator")
    form = {"version": "1", "note": "Đã gọi hai lần"}
    address = f"/members/{scene.members['hoa']}/refusal"
    sent = browser.post(address, data=form, headers=headers)
    assert sent.status_code == 422
    assert field_error("reason-missing", "vi", {}) in words(sent.text)
    assert re.search(r'name="version"[^>]*value="1"', sent.text)


@pytest.mark.parametrize("headers", [PAGE, FRAGMENT])
def test_a_stale_form_comes_back_with_what_was_written(
    browser_of: As, as_: As, scene: Scene, headers: dict[str, str]
) -> None:
    hoa = scene.members["hoa"]
    as_("chair").post(f"/members/{hoa}/information-request", json={"question": "Ở đâu?"})
    form = {"version": "1", "words": "Chị ơi, nhóm dành cho Gia Lâm"}
    sent = browser_of("moderator").post(f"/members/{hoa}/refusal", data=form, headers=headers)
    assert sent.status_code == 409
    assert "Chị ơi, nhóm dành cho Gia Lâm" in words(sent.text)
    assert as_("chair").get(f"/members/{hoa}").json()["state"] == "needs_info"


def test_a_lost_decision_shows_who_was_faster(browser_of: As, as_: As, scene: Scene) -> None:
    hoa = scene.members["hoa"]
    as_("chair").post(f"/members/{hoa}/approval")
    sent = browser_of("moderator").post(f"/members/{hoa}/approval", data={"version": "1"})
    assert sent.status_code == 409
    assert "Việc này đã có người quyết định" in words(sent.text)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (urlencode({"full_name": "x"}).encode() + b"&phone=%FF%FE", FORM),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"a=1&" * 600, FORM),
    ],
)
def test_a_form_broken_on_its_way_is_422(client: TestClient, raw: bytes, kind: str) -> None:
    before = written(client)
    sent = client.post(MEMBERS, content=raw, headers={"content-type": kind})
    assert sent.status_code == 422
    assert written(client) == before


def test_a_form_over_the_limit_is_413_and_a_page(client: TestClient) -> None:
    form = filled(client, full_name="N" * (64 * 1024))
    sent = client.post(MEMBERS, data=form, headers=PAGE)
    assert sent.status_code == 413
    assert sent.headers["content-type"].startswith("text/html")


def test_a_form_that_names_one_field_in_two_ways_is_422(client: TestClient) -> None:
    form = filled(client, answers="x", **{"answers.hamlet": "y"})
    assert client.post(MEMBERS, data=form, headers=PAGE).status_code == 422


def test_a_form_that_is_shown_again_is_a_look_that_is_recorded(
    browser_of: As, as_: As, scene: Scene
) -> None:
    address = f"/members/{scene.members['member']}/removal"
    sent = browser_of("moderator").post(address, data={"version": "1"}, headers=PAGE)
    assert sent.status_code == 422
    looks = as_("member").get("/me/data").json()["looks"]
    assert [look["by"] for look in looks] == ["Nguyễn Thị moderator"]


@pytest.mark.parametrize("more", ["", "; charset=utf-8"])
def test_letters_that_come_without_escapes_stay_what_they_are(
    client: TestClient, as_: As, more: str
) -> None:
    form = filled(client, full_name="Nguyễn Thị Ánh")
    pairs = [
        (name, one)
        for name, value in form.items()
        for one in (value if isinstance(value, list) else [value])
    ]
    raw = "&".join(f"{name}={one}" for name, one in pairs).encode()
    sent = client.post(MEMBERS, content=raw, headers={**PAGE, "content-type": FORM + more})
    assert sent.status_code == 303
    found = as_("moderator").get(MEMBERS, params={"q": "nguyen thi anh"}).json()["items"]
    assert [one["full_name"] for one in found] == ["Nguyễn Thị Ánh"]


def test_a_form_with_files_says_its_method_and_no_file_does() -> None:
    head, tail = b'Content-Disposition: form-data; name="_method"\r\n\r\n', b"\r\n--edge--\r\n"
    said = b"multipart/form-data; boundary=edge"
    assert wire._hidden_method(b"--edge\r\n" + head + b"PUT" + tail, said) == "PUT"
    file = b'--edge\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n'
    inside = file + b"--other\r\n" + head + b"DELETE\r\n--other--" + tail
    assert wire._hidden_method(inside, said) == ""
    assert wire._hidden_method(b"--\r\n" + head + b"PUT\r\n", b"multipart/form-data") == ""
