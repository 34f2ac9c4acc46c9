"""Sheets of a survey: typed in with the keyboard alone, without scripts, printed; links kept."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from app.db import Database
from app.models.survey_responses import SurveyResponse, SurveySheet
from app.settings import Settings
from tests import surveys
from tests.browser import steps
from tests.browser.conftest import Device, Devices
from tests.factories import Scene, work_of
from tests.server import served

pytestmark = pytest.mark.browser
FORM: dict[str, Any] = {
    "title": "Chị cần gì?",
    "questions": [
        {"key": "kids", "type": "yes_no", "text": "Chị có con nhỏ không?", "required": True},
        {
            "key": "many",
            "type": "number",
            "text": "Mấy cháu?",
            "required": True,
            "show_if": {"question": "kids", "is": "yes"},
        },
        {
            "key": "need",
            "type": "multiple",
            "text": "Chị cần gì?",
            "options": [{"key": f"n{n}", "text": f"Việc {n}"} for n in range(1, 13)],
        },
        {
            "key": "able",
            "type": "matrix_single",
            "text": "Chị làm được không?",
            "options": [
                {"key": "alone", "text": "Tự làm"},
                {"key": "helped", "text": "Có người chỉ"},
            ],
            "rows": [{"key": "open", "text": "Mở đường dẫn"}, {"key": "post", "text": "Đăng ảnh"}],
        },
        {"key": "friend", "type": "nps", "text": "Chị rủ bạn không?"},
        {"key": "wish", "type": "long_text", "text": "Chị mong gì?"},
    ],
}
Place = tuple[Devices, Callable[..., str]]


@pytest.fixture
def place(
    browser: Browser, settings: Settings, scene: Scene, database: Database, tmp_path: Path
) -> Iterator[Place]:
    def put(**more: Any) -> str:
        of = database.write_now(lambda s: surveys.survey(work_of(s), scene, FORM, **more))
        return f"/surveys/{of.id}"

    with served(settings, tmp_path / "server.log") as address:
        made = Devices(browser, address)
        yield made, put
        for context in made.opened:
            context.close()
        assert made.strangers() == set()


def test_two_sheets_with_the_keyboard_alone(place: Place, scene: Scene, database: Database) -> None:
    devices, put = place
    page = devices.page(Device(), scene.cookies["membership"])
    page.goto(f"{put()}/paper-responses/new")
    steps.fits(page)
    expect(page.get_by_label("Số phiếu")).to_be_focused()
    press = page.keyboard.press
    page.keyboard.type("017")
    press("Enter")  # her name: none
    press("Enter")
    press("1")  # has children
    press("Enter")
    page.keyboard.type("2")
    press("Enter")
    press("2")
    press("c")  # the twelfth
    press("Enter")
    press("2")
    press("Enter")
    press("1")
    press("Enter")
    press("1")
    press("0")  # ten
    press("Enter")
    page.keyboard.type("Học may")
    press("Enter")
    press("Enter")  # the button
    expect(page.get_by_text("Đã nhập phiếu giấy.")).to_be_visible()
    expect(page.get_by_label("Số phiếu")).to_have_value("18")
    expect(page.get_by_label("Số phiếu")).to_be_focused()
    press("Enter")
    press("Enter")
    press("2")  # none: how many is passed over
    expect(page.get_by_label("2. Mấy cháu?")).to_be_hidden()
    press("Enter")
    press("3")
    press("Enter")
    press("Shift+Enter")
    expect(page.get_by_label("3. Việc 3", exact=True)).to_be_focused()
    page.get_by_role("button", name="Lưu phiếu này").press("Enter")
    expect(page.get_by_label("Số phiếu")).to_have_value("19")
    joined = select(SurveySheet, SurveyResponse).join(SurveyResponse)
    found = database.read_now(lambda s: s.execute(joined).all())
    rows = {sheet.sheet: response.answers for sheet, response in found}
    assert rows["17"] == {
        "kids": "yes",
        "many": 2,
        "need": ["n2", "n12"],
        "able": {"open": "helped", "post": "alone"},
        "friend": 10,
        "wish": "Học may",
    }
    assert rows["18"] == {"kids": "no", "need": ["n3"]}


def test_without_scripts_the_sheet_is_refused_once_and_put_right(
    place: Place, scene: Scene
) -> None:
    devices, put = place
    survey = put()
    page = devices.page(Device(scripts=False), scene.cookies["membership"])
    for _ in range(2):
        page.goto(f"{survey}/paper-responses/new")
        page.get_by_label("Số phiếu").fill("5")
        page.get_by_label("2. Không", exact=True).check()
        page.get_by_label("6. Chị mong gì?").fill("Học may")
        page.get_by_role("button", name="Lưu phiếu này").click()
    expect(page.get_by_text("Nguyễn Thị membership đã nhập phiếu số 5 lúc")).to_be_visible()
    expect(page.get_by_label("6. Chị mong gì?")).to_have_value("Học may")
    steps.fits(page)
    page.goto(f"{survey}/paper-responses")
    steps.fits(page)
    page.get_by_role("link", name="Phiếu số 5").click()
    expect(page.get_by_label("2. Không", exact=True)).to_be_checked()
    page.get_by_label("6. Chị mong gì?").fill("Học nấu ăn")
    page.get_by_role("button", name="Lưu phiếu đã sửa").click()
    expect(page.get_by_text("Đã sửa phiếu giấy.")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_links_are_kept_as_a_file_and_printed(
    place: Place, scene: Scene, tmp_path: Path, scripts: bool
) -> None:
    devices, put = place
    page = devices.page(Device(scripts=scripts), scene.cookies["contests"])
    page.goto(f"{put(identity='token')}/tokens")
    page.get_by_label("Số đường dẫn cần tạo").fill("3")
    page.get_by_label("Ghi chú").fill("Chi hội 3")
    page.get_by_label("Dùng được đến").fill("2099-12-05T17:00")
    page.get_by_role("button", name="Tạo đường dẫn").click()
    steps.fits(page)
    with page.expect_download() as got:
        page.get_by_role("link", name="Tải tệp các đường dẫn").click()
    got.value.save_as(tmp_path / "links.csv")
    with (tmp_path / "links.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[:2] for row in rows[1:]] == [[str(n), "Chi hội 3"] for n in (1, 2, 3)]
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Số 1–3").click()
    expect(opened.value.get_by_role("img", name="Mã QR mở")).to_have_count(3)
    steps.fits(opened.value)
    stranger = devices.page(Device(scripts=scripts))
    stranger.goto(rows[1][2].replace("http://testserver", devices.address))
    onward = "Gửi phiếu" if scripts else "Tiếp tục"
    expect(stranger.get_by_role("button", name=onward)).to_have_count(1)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_form_is_printed_sheet_by_sheet(place: Place, scene: Scene, lang: str) -> None:
    devices, put = place
    page = devices.page(Device(), scene.cookies["chair"])
    page.goto(f"{put(identity='anonymous')}/print?first=1&many=3&lang={lang}")
    steps.fits(page)
    expect(page.get_by_text("Phiếu không ghi tên, xin chị đừng viết tên")).to_have_count(3)
    pages = page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
    assert pages in (3, 6), "each sheet begins on a page of its own"
