"""The six pictures of the README: first screens of the demonstration, into `docs/pictures/`."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import sync_playwright

from tools.pictures import deeds
from tools.pictures.camera import DESK, HEIGHTS, PHONE, ROOT, Camera, launch
from tools.pictures.demonstration import SLUG, Demonstration
from tools.pictures.screens import APPLICANT, STRANGER, Screen

FOLDER = ROOT / "docs/pictures"
#: A picture that is heavier makes the README slow to open.
HEAVIEST = 150_000


def write(address: str, given: Demonstration) -> None:
    """Raises ValueError when a picture is too heavy."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright, launch(playwright) as browser:
        camera = Camera(browser, address, given)
        for screen, width in _six(given):
            path = FOLDER / f"{screen.name}-{width}.png"
            with camera.visit(screen, "vi") as visit:
                visit.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
                visit.page.screenshot(path=path, animations="disabled")
            if path.stat().st_size > HEAVIEST:
                raise ValueError(f"{path.name} has {path.stat().st_size} bytes")


def _six(given: Demonstration) -> Iterator[tuple[Screen, int]]:
    here = f"/communities/{SLUG}"
    asked, answered = given.files["needs_info"][0], given.files["needs_info"][-1]
    card = f"/members/{given.files['submitted'][1].id}"
    join = f"{here}/members/new?invitation={given.invitation}"
    yield Screen("invitation", STRANGER, f"/i/{given.invitation}"), PHONE
    yield Screen("join", STRANGER, join), PHONE
    yield Screen("inbox", "moderator", f"{here}/review"), PHONE
    yield Screen("card", "moderator", card, deeds.approve), DESK
    page = f"/applications/{asked.code}"
    yield Screen("application", APPLICANT, page, visit=(asked.code, asked.phone)), PHONE
    yield Screen("audit", "adviser", f"/audit?community={SLUG}&subject={answered.id}"), DESK
