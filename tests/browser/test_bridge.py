"""The bridge on a real device: what is copied along, and a list pasted without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Device, Devices, Place
from tests.browser.steps import HERE

pytestmark = pytest.mark.browser

WITH_AND_WITHOUT_SCRIPTS = pytest.mark.parametrize(
    "scripts", [True, False], ids=["scripts", "no-scripts"]
)


@WITH_AND_WITHOUT_SCRIPTS
def test_her_file_number_is_taken_along(devices: Devices, place: Place, scripts: bool) -> None:
    file = place.given.files["submitted"][0]
    page = devices.page(Device(scripts=scripts))
    page.goto(f"/applications/{file.code}")
    page.get_by_label("Số điện thoại").fill(file.phone)
    steps.press(page, "Mở trang")
    field = page.locator("#file-no")
    expect(field).to_have_attribute("readonly", "")
    number = field.input_value()
    assert len(number) == 6
    copying = page.get_by_role("button", name=re.compile("Sao chép.*Mã hồ sơ"))
    if not scripts:
        expect(copying).to_have_count(0)
        return
    copying.click()
    expect(page.locator("#message")).to_contain_text("Đã chép mã hồ sơ.")
    page.evaluate("document.body.append(document.createElement('textarea'))")
    page.locator("body > textarea").focus()
    page.keyboard.press("Control+V")
    assert page.locator("body > textarea").input_value() == number


@WITH_AND_WITHOUT_SCRIPTS
def test_a_list_is_pasted_seen_and_saved(signed_in: Callable[..., Page], scripts: bool) -> None:
    page = signed_in("moderator", Device(scripts=scripts))
    page.goto(f"{HERE}/rosters/new")
    page.get_by_label("Nhóm Zalo").check()
    once = "Một" if scripts else "Hai"
    listed = f"Hoa Sữa {once} 🌸\nQuản trị viên\nĐã tham gia hôm qua\nMẹ Bống {once}\nThêm bạn bè"
    page.get_by_label("Danh sách thành viên").fill(listed)
    steps.press(page, "Xem trước")
    steps.heading(page, "Xem trước danh sách")
    expect(page.locator("main")).to_contain_text("Chưa thấy hồ sơ: 2 người")
    steps.press(page, "Lưu danh sách")
    expect(page.locator("main")).to_contain_text("người trong danh sách")
    steps.follow(page, "Mời người chưa có hồ sơ")
    steps.heading(page, "Trên nhóm, chỉ biết tên")
    steps.follow(page, re.compile(f"Mẹ Bống {once}"))
    expect(page.locator("#words")).to_have_value(re.compile("Mời chị điền giúp phiếu ngắn"))
