"""A post on a phone: written, kept, sent, returned, revised, approved, read; scripts or none."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Device, Devices, Place

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FEED = f"{steps.HERE}/posts"
DEVICES = {"with-scripts": Device(), "without-scripts": Device(scripts=False)}


@pytest.mark.parametrize("used", DEVICES, ids=str)
def test_a_post_is_written_returned_revised_approved_and_read(
    devices: Devices, place: Place, used: str
) -> None:
    device = DEVICES[used]
    author, moderator = devices.page(device), devices.page(device)
    title = f"Món canh {used}"

    steps.sign_in_as(author, "member", f"{FEED}/new")
    send_nothing(author)
    write(author, title, "Canh cua nấu với rau đay.")
    if device.scripts:
        survives_a_dead_phone(author, title)
    steps.press(author, "Gửi Ban Quản trị đọc")
    expect(author.get_by_text("đang chờ đọc", exact=False).first).to_be_visible()

    steps.sign_in_as(moderator, "moderator", f"{steps.HERE}/review?kind=post")
    open_in_inbox(moderator, title)
    steps.follow(moderator, "Góp ý, nhờ sửa")
    moderator.get_by_label(re.compile("Cần nguồn")).check()
    steps.press(moderator, "Gửi lời này")

    author.reload()
    expect(author.get_by_text("Cần chị sửa thêm")).to_be_visible()
    steps.follow(author, re.compile("Sửa bài|Viết tiếp"))
    expect(author.get_by_text("thêm giúp nguồn", exact=False)).to_be_visible()
    author.get_by_label(re.compile("Chị muốn chia sẻ điều gì")).fill(
        "Canh cua nấu với rau đay, theo lời bác sĩ dinh dưỡng trên báo Phụ nữ."
    )
    steps.press(author, "Gửi Ban Quản trị đọc")

    moderator.goto(f"{steps.HERE}/review?kind=post")
    open_in_inbox(moderator, title)
    expect(moderator.get_by_role("heading", name="Bản trước")).to_be_visible()
    expect(moderator.get_by_role("heading", name="Bản sửa")).to_be_visible()
    steps.press(moderator, "Duyệt và đăng")
    expect(moderator.get_by_role("button", name=re.compile("Rút lại"))).to_be_visible()

    author.goto(FEED)
    expect(author.get_by_role("heading", name=title)).to_be_visible()
    author.goto(f"{FEED}?q=bac+si+dinh+duong")
    expect(author.get_by_role("heading", name=title)).to_be_visible()


def send_nothing(page: Page) -> None:
    """The sentence stands beside the field, and nothing typed is lost."""
    page.get_by_label("Tên bài").fill("Chỉ có tên")
    steps.press(page, "Gửi Ban Quản trị đọc")
    expect(page.get_by_text("Xin chị viết vài chữ.")).to_be_visible()
    expect(page.get_by_label("Tên bài")).to_have_value("Chỉ có tên")


def write(page: Page, title: str, body: str) -> None:
    page.get_by_label("Tên bài").fill(title)
    page.get_by_label(re.compile("Chị muốn chia sẻ điều gì")).fill(body)


def survives_a_dead_phone(page: Page, title: str) -> None:
    """The server keeps what was typed; the same page on another phone goes on from there."""
    expect(page.get_by_text("Đã giữ bản nháp lúc", exact=False)).to_be_visible(timeout=10_000)
    expect(page).to_have_url(re.compile(r"/posts/\w+/edit$"))
    page.evaluate("sessionStorage.clear()")
    page.reload()
    expect(page.get_by_label("Tên bài")).to_have_value(title)


def open_in_inbox(page: Page, title: str) -> None:
    steps.follow(page, re.compile(title))
    steps.heading(page, title)
