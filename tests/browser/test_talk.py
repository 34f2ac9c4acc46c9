"""What a board does every day, on a phone: comments, what readers tell of, reminders, appeals."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import steps
from tests.browser.conftest import Device, Devices, Place

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: A phone held in one hand: a thumb reaches its lower half.
WIDTH, HEIGHT, TOUCH = 360, 800, 44
DEVICES = {
    "with-scripts": Device((WIDTH, HEIGHT)),
    "without-scripts": Device((WIDTH, HEIGHT), scripts=False),
}
with_and_without_scripts = pytest.mark.parametrize("used", DEVICES, ids=str)


@with_and_without_scripts
def test_a_comment_and_what_a_reader_tells_are_judged_with_one_thumb(
    devices: Devices, place: Place, used: str
) -> None:
    given, device = place.given, DEVICES[used]
    hers = devices.page(device, given.cookies["member"])
    desk = devices.page(device, given.cookies["moderator"])
    post, words = f"/posts/{given.posts['published']}", f"Em gửi chị công thức, {used}."
    # Another thing each time, and not her own.
    told_of, its_words = (
        (f"/posts/{given.posts['bulletin-published']}", "Nhóm mình chính thức ra mắt")
        if device.scripts
        else (f"/comments/{given.comments['published']}", "Chị đi với nhé")
    )

    comment(hers, post, words)
    hears_why_it_waits(hers, words)
    tell_the_board(hers, told_of)

    desk.goto(f"{steps.HERE}/review?kind=flag")
    keep_flagged(desk, its_words)
    desk.goto(f"{steps.HERE}/review?kind=comment")
    show(desk, words)

    hers.goto(post)
    expect(line(hers, words)).not_to_contain_text("Đã gửi, đang chờ đọc")
    gets_an_answer(hers)


def comment(page: Page, post: str, words: str) -> None:
    page.goto(post)
    page.get_by_role("textbox", name="Viết bình luận").fill(words)
    steps.press(page, "Gửi bình luận")


def line(page: Page, words: str) -> Locator:
    return page.locator("#thread > li", has_text=words)


def hears_why_it_waits(page: Page, words: str) -> None:
    expect(line(page, words)).to_contain_text("Đã gửi, đang chờ đọc")
    line(page, words).get_by_role("link", name="Vì sao chờ đọc").click()
    expect(page.locator("main")).to_contain_text("đọc trước bài, bình luận của chị")


def tell_the_board(page: Page, of: str) -> None:
    page.goto(f"{of}/flags/new")
    page.get_by_label("Lừa đảo, dụ chuyển tiền").check()
    page.get_by_label("Chị kể thêm vài chữ").fill("Nhắn riêng xin mã OTP của em.")
    steps.press(page, "Gửi Ban Quản trị")
    expect(page.get_by_text("Cảm ơn chị đã báo")).to_be_visible()


def keep_flagged(page: Page, words: str) -> None:
    """Two taps; what she told stands with the text, and the next work follows."""
    page.locator("#list .row", has_text=words).click()
    expect(page.locator("main")).to_contain_text("Lừa đảo, dụ chuyển tiền")
    within_reach(page, "Giữ nguyên nội dung").click()
    expect(page.locator(".undo")).to_contain_text("giữ nguyên nội dung")
    expect(page.get_by_role("link", name=re.compile("Việc tiếp theo"))).to_be_visible()


def show(page: Page, words: str) -> None:
    page.locator("#list .row", has_text=words).click()
    within_reach(page, "Cho hiển thị").click()
    expect(page.locator(".undo")).to_contain_text("Bình luận đã hiển thị.")
    page.get_by_role("link", name=re.compile("Việc tiếp theo")).click()
    expect(page.locator(".thumb")).to_be_visible()


def within_reach(page: Page, name: str) -> Locator:
    """A button of the first decision, in the lower half of the screen without any scroll."""
    button = page.locator(".thumb").get_by_role("button", name=name)
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= TOUCH
    assert box["width"] >= TOUCH
    assert HEIGHT / 2 <= box["y"] <= HEIGHT - box["height"]
    assert 0 <= box["x"] <= WIDTH - box["width"]
    return button


def gets_an_answer(page: Page) -> None:
    """Once the decision can no longer be taken back."""
    deadline = time.monotonic() + steps.LETTER_WITHIN
    page.goto("/me/notices")
    while page.locator("main article", has_text="đã báo").count() == 0:
        assert time.monotonic() < deadline, page.locator("main").inner_text()
        page.wait_for_timeout(500)
        page.reload()


@with_and_without_scripts
def test_a_reminder_is_looked_at_again_by_somebody_else_in_words(
    devices: Devices, place: Place, used: str
) -> None:
    given, device = place.given, DEVICES[used]
    hers = devices.page(device, given.cookies["member"])
    chair = devices.page(device, given.cookies["chair"])
    other = devices.page(device, given.cookies["moderator"])
    asked, answer = f"Em chỉ kể chuyện nhà em, {used}.", f"Ban đọc lại, chị nói đúng, {used}."

    chair.goto(f"/members/{given.own.id}/sanctions/new?kind=warning")
    chair.locator("main input[name=reason]").first.check()
    steps.press(chair, "Gửi lời này")
    steps.heading(chair, "Nhắc riêng")

    hers.goto(f"/members/{given.own.id}/sanctions")
    hers.locator("main .row", has_text="Nhắc riêng").first.click()
    expect(hers.locator("main")).not_to_contain_text("Minh Nguyệt")
    steps.follow(hers, re.compile("^Đề nghị xem xét lại"))
    hers.get_by_label("Điều chị muốn Ban xem lại").fill(asked)
    steps.press(hers, "Gửi đề nghị")
    expect(hers.locator("main")).to_contain_text("Đang xem xét")

    chair.goto(hers.url)
    expect(chair.locator("main")).to_contain_text("Người khác trong Ban trả lời")
    expect(chair.get_by_role("link", name="Sửa quyết định")).to_have_count(0)

    other.goto(f"{steps.HERE}/review?kind=appeal")
    other.locator("#list .row", has_text=asked).click()
    steps.follow(other, "Sửa quyết định")
    other.get_by_label("Lời trả lời").fill(answer)
    steps.press(other, "Gửi câu trả lời")
    expect(other.locator("main")).to_contain_text("Đã sửa quyết định")

    hers.reload()
    expect(hers.locator("main")).to_contain_text(answer)
    expect(hers.locator("main")).not_to_contain_text("Bích Đào")
