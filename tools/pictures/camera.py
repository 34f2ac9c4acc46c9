"""One browser that goes to a screen, examines it and photographs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Response

from tools.pictures.demonstration import Demonstration
from tools.pictures.screens import APPLICANT, STRANGER, Screen

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = "/usr/bin/chromium"
#: The browser talks to nobody but the page's own site, of its own accord either.
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE, DESK = 360, 1280
HEIGHTS = {PHONE: 740, DESK: 900}
#: ui.md: the first load of a page, compressed, fonts aside.
HEAVIEST = 60 * 1024
#: axe's impacts that fail; the others are only said.
FAILING = ("serious", "critical")
WEIGHT = """() => [...performance.getEntriesByType("navigation"),
  ...performance.getEntriesByType("resource")]
  .filter((one) => !one.name.includes(".woff2")).reduce((sum, one) => sum + one.transferSize, 0)"""
DETAILS = """(open) => document.querySelectorAll(`main details${open ? ":not([open])" : ".tried"}`)
  .forEach((one) => { one.open = open; one.classList.toggle("tried", open); })"""
AXE = """async (rules) => {
  const only = rules ? { runOnly: { type: "rule", values: rules } } : {};
  const { violations } = await axe.run(document, { ...only, resultTypes: ["violations"] });
  return violations.map((one) => [one.impact, one.id, one.nodes[0].target.join(" "),
    one.nodes[0].any.concat(one.nodes[0].all, one.nodes[0].none)
      .map((check) => check.message).join("; ")]);
}"""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a screen. `fails`: whether it ends the command with 1."""

    kind: str
    text: str
    screen: str
    fails: bool = True


@dataclass
class Visit:
    """An open page and what was noticed on the way to it."""

    page: Page
    screen: Screen
    site: str
    status: int = 0
    noticed: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("response", self._answered)
        self.page.on("pageerror", lambda error: self.note("script", str(error)))
        self.page.on("console", lambda said: self._said(said.type, said.text))

    def note(self, kind: str, text: str, where: str = "", *, fails: bool = True) -> None:
        name = f"{self.screen.name} ({self.screen.role}{', ' if where else ''}{where})"
        self.noticed.append(Finding(kind, text, name, fails))

    def _asked(self, url: str) -> None:
        if urlsplit(url).netloc not in ("", self.site):
            self.note("off the site", url)

    def _answered(self, response: Response) -> None:
        if "/static/" not in response.url and response.status != 303:
            self.status = response.status

    def _said(self, kind: str, text: str) -> None:
        # The browser itself says so of every page that is not 200; `status` judges that.
        if kind == "error" and not text.startswith("Failed to load resource"):
            self.note("script", text)


@dataclass(frozen=True)
class Camera:
    """Examines screens; with a `folder` it also photographs them.

    `seen`: names of screens that axe and English readers have read: not again for each person.
    """

    browser: Browser
    address: str
    given: Demonstration
    folder: Path | None = None
    seen: set[str] = field(default_factory=set)

    def take(self, screen: Screen) -> list[Finding]:
        """In Vietnamese at both widths, light and dark; in English where that can be repeated."""
        with self.visit(screen, "vi") as visit:
            self.look(visit, PHONE)
            self._dark(visit)
            visit.page.set_viewport_size({"width": DESK, "height": HEIGHTS[DESK]})
            visit.page.emulate_media(color_scheme="light")
            self.look(visit, DESK)
            visit.page.emulate_media(color_scheme="dark")
            self._photograph(visit, DESK, "dark")
        if screen.once or screen.name in self.seen:
            return visit.noticed
        self.seen.add(screen.name)
        return visit.noticed + self.english(screen)

    def english(self, screen: Screen) -> list[Finding]:
        with self.visit(screen, "en") as visit:
            _examine(visit, "en", "en, 360")
        return [one for one in visit.noticed if one.kind != "first load"]

    def look(self, visit: Visit, width: int, lang: str = "vi") -> None:
        """One width in light: the rules, axe, the picture, and the rules with all details open."""
        _examine(visit, lang, f"{width}")
        if visit.screen.name not in self.seen:
            _axe(visit, f"{width}, light")
        self._photograph(visit, width, "light")
        visit.page.evaluate(DETAILS, True)
        _examine(visit, lang, f"{width}, opened")
        visit.page.evaluate(DETAILS, False)

    def _dark(self, visit: Visit) -> None:
        """The structure is the same; only colours are asked again."""
        visit.page.emulate_media(color_scheme="dark")
        if visit.screen.name not in self.seen:
            _axe(visit, "360, dark", ["color-contrast"])
        self._photograph(visit, PHONE, "dark")

    def _photograph(self, visit: Visit, width: int, scheme: str) -> None:
        if self.folder is not None:
            # As high as the page is: a picture of all of it would show the bar in its middle.
            height = visit.page.evaluate("document.documentElement.scrollHeight")
            visit.page.set_viewport_size({"width": width, "height": height})
            name = f"{visit.screen.name}-{visit.screen.role}-{width}-{scheme}.png"
            visit.page.screenshot(path=self.folder / name, animations="disabled")
            visit.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})

    @contextmanager
    def visit(self, screen: Screen, lang: str) -> Iterator[Visit]:
        """The screen on a phone, in a browser that has seen nothing before."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": PHONE, "height": HEIGHTS[PHONE]},
            color_scheme="light",
            reduced_motion="reduce",  # a colour on its way to another is neither
            locale="vi-VN",
        )
        try:
            self._sign_in(context, screen, lang)
            visit = Visit(context.new_page(), screen, urlsplit(self.address).netloc)
            visit.page.goto(screen.address, wait_until="load")
            weight = visit.page.evaluate(WEIGHT)
            if weight > HEAVIEST:
                # ui.md promises it of what members open; the board's desk is only told.
                fails = screen.role in (STRANGER, APPLICANT, "member")
                visit.note("first load", f"{weight / 1024:.0f} KB", fails=fails)
            if screen.deed is not None:
                screen.deed(visit.page)
            if visit.status != screen.status:
                visit.note("status", f"{visit.status}, not {screen.status}")
            yield visit
        finally:
            context.close()

    def _sign_in(self, context: BrowserContext, screen: Screen, lang: str) -> None:
        jar = {"lang": lang}
        if screen.role in self.given.cookies:
            jar["sen"] = self.given.cookies[screen.role]
        context.add_cookies(
            [{"name": name, "value": value, "url": self.address} for name, value in jar.items()]
        )
        if screen.visit is not None:
            code, phone = screen.visit
            context.request.post(
                f"/applications/{code}/visits",
                form={"phone": phone},
                headers={"Accept": "text/html", "Origin": self.address},
                max_redirects=0,
            )


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=CHROMIUM, args=list(SWITCHES))


def _examine(visit: Visit, lang: str, where: str) -> None:
    for kind, text in visit.page.evaluate(_source("tools/pictures/examine.js"), lang):
        visit.note(kind, text, where)


def _axe(visit: Visit, where: str, rules: list[str] | None = None) -> None:
    if not visit.page.evaluate("'axe' in window"):
        visit.page.evaluate(_source("node_modules/axe-core/axe.min.js"))
    for impact, rule, target, why in visit.page.evaluate(AXE, rules):
        text = f"{impact} {rule}: {target} ({why})"
        visit.note("axe", text, where, fails=impact in FAILING)


@cache
def _source(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")
