"""Joining, telling apart, asking the chapter over HTTP: pages without JavaScript, true statuses."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.db import Database
from app.domain.text import fold
from app.models.members import Member
from tests.factories import Scene
from tests.http.wires import PAGE, refused

As = Callable[..., TestClient]


@pytest.fixture
def twins(scene: Scene, database: Database) -> tuple[str, str]:
    """Two files that look like one woman's; of two that stand alike the first is kept."""
    first, second = sorted((scene.members["hoa"], scene.members["lan"]))

    def write(session: Session) -> None:
        one, other = session.get(Member, first), session.get(Member, second)
        assert one
        assert other
        name, phone, key = "Lê Thị Hoa", "0987000222", "lh"
        for file in (one, other):
            file.full_name, file.fold, file.phone, file.twin_key = name, fold(name), phone, key
        other.hamlet = "Thôn Đông"

    database.write_now(write)
    return first, second


def test_a_form_goes_from_the_card_over_both_files_to_the_joined_one(
    browser_of: As, twins: tuple[str, str], scene: Scene
) -> None:
    hoa, lan = twins
    browser = browser_of("moderator")
    card = browser.get(f"/members/{lan}", headers=PAGE).text
    address = f"/members/{lan}/merger?into={hoa}"
    assert "Cùng số điện thoại; cùng họ tên" in card
    assert f'href="{address}"' in card
    page = browser.get(address, headers=PAGE).text
    assert page.count('role="columnheader"') == 2
    assert "(giống nhau)" in page
    assert "Hồ sơ giữ lại đang để trống và sẽ nhận: thôn, tổ." in page
    sent = browser.post(
        address, data={"into": hoa, "version": "1", "reason": "Chị ấy tự nói."}, headers=PAGE
    )
    assert (sent.status_code, sent.headers["location"]) == (303, f"/members/{lan}?done=merger")
    joined = browser.get(sent.headers["location"], headers=PAGE).text
    assert "Hồ sơ này đã gộp vào hồ sơ" in joined
    assert "Tách lại hai hồ sơ" in joined
    kept = browser.get(f"/members/{hoa}", headers=PAGE).text
    assert "Hồ sơ đã gộp" in kept
    assert "Chị ấy tự nói." in kept
    back = browser.post(f"/members/{lan}/merger", data={"_method": "DELETE"}, headers=PAGE)
    assert (back.status_code, back.headers["location"]) == (303, f"/members/{lan}?done=undone")
    assert "Đã tách lại khỏi hồ sơ" in browser.get(f"/members/{lan}", headers=PAGE).text


def test_a_lost_form_keeps_what_was_typed(browser_of: As, twins: tuple[str, str]) -> None:
    hoa, lan = twins
    browser = browser_of("moderator")
    address = f"/members/{lan}/merger?into={hoa}"
    typed = {"into": hoa, "version": "7", "reason": "Chị ấy tự nói."}
    lost = browser.post(address, data=typed, headers=PAGE)
    assert lost.status_code == 409
    assert "Chị ấy tự nói." in lost.text
    assert "Nội dung đã thay đổi" in lost.text


@pytest.mark.parametrize(
    ("number", "words"),
    [("KHONGCO", "Không tìm thấy hồ sơ này trong nhóm"), ("", "Mã hồ sơ kia")],
)
def test_a_wrong_number_is_told_on_the_page(
    browser_of: As, scene: Scene, number: str, words: str
) -> None:
    page = browser_of("moderator").get(
        f"/members/{scene.members['hoa']}/merger?into={number}", headers=PAGE
    )
    assert page.status_code == 200
    assert words in page.text


def test_programs_read_the_same(as_: As, twins: tuple[str, str], scene: Scene) -> None:
    hoa, lan = twins
    moderator = as_("moderator")
    both = moderator.get(f"/members/{lan}/merger?into={hoa}").json()
    assert (both["file"]["id"], both["into"]["id"]) == (lan, hoa)
    assert both["reasons"] == ["phone", "name"]
    merged = moderator.post(f"/members/{lan}/merger", json={"into": hoa})
    assert (merged.status_code, merged.json()["state"]) == (200, "merged")
    told = refused(
        moderator, "POST", f"/members/{hoa}/merger", 409, "already-merged", json={"into": lan}
    )
    assert told["decided_by"] == "Nguyễn Thị moderator"
    listed = moderator.get("/communities/nhom-minh/members?state=merged").json()["items"]
    assert [one["id"] for one in listed] == [lan]
    assert as_("adviser").get(f"/members/{hoa}").json()["merged"][0]["id"] == lan
    assert moderator.delete(f"/members/{lan}/merger").status_code == 204
    refused(moderator, "POST", f"/members/{lan}/merger", 422, "invalid", json={"into": lan})
    refused(moderator, "POST", f"/members/{lan}/merger", 422, "invalid", json={})


def test_two_women_are_told_apart_by_one_press(browser_of: As, twins: tuple[str, str]) -> None:
    hoa, lan = twins
    browser = browser_of("moderator")
    sent = browser.post(f"/members/{lan}/apart", data={"other": hoa}, headers=PAGE)
    assert (sent.status_code, sent.headers["location"]) == (303, f"/members/{lan}?done=apart")
    card = browser.get(f"/members/{lan}", headers=PAGE).text
    assert "Có thể đã có phiếu khác" not in card
    assert "Đã ghi là hai người khác nhau" in card
    back = browser.post(f"/members/{hoa}/apart/{lan}", data={"_method": "DELETE"}, headers=PAGE)
    assert back.status_code == 303
    assert "Có thể đã có phiếu khác" in browser.get(f"/members/{lan}", headers=PAGE).text
    empty = browser.post(f"/members/{lan}/apart", data={}, headers=PAGE)
    assert empty.status_code == 422
    assert "Xin điền mục này." in empty.text


def test_the_chapter_is_asked_by_forms(browser_of: As, scene: Scene) -> None:
    browser, hoa = browser_of("moderator"), scene.members["hoa"]
    here = f"/members/{hoa}/chapter-inquiry"
    assert f'href="{here}"' in browser.get(f"/members/{hoa}", headers=PAGE).text
    missing = browser.post(here, data={}, headers=PAGE)
    assert missing.status_code == 422
    assert "Xin hỏi chị ấy trước." in missing.text
    sent = browser.post(here, data={"asked_her": "true"}, headers=PAGE)
    assert (sent.status_code, sent.headers["location"]) == (303, f"{here}?done=chapter-inquiry")
    words = browser.get(here, headers=PAGE).text
    assert "Chào chị, Ban Quản trị nhóm" in words
    assert scene.phones["hoa"] not in words
    wrong = browser.post(f"{here}/answer", data={"answer": "other", "note": " "}, headers=PAGE)
    assert wrong.status_code == 422
    assert "Xin ghi lời chi hội nói." in wrong.text
    done = browser.post(f"{here}/answer", data={"answer": "known"}, headers=PAGE)
    assert (done.status_code, done.headers["location"]) == (303, f"/members/{hoa}?done=answer")
    assert "Chi hội biết chị ấy" in browser.get(f"/members/{hoa}", headers=PAGE).text


def test_the_page_of_a_merged_file_gives_a_way_on(
    client: TestClient, as_: As, scene: Scene
) -> None:
    hoa, lan = scene.members["hoa"], scene.members["lan"]
    number = as_("moderator").get(f"/members/{lan}").json()["file_no"]
    as_("moderator").post(f"/members/{hoa}/merger", json={"into": lan})
    code, phone = scene.codes["hoa"], scene.phones["hoa"]
    opened = client.post(f"/applications/{code}/visits", data={"phone": phone}, headers=PAGE)
    assert opened.status_code == 303
    page = client.get(f"/applications/{code}", headers=PAGE)
    assert page.status_code == 200
    assert f"Hồ sơ này đã được gộp vào hồ sơ {number} của chị" in page.text
    assert "không có gì bị mất" in page.text.casefold()
    assert scene.codes["lan"] not in page.text
    assert scene.phones["lan"] not in page.text
    read = client.get(f"/applications/{code}?phone={phone}").json()
    assert (read["state"], read["merged_into"]) == ("merged", number)
    again = client.post(
        f"/applications/{code}/answers",
        json={"phone": phone, "text": "Thôn Đông."},
        headers={"sec-fetch-site": "same-origin"},
    )
    assert again.status_code == 409


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_page_has_its_words_in_both_languages(
    browser_of: As, twins: tuple[str, str], lang: str
) -> None:
    hoa, lan = twins
    browser = browser_of("moderator")
    headers = {**PAGE, "accept-language": lang}
    for path in (
        f"/members/{lan}",
        f"/members/{lan}/merger",
        f"/members/{lan}/merger?into={hoa}",
        f"/members/{lan}/apart",
        f"/members/{lan}/chapter-inquiry",
    ):
        assert browser.get(path, headers=headers).status_code == 200
    browser.post(f"/members/{lan}/merger", json={"into": hoa})
    for path in (f"/members/{lan}", f"/members/{hoa}", f"/members/{hoa}/merger?into={lan}"):
        page = browser.get(path, headers=headers)
        assert page.status_code == 200
        assert ("joined" in page.text.casefold()) == (lang == "en")
