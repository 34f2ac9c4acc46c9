"""The bridge over HTTP: texts to copy without JavaScript, ticks from a form, what she sees."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tests.factories import HOME, Scene

As = Callable[..., TestClient]
GROUP = {"kind": "zalo", "label": "Nhóm Zalo", "url": "https://zalo.me/g/abc"}


@pytest.fixture
def grouped(as_: As) -> None:
    answer = as_("chair").patch(f"/communities/{HOME}", json={"platforms": [GROUP]})
    assert answer.status_code == 200


def test_her_page_has_the_file_number_and_the_link_in_fields(
    grouped: None, browser_of: As, scene: Scene
) -> None:
    browser = browser_of()
    address = f"/applications/{scene.codes['hoa']}"
    browser.post(f"{address}/visits", data={"phone": scene.phones["hoa"]})
    page = browser.get(address).text
    for text in (GROUP["url"], "Bấm được ngay từ bây giờ"):
        assert text in page
    field = page[page.index('id="file-no"') :].split(">")[0]
    assert "readonly" in field


def test_the_questions_page_can_be_copied_without_javascript(browser_of: As) -> None:
    page = browser_of("adviser").get(f"/communities/{HOME}/join-questions").text
    assert page.count("<textarea") == 3
    assert page.count("readonly") == 4
    assert f"/communities/{HOME}/members/new" in page


def test_ticks_from_the_list_s_form(grouped: None, as_: As, browser_of: As, scene: Scene) -> None:
    as_("moderator").post(f"/members/{scene.members['hoa']}/approval")
    here = f"/communities/{HOME}/platform-entries"
    browser = browser_of("moderator")
    assert scene.members["hoa"] in browser.get(here).text
    empty = browser.post(f"{here}?platform=zalo", data={"platform": "zalo"})
    assert empty.status_code == 422
    assert "Xin điền mục này" in empty.text
    ticked = browser.post(here, data={"platform": "zalo", "members": scene.members["hoa"]})
    assert ticked.status_code == 303
    assert ticked.headers["location"] == f"{here}?done=platform-entry&platform=zalo"
    assert scene.members["hoa"] not in browser.get(here).text
    card = browser.get(f"/members/{scene.members['hoa']}").text
    assert "Đã vào: Nhóm Zalo" in card
    back = browser.post(
        f"/members/{scene.members['hoa']}/platform-entry?platform=zalo",
        data={"_method": "DELETE"},
    )
    assert back.status_code == 303
    assert scene.members["hoa"] in browser.get(here).text


def test_she_reads_where_she_is_noted(as_: As, scene: Scene) -> None:
    member = scene.members["member"]
    made = as_("membership").post(f"/members/{member}/platform-entry", json={"platform": "zalo"})
    assert made.status_code == 200
    held = as_("member").get("/me/data").json()["memberships"][0]
    assert [row["platform"] for row in held["platform_entries"]] == ["zalo"]
    own = as_("member").get(f"/members/{member}").json()["platform_entries"]
    assert {row["platform"]: row["entered_by"] for row in own} == {"facebook": None, "zalo": None}


@pytest.mark.parametrize("platform", ["myspace", "page", ""])
def test_a_platform_that_is_none_is_told(as_: As, scene: Scene, platform: str) -> None:
    chair = as_("chair")
    path = f"/members/{scene.members['member']}/platform-entry"
    assert chair.post(path, json={"platform": platform}).status_code == 422
    assert chair.delete(f"{path}?platform={platform}").status_code == 422
    assert chair.delete(path).status_code == 409
