"""A round on a phone of 360 px: with scripts and without, the network cut, the tab closed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect

from app.domain.contests import moments, proofs
from tests.browser import steps
from tests.browser.conftest import Device, Devices, Place
from tests.server import ROOT
from tools.pictures.attempts import TIMED

pytestmark = [pytest.mark.browser, pytest.mark.slow]
KEPT_WITHIN = 20.0
WITH_AND_WITHOUT_SCRIPTS = pytest.mark.parametrize(
    "scripts", [True, False], ids=["scripts", "no-scripts"]
)


def begin(page: Page, round_id: str) -> str:
    """The address of her paper."""
    page.goto(f"/rounds/{round_id}/attempts/new")
    steps.press(page, "Bắt đầu làm bài")
    expect(page.locator("main fieldset")).to_have_count(4)
    fits(page)
    return page.url.partition("?")[0]


def fits(page: Page) -> None:
    """Nothing is wider than the phone, and a thumb hits every answer."""
    steps.fits(page)
    for choice in page.locator("label.choice").all():
        box = choice.bounding_box()
        assert box is not None
        assert box["height"] >= 44


def answer(page: Page, number: int) -> None:
    page.locator("main fieldset").nth(number).locator("input").first.check()


@WITH_AND_WITHOUT_SCRIPTS
def test_a_paper_is_answered_and_handed_in(devices: Devices, place: Place, scripts: bool) -> None:
    page = devices.page(Device(scripts=scripts), place.given.cookies["member"])
    begin(page, place.given.papers.open)
    expect(page.locator("main")).to_contain_text("0900 000 009")
    for number in range(4):
        answer(page, number)
    steps.press(page, "Nộp bài")
    expect(page.locator("main")).to_contain_text("Xin ghi con số chị dự đoán.")
    expect(page.locator("main fieldset input:checked")).to_have_count(4)
    page.get_by_label("Chị đoán").fill("250")
    steps.press(page, "Nộp bài")
    expect(page.locator("main")).to_contain_text("Đã nhận bài của chị")
    fits(page)
    steps.follow(page, "Xem biên nhận")
    steps.heading(page, "Biên nhận dự thi")
    fits(page)


def test_without_a_network_what_was_saved_counts_at_the_deadline(
    devices: Devices, place: Place, tmp_path: Path
) -> None:
    """With scripts and without: two phones lose the network, and one deadline is waited for."""
    papers = {
        round_id: left_without_a_network(devices, place, round_id, scripts=scripts)
        for round_id, scripts in zip(place.given.papers.timed, (True, False), strict=True)
    }
    time.sleep(TIMED + 1)
    for round_id, (context, paper) in papers.items():
        context.set_offline(False)
        again = context.new_page()
        again.goto(paper)
        expect(again.locator("main")).to_contain_text("Bài đã khép lại lúc hết giờ")
        expect(again.locator(".facts dd").nth(1)).to_have_text("2")
        receipt = again.request.get(f"{paper}/receipt.json").json()
        assert (receipt["prediction"], receipt["round"]) == (12, round_id)
        assert verified(receipt, tmp_path)
        assert not verified({**receipt, "prediction": 13}, tmp_path)


def left_without_a_network(
    devices: Devices, place: Place, round_id: str, *, scripts: bool
) -> tuple[BrowserContext, str]:
    """The phone and the address of a paper: two answers and a guess are saved, a third is not."""
    page = devices.page(Device(scripts=scripts), place.given.cookies["member"])
    paper = begin(page, round_id)
    answer(page, 0)
    answer(page, 1)
    page.get_by_label("Chị đoán").fill("12")
    if not scripts:
        steps.press(page, "Lưu tạm")
        expect(page.locator("#message")).to_contain_text("Đã lưu.")
    else:
        expect(page.locator("[data-paper-saved]")).to_contain_text("Đã lưu lúc", timeout=20_000)
    page.context.set_offline(True)
    answer(page, 2)
    if scripts:
        expect(page.locator("[data-paper-saved]")).to_contain_text("Mất mạng")
    else:
        with pytest.raises(Error):
            page.goto(paper)
    context = page.context
    page.close()
    return context, paper


def verified(receipt: dict[str, Any], folder: Path) -> bool:
    """By the tool alone, without the application on its path; hers is the round's only entry."""
    at = moments.read(receipt["submitted_at"])
    entry = proofs.Entry(receipt["entry"], 12, at)
    published = proofs.published(receipt["round"], [entry], receipt["commitment"])
    files = [folder / "published.json", folder / "receipt.json"]
    for file, value in zip(files, (published, receipt), strict=True):
        file.write_text(json.dumps(value), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", str(ROOT / "tools/check_receipt.py"), *map(str, files)],
        cwd=folder,
        env={},
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


def test_what_was_answered_without_a_network_is_still_there(devices: Devices, place: Place) -> None:
    """The tab closed without a network, the paper opened again: restored, then saved."""
    page = devices.page(Device(), place.given.cookies["member"])
    paper = begin(page, place.given.papers.open)
    answer(page, 0)
    saved = page.locator("[data-paper-saved]")
    expect(saved).to_contain_text("Đã lưu lúc", timeout=20_000)
    page.context.set_offline(True)
    answer(page, 1)
    expect(saved).to_contain_text("Mất mạng")
    context = page.context
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(paper)
    expect(again.locator("main fieldset input:checked")).to_have_count(2)
    expect(again.locator("[data-paper-saved]")).to_contain_text("Đã lưu lúc", timeout=20_000)
    until_kept(again, paper, lambda told: len(told["answers"]) == 2)
    # Another window that knows less is told, and overwrites nothing.
    other = context.new_page()
    other.goto(paper)
    answer(again, 2)
    expect(again.locator("main fieldset input:checked")).to_have_count(3)
    until_kept(again, paper, lambda told: len(told["answers"]) == 3)
    answer(other, 3)
    expect(other.locator("[data-paper-saved]")).to_contain_text("ở một cửa sổ khác")
    until_kept(again, paper, lambda told: len(told["answers"]) == 3)
    again.get_by_label("Chị đoán").fill("1")
    until_kept(again, paper, lambda told: told["prediction"] == 1)
    steps.press(again, "Nộp bài")
    expect(again.locator("main")).to_contain_text("Đã nhận bài của chị")


def until_kept(page: Page, paper: str, so: Callable[[dict[str, Any]], bool]) -> None:
    """Waits for what the server holds of her paper."""
    deadline = time.monotonic() + KEPT_WITHIN
    while not so(page.request.get(paper, headers={"accept": "application/json"}).json()):
        assert time.monotonic() < deadline
        page.wait_for_timeout(200)
