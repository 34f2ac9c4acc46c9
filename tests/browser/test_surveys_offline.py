"""A survey is answered without a network: what waits on the phone is delivered once, by her."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import clock
from app.db import Database
from app.models.people import SignIn
from app.models.survey_responses import SurveyPending, SurveyResponse
from app.models.surveys import Survey
from app.settings import Settings
from tests import surveys
from tests.browser.conftest import Device, Devices
from tests.factories import Scene, work_of
from tests.server import served

pytestmark = pytest.mark.browser
FORM: dict[str, Any] = {
    "title": {"vi": "Chị cần gì?", "en": "What do you need?"},
    "questions": [
        {"key": "s1", "type": "section", "text": "Về chị"},
        {
            "key": "kids",
            "type": "yes_no",
            "text": {"vi": "Chị có con nhỏ không?", "en": "Do you have small children?"},
            "required": True,
        },
        {"key": "s2", "type": "section", "text": "Điều chị cần"},
        surveys.question("need", "short_text", text="Chị cần gì nhất?"),
    ],
}
#: The page and the list of what waits, each with the last script that it needs.
KEPT = """async (path) => {
  for (const name of [path, "/surveys/waiting"]) {
    const held = await (await caches.open(name)).keys();
    if (!held.some(({ url }) => url.includes("waiting.js"))) return false;
  }
  return Boolean(navigator.serviceWorker.controller);
}"""


class Phone:
    """Of a woman, with the answer page of a survey open and kept by the worker."""

    def __init__(self, devices: Devices, cookie: str, path: str) -> None:
        self.page: Page = devices.page(Device(), cookie)
        self.path = path
        self.page.goto(path)
        for _ in range(100):
            if self.page.evaluate(KEPT, path):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError("The worker keeps nothing.")

    def offline(self, away: bool) -> None:
        self.page.context.set_offline(away)

    def answer(self) -> None:
        self.page.get_by_label("Có", exact=True).check()
        self.page.get_by_role("button", name="Tiếp tục").click()
        self.page.get_by_label("Chị cần gì nhất?").fill("Lớp học may")
        self.page.get_by_role("button", name="Gửi phiếu").click()


Make = Callable[..., tuple[Devices, str]]


@pytest.fixture
def place(
    browser: Browser, settings: Settings, scene: Scene, database: Database, tmp_path: Path
) -> Iterator[Make]:
    """The devices, and the answer page of a survey."""
    opened: list[Devices] = []
    with served(settings, tmp_path / "server.log") as address:

        def make(identity: str = "identified") -> tuple[Devices, str]:
            def put(session: Session) -> str:
                work = work_of(session)
                return surveys.survey(work, scene, FORM, identity=identity, offline_days=30).id

            opened.append(Devices(browser, address))
            return opened[-1], f"/surveys/{database.write_now(put)}/responses/new"

        yield make
        for devices in opened:
            for context in devices.opened:
                context.close()
            assert devices.strangers() == set()


def rows(database: Database, table: Any) -> list[Any]:
    return database.read_now(lambda s: list(s.execute(select(table.way, table.answers))))


@pytest.mark.parametrize(
    ("identity", "table"), [("identified", SurveyResponse), ("anonymous", SurveyPending)]
)
def test_opened_answered_and_sent_without_a_network_and_delivered_after_the_closing(
    place: Make, scene: Scene, database: Database, identity: str, table: Any
) -> None:
    devices, path = place(identity)
    phone = Phone(devices, scene.cookies["member"], path)
    page = phone.page
    phone.offline(away=True)
    page.reload()
    phone.answer()
    expect(page.get_by_text("phiếu đang chờ trên máy này").first).to_be_visible()
    page.get_by_role("link", name="Phiếu chờ gửi").last.click()
    expect(page.get_by_text("Đang chờ mạng")).to_be_visible()
    page.get_by_role("button", name="Gửi lại ngay").click()
    expect(page.get_by_text("Vẫn chưa có mạng")).to_be_visible()
    assert rows(database, table) == []

    def close(session: Session) -> None:
        survey = session.get_one(Survey, path.split("/")[2])
        survey.closes_at = clock.now() - timedelta(milliseconds=1)

    database.write_now(close)
    phone.offline(away=False)
    expect(page.get_by_text("Đã gửi")).to_be_visible()
    (row,) = rows(database, table)
    assert row.way == "offline"
    assert row.answers == {"kids": "yes", "need": "Lớp học may"}
    assert page.evaluate("SenQueue.all().then((all) => all.map((one) => 'body' in one))") == [False]


def test_an_answer_that_was_lost_on_its_way_is_taken_once(
    place: Make, scene: Scene, database: Database
) -> None:
    devices, path = place()
    phone = Phone(devices, scene.cookies["member"], path)

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    phone.page.route("**/responses", lose)
    phone.answer()
    expect(phone.page.get_by_text("phiếu đang chờ trên máy này").first).to_be_visible()
    phone.page.unroute("**/responses")
    phone.page.goto("/surveys/waiting")
    expect(phone.page.get_by_text("Hội đã có phiếu của chị")).to_be_visible()
    assert len(rows(database, SurveyResponse)) == 1


def test_a_phone_that_is_handed_on_sends_nothing_under_another_name(
    place: Make, scene: Scene, database: Database
) -> None:
    devices, path = place("anonymous")
    phone = Phone(devices, scene.cookies["member"], path)
    phone.offline(away=True)
    phone.answer()
    expect(phone.page.get_by_text("phiếu đang chờ trên máy này").first).to_be_visible()
    cookie = {"name": "sen", "url": devices.address}
    phone.page.context.add_cookies([{**cookie, "value": scene.cookies["chair"]}])  # type: ignore[typeddict-item]
    phone.offline(away=False)
    phone.page.goto("/surveys/waiting")
    expect(phone.page.get_by_text("Chờ đúng người đã trả lời")).to_be_visible()
    assert rows(database, SurveyPending) == []
    phone.page.context.add_cookies([{**cookie, "value": scene.cookies["member"]}])  # type: ignore[typeddict-item]
    phone.page.reload()
    expect(phone.page.get_by_text("Đã gửi")).to_be_visible()
    assert len(rows(database, SurveyPending)) == 1


def test_what_is_written_without_a_network_outlives_the_tab(place: Make, scene: Scene) -> None:
    devices, path = place()
    phone = Phone(devices, scene.cookies["member"], path)
    phone.offline(away=True)
    phone.page.get_by_label("Có", exact=True).check()
    expect(phone.page.get_by_text("phiếu làm dở giữ trên máy này")).to_be_visible()
    again = phone.page.context.new_page()
    phone.page.close()
    again.goto(path)
    expect(again.get_by_label("Có", exact=True)).to_be_checked()
    phone.page = again
    phone.offline(away=False)
    expect(again.get_by_text("Đã giữ phiếu làm dở")).to_be_visible()


def test_two_phones_join_what_they_wrote(place: Make, scene: Scene) -> None:
    devices, path = place()
    first, second = (devices.page(Device(), scene.cookies["member"]) for _ in range(2))
    for page in (first, second):
        page.goto(path)
    first.get_by_label("Có", exact=True).check()
    expect(first.get_by_text("Đã giữ phiếu làm dở")).to_be_visible()
    second.get_by_label("Chị cần gì nhất?").evaluate(
        """(field) => {
          field.value = "Việc làm";
          field.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
    )
    expect(second.get_by_text("vừa được lưu ở máy khác")).to_be_visible()
    expect(second.get_by_label("Có", exact=True)).to_be_checked()
    first.reload()
    expect(first.get_by_label("Có", exact=True)).to_be_checked()
    expect(first.get_by_label("Chị cần gì nhất?")).to_have_value("Việc làm")


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("identity", ["identified", "anonymous"])
def test_another_language_loses_nothing(
    place: Make, scene: Scene, identity: str, scripts: bool
) -> None:
    devices, path = place(identity)
    page = devices.page(Device(scripts=scripts), scene.cookies["member"])
    page.goto(path)
    page.get_by_label("Có", exact=True).check()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="What do you need?")).to_be_visible()
    expect(page.get_by_label("Yes", exact=True)).to_be_checked()
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.get_by_label("Có", exact=True)).to_be_checked()


def test_on_a_shared_device_nothing_stays(place: Make, scene: Scene, database: Database) -> None:
    devices, path = place()
    database.write_now(lambda s: s.execute(update(SignIn).values(shared_device=True)))
    page = devices.page(Device(), scene.cookies["member"])
    page.goto(path)
    page.get_by_label("Có", exact=True).check()
    page.get_by_role("button", name="Tiếp tục").click()
    page.context.set_offline(True)
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.get_by_text("Chưa gửi được vì mất mạng")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.get_by_text("Đã nhận phiếu")).to_be_visible()
    assert (
        page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    )
