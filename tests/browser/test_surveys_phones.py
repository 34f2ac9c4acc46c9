"""One woman with two phones, two women with one phone, a network that hangs."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, Route, expect
from sqlalchemy import update
from sqlmodel import col

from app.db import Database
from app.models.members import Member
from app.models.survey_responses import SurveyResponse
from tests.browser import test_surveys_offline as offline
from tests.browser.conftest import Device
from tests.browser.test_surveys_offline import Make, Phone, rows
from tests.factories import Scene

pytestmark = offline.pytestmark
place = offline.place
NEED = "Chị cần gì nhất?"
HIDDEN = "window.dispatchEvent(new Event('pagehide'))"
LOCAL = "id => SenQueue.get('drafts', id).then((one) => one ? one.answers.need : null)"


def typed(page: Page, text: str) -> None:
    """In the second step, wherever the page stands."""
    page.get_by_label(NEED).evaluate(
        """(field, text) => {
          field.value = text;
          field.dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        text,
    )


def local(page: Page) -> Any:
    survey = page.locator("[data-survey]")
    mark = f"{survey.get_attribute('data-survey')}:{survey.get_attribute('data-me')}"
    return page.evaluate(LOCAL, mark)


def kept(page: Page) -> None:
    page.locator("[data-save]").dispatch_event("click")
    expect(page.get_by_text("Đã giữ phiếu làm dở")).to_be_visible()


def test_what_a_phone_saved_on_leaving_is_not_put_over_what_another_wrote_later(
    place: Make, scene: Scene
) -> None:
    devices, path = place()
    first, second = (devices.page(Device(), scene.cookies["member"]) for _ in range(2))
    first.goto(path)
    typed(first, "Cũ")
    with first.expect_response("**/draft"):
        first.evaluate(HIDDEN)
    first.wait_for_timeout(200)
    assert local(first) is None
    again = first.context.new_page()
    first.close()
    second.goto(path)
    typed(second, "Mới")
    kept(second)
    again.goto(path)
    expect(again.get_by_label(NEED)).to_have_value("Mới")
    second.reload()
    expect(second.get_by_label(NEED)).to_have_value("Mới")


def test_what_is_not_known_to_be_saved_is_joined_and_what_differs_is_said(
    place: Make, scene: Scene
) -> None:
    """The server has it, but the answer was lost with the page."""
    devices, path = place()
    first, second = (devices.page(Device(), scene.cookies["member"]) for _ in range(2))
    first.goto(path)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    first.route("**/draft", lose)
    typed(first, "Cũ")
    first.evaluate(HIDDEN)
    first.wait_for_timeout(300)
    assert local(first) == "Cũ"
    second.goto(path)
    expect(second.get_by_label(NEED)).to_have_value("Cũ")
    typed(second, "Mới")
    kept(second)
    again = first.context.new_page()
    first.close()
    again.goto(path)
    expect(again.get_by_label(NEED)).to_have_value("Mới")
    expect(again.get_by_text("Ở máy này chị đã ghi: Cũ")).to_be_visible()
    assert local(again) is None
    second.reload()
    expect(second.get_by_label(NEED)).to_have_value("Mới")


def test_a_kept_page_shows_nobody_what_another_woman_saved(place: Make, scene: Scene) -> None:
    devices, path = place()
    phone = Phone(devices, scene.cookies["member"], path)
    page = phone.page
    typed(page, "Chuyện riêng của A")
    kept(page)
    page.reload()
    expect(page.get_by_label(NEED)).to_have_value("Chuyện riêng của A")
    page.wait_for_timeout(500)
    cookie = {"name": "sen", "url": devices.address, "value": scene.cookies["chair"]}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    phone.offline(away=True)
    page.goto(path)
    expect(page.get_by_text("chị đã lưu trước đây chưa hiện ở đây")).to_be_visible()
    expect(page.get_by_label(NEED)).to_have_value("")
    assert "Chuyện riêng" not in page.content()
    phone.offline(away=False)
    expect(page.get_by_text("Khảo sát này dành cho thành viên nhóm")).to_be_visible()


def test_a_kept_page_shows_her_own_when_the_network_is_back(place: Make, scene: Scene) -> None:
    devices, path = place()
    phone = Phone(devices, scene.cookies["member"], path)
    typed(phone.page, "Lớp học may")
    kept(phone.page)
    phone.offline(away=True)
    phone.page.reload()
    expect(phone.page.get_by_label(NEED)).to_have_value("")
    phone.page.get_by_label("Có", exact=True).check()
    phone.offline(away=False)
    expect(phone.page.get_by_label(NEED)).to_have_value("Lớp học may")
    expect(phone.page.get_by_label("Có", exact=True)).to_be_checked()


def test_another_person_who_signs_in_finds_no_kept_page(place: Make, scene: Scene) -> None:
    devices, path = place()
    phone = Phone(devices, scene.cookies["member"], path)
    names = "caches.keys().then((all) => all.filter((name) => name.includes('/new')))"
    assert phone.page.evaluate(names) == [path]
    cookie = {"name": "sen", "url": devices.address, "value": scene.cookies["chair"]}
    phone.page.context.add_cookies([cookie])  # type: ignore[list-item]
    phone.page.goto("/me")
    phone.page.wait_for_function(f"async () => (await {names}).length === 0")


def test_it_is_sent_while_saving_hangs(place: Make, scene: Scene, database: Database) -> None:
    devices, path = place()
    page = devices.page(Device(), scene.cookies["member"])
    page.goto(path)
    page.route("**/draft", lambda _: None)
    page.get_by_label("Có", exact=True).check()
    page.locator("[data-save]").dispatch_event("click")
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label(NEED).fill("Lớp học may")
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.get_by_text("Đã nhận phiếu")).to_be_visible()
    assert len(rows(database, SurveyResponse)) == 1


def test_who_has_left_the_group_is_told_and_waits_for_nobody(
    place: Make, scene: Scene, database: Database
) -> None:
    devices, path = place()
    phone = Phone(devices, scene.cookies["member"], path)
    phone.offline(away=True)
    phone.answer()
    expect(phone.page.get_by_text("phiếu đang chờ trên máy này").first).to_be_visible()
    left = update(Member).where(col(Member.id) == scene.members["member"]).values(state="left")
    database.write_now(lambda s: s.execute(left))
    phone.offline(away=False)
    phone.page.goto("/surveys/waiting")
    expect(phone.page.get_by_text("Không mở được khảo sát này")).to_be_visible()
    expect(phone.page.get_by_text("Chờ đúng người")).to_have_count(0)
