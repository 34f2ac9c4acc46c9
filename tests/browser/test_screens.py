"""The screens that people meet every day, on a phone, by all the rules of `tools.pictures`."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Place
from tools.pictures.camera import PHONE, Camera
from tools.pictures.demonstration import SLUG, Demonstration
from tools.pictures.screens import APPLICANT, STRANGER, Screen

pytestmark = pytest.mark.browser

HERE = f"/communities/{SLUG}"
NAMES = (
    "community",
    "invitation",
    "join",
    "sign-in",
    "application",
    "me",
    "my-data",
    "today",
    "inbox",
    "card",
    "question",
    "members",
    "audit",
)


def screens(given: Demonstration) -> dict[str, Screen]:
    asked, waiting = given.files["needs_info"][0], given.files["submitted"][0]
    application = f"/applications/{asked.code}"
    made = (
        Screen("community", STRANGER, HERE),
        Screen("invitation", STRANGER, f"/i/{given.invitation}"),
        Screen("join", STRANGER, f"{HERE}/members/new"),
        Screen("sign-in", STRANGER, "/sessions/new"),
        Screen("application", APPLICANT, application, visit=(asked.code, asked.phone)),
        Screen("me", "member", "/me"),
        Screen("my-data", "member", "/me/data"),
        Screen("today", "moderator", f"{HERE}/today"),
        Screen("inbox", "moderator", f"{HERE}/review"),
        Screen("card", "moderator", f"/members/{waiting.id}"),
        Screen("question", "moderator", f"/members/{waiting.id}/information-request"),
        Screen("members", "moderator", f"{HERE}/members"),
        Screen("audit", "adviser", f"/audit?community={SLUG}"),
    )
    return {screen.name: screen for screen in made}


@pytest.mark.parametrize("name", NAMES)
def test_a_phone_shows_it_well_in_both_languages(browser: Browser, place: Place, name: str) -> None:
    screen = screens(place.given)[name]
    camera = Camera(browser, place.address, place.given)
    with camera.visit(screen, "vi") as visit:
        camera.look(visit, PHONE)
    found = [*visit.noticed, *camera.english(screen)]
    assert [f"{one.kind}: {one.text}" for one in found if one.fails] == []


def test_the_rules_see_what_is_wrong(browser: Browser, place: Place) -> None:
    """A page with one fault of each kind: a rule that sees nothing would pass everything."""
    camera = Camera(browser, place.address, place.given)
    with camera.visit(Screen("faulty", STRANGER, "/sessions/new"), "en") as visit:
        visit.page.evaluate(
            """() => {
              const main = document.querySelector("main");
              main.innerHTML = `<p>wide</p><p>tiny</p><p>Chưa dịch</p><p>{ten}</p>
                <p><a href="/">small</a></p><h2></h2>
                <img src="/static/favicon.svg"><img src="https://example.org/a.png">`;
              main.children[0].style.width = "500px";
              main.children[1].style.fontSize = "12px";
            }"""
        )
        camera.look(visit, PHONE, "en")
    kinds = {one.kind for one in visit.noticed if one.fails}
    assert kinds >= {
        *("sideways", "small text", "untranslated", "unfilled", "target", "empty"),
        *("axe", "off the site"),
    }
