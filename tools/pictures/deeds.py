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
    "union-verification": "approved",
    "consents": "approved",
    "merger": "approved",
    "apart": "approved",
    "chapter-inquiry": "submitted",
    "flag-mute": "approved",
    "reinstatement": "suspended",
    "reversal": "refused",
}
#: The same of posts; every other one is opened on a post that waits.
POST_STATE_FOR = {
    "removal": "published",
    "reversal": "refused",
    "author-reveal": "published",
    "edit": "own",
    "withdrawal": "own",
    "new": "published",
    "comments": "published",
    "reactions": "published",
    "loudspeaker": "bulletin-published",
    "group-copy": "bulletin-published",
}
#: The same of comments; other pages are opened on one that members read.
COMMENT_STATE_FOR = {
    "refusal": "submitted",
    "escalation": "submitted",
    "reversal": "submitted",
    "edit": "own",
    "withdrawal": "own",
}
#: The password of the demonstration's prepared people in a place that lives for minutes.
PASSWORD = "hoa-sen-thang-sau"  # noqa: S105 - of invented people
#: A form sent sooner is taken for a robot's (app/web/traps.py).
PEOPLE_NEED_MS = 3200


def send_empty(page: Page) -> None:
    press(page, ".button-main[type=submit]")


def send_slowly(page: Page) -> None:
    page.wait_for_timeout(PEOPLE_NEED_MS)
    send_empty(page)


def with_wrong_phone(page: Page) -> None:
    page.locator("input[name=phone]").fill("0911 999 999")
    send_empty(page)


def write_post(page: Page) -> None:
    page.locator("textarea[name=body]").fill("Ai có mẫu khăn len cho bé gái, chia cho em với ạ?")
    send_empty(page)


def figure_table(page: Page) -> None:
    page.locator("textarea[name=text]").fill("1/5/2024; 301; 12\n8/5/2024; 322; 15; 40; 310")
    send_empty(page)


def comment_empty(page: Page) -> None:
    press(page, "#write .button-main[type=submit]")


def comment(page: Page) -> None:
    page.locator("#write textarea[name=body]").fill("Em cũng muốn đi cùng ạ.")
    comment_empty(page)


def touch(page: Page) -> None:
    press(page, "#reactions button >> nth=0")


def tell_of(page: Page) -> None:
    page.locator("input[name=reason]").first.check()
    send_empty(page)


def keep_flagged(page: Page) -> None:
    press(page, "form[action$='/refusal'] button")


def try_rule(page: Page) -> None:
    page.locator("input[name=label]").fill("Rủ gọi điện")
    page.locator("textarea[name=words]").fill("chị em\nnhà em")
    page.locator("select[name=action]").select_option("mask")
    send_empty(page)


def sign_in_wrong(page: Page) -> None:
    sign_in(page, "0900000001", "khong-phai-mat-khau")


def sign_in_shared(phone: str) -> Callable[[Page], None]:
    def deed(page: Page) -> None:
        page.locator("input[name=shared_device]").check()
        sign_in(page, phone, PASSWORD)

    return deed


def sign_in(page: Page, login: str, password: str) -> None:
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(password)
    send_empty(page)


def open_menu(page: Page) -> None:
    page.locator(".switch > summary").click()


def open_details(page: Page) -> None:
    page.locator("main details > summary").first.click()


def open_every_detail(page: Page) -> None:
    for summary in page.locator("main details > summary").all():
        summary.click()


def approve_stale(page: Page) -> None:
    page.evaluate("document.querySelectorAll('[name=version]').forEach((f) => { f.value = 99; })")
    approve(page)


def approve(page: Page) -> None:
    press(page, "form[action$='/approval'] button")


def paste_list(page: Page) -> None:
    """A small part of a list as a browser copies it."""
    page.locator("textarea[name=text]").fill(
        "Nguyễn Thị Hạnh 🌸\nĐã tham gia hôm qua\nThêm bạn bè\nMẹ Bống 1\nHoa Sữa\nTrần Thị Lụa"
    )
    send_empty(page)


def claim(page: Page) -> None:
    press(page, "form[action$='/claim'] button")


def tell(page: Page) -> None:
    press(page, "form[action$='/telling'] button")


def ask(page: Page) -> None:
    page.locator("input[name=question]").first.check()
    send_empty(page)


def approve_two(page: Page) -> None:
    for number in (-1, -2):
        page.locator("input[name=items]").nth(number).check()
    send_empty(page)


def place_a_hamlet(page: Page) -> None:
    page.locator("input[name=hamlets]").first.check()
    page.locator("select[name=unit]").select_option(index=1)
    send_empty(page)


def take_back_two(page: Page) -> None:
    approve_two(page)
    send_empty(page)
    press(page, ".undo button")


def approve_two_for_good(page: Page) -> None:
    approve_two(page)
    send_empty(page)


def give_link(page: Page) -> None:
    press(page, "form[action$='/password-links'] button")


def press(page: Page, button: str) -> None:
    """One tap in the main part of the page, and the answer to it. Words differ by language."""
    page.locator("main").locator(button).first.click()
    page.wait_for_load_state("networkidle")
