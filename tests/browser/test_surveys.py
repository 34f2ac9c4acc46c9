"""A survey is answered on a phone: in steps, without scripts, again after the tab closed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from app.db import Database
from app.settings import Settings
from tests import surveys
from tests.browser.conftest import Device, Devices
from tests.factories import Scene, work_of
from tests.server import served

pytestmark = pytest.mark.browser
FORM: dict[str, Any] = {
    "title": "Chị cần gì?",
    "questions": [
        {"key": "s1", "type": "section", "text": "Về chị"},
        {"key": "kids", "type": "yes_no", "text": "Chị có con nhỏ không?", "required": True},
        {
            "key": "many",
            "type": "number",
            "text": "Mấy cháu?",
            "required": True,
            "validate": {"min": 1, "max": 12, "integer": True},
            "show_if": {"question": "kids", "is": "yes"},
        },
        {"key": "s2", "type": "section", "text": "Điều chị cần"},
        {
            "key": "need",
            "type": "multiple",
            "text": "Chị cần gì?",
            "options": [
                {"key": "a", "text": "Lớp học"},
                {"key": "b", "text": "Việc làm"},
                {"key": "none", "text": "Không cần gì", "exclusive": True},
            ],
        },
    ],
}
Place = tuple[Devices, dict[str, str]]


@pytest.fixture
def place(
    browser: Browser, settings: Settings, scene: Scene, database: Database, tmp_path: Path
) -> Iterator[Place]:
    """The devices, and the answer page of a survey of each identity that members answer."""

    def put(session: Any) -> dict[str, str]:
        work = work_of(session)
        return {
            one: f"/surveys/{surveys.survey(work, scene, FORM, identity=one).id}/responses/new"
            for one in ("identified", "anonymous")
        }

    paths = database.write_now(put)
    with served(settings, tmp_path / "server.log") as address:
        made = Devices(browser, address)
        yield made, paths
        for context in made.opened:
            context.close()
        assert made.strangers() == set()


@pytest.mark.parametrize("identity", ["identified", "anonymous"])
def test_step_by_step(place: Place, scene: Scene, identity: str) -> None:
    devices, paths = place
    page = devices.page(Device(), scene.cookies["member"])
    page.goto(paths[identity])
    many, after, send = (
        page.get_by_label("Mấy cháu?"),
        page.get_by_role("button", name="Tiếp tục"),
        page.get_by_role("button", name="Gửi phiếu"),
    )
    expect(many).to_be_hidden()
    expect(send).to_be_hidden()
    after.click()
    expect(page.get_by_text("Xin chị trả lời câu này.")).to_be_visible()
    page.get_by_label("Có", exact=True).check()
    many.fill("20")
    after.click()
    expect(page.get_by_text("Xin ghi không quá 12.")).to_be_visible()
    many.fill("2")
    expect(page.get_by_text("Đã giữ phiếu làm dở")).to_be_visible()
    after.click()
    expect(many).to_be_hidden()
    page.get_by_label("Lớp học").check()
    page.get_by_label("Không cần gì").check()
    expect(page.get_by_label("Lớp học")).not_to_be_checked()
    expect(page.get_by_text("Phần 2 trong 2 phần")).to_be_visible()
    send.click()
    expect(page.get_by_text("Đã nhận phiếu")).to_be_visible()


@pytest.mark.parametrize("identity", ["identified", "anonymous"])
def test_a_closed_tab_is_resumed(place: Place, scene: Scene, identity: str) -> None:
    devices, paths = place
    page = devices.page(Device(), scene.cookies["member"])
    page.goto(paths[identity])
    page.get_by_label("Có", exact=True).check()
    page.get_by_label("Mấy cháu?").fill("3")
    expect(page.get_by_text("Đã giữ phiếu làm dở")).to_be_visible()
    again = page.context.new_page()
    page.close()
    again.goto(paths[identity])
    expect(again.get_by_label("Mấy cháu?")).to_have_value("3")


@pytest.mark.parametrize("identity", ["identified", "anonymous"])
def test_step_by_step_without_scripts(place: Place, scene: Scene, identity: str) -> None:
    devices, paths = place
    page = devices.page(Device(scripts=False), scene.cookies["member"])
    page.goto(paths[identity])
    many, need = page.get_by_label("Mấy cháu?"), page.get_by_label("Lớp học")
    after = page.get_by_role("button", name="Tiếp tục")
    send = page.get_by_role("button", name="Gửi phiếu")
    expect(many).to_be_hidden()
    expect(send).to_be_hidden()
    after.click()
    expect(page.get_by_text("Xin chị trả lời câu này.")).to_be_visible()
    page.get_by_label("Có", exact=True).check()
    after.click()
    expect(page.get_by_text("mở thêm câu hỏi")).to_be_visible()
    many.fill("20")
    after.click()
    expect(page.get_by_text("Xin ghi không quá 12.")).to_be_visible()
    expect(page.get_by_label("Có", exact=True)).to_be_checked()
    many.fill("2")
    after.click()
    expect(page.get_by_text("Phần 2 trong 2 phần")).to_be_visible()
    expect(many).to_be_hidden()
    need.check()
    page.get_by_role("button", name="Lưu lại").click()
    expect(page.get_by_text("Đã lưu phiếu.")).to_be_visible()
    expect(need).to_be_checked()
    page.get_by_role("button", name="Quay lại").click()
    expect(many).to_have_value("2")
    after.click()
    after.click()
    send.click()
    expect(page.get_by_text("Đã nhận phiếu")).to_be_visible()


def test_the_network_is_lost_for_a_while(place: Place, scene: Scene) -> None:
    devices, paths = place
    page = devices.page(Device(), scene.cookies["member"])
    page.goto(paths["identified"])
    page.context.set_offline(True)
    page.get_by_label("Không", exact=True).check()
    expect(page.get_by_text("phiếu làm dở giữ trên máy này")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label("Việc làm").check()
    expect(page.get_by_text("Đã giữ phiếu làm dở")).to_be_visible()


ONE_PART: dict[str, Any] = {
    "title": "Chị thích học gì?",
    "questions": [surveys.question("one", text="Chị chọn lớp nào?", required=True)],
}


@pytest.mark.parametrize("identity", ["identified", "anonymous"])
def test_one_part_is_sent_from_where_it_stands_without_scripts(
    place: Place, scene: Scene, database: Database, identity: str
) -> None:
    devices, _ = place
    survey = database.write_now(
        lambda s: surveys.survey(work_of(s), scene, ONE_PART, identity=identity).id
    )
    page = devices.page(Device(scripts=False), scene.cookies["member"])
    page.goto(f"/surveys/{survey}/responses/new?step=1")
    expect(page.get_by_role("button", name="Tiếp tục")).to_have_count(0)
    send, chosen = page.get_by_role("button", name="Gửi phiếu"), page.get_by_label("Ý b")
    page.get_by_role("button", name="Lưu lại").click()
    send.click()
    expect(page.get_by_text("Xin chị trả lời câu này.")).to_be_visible()
    chosen.check()
    page.get_by_role("button", name="Lưu lại").click()
    expect(page.get_by_text("Đã lưu phiếu.")).to_be_visible()
    expect(chosen).to_be_checked()
    send.click()
    expect(page.get_by_text("Đã nhận phiếu")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_only_a_script_promises_to_send_later(place: Place, scene: Scene, scripts: bool) -> None:
    devices, paths = place
    page = devices.page(Device(scripts=scripts), scene.cookies["member"])
    page.goto(paths["identified"])
    kept, told = page.get_by_text("có mạng máy tự gửi"), page.get_by_text("chị đợi có mạng rồi bấm")
    expect(kept if scripts else told).to_be_visible()
    expect(told if scripts else kept).to_be_hidden()
