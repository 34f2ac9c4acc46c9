"""The box “Tôi mong…” on a phone: what she types is kept, gathered, joined and answered."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Device
from tests.browser.steps import HERE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_from_what_she_hopes_to_what_the_union_answers(
    signed_in: Callable[..., Page], scripts: bool
) -> None:
    device = Device(scripts=scripts)
    hers, desk = signed_in("member", device), signed_in("chair", device)
    words = f"Mong có lớp thêu {'sáng' if scripts else 'chiều'} thứ bảy"
    title = f"Lớp thêu {'sáng' if scripts else 'chiều'}"
    hers.goto(HERE)
    steps.follow(hers, "Viết điều chị mong")
    steps.press(hers, "Gửi lời mong")
    expect(hers.locator("main .error")).to_be_visible()
    hers.get_by_label("Tôi mong", exact=False).first.fill(words)
    if scripts:
        hers.wait_for_timeout(1200)
        hers.reload()
        expect(hers.get_by_label("Tôi mong", exact=False).first).to_have_value(words)
    hers.get_by_label("Giấu tên tôi").check()
    steps.fits(hers)
    steps.press(hers, "Gửi lời mong")
    expect(hers.locator("body")).to_contain_text("Hội đã nhận lời chị")
    expect(hers.locator("main")).to_contain_text(words)

    desk.goto(f"{HERE}/need-list")
    desk.get_by_label(re.compile(words)).check()
    desk.get_by_label("Tên chủ đề mới").fill(title)
    steps.fits(desk)
    steps.press(desk, "Gom thành chủ đề")
    steps.heading(desk, title)
    expect(desk.locator("main")).to_contain_text("giấu tên")
    desk.get_by_label("Chưa làm được", exact=True).check()
    desk.get_by_label("Lời trả lời").fill("Chưa mở được lớp.")
    steps.press(desk, "Đăng lời trả lời")
    expect(desk.locator("main")).to_contain_text("Chưa làm được thì xin nói rõ vì sao.")
    expect(desk.get_by_label("Lời trả lời")).to_have_value("Chưa mở được lớp.")
    desk.get_by_label("Vì sao").fill("Chưa mời được người dạy.")
    steps.fits(desk)
    steps.press(desk, "Đăng lời trả lời")
    expect(desk.locator("main")).to_contain_text("Chưa mời được người dạy.")

    hers.goto(f"{HERE}/need-answers")
    expect(hers.locator("main")).to_contain_text(title)
    expect(hers.locator("main")).to_contain_text("Chưa mời được người dạy.")
    expect(hers.locator("main")).to_contain_text("ít người nói")
    steps.fits(hers)

    steps.follow(desk, "Sửa hoặc rút lời này")
    desk.get_by_label("Lời trả lời").fill("Hội mở lớp khi mời được người dạy.")
    steps.fits(desk)
    steps.press(desk, "Lưu lời sửa")
    steps.heading(desk, title)
    hers.reload()
    expect(hers.locator("main")).to_contain_text("Hội mở lớp khi mời được người dạy.")
    expect(hers.locator("main")).not_to_contain_text("Chưa mở được lớp.")

    hers.goto("/me")
    expect(hers.locator("main")).to_contain_text(words)
    hers.goto(f"{HERE}/needs")
    steps.follow(hers, "Rút lời này")
    expect(hers.get_by_role("link", name="Thoát nhanh")).to_be_visible()
    steps.fits(hers)
    steps.press(hers, "Rút lời này")
    expect(hers.locator("main")).not_to_contain_text(words)
