"""One round of `python -m checks.xss`: three payloads in every text field, each page seen once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from tests.factories import Scene
from tests.http import stored_xss
from tools.pictures.camera import launch


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.once
def test_nothing_that_was_typed_becomes_markup(app: Any, scene: Scene) -> None:
    assert len(stored_xss.PAYLOADS) >= 100
    found = stored_xss.Found()
    payloads = (stored_xss.PAYLOADS[0], stored_xss.PAYLOADS[-1], "[x](javascript:window.pwned=1)")

    def look() -> None:
        with sync_playwright() as playwright:
            browser = launch(playwright)
            page = browser.new_page()
            stored_xss.one_round(
                app, scene, payloads, page, found, ("member", "chair"), by_all=False
            )
            browser.close()

    # The browser of other tests keeps a loop in the main thread.
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(look).result()
    assert found.faults == []
    assert len(found.planted) > 120
    assert found.seen > 300
