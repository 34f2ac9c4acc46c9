"""A bulletin on its way: drafted, read by a second person, scheduled, out, passed on."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Device, Devices, Place

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DEVICES = {"with-scripts": Device(), "without-scripts": Device(scripts=False)}
FAR_AWAY = "2099-12-24T07:00"


@pytest.mark.parametrize("used", DEVICES, ids=str)
def test_a_bulletin_is_read_twice_scheduled_published_and_has_a_card(
    devices: Devices, place: Place, used: str
) -> None:
    device = DEVICES[used]
    cookies = place.given.cookies
    author = devices.page(device, cookies["editor"])
    first, second = (devices.page(device, cookies[role]) for role in ("moderator", "chair"))
    title = f"Lớp nấu ăn ngày rằm {used}"

    draft(author, title)
    steps.press(author, "Gửi đọc soát")
    expect(author.get_by_role("button", name="Đọc soát xong")).to_have_count(0)

    first.goto(author.url)
    steps.press(first, "Đọc soát xong")
    expect(first.locator("main")).to_contain_text("Việc này cần người thứ hai đồng ý")
    expect(first.get_by_role("button", name="Đọc soát xong")).to_have_count(0)
    second.goto(author.url)
    steps.press(second, "Đọc soát xong")
    expect(second.locator(".undo")).to_contain_text("đọc soát xong")

    author.reload()
    schedule(author)
    steps.press(author, "Đăng ngay")
    expect(author.get_by_role("heading", name="Chia sẻ")).to_be_visible()
    is_for_everyone(devices.page(device), author.url, title)


def draft(page: Page, title: str) -> None:
    """Kept first, then taken up again: the board's own words, with a source, on no day yet."""
    page.goto(f"{steps.HERE}/posts/new?kind=bulletin")
    page.get_by_label("Tên tin").fill(title)
    page.get_by_label("Nội dung").fill("Chiều thứ Bảy, tại nhà văn hóa thôn.")
    page.get_by_label("Nguồn tin").fill("Hội LHPN xã")
    steps.press(page, "Lưu bản nháp")
    expect(page.locator(".page-head .chip")).to_have_text("Bản nháp")
    steps.follow(page, "Viết tiếp")
    steps.heading(page, "Sửa tin")
    expect(page.get_by_label("Tên tin")).to_have_value(title)


def schedule(page: Page) -> None:
    page.get_by_text("Hẹn giờ đăng").click()
    page.get_by_label("Đăng lúc").fill(FAR_AWAY)
    steps.press(page, "Hẹn giờ")
    expect(page.locator("main")).to_contain_text("Đã hẹn đăng lúc 07:00 24/12/2099")


def is_for_everyone(page: Page, address: str, title: str) -> None:
    """A stranger reads it; Facebook and Zalo find its card; it leads into the group."""
    page.goto(address)
    steps.heading(page, title)
    for name, content in (("og:title", title), ("og:type", "article")):
        expect(page.locator(f"meta[property='{name}']")).to_have_attribute("content", content)
    image = page.locator("meta[property='og:image']").get_attribute("content")
    assert image is not None
    card = page.request.get(re.sub(r"^https?://[^/]+", "", image))
    assert (card.status, card.headers["content-type"]) == (200, "image/png")
    assert card.body().startswith(b"\x89PNG")
    expect(page.get_by_role("link", name="Đăng ký vào nhóm")).to_be_visible()
