"""Women as they arrive on paper and in lists, on a phone and at a desk, JavaScript or not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import steps
from tests.browser.conftest import DESK, PHONE, Device
from tests.browser.steps import HERE

pytestmark = pytest.mark.browser

DEVICES = pytest.mark.parametrize(
    "device",
    [Device(PHONE), Device(DESK), Device(PHONE, scripts=False)],
    ids=["phone", "desk", "no-scripts"],
)
SignedIn = Callable[..., Page]
LIST = "STT,Họ và tên,Năm sinh,Điện thoại\n1,{name},1981,{phone}\n2,Tống Thị Non,2020,\n"


def _sheet(page: Page, chapter: str) -> None:
    page.goto(f"{HERE}/paper-sheets/new")
    page.get_by_label("Chi hội", exact=True).fill(chapter)
    page.get_by_label("Chi hội trưởng").fill("Hoàng Thị Xuân")
    steps.press(page, "Lập tờ mới")
    page.get_by_label("Tờ giấy lưu tại").fill("Tủ hồ sơ Hội LHPN xã")
    steps.press(page, "Bắt đầu nhập")


@DEVICES
def test_lines_are_typed_with_enter_alone_and_told_back(
    signed_in: SignedIn, device: Device
) -> None:
    page = signed_in("chair", device)
    kind = f"{device.size[0]}{device.scripts}"
    _sheet(page, f"Chi hội {kind}")
    for number, name in enumerate(("Bế Thị Nhất", "Cù Thị Nhì"), 1):
        expect(page.get_by_role("heading", name=f"Dòng {number}", exact=True)).to_be_visible()
        if device.scripts:
            expect(page.get_by_label("Họ và tên")).to_be_focused()
        page.get_by_label("Họ và tên").fill(f"{name} {'Anh' if device.scripts else 'Em'}")
        page.get_by_label("Năm sinh").fill(str(1900 + device.size[0] % 90 + number))
        page.get_by_label("Đã ký đồng ý trên giấy").check()
        page.get_by_label("Năm sinh").press("Enter")
    expect(page.get_by_role("heading", name="Dòng 3", exact=True)).to_be_visible()
    page.get_by_label("Họ và tên").fill("Lý Thị Chưa Ký")
    steps.press(page, "Ghi dòng này")
    expect(page.locator(".field-wrong .error")).to_be_visible()
    expect(page.get_by_label("Họ và tên")).to_have_value("Lý Thị Chưa Ký")
    page.get_by_label("Cần hỏi thêm").fill("chưa ký")
    steps.press(page, "Ghi dòng này")
    steps.press(page, "Đã nhập xong tờ này")
    expect(page.locator("#slip")).to_contain_text("3 dòng, đã ghi tên 2 chị; còn dòng 3: chưa ký")
    expect(page.locator(".slip img")).to_have_count(2)


def test_who_is_here_already_shows_while_she_is_typed(signed_in: SignedIn) -> None:
    page = signed_in("chair", Device(DESK))
    _sheet(page, "Chi hội trùng")
    for again in (False, True):
        page.get_by_label("Họ và tên").fill("Đàm Thị Trùng Tên")
        page.get_by_label("Năm sinh").fill("1977")
        page.get_by_label("Số điện thoại").fill("0977123456")
        page.get_by_label("Đã ký đồng ý trên giấy").check()
        if again:
            _choose_before_the_last_answer(page)
        steps.press(page, "Ghi dòng này")
    expect(page.locator("main")).to_contain_text("Đã có sẵn")


def _choose_before_the_last_answer(page: Page) -> None:
    """The officer chooses whom she means; the list that was asked for before comes after."""
    same = page.get_by_label("Đàm Thị Trùng Tên")
    expect(same).to_be_visible()
    page.wait_for_load_state("networkidle")
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route("**/likely?*", hold)
    with page.expect_request("**/likely?*"):
        page.get_by_role("textbox", name="Thôn, tổ").fill("Thôn Đông")
    same.check()
    page.locator("#likely fieldset").evaluate("list => list.dataset.first = 'yes'")
    late.pop().continue_()
    expect(page.locator("#likely fieldset:not([data-first])")).to_be_visible()
    expect(same).to_be_checked()


@DEVICES
def test_a_list_is_read_on_trial_and_brought_in(signed_in: SignedIn, device: Device) -> None:
    page = signed_in("chair", device)
    number = device.size[0] + device.scripts
    page.goto(f"{HERE}/imports/new")
    text = LIST.format(
        name=f"Mạc Thị Số {'Một' if device.scripts else 'Hai'}", phone=f"0975{number:06d}"
    )
    page.get_by_label("Tệp danh sách").set_input_files(
        {"name": "Chi hội Chợ.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    steps.press(page, "Đọc thử")
    expect(page.locator("main")).to_contain_text("chưa đủ 16 tuổi")
    page.get_by_label("Đã ký đồng ý trên giấy").check()
    page.get_by_label("Nơi lưu danh sách có chữ ký").fill("Cặp 2026")
    steps.press(page, "Nhập danh sách này")
    done = page.get_by_role("link", name="Đến phiếu chờ duyệt")
    for _ in range(40):
        if done.count():
            break
        page.wait_for_timeout(500)
        if not device.scripts:
            page.reload()
    expect(done).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải tệp những dòng cần sửa").click()
    assert download.value.suggested_filename == "Chi hội Chợ - Những dòng cần sửa.xlsx"


@pytest.mark.parametrize("device", [Device(PHONE), Device(DESK)], ids=["phone", "desk"])
def test_a_list_with_phones_needs_a_second_person(signed_in: SignedIn, device: Device) -> None:
    page = signed_in("chair", device)
    page.goto(f"{HERE}/exports/new")
    page.get_by_label("Xuất để làm gì").fill("Đối chiếu quý IV")
    page.get_by_label("Có số điện thoại").check()
    steps.press(page, "Lập danh sách")
    expect(page.locator("main")).to_contain_text("Cần thêm một người đồng ý")
    address = page.url
    second = signed_in("moderator", device)
    second.goto(address)
    steps.press(second, "Đồng ý cho xuất")
    page.goto(address)
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải tệp Excel (.xlsx)").click()
    assert download.value.suggested_filename.endswith(".xlsx")
