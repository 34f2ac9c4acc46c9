"""A real server with the demonstration, a real Chromium, and the devices that women hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from app.settings import Settings
from tests.conftest import POSTGRES, make_settings
from tests.server import served
from tools.pictures.camera import launch
from tools.pictures.deeds import PASSWORD
from tools.pictures.demonstration import Demonstration, furnish

#: The least that the demonstration can be loaded with.
FEW = 200
PHONE, DESK = (360, 740), (1280, 900)
#: What the in-app browsers call themselves: people follow the link out of a chat or a post.
ZALO_ANDROID = (
    "Mozilla/5.0 (Linux; Android 13; SM-A047F Build/TP1A.220624.014; wv) AppleWebKit/537.36"
    " (KHTML, like Gecko) Version/4.0 Chrome/130.0.6723.107 Mobile Safari/537.36"
    " Zalo android/24110712 ZaloTheme/light ZaloLanguage/vi"
)
ZALO_IOS = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
    " Gecko) Mobile/15E148 Zalo iOS/241102 ZaloTheme/light ZaloLanguage/vn"
)
FACEBOOK_ANDROID = (
    "Mozilla/5.0 (Linux; Android 12; CPH2239 Build/RKQ1.211119.001; wv) AppleWebKit/537.36"
    " (KHTML, like Gecko) Version/4.0 Chrome/130.0.6723.107 Mobile Safari/537.36"
    " [FB_IAB/FB4A;FBAV/488.0.0.65.79;]"
)
FACEBOOK_IOS = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
    " Gecko) Mobile/21G80 [FBAN/FBIOS;FBAV/488.0.0.65.79;FBBV/658142351;FBDV/iPhone12,1;FBMD/iPhone"
    ";FBSN/iOS;FBSV/17.6;FBSS/2;FBCR/;FBID/phone;FBLC/vi_VN;FBOP/80]"
)


@dataclass(frozen=True)
class Place:
    """A running server: where it is, what is in it, where its log goes."""

    address: str
    given: Demonstration
    log: Path


@dataclass(frozen=True)
class Device:
    """Something with a screen. `agent`: None for a plain Chromium."""

    size: tuple[int, int] = PHONE
    agent: str | None = None
    scripts: bool = True


@dataclass
class Devices:
    """Makes contexts and remembers what they asked of whom."""

    browser: Browser
    address: str
    asked: list[str] = field(default_factory=list)
    opened: list[BrowserContext] = field(default_factory=list)

    def page(self, device: Device | None = None, cookie: str | None = None) -> Page:
        """A page in a browser that has seen nothing before; `cookie`: a session's."""
        device = device or Device()
        width, height = device.size
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": height},
            user_agent=device.agent,
            java_script_enabled=device.scripts,
            has_touch=width < DESK[0],
            locale="vi-VN",
        )
        context.set_default_timeout(10_000)
        context.on("request", lambda request: self.asked.append(request.url))
        if cookie:
            context.add_cookies([{"name": "sen", "value": cookie, "url": self.address}])
        self.opened.append(context)
        return context.new_page()

    def strangers(self) -> set[str]:
        """Hosts other than the site's own that any of the pages asked for something."""
        site = urlsplit(self.address).netloc
        return {urlsplit(url).netloc for url in self.asked} - {site, ""}


@pytest.fixture(scope="session")
def place(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Place]:
    home = tmp_path_factory.mktemp("browser")
    url = request.getfixturevalue("postgres").create_database("browser") if POSTGRES else ""
    settings: Settings = make_settings(home, url)
    given = furnish(settings, PASSWORD, FEW)
    log = home / "log"
    with served(settings, log, SEN_EMBEDDED_WORKER="true", SEN_LOG_LEVEL="debug") as address:
        yield Place(address, given, log)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright, launch(playwright) as launched:
        yield launched


@pytest.fixture
def devices(browser: Browser, place: Place) -> Iterator[Devices]:
    """Whatever a test does: no page asks anything of another site."""
    made = Devices(browser, place.address)
    yield made
    for context in made.opened:
        context.close()
    assert made.strangers() == set()


@pytest.fixture
def signed_in(devices: Devices, place: Place) -> Callable[..., Page]:
    """`signed_in("moderator")`: a page of hers, on a phone unless another device is named."""

    def make(role: str, device: Device | None = None) -> Any:
        return devices.page(device, place.given.cookies[role])

    return make
