"""The journey's steps, as people say them. Each ends on the page that it reached."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from app.demo.accounts import PREPARED
from tools.pictures.deeds import PASSWORD, PEOPLE_NEED_MS
from tools.pictures.demonstration import SLUG

HERE = f"/communities/{SLUG}"
#: Notices wait ten seconds, for as long as the decision can be taken back.
LETTER_WITHIN = 15.0
QUESTION = "Chào chị Sen, Ban Quản trị rất vui khi chị đăng ký."


@dataclass
class Woman:
    """Who applies; `code` and `file_no` once she has."""

    phone: str
    full_name: str = "Nguyễn Thị Sen"
    password: str = "thuyền nan sang sông"
    code: str = ""
    file_no: str = ""


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    page.locator("main").get_by_role("link", name=name).first.click()


def fits(page: Page) -> None:
    """Nothing is wider than her screen."""
    width = page.locator("body").evaluate("() => document.documentElement.scrollWidth")
    assert width <= page.evaluate("innerWidth")


def heading(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def sign_in(page: Page, login: str, password: str) -> None:
    page.get_by_label("Số điện thoại hoặc mã hồ sơ").fill(login)
    page.get_by_label("Mật khẩu").fill(password)
    press(page, "Đăng nhập")


def sign_in_as(page: Page, role: str, address: str) -> None:
    """One of the demonstration's people asks for a page and signs in on the way."""
    page.goto(address)
    sign_in(page, next(one.phone for one in PREPARED if one.role == role), PASSWORD)


# -- the board invites ---------------------------------------------------------------------------


def invite(page: Page, label: str) -> str:
    """An invitation for Zalo; its link."""
    page.goto(f"{HERE}/invitations/new")
    page.get_by_label("Zalo").check()
    page.get_by_label("Tên gọi cho dễ nhớ").fill(label)
    press(page, "Tạo lời mời")
    heading(page, "Lời mời")
    made = page.get_by_role("region", name=label)
    made.get_by_text("Liên kết và mã QR").click()
    link = made.locator(".letter").inner_text()
    assert re.search(r"/i/\w+$", link), link
    return link


# -- the woman applies ---------------------------------------------------------------------------


def read_invitation(page: Page, link: str) -> None:
    """Who invites and the three reassurances stand before any field."""
    page.goto(link)
    expect(page.locator("main")).to_contain_text("Ngô Bích Đào mời chị vào nhóm")
    expect(page.get_by_role("heading", name="Ba điều chị yên tâm")).to_be_visible()
    expect(page.locator("main section li")).to_have_count(3)
    expect(page.locator("main input")).to_have_count(0)
    follow(page, re.compile("Đăng ký"))
    heading(page, "Đăng ký vào nhóm")


def fill(page: Page, woman: Woman) -> None:
    """All that has to be filled; nothing is ticked before she ticks it."""
    expect(page.locator("main :checked:not(option)")).to_have_count(0)
    page.get_by_label("Họ và tên").fill(woman.full_name)
    page.get_by_label("Số điện thoại").fill(woman.phone)
    page.get_by_label("Năm sinh").fill("1988")
    page.get_by_label("Chưa", exact=True).check()
    page.locator("[name=declare_18]").check()
    page.locator("[name=accepted_regulation]").check()
    for purpose in ("management", "contact"):
        page.locator(f"[name=consents][value={purpose}]").check()


def apply(page: Page, woman: Woman) -> None:
    """The form is sent as a person sends it; her own page opens at once."""
    shown = time.monotonic()
    fill(page, woman)
    wait_as_people_do(shown)
    press(page, "Gửi phiếu đăng ký")
    expect(page.locator("main .chip").first).to_have_text("Đã nhận, đang xem")
    woman.code = page.url.partition("?")[0].rpartition("/")[2]
    woman.file_no = page.locator(".facts strong").first.inner_text()
    assert re.fullmatch(r"\w{6}", woman.file_no), woman.file_no


def wait_as_people_do(shown: float) -> None:
    """Sooner than three seconds after the form was shown, it is shown again."""
    time.sleep(max(0.0, PEOPLE_NEED_MS / 1000 - (time.monotonic() - shown)))


def open_own_page(page: Page, woman: Woman) -> None:
    page.goto(f"/applications/{woman.code}")
    heading(page, "Mở trang của chị")
    page.get_by_label("Số điện thoại").fill(woman.phone)
    press(page, "Mở trang")
    expect(page.locator("main")).to_contain_text(woman.file_no)


def answer(page: Page, woman: Woman) -> None:
    open_own_page(page, woman)
    expect(page.locator("main .chip").first).to_have_text("Cần chị trả lời thêm")
    expect(page.locator(".said").first).to_contain_text(QUESTION)
    page.get_by_label("Trả lời", exact=False).first.fill("Tôi ở thôn Đào Nguyên, xã Trâu Quỳ ạ.")
    press(page, "Gửi câu trả lời")
    expect(page.locator("main .chip").first).to_have_text("Đã nhận, đang xem")
    expect(page.locator(".said-mine")).to_contain_text("thôn Đào Nguyên")


# -- the board judges ----------------------------------------------------------------------------


def see_today(page: Page) -> None:
    page.goto(f"{HERE}/today")
    expect(page.get_by_role("heading", name="Việc đang chờ")).to_be_visible()
    expect(page.locator(".tile").first).to_contain_text("người chờ duyệt")


def open_card(page: Page, woman: Woman, state: str = "") -> None:
    """From the list of what waits: the first of two taps."""
    page.goto(f"{HERE}/review{state}")
    row = page.locator(".row", has_text=woman.full_name)
    while row.count() == 0:
        # Without scripts the next page; with them the rows below.
        follow(page, "Xem thêm")
        page.wait_for_timeout(300)
    row.first.click()
    heading(page, woman.full_name)


def ask(page: Page, woman: Woman) -> None:
    """A question from a template, as she will read it."""
    open_card(page, woman)
    follow(page, "Hỏi thêm")
    heading(page, "Hỏi thêm")
    template = page.locator("label.choice", has_text="Chưa rõ nơi ở")
    expect(template).to_contain_text(QUESTION)
    template.get_by_role("radio").check()
    press(page, "Gửi câu hỏi")
    expect(page.locator("main")).to_contain_text("Đang chờ chị ấy trả lời")


def approve(page: Page, woman: Woman) -> None:
    """The second tap. Ten seconds to take it back stand on top."""
    press(page, "Duyệt")
    expect(page.locator(".page-head .chip").first).to_have_text("Đã duyệt")
    expect(page.locator(".undo")).to_contain_text(f"Đã duyệt {woman.full_name}")


def take_back(page: Page) -> None:
    page.locator(".undo").get_by_role("button", name="Rút lại").click()
    expect(page.locator(".page-head .chip").first).to_have_text("Chờ duyệt")
    expect(page.locator(".undo")).to_have_count(0)


def pass_on(page: Page, woman: Woman) -> None:
    """The words are ready, name no reason, and are ticked once they are sent."""
    told = page.get_by_role("region", name="Báo cho chị ấy")
    expect(told.locator(".letter")).to_contain_text(woman.file_no)
    expect(told.locator(".letter")).to_contain_text(f"/applications/{woman.code}")
    told.get_by_role("button", name="Đã nhắn").click()
    expect(page.locator("main")).to_contain_text("Ngô Bích Đào đã nhắn")


# -- the woman comes in --------------------------------------------------------------------------


def set_password(page: Page, woman: Woman) -> None:
    open_own_page(page, woman)
    heading(page, "Chào mừng chị vào nhóm!")
    page.get_by_label("Mật khẩu mới").fill(woman.password)
    press(page, "Đặt mật khẩu")
    expect(page.locator("body")).to_contain_text("đặt mật khẩu")


def come_in(page: Page, woman: Woman) -> None:
    page.goto("/sessions/new?next=/me")
    sign_in(page, woman.phone, woman.password)
    heading(page, woman.full_name)


def read_letters(page: Page) -> None:
    """The approval's letter comes once it can no longer be taken back."""
    deadline = time.monotonic() + LETTER_WITHIN
    page.goto("/me/notices")
    letters = page.locator("main article")
    while letters.filter(has_text="Chào mừng chị Sen vào nhóm").count() == 0:
        assert time.monotonic() < deadline, page.locator("main").inner_text()
        page.wait_for_timeout(500)
        page.reload()
    # The approval that was taken back told nobody.
    expect(letters.filter(has_text="Chào mừng")).to_have_count(1)


def see_own_data(page: Page, woman: Woman) -> None:
    page.goto("/me/data")
    for held in (woman.full_name, woman.file_no, "thôn Đào Nguyên"):
        expect(page.locator("main")).to_contain_text(held)
    looks = page.get_by_role("region", name=re.compile("thông tin liên hệ của chị"))
    expect(looks.get_by_role("row").nth(1)).to_contain_text("Ngô Bích Đào")


# -- the adviser sees why ------------------------------------------------------------------------


def see_why(page: Page, woman: Woman) -> None:
    """From her card to the log of her file: what, by whom, by which right, in order."""
    page.goto(f"{HERE}/members?q={woman.file_no}")
    page.locator(".row", has_text=woman.full_name).first.click()
    expect(page.locator("main")).not_to_contain_text(woman.phone[-6:])
    follow(page, re.compile("Nhật ký của hồ sơ này"))
    heading(page, "Nhật ký")
    deeds = page.locator("main .rows .row-title").all_inner_texts()
    decided = [deed.partition(":")[0] for deed in deeds]
    wanted = (
        "Đã nhắn cho chị em",
        "Duyệt thành viên",
        "Rút lại quyết định",
        "Duyệt thành viên",
        "Chị em trả lời câu hỏi",
        "Hỏi thêm",
        "Nhận phiếu đăng ký",
    )
    assert [deed for deed in decided if deed in wanted] == list(wanted)
    approval = page.locator("main .row", has_text="Duyệt thành viên").first
    expect(approval).to_contain_text("Ngô Bích Đào")
    expect(approval).to_contain_text("quyền: Phụ trách duyệt bài")
