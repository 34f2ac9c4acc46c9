"""A survey's form is written on a phone, with scripts and without, and tried before it is out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from app.db import Database
from app.schemas.surveys import SurveyCreate
from app.services.surveys import writing
from app.settings import Settings
from tests import samples
from tests.browser import steps
from tests.browser.conftest import Device, Devices
from tests.factories import HOME, Scene
from tests.server import served
from tests.services.desk import Desk
from tests.surveys import question

pytestmark = pytest.mark.browser
FORM: dict[str, Any] = {
    "title": "Chị cần gì?",
    "questions": [
        {"key": "s1", "type": "section", "text": "Về chị"},
        question("q01", text="Chị làm nghề gì?"),
        question("q02", "number", text="Chị có mấy cháu?"),
    ],
}


@pytest.fixture
def place(
    browser: Browser, settings: Settings, scene: Scene, database: Database, tmp_path: Path
) -> Iterator[tuple[Devices, str]]:
    desk = Desk(database, scene)
    body = SurveyCreate.model_validate({"identity": "identified", "schema": FORM})
    survey = desk.run("contests", writing.create, HOME, body)
    with served(settings, tmp_path / "server.log") as address:
        made = Devices(browser, address)
        yield made, f"/surveys/{survey.id}"
        for context in made.opened:
            context.close()
        assert made.strangers() == set()


def add_question(page: Page, here: str, *, scripts: bool) -> None:
    page.goto(f"{here}/form")
    page.get_by_role("link", name="Thêm câu hỏi").click()
    steps.fits(page)
    page.get_by_role("link", name="Chọn nhiều Chọn được nhiều ý").click()
    page.get_by_label("Câu hỏi*", exact=True).fill("Chị thích học gì?")
    page.get_by_label("Chỉ hiện theo câu nào").select_option("q01")
    steps.fits(page)
    page.get_by_role("button", name="Thêm vào phiếu").click()
    expect(page.get_by_text("Xin chọn, hoặc ghi, câu trả lời để so.")).to_be_visible()
    expect(page.get_by_label("Câu hỏi*", exact=True)).to_have_value("Chị thích học gì?")
    if scripts:
        expect(page.get_by_label("Hoặc ghi con số, ngày, giờ, chữ")).to_be_hidden()
    page.get_by_label("Câu trả lời", exact=True).select_option("q01=a")
    page.get_by_label("Thêm ý, mỗi dòng một ý").fill("Yoga\nNấu ăn")
    page.get_by_role("button", name="Thêm vào phiếu").click()
    expect(page.get_by_text("Hiện khi câu 1 là “Ý a”")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_written_on_a_phone(place: tuple[Devices, str], scene: Scene, scripts: bool) -> None:
    devices, here = place
    page = devices.page(Device(scripts=scripts), scene.cookies["contests"])
    add_question(page, here, scripts=scripts)
    steps.fits(page)
    page.get_by_role("button", name="Chuyển câu 3 lên").click()
    expect(page.get_by_role("link", name="2. Chị thích học gì?")).to_be_visible()
    page.get_by_role("button", name="Chuyển câu 2 lên").click()
    expect(page.get_by_text("Chị đổi điều kiện hiện trước rồi chuyển.")).to_be_visible()
    page.get_by_role("link", name="3. Chị có mấy cháu?").click()
    page.get_by_text("Bỏ câu này").first.click()
    page.get_by_role("button", name="Bỏ câu này").click()
    expect(page.get_by_text("Chị có mấy cháu?")).to_have_count(0)
    page.get_by_role("link", name="Xem trước như trên điện thoại").click()
    steps.fits(page)
    shown = page.get_by_text("Chị thích học gì?")
    if scripts:
        expect(shown).to_be_hidden()
        page.get_by_label("Ý a").check()
        expect(shown).to_be_visible()
    page.goto(f"{here}/quotas")
    page.get_by_label("Những chị chọn ý").select_option("q01.b")
    page.get_by_label("Nhiều nhất bao nhiêu phiếu", exact=True).fill("30")
    page.get_by_role("button", name="Lưu hạn mức").click()
    expect(page.get_by_text("Đã nhận 0 trên 30 phiếu.")).to_be_visible()
    steps.fits(page)


def test_two_tabs(place: tuple[Devices, str], scene: Scene) -> None:
    devices, here = place
    first = devices.page(Device(), scene.cookies["contests"])
    second = first.context.new_page()
    for page in (first, second):
        page.goto(f"{here}/form/questions/q01/edit")
    first.get_by_label("Câu hỏi*", exact=True).fill("Lời của thẻ thứ nhất?")
    first.get_by_role("button", name="Lưu câu hỏi").click()
    expect(first.get_by_role("link", name="Lời của thẻ thứ nhất?")).to_be_visible()
    words = second.get_by_label("Câu hỏi*", exact=True)
    words.fill("Lời của thẻ thứ hai?")
    second.get_by_role("button", name="Lưu câu hỏi").click()
    expect(second.get_by_role("alert")).to_be_visible()
    expect(words).to_have_value("Lời của thẻ thứ hai?")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_form_from_another_program_becomes_a_survey(
    place: tuple[Devices, str], scene: Scene, tmp_path: Path, scripts: bool
) -> None:
    devices, here = place
    page = devices.page(Device(scripts=scripts), scene.cookies["contests"])
    page.goto(here)
    with page.expect_download() as given:
        page.get_by_role("link", name="Phiếu hỏi, tệp XLSForm").click()
    file = tmp_path / "phieu.xlsx"
    given.value.save_as(file)
    page.goto(f"/communities/{HOME}/surveys")
    page.get_by_role("link", name="Lập khảo sát").first.click()
    page.get_by_role("link", name="Lấy phiếu từ tệp XLSForm").click()
    page.get_by_label("Tệp XLSForm").set_input_files(file)
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_text("Đọc được hết")).to_be_visible()
    steps.fits(page)
    page.get_by_role("button", name="Lập khảo sát từ phiếu này").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Không ghi tên").check()
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_role("heading", name="Chị cần gì?")).to_be_visible()
    page.get_by_role("link", name="Sửa câu hỏi").click()
    expect(page.get_by_role("link", name="2. Chị có mấy cháu?")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_pictures_to_choose_from(
    place: tuple[Devices, str], scene: Scene, tmp_path: Path, scripts: bool
) -> None:
    devices, here = place
    files = [tmp_path / name for name in ("a.jpg", "b.jpg")]
    for file in files:
        file.write_bytes(samples.jpeg())
    page = devices.page(Device(scripts=scripts), scene.cookies["contests"])
    page.goto(f"{here}/form/questions/new?type=image_choice")
    page.get_by_label("Câu hỏi*", exact=True).fill("Chị thích lớp nào?")
    page.get_by_label("Thêm ý, mỗi dòng một ý").fill("Múa\nHát")
    page.get_by_label("Chọn ảnh từ máy").set_input_files(files)
    steps.fits(page)
    if scripts:
        expect(page.locator("input[type=hidden][name=pictures]")).to_have_count(2)
    page.get_by_role("button", name="Thêm vào phiếu").click()
    page.get_by_role("link", name="3. Chị thích lớp nào?").click()
    expect(page.get_by_label("Giữ ảnh này")).to_have_count(2)
    steps.fits(page)
    page.get_by_label("Giữ ảnh này").first.uncheck()
    page.get_by_label("Chọn ảnh từ máy").set_input_files(files[0])
    if scripts:
        expect(page.locator("input[type=hidden][name=pictures]")).to_have_count(1)
    page.get_by_role("button", name="Lưu câu hỏi").click()
    page.get_by_role("link", name="3. Chị thích lớp nào?").click()
    expect(page.get_by_label("Giữ ảnh này")).to_have_count(2)


PARTS: dict[str, Any] = {
    "title": "Chị cần gì?",
    "ending": "Hội cảm ơn chị.",
    "questions": [
        {"key": "s1", "type": "section", "text": "Về chị"},
        question("name", "short_text", text="Chị làm nghề gì?", required=True),
        {"key": "s2", "type": "section", "text": "Điều chị cần"},
        question("need", text="Chị cần gì nhất?"),
    ],
}


def previewed(devices: Devices, scene: Scene, database: Database, *, scripts: bool) -> Page:
    """The preview of a survey in two parts."""
    desk = Desk(database, scene)
    body = SurveyCreate.model_validate({"identity": "identified", "schema": PARTS})
    survey = desk.run("contests", writing.create, HOME, body)
    page = devices.page(Device(scripts=scripts), scene.cookies["contests"])
    page.goto(f"/surveys/{survey.id}/preview")
    return page


def test_a_preview_is_gone_through_and_sends_nothing(
    place: tuple[Devices, str], scene: Scene, database: Database
) -> None:
    devices, _ = place
    page = previewed(devices, scene, database, scripts=True)
    name, need = page.get_by_label("Chị làm nghề gì?"), page.get_by_text("Chị cần gì nhất?")
    after, back = (page.get_by_role("button", name=one) for one in ("Tiếp tục", "Quay lại"))
    last = page.get_by_text("Hội cảm ơn chị.")
    expect(page.get_by_text("Phần 1 trong 2 phần")).to_be_visible()
    expect(last).to_be_hidden()
    expect(back).to_be_hidden()
    asked = len(devices.asked)
    after.click()
    expect(page.get_by_text("Xin chị trả lời câu này.")).to_be_visible()
    name.fill("May")
    name.press("Enter")
    after.click()
    expect(page.get_by_text("Phần 2 trong 2 phần")).to_be_visible()
    expect(need).to_be_visible()
    expect(name).to_be_hidden()
    expect(last).to_be_visible()
    expect(after).to_be_hidden()
    back.click()
    expect(name).to_have_value("May")
    expect(last).to_be_hidden()
    assert len(devices.asked) == asked


def test_a_preview_without_scripts_shows_every_part(
    place: tuple[Devices, str], scene: Scene, database: Database
) -> None:
    devices, _ = place
    page = previewed(devices, scene, database, scripts=False)
    page.get_by_label("Chị làm nghề gì?").press("Enter")
    expect(page.get_by_text("Chị cần gì nhất?")).to_be_visible()
    expect(page.get_by_text("Hội cảm ơn chị.")).to_be_visible()
    expect(page.get_by_role("button", name="Tiếp tục")).to_be_hidden()
    assert page.url.endswith("/preview")
