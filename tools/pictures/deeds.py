"""What is done on a page before it is photographed. Each takes the page and leaves it settled."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

#: The form of a decision → the state of a file on which it can be opened.
STATE_FOR = {
    "refusal": "submitted",
    "information-request": "submitted",
    "escalation": "submitted",
    "suspension": "approved",
    "removal": "approved",
    "leaving": "approved",
    "reinstatement": "suspended",
    "reversal": "refused",
}
#: The password of the demonstration's prepared people in a place that lives for minutes.
PASSWORD = "hoa-sen-thang-sau"  # noqa: S105 - of invented people
#: A form sent sooner is taken for a robot's (app/web/traps.py).
PEOPLE_NEED_MS = 3200


def send_empty(page: Page) -> None:
    press(page, page.locator("main form .button-main[type=submit]").first.inner_text())


def send_slowly(page: Page) -> None:
    page.wait_for_timeout(PEOPLE_NEED_MS)
    send_empty(page)


def with_wrong_phone(page: Page) -> None:
    page.get_by_label("Số điện thoại").fill("0911 999 999")
    press(page, "Mở trang")


def sign_in_wrong(page: Page) -> None:
    sign_in(page, "0900000001", "khong-phai-mat-khau")


def sign_in_shared(phone: str) -> Callable[[Page], None]:
    def deed(page: Page) -> None:
        page.get_by_label("Máy dùng chung").check()
        sign_in(page, phone, PASSWORD)

    return deed


def sign_in(page: Page, login: str, password: str) -> None:
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(password)
    page.locator("main form .button-main").click()
    settled(page)


def open_menu(page: Page) -> None:
    page.locator(".switch > summary").click()


def open_details(page: Page) -> None:
    page.locator("main details > summary").first.click()


def approve_stale(page: Page) -> None:
    page.evaluate("document.querySelectorAll('[name=version]').forEach((f) => { f.value = 99; })")
    approve(page)


def approve(page: Page) -> None:
    press(page, "Duyệt")


def claim(page: Page) -> None:
    press(page, "Để tôi xem việc này")


def tell(page: Page) -> None:
    press(page, "Đã nhắn")


def ask(page: Page) -> None:
    page.locator("input[name=question]").first.check()
    press(page, "Gửi câu hỏi")


def approve_two(page: Page) -> None:
    for number in (-1, -2):
        page.locator("input[name=items]").nth(number).check()
    press(page, "Duyệt những người đã chọn")


def give_link(page: Page) -> None:
    press(page, "Tạo liên kết đặt mật khẩu")


def press(page: Page, label: str) -> None:
    """One tap on the button in the main part of the page, and the answer to it."""
    page.locator("main").get_by_role("button", name=label, exact=True).first.click()
    settled(page)


def settled(page: Page) -> None:
    page.wait_for_load_state("networkidle")
