"""Coding free texts on a phone of 360 px: two taps a text, with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Device, Place

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_two_taps_a_text(signed_in: Callable[..., Page], place: Place, scripts: bool) -> None:
    page = signed_in("chair", Device(scripts=scripts))
    survey = f"/surveys/{place.given.coding.survey}"
    page.goto(survey)
    steps.follow(page, "Câu trả lời viết tự do")
    steps.heading(page, "Câu trả lời viết tự do")
    steps.fits(page)
    steps.follow(page, "Chưa gắn mã")
    cards = page.locator("main article")
    before = cards.count()
    assert before >= 4
    for _ in range(2):
        words = cards.first.locator(".said-text").inner_text()
        cards.first.get_by_text("Đi lại", exact=True).click()
        cards.first.get_by_role("button", name="Lưu mã").click()
        expect(page.locator("body")).to_contain_text("Đã lưu.")
        expect(page.locator("main")).not_to_contain_text(words)
    expect(cards).to_have_count(before - 2)
    box = cards.first.locator("label.choice").first.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    steps.fits(page)
    page.get_by_role("searchbox").fill("duong")
    steps.press(page, "Tìm")
    expect(page).to_have_url(re.compile("q=duong"))
    steps.fits(page)

    steps.follow(page, "Bộ mã")
    steps.heading(page, "Bộ mã")
    page.get_by_label("Tên mã").fill("Giờ họp CHƯA hợp")
    steps.press(page, "Thêm mã")
    expect(page.locator("main .error")).to_contain_text("đã có mã như vậy")
    expect(page.get_by_label("Tên mã")).to_have_value("Giờ họp CHƯA hợp")
    steps.fits(page)


def test_one_click_says_what_holds(signed_in: Callable[..., Page], place: Place) -> None:
    page = signed_in("chair", Device(scripts=False))
    page.goto(f"/surveys/{place.given.coding.survey}/agreement")
    expect(page.locator("main")).to_contain_text("Tính trên 7 câu mà cả hai đã gắn mã.")
    cards = page.locator("main article")
    expect(cards).to_have_count(2)
    steps.fits(page)
    cards.first.get_by_role("button", name=re.compile("^Thống nhất theo|^Theo ")).first.click()
    expect(page.locator("body")).to_contain_text("Đã lưu.")
    expect(cards).to_have_count(1)
    steps.follow(page, re.compile("^Tất cả"))
    expect(cards).to_have_count(2)
    expect(page.locator("main")).to_contain_text("Đã thống nhất")
    steps.fits(page)
