"""Twelve women typed from a sheet in a real browser: `python -m checks.paper [--key-ms 150]`.

Every letter waits as long as an unhurried typist does; Tab and Enter are keys too. Ends with 1
where the sheet takes more than four minutes, or holds other than twelve files.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from app.settings import Settings
from tools.pictures.camera import launch
from tools.pictures.deeds import PASSWORD
from tools.pictures.demonstration import SLUG, furnish, served

MOST_SECONDS = 240
FAMILIES = (
    "Bế",
    "Cù",
    "Doãn",
    "Giáp",
    "Khổng",
    "Lục",
    "Mạc",
    "Nghiêm",
    "Ông",
    "Quách",
    "Tạ",
    "Ứng",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--key-ms", type=int, default=150, help="from one key to the next")
    pause = parser.parse_args().key_ms
    with tempfile.TemporaryDirectory(prefix="sen-paper-") as folder:
        settings = Settings(data_dir=Path(folder), port=8977, host="127.0.0.1")
        given = furnish(settings, PASSWORD, 200)
        with served(settings), sync_playwright() as playwright, launch(playwright) as browser:
            context = browser.new_context(base_url=settings.address, locale="vi-VN")
            cookie = {"name": settings.cookie, "value": given.cookies["chair"]}
            context.add_cookies([{**cookie, "url": settings.address}])
            page = context.new_page()
            _begin(page)
            started = time.monotonic()
            for number, family in enumerate(FAMILIES):
                _woman(page, f"{family} Thị Thử Tay", number, pause)
            page.get_by_text("Đã nhập xong tờ này").wait_for()
            spent = time.monotonic() - started
            files = page.locator(".chip-done").count()
    sys.stdout.write(f"{files} women in {spent:.0f} s, {pause} ms a key\n")
    sys.exit(files != len(FAMILIES) or spent > MOST_SECONDS)


def _begin(page: Page) -> None:
    page.goto(f"/communities/{SLUG}/paper-sheets/new")
    page.get_by_role("button", name="Lập tờ mới").click()
    page.get_by_label("Tờ giấy lưu tại").fill("Tủ hồ sơ")
    page.get_by_role("button", name="Bắt đầu nhập").click()


def _woman(page: Page, name: str, number: int, pause: int) -> None:
    """From the keyboard alone: the cursor stands in the name when the line opens."""
    page.get_by_role("heading", name=f"Dòng {number + 1}", exact=True).wait_for()
    keys = page.keyboard
    for text in (name, str(1960 + number), "Đông", f"09{61_000_000 + number * 37}"):
        keys.type(text, delay=pause)
        keys.press("Tab", delay=pause)
    keys.press("Space", delay=pause)
    keys.press("Enter", delay=pause)


if __name__ == "__main__":
    main()
