"""The bridge over HTTP: texts to copy without JavaScript, ticks from a form, what she sees."""

from __future__ import annotations

import re
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


# -- pasted lists ------------------------------------------------------------------------------


def test_a_list_is_pasted_previewed_and_saved_by_forms_alone(
    grouped: None, as_: As, browser_of: As, scene: Scene
) -> None:
    browser = browser_of("moderator")
    here = f"/communities/{HOME}/rosters"
    wrong = browser.post(
        f"{here}/preview", files={"text": (None, "🌸"), "platform": (None, "zalo")}
    )
    assert wrong.status_code == 422
    assert "Không thấy tên nào" in wrong.text
    assert ">\n🌸</textarea>" in wrong.text
    text = "Nguyễn Thị member\nQuản trị viên\nMẹ Bống 🌸"
    shown = browser.post(
        f"{here}/preview", files={"text": (None, text), "platform": (None, "zalo")}
    )
    assert shown.status_code == 200
    assert "Chưa thấy hồ sơ: 1 người" in shown.text
    assert "50%" in shown.text
    assert "của 2 người trên nhóm" in shown.text
    fields = {"text": (None, text), "platform": (None, "zalo"), "as_of": (None, "")}
    saved = browser.post(here, files=fields)
    assert saved.status_code == 303
    assert "người có hồ sơ" in browser.get(saved.headers["location"]).text
    again = browser.post(here, files=fields)
    assert again.status_code == 409
    assert "Danh sách này đã được lưu" in again.text
    listed = browser.get(f"/communities/{HOME}/platform-accounts?platform=zalo").text
    assert "Mẹ Bống" in listed
    held = as_("member").get("/me/data").json()["memberships"][0]
    assert [row["name"] for row in held["platform_accounts"]] == ["Nguyễn Thị member"]


def test_a_name_is_joined_by_a_form(as_: As, browser_of: As, scene: Scene) -> None:
    made = as_("moderator").post(f"/communities/{HOME}/rosters", json={"text": "Mẹ Bống"})
    assert made.status_code == 201
    assert made.headers["location"] == f"/rosters/{made.json()['id']}"
    listed = as_("adviser").get(f"/communities/{HOME}/platform-accounts").json()
    (account,) = listed["items"]
    page = browser_of("moderator")
    address = f"/platform-accounts/{account['id']}"
    assert "readonly" in page.get(address).text
    wrong = page.post(f"{address}/link", data={"file_no": "xx"})
    assert wrong.status_code == 422
    assert 'value="xx"' in wrong.text
    file_no = as_("chair").get(f"/members/{scene.members['lan']}").json()["file_no"]
    assert page.post(f"{address}/link", data={"file_no": file_no}).status_code == 303
    assert "nối bằng tay" in page.get(address).text
    assert page.post(f"{address}/link", data={"_method": "DELETE"}).status_code == 303
    assert "Chỉ biết tên" in page.get(address).text


def test_a_list_of_five_thousand_people_is_taken(as_: As) -> None:
    text = "\n".join(f"Nguyễn Thị Hồng Nhung {n} Đặng 🌸" for n in range(5000))
    made = as_("chair").post(f"/communities/{HOME}/rosters", json={"text": text})
    assert (made.status_code, made.json()["names"]) == (201, 5000)


# -- figures -----------------------------------------------------------------------------------


def test_figures_are_typed_pasted_and_drawn(as_: As, browser_of: As) -> None:
    here = f"/communities/{HOME}/platform-figures"
    browser = browser_of("editor")
    wrong = browser.post(here, data={"platform": "facebook", "as_of": "", "members": "nhiều"})
    assert wrong.status_code == 422
    assert 'value="nhiều"' in wrong.text
    good = {"platform": "facebook", "as_of": "2024-11-29", "members": "1.514"}
    assert browser.post(here, data=good).status_code == 303
    table = {"platform": "facebook", "text": "5/5/2024;200\n14/5/2024;hai"}
    refused = browser.post(f"{here}/import", data=table)
    assert refused.status_code == 422
    assert "Dòng 2: số người không đúng" in refused.text
    assert "5/5/2024;200" in refused.text
    table["text"] = "5/5/2024;200\n14/5/2024;299"
    assert browser.post(f"{here}/import", data=table).status_code == 303
    page = browser_of("adviser").get(here).text
    assert '<svg class="chart"' in page
    assert "Xem bằng bảng" in page
    assert [page.count(number) > 0 for number in ("1.514", "299", "200")] == [True] * 3
    listed = as_("officer").get(f"{here}?limit=1").json()
    assert [one["members"] for one in listed["items"]] == [1514]
    second = as_("officer").get(f"{here}?limit=2&cursor={listed['next']}").json()
    assert [one["members"] for one in second["items"]] == [299, 200]


def test_a_file_of_figures_is_shown_before_it_is_written(as_: As, browser_of: As) -> None:
    here = f"/communities/{HOME}/platform-figures"
    browser = browser_of("editor")
    file = ("so-lieu.csv", "Ngày;Thành viên\r\n05/05/2024;200\r\n".encode("utf-16"))
    sent = {"platform": "zalo", "text": ""}
    seen = browser.post(f"{here}/import/preview", data=sent, files={"file": file})
    assert seen.status_code == 200
    assert "1 ngày mới" in seen.text
    assert as_("editor").get(f"{here}?platform=zalo").json()["items"] == []
    days = re.findall(r'<textarea name="text" hidden>\s*(.*?)</textarea>', seen.text, re.DOTALL)
    sent = {"platform": "zalo", "text": days[0], "from_file": "true"}
    assert browser.post(f"{here}/import", data=sent).status_code == 303
    (kept,) = as_("editor").get(f"{here}?platform=zalo").json()["items"]
    assert (kept["members"], kept["source"], kept["as_of"]) == (200, "file", "2024-05-05")
    wrong = {"file": ("a.csv", b"1/5/2024;1\n\n2/5/2199;3\n")}
    refused = browser.post(f"{here}/import/preview", data={"platform": "zalo"}, files=wrong)
    assert refused.status_code == 422
    assert "Dòng 3: ngày này chưa tới." in refused.text
    broken = {"file": ("a.docx", b"PK\3\4no zip")}
    assert browser.post(f"{here}/import/preview", data={}, files=broken).status_code == 422


# -- rights ------------------------------------------------------------------------------------


def test_the_register_is_kept_by_forms_and_warns_in_words(
    as_: As, browser_of: As, scene: Scene
) -> None:
    here = f"/communities/{HOME}/platform-rights"
    browser = browser_of("chair")
    form = {"platform": "facebook", "account_name": "Hoa Sen", "level": "admin"}
    wrong = browser.post(here, data=form)
    assert wrong.status_code == 422
    assert 'value="Hoa Sen"' in wrong.text
    form |= {"unit_level": "commune", "since": "2024-05-08", "person": scene.persons["chair"]}
    made = browser.post(here, data=form)
    assert made.status_code == 303
    page = browser_of("adviser").get(here).text
    assert "Nhóm Facebook: chưa đủ người giữ quyền cao nhất" in page
    assert "Đang ghi 1 người, thuộc 1 cấp Hội" in page
    assert browser.post(here, data=form).status_code == 409
    address = made.headers["location"].partition("?")[0]
    assert browser.post(f"{address}/end", data={"until": ""}).status_code == 422
    assert browser.post(f"{address}/end", data={"until": "2024-06-01"}).status_code == 303
    assert "Thôi từ 01/06/2024" in browser_of("officer").get(here).text
    held = as_("chair").get("/me/data").json()["platform_rights"]
    assert [(row["account_name"], row["until"]) for row in held] == [("Hoa Sen", "2024-06-01")]


# -- the minutes of a hand-over ----------------------------------------------------------------


def appointment_of(as_: As, name: str) -> str:
    listed = as_("chair").get(f"/communities/{HOME}/appointments").json()["items"]
    return str(next(one["id"] for one in listed if one["full_name"] == f"Nguyễn Thị {name}"))


@pytest.mark.parametrize("headers", [{}, {"accept": "text/html"}, {"hx-request": "true"}])
def test_the_minutes_are_a_word_file_in_every_shape(as_: As, headers: dict[str, str]) -> None:
    address = f"/appointments/{appointment_of(as_, 'moderator')}/minutes.docx"
    answer = as_("chair").get(address, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"].endswith("wordprocessingml.document")
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content.startswith(b"PK")


def test_who_may_draw_up_the_minutes(as_: As, scene: Scene) -> None:
    address = f"/appointments/{appointment_of(as_, 'moderator')}/minutes.docx"
    for who in ("moderator", "vice_chair", "officer"):
        assert as_(who).get(address).status_code == 200
    for who, status in (
        ("membership", 403),
        ("adviser", 403),
        ("other_chair", 404),
        ("nobody", 404),
    ):
        assert as_(who).get(address).status_code == status
    wrong = as_("chair").get(f"{address}?receiver={scene.persons['nobody']}")
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/receiver")


def test_the_appointment_s_page_offers_them(as_: As, browser_of: As) -> None:
    page = browser_of("chair").get(f"/appointments/{appointment_of(as_, 'editor')}").text
    assert "/minutes.docx" in page
    assert "Nguyễn Thị moderator" in page
