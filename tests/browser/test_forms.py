"""Forms on a real device: nothing typed is lost, nothing is sent twice, no mouse is needed."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import (
    FACEBOOK_ANDROID,
    FACEBOOK_IOS,
    ZALO_ANDROID,
    ZALO_IOS,
    Device,
    Devices,
    Place,
)
from tests.browser.steps import HERE, Woman
from tools.pictures.deeds import PEOPLE_NEED_MS

pytestmark = pytest.mark.browser

WITH_AND_WITHOUT_SCRIPTS = pytest.mark.parametrize(
    "scripts", [True, False], ids=["scripts", "no-scripts"]
)
#: Tabs from the top of a page to its main action; nobody presses more.
PATIENCE = 25


@WITH_AND_WITHOUT_SCRIPTS
def test_what_was_typed_survives_a_mistake_and_going_back(devices: Devices, scripts: bool) -> None:
    page, typed = devices.page(Device(scripts=scripts)), Woman(phone="0911000951")
    page.goto(f"{HERE}/members/new")
    shown = time.monotonic()
    steps.fill(page, typed)
    page.get_by_label("dạy con").check()
    page.locator("[name=consents][value=management]").uncheck()
    steps.wait_as_people_do(shown)
    steps.press(page, "Gửi phiếu đăng ký")
    expect(page.locator("main [role=alert]")).to_be_visible()

    wrong = page.locator("fieldset.field-wrong")
    expect(wrong).to_have_count(1)
    expect(wrong.locator(".error")).to_be_visible()
    expect(wrong.locator("[value=management]")).not_to_be_checked()
    _holds(page, typed)
    page.goto(f"{HERE}/privacy-notice")
    page.go_back()
    _holds(page, typed)


def _holds(page: Page, typed: Woman) -> None:
    expect(page.get_by_label("Họ và tên")).to_have_value(typed.full_name)
    expect(page.get_by_label("Số điện thoại")).to_have_value(typed.phone)
    expect(page.get_by_label("dạy con")).to_be_checked()
    expect(page.locator("[name=consents][value=contact]")).to_be_checked()


@WITH_AND_WITHOUT_SCRIPTS
def test_a_double_tap_applies_once(
    devices: Devices, signed_in: Callable[..., Page], scripts: bool
) -> None:
    name = f"Trần Thị Hai Lần {'Có' if scripts else 'Không'}"
    woman = Woman(phone=f"091100096{int(scripts)}", full_name=name)
    page = devices.page(Device(scripts=scripts))
    page.goto(f"{HERE}/members/new")
    shown = time.monotonic()
    steps.fill(page, woman)
    steps.wait_as_people_do(shown)
    page.get_by_role("button", name="Gửi phiếu đăng ký").dblclick()
    expect(page.locator("main .chip").first).to_have_text("Đã nhận, đang xem")

    board = signed_in("moderator")
    board.goto(f"{HERE}/members?q={name}")
    expect(board.locator("#list > li")).to_have_count(1)


def test_the_keyboard_reaches_the_main_action(
    devices: Devices, signed_in: Callable[..., Page], place: Place
) -> None:
    page = devices.page()
    page.goto(f"/i/{place.given.invitation}")
    _tab_to(page, "Đăng ký")
    page.keyboard.press("Enter")
    steps.heading(page, "Đăng ký vào nhóm")

    board = signed_in("moderator")
    board.goto(f"/members/{place.given.files['submitted'][-1].id}")
    board.keyboard.press("Tab")
    skip = board.get_by_role("link", name="Đến phần chính")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    board.keyboard.press("Enter")
    _tab_to(board, "Duyệt")
    board.keyboard.press("Enter")
    expect(board.locator(".page-head .chip").first).to_have_text("Đã duyệt")
    _tab_to(board, "Rút lại")
    board.keyboard.press("Enter")
    expect(board.locator(".page-head .chip").first).to_have_text("Chờ duyệt")


def _tab_to(page: Page, label: str) -> None:
    for _ in range(PATIENCE):
        page.keyboard.press("Tab")
        if page.locator(":focus").inner_text().strip().startswith(label):
            return
    raise AssertionError(f"{label} was not reached in {PATIENCE} steps")


def test_a_form_that_was_sent_by_a_robot_comes_back_as_it_was(devices: Devices) -> None:
    """The time trap shows the form again; sent once more by a person it goes through."""
    page, woman = devices.page(), Woman(phone="0911000971", full_name="Lê Thị Nhanh Tay")
    page.goto(f"{HERE}/members/new")
    steps.fill(page, woman)
    page.evaluate("document.querySelector('[name=website]').value = 'https://example.org'")
    steps.press(page, "Gửi phiếu đăng ký")
    expect(page.locator("main [role=alert]")).to_be_visible()
    expect(page.get_by_label("Họ và tên")).to_have_value(woman.full_name)
    page.wait_for_timeout(PEOPLE_NEED_MS)
    steps.press(page, "Gửi phiếu đăng ký")
    expect(page.locator("main .chip").first).to_have_text("Đã nhận, đang xem")


@pytest.mark.parametrize(
    "agent",
    [ZALO_ANDROID, ZALO_IOS, FACEBOOK_ANDROID, FACEBOOK_IOS],
    ids=["zalo-android", "zalo-ios", "facebook-android", "facebook-ios"],
)
def test_the_browsers_inside_zalo_and_facebook_open_the_way_in(
    devices: Devices, place: Place, agent: str
) -> None:
    page = devices.page(Device(agent=agent))
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto(f"/i/{place.given.invitation}")
    expect(page.get_by_role("heading", name="Ba điều chị yên tâm")).to_be_visible()
    steps.follow(page, "Đăng ký, khoảng hai phút")
    expect(page.get_by_role("button", name="Gửi phiếu đăng ký")).to_be_enabled()
    assert wrong == []
