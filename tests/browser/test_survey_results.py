"""Results on a phone: no sideways scroll, let out by two, with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from app.db import Database
from app.settings import Settings
from tests import surveys
from tests.browser import steps
from tests.browser.conftest import Device, Devices
from tests.factories import Scene, work_of
from tests.server import served
from tests.survey_counts import EXAMPLE, answer

pytestmark = pytest.mark.browser
LONG = "Điện thoại thông minh dùng chung với chồng, con và người khác trong nhà"
FORM: dict[str, Any] = {
    "title": "Chị cần gì?",
    "questions": [
        surveys.question(
            "q1", options=[{"key": "a", "text": LONG}, *surveys.OPTIONS[1:]], text="Chị dùng gì?"
        )
    ],
}
Place = tuple[Devices, str]
NARROW = (360, 740)


@pytest.fixture
def place(
    browser: Browser, settings: Settings, scene: Scene, database: Database, tmp_path: Path
) -> Iterator[Place]:
    of = database.write_now(lambda s: surveys.survey(work_of(s), scene, FORM))
    answer(database, of, EXAMPLE)
    with served(settings, tmp_path / "server.log") as address:
        made = Devices(browser, address)
        yield made, f"/surveys/{of.id}"
        for context in made.opened:
            context.close()
        assert made.strangers() == set()


@pytest.mark.parametrize("scripts", [True, False])
def test_two_let_a_question_out_and_a_member_reads_it(
    place: Place, scene: Scene, scripts: bool
) -> None:
    devices, here = place
    phone = Device(NARROW, scripts=scripts)
    first = devices.page(phone, scene.cookies["contests"])
    first.goto(here)
    first.get_by_role("link", name="Kết quả", exact=True).click()
    expect(first.get_by_role("img", name="Chị dùng gì?")).to_be_visible()
    steps.fits(first)
    first.get_by_text("Xem bằng bảng").click()
    expect(first.get_by_role("cell", name="giữ kín")).to_have_count(2)
    steps.fits(first)
    first.get_by_text("Công bố câu này", exact=True).click()
    first.get_by_role("button", name="Công bố với thành viên nhóm").click()
    expect(first.get_by_text("Chờ người thứ hai đồng ý công bố", exact=True)).to_be_visible()
    second = devices.page(phone, scene.cookies["chair"])
    second.goto(f"{here}/results")
    expect(second.get_by_text("Chờ chị đồng ý công bố", exact=True)).to_be_visible()
    second.get_by_role("button", name="Đồng ý công bố với thành viên nhóm").click()
    expect(second.get_by_text("Đã công bố", exact=True)).to_be_visible()
    reader = devices.page(phone, scene.cookies["member"])
    reader.goto(here)
    reader.get_by_role("link", name="Kết quả", exact=True).click()
    expect(
        reader.get_by_text("Cả 60 người được hỏi đều trả lời", exact=False).first
    ).to_be_visible()
    expect(reader.get_by_text("Công bố câu này", exact=True)).to_have_count(0)
    steps.fits(reader)


def test_a_cross_table_on_a_phone_shows_its_first_figures_whole(
    place: Place, scene: Scene, database: Database
) -> None:
    options = [{"key": "a", "text": LONG}, {"key": "b", "text": f"{LONG} nữa"}]
    form = {**FORM, "questions": [surveys.question(key, options=options) for key in ("q1", "q2")]}
    of = database.write_now(lambda s: surveys.survey(work_of(s), scene, form))
    answer(database, of, [(n, {"q1": a, "q2": b}) for n, a, b in ((30, *"aa"), (20, *"bb"))])
    page = place[0].page(Device(NARROW), scene.cookies["chair"])
    page.goto(f"/surveys/{of.id}/crosstab")
    page.get_by_label("Câu để ở dòng").select_option("q1")
    page.get_by_label("Chia theo").select_option("q2")
    page.get_by_role("button", name="Xem bảng").click()
    page.wait_for_url("**/crosstab?rows=q1&columns=q2")
    expect(page.get_by_text("chị kéo sang trái để xem các cột sau", exact=False)).to_be_visible()
    steps.fits(page)
    head = page.locator("tbody th").first.bounding_box()
    first = page.locator("tbody td").first.bounding_box()
    assert head is not None
    assert first is not None
    assert head["width"] <= 0.41 * NARROW[0]
    assert head["x"] + head["width"] <= first["x"] + 1
    assert first["x"] + first["width"] <= NARROW[0]
