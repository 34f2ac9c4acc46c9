"""A live round in real browsers: a host at her desk, two women with phones, one without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.db import Database
from app.settings import Settings
from tests import live
from tests.browser import steps
from tests.browser.conftest import DESK, Device, Devices
from tests.factories import Scene
from tests.server import served

pytestmark = pytest.mark.browser


@pytest.fixture
def hall(
    browser: Browser, settings: Settings, scene: Scene, database: Database, tmp_path: Path
) -> Iterator[tuple[Devices, str]]:
    """The devices in the hall, and the live round's address."""
    round_id = database.write_now(lambda session: live.waiting(session, scene, 2))
    database.write_now(lambda session: live.players(session, scene, 2))
    with served(settings, tmp_path / "server.log") as address:
        made = Devices(browser, address)
        yield made, f"/live-rounds/{round_id}"
        for context in made.opened:
            context.close()
        assert made.strangers() == set()


def joined(hall: tuple[Devices, str], scene: Scene, who: str, *, scripts: bool = True) -> Page:
    devices, path = hall
    page = devices.page(Device(scripts=scripts), scene.cookies[who])
    page.goto(path)
    page.get_by_role("button", name="Vào chơi").click()
    expect(page.locator("main")).to_contain_text("Chờ người dẫn bắt đầu")
    return page


def test_a_host_and_two_players(hall: tuple[Devices, str], scene: Scene) -> None:
    devices, path = hall
    host = devices.page(Device(size=DESK), scene.cookies["contests"])
    host.goto(f"{path}/desk")
    expect(host.locator("#live-count")).to_contain_text("0 người chơi")
    hoa, lan = joined(hall, scene, "player0"), joined(hall, scene, "player1", scripts=False)
    expect(host.locator("#live-count")).to_contain_text("2 người chơi")  # by itself
    host.get_by_role("button", name="Bắt đầu, hỏi câu 1").click()
    # Pushed: nobody touched her phone.
    expect(hoa.locator(".live-prompt")).to_have_text("Câu số 1?")
    expect(hoa.locator(".live-clock")).to_contain_text(re.compile(r"Còn \d+ giây"))
    for button in hoa.locator("button.live-option").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 56
    steps.fits(hoa)
    hoa.get_by_role("button", name="Ý b").click()
    expect(hoa.locator("main")).to_contain_text("Đã nhận câu trả lời của chị")
    lan.get_by_role("link", name="Tải lại").click()
    lan.get_by_role("button", name="Ý a").click()
    expect(lan.locator("main")).to_contain_text("Đã nhận câu trả lời của chị")
    expect(host.locator("#live-count")).to_contain_text("2 người đã trả lời câu này")
    assert "đáp án đúng" not in hoa.content()
    host.get_by_role("button", name="Đóng câu, hiện đáp án").click()
    expect(hoa.locator(".live-right")).to_contain_text("Ý b")
    expect(hoa.locator("main")).to_contain_text("đứng thứ 1")
    lan.get_by_role("link", name="Tải lại").click()
    expect(lan.locator("main")).to_contain_text("Câu này chị được 0 điểm.")
    expect(lan.locator("main")).to_contain_text("đứng thứ 2")
    # Her page comes back by itself after the network was away for a moment.
    hoa.context.set_offline(True)
    host.get_by_role("button", name="Hỏi câu 2").click()
    hoa.wait_for_timeout(3000)
    hoa.context.set_offline(False)
    expect(hoa.locator(".live-prompt")).to_have_text("Câu số 2?", timeout=15_000)
    host.get_by_text("Kết thúc buổi").first.click()
    host.locator(".confirm-body").get_by_role("button", name="Kết thúc buổi").click()
    expect(hoa.locator("main")).to_contain_text("Đã kết thúc")
    expect(hoa.locator(".live-board")).to_contain_text("Nguyễn Thị player0")
