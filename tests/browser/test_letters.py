"""Private letters on a phone: told before she writes, led to the circle, a way out at any time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Device, Devices, Place
from tests.browser.steps import HERE

pytestmark = pytest.mark.browser

WITH_AND_WITHOUT_SCRIPTS = pytest.mark.parametrize(
    "scripts", [True, False], ids=["scripts", "no-scripts"]
)
EXIT = re.compile(r"^https://www\.google\.com\.vn/search")


@WITH_AND_WITHOUT_SCRIPTS
def test_she_asks_and_the_board_answers(signed_in: Callable[..., Page], scripts: bool) -> None:
    device = Device(scripts=scripts)
    hers, desk = signed_in("member", device), signed_in("chair", device)
    title = "Lớp đan len" if scripts else "Lớp gội đầu"
    hers.goto(HERE)
    hers.get_by_role("navigation").get_by_role("link", name="Hỏi riêng").click()
    steps.follow(hers, "Viết thư cho Ban Quản trị")
    steps.heading(hers, "Viết thư cho Ban Quản trị")
    expect(hers.locator("main")).to_contain_text("Ai đọc thư này")
    hers.get_by_label("Về việc gì").fill(title)
    hers.get_by_label("Chị muốn hỏi gì").fill("Học ở đâu ạ?")
    steps.fits(hers)
    steps.press(hers, "Gửi thư")
    steps.heading(hers, title)
    desk.goto(f"{HERE}/questions")
    steps.follow(desk, re.compile(title))
    steps.press(desk, "Nhận câu hỏi này")
    desk.get_by_label("Câu trả lời").fill("Ở nhà văn hóa thôn, chị nhé.")
    steps.press(desk, "Gửi câu trả lời")
    hers.reload()
    expect(hers.locator("main")).to_contain_text("Ở nhà văn hóa thôn, chị nhé.")
    expect(hers.locator("main")).not_to_contain_text("Minh Nguyệt")
    steps.fits(hers)


@WITH_AND_WITHOUT_SCRIPTS
def test_what_tells_of_harm_reaches_the_circle_alone(
    signed_in: Callable[..., Page], scripts: bool
) -> None:
    device = Device(scripts=scripts)
    hers, circle = signed_in("member", device), signed_in("chair", device)
    words = f"Anh ấy hay đánh em. {'Lần một' if scripts else 'Lần hai'}"
    hers.goto(f"{HERE}/questions/new")
    hers.get_by_label("Chị muốn hỏi gì").fill(words)
    hers.get_by_label("gọi vào giờ tôi ghi dưới đây").check()
    hers.get_by_label("Đây là chuyện bạo lực").check()
    steps.press(hers, "Gửi thư")
    expect(hers.locator("main")).to_contain_text("Xin ghi giờ nào gọi thì an toàn.")
    expect(hers.get_by_label("Chị muốn hỏi gì")).to_have_value(words)
    hers.get_by_label("Gọi vào giờ nào").fill("Trưa thứ Ba")
    steps.press(hers, "Gửi thư")
    expect(hers.locator("main")).to_contain_text("Cảm ơn chị đã tin và kể ra")
    assert "đánh" not in hers.title()
    circle.goto(f"{HERE}/questions?view=all")
    expect(circle.locator("main")).not_to_contain_text(words)
    circle.goto(f"{HERE}/care-cases")
    circle.locator("main .rows a").first.click()
    expect(circle.locator("main")).to_contain_text(words)
    expect(circle.locator("main")).to_contain_text("Trưa thứ Ba")
    circle.get_by_label("Đã làm gì").select_option("called")
    steps.press(circle, "Ghi vào sổ")
    expect(circle.locator("#steps + ul")).to_contain_text("Gọi điện")
    steps.fits(circle)
    adviser = signed_in("adviser", device)
    answer = adviser.goto(circle.url)
    assert answer is not None
    assert answer.status == 403


@pytest.fixture
def leaving(devices: Devices) -> Iterator[Callable[[Page], None]]:
    """The step off the site is caught at its door, and is the only one that was asked for."""

    def catch(page: Page) -> None:
        page.route(EXIT, lambda route: route.fulfill(status=200, body="<h1>Weather</h1>"))

    yield catch
    away = [url for url in devices.asked if EXIT.match(url)]
    assert len(away) == 1
    devices.asked.remove(away[0])


@WITH_AND_WITHOUT_SCRIPTS
def test_one_tap_leaves_the_page(
    signed_in: Callable[..., Page],
    place: Place,
    leaving: Callable[[Page], None],
    scripts: bool,
) -> None:
    page = signed_in("member", Device(scripts=scripts))
    leaving(page)
    page.goto(f"{HERE}/questions")
    page.goto(f"/questions/{place.given.letters.private}")
    page.get_by_role("link", name="Thoát nhanh").click()
    expect(page.get_by_role("heading", name="Weather")).to_be_visible()
    if scripts:  # The letter itself is not behind the Back button.
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text("Hỏi riêng")


def test_escape_twice_leaves_the_page(
    signed_in: Callable[..., Page], place: Place, leaving: Callable[[Page], None]
) -> None:
    page = signed_in("member")
    leaving(page)
    page.goto(f"/questions/{place.given.letters.private}")
    page.keyboard.press("Escape")
    page.wait_for_timeout(1200)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thư với Ban Quản trị")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Weather")).to_be_visible()
