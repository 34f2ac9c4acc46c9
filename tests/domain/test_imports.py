"""Lists as communes send them: what each row is, what each cell says, and nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.imports import headers, values
from app.domain.imports.reading import Sheet, SheetRead, chapter_of, read
from app.domain.imports.rows import RowClass, is_total
from app.domain.legacy_fonts import Font
from tests.domain.test_legacy_fonts import NAMES, TO_TCVN3, TO_VNI, typed

YEAR = 2026
HEAD = ["STT", "Họ và tên", "Năm sinh", "Số điện thoại", "Thôn", "Hội viên", "Ghi chú"]


def of(*rows: list[str], name: str = "Sheet1") -> SheetRead:
    return read(Sheet(name, rows), YEAR)


def kinds(found: SheetRead) -> list[str]:
    return [row.kind.value for row in found.rows]


def test_a_list_as_a_ward_sends_it() -> None:
    found = of(
        ["HỘI LHPN XÃ GIA LÂM"],
        ["DANH SÁCH HỘI VIÊN NĂM 2026"],
        [],
        HEAD,
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
        ["I", "Chi hội thôn Đông", "", "", "", "", ""],
        ["1", "LÊ THỊ HOA", "1979", "912345678", "Đông", "x", ""],
        ["2", "Trần Thị Lan", "23/11/1985", "+84 912 345 679", "", "chưa", ""],
        ["Cộng", "", "2", "", "", "", ""],
        ["II. Chi hội Chợ", "", "", "", "", "", ""],
        HEAD,
        ["3", "Tống Thị Mai", "28856", "0168.345.6789", "", "", ""],
        ["4", "", "", "", "", "", ""],
        ["5", "Nguyễn Thị Công", "2/1990", "0123", "", "", ""],
        ["Tổng cộng: 3 người"],
        ["", "Người lập biểu"],
    )
    assert kinds(found) == [
        *("title", "title", "blank", "header", "header", "unit", "data", "data"),
        *("total", "unit", "header", "data", "blank", "data", "total", "note"),
    ]
    hoa, lan, mai, cong = (row for row in found.rows if row.woman)
    assert hoa.woman is not None
    assert lan.woman is not None
    assert mai.woman is not None
    assert (hoa.woman.name.full if hoa.woman.name else "") == "Lê Thị Hoa"
    assert (hoa.woman.birth_year, hoa.woman.phone) == (1979, "0912345678")
    assert (hoa.woman.union_status, lan.woman.union_status) == ("member", "not_member")
    assert (hoa.woman.chapter, mai.woman.chapter) == ("Chi hội thôn Đông", "Chi hội Chợ")
    assert (hoa.noted, mai.noted) == (("phone_zero_added",), ("phone_of_before_2018",))
    assert (mai.woman.birth_year, mai.woman.phone) == (1979, "0383456789")
    assert cong.refused == ("phone_too_short",)
    assert cong.number == 14


def test_family_and_given_name_in_two_columns() -> None:
    found = of(["TT", "Họ và đệm", "Tên", "NS"], ["1", "Nguyễn Thị", "Hằng", "1990"])
    assert found.rows[1].woman is not None
    assert found.rows[1].woman.name is not None
    assert found.rows[1].woman.name.full == "Nguyễn Thị Hằng"


@pytest.mark.parametrize("table", [TO_TCVN3, TO_VNI])
def test_a_list_in_an_old_font_is_read_whole(table: dict[str, str]) -> None:
    rows = [[str(n), name, "1980"] for n, name in enumerate(NAMES, 1)]
    sheet = [["STT", "Họ và tên", "Năm sinh"], ["Chi hội Đông"], *rows]
    found = of(*[[typed(cell, table) for cell in row] for row in sheet])
    women = [row.woman for row in found.rows if row.woman]
    assert [woman.name.full for woman in women if woman.name] == NAMES
    assert {woman.chapter for woman in women} == {"Chi hội Đông"}


def test_capitals_of_the_old_capital_font_are_mended() -> None:
    assert values.name("NGUYễN THị HằNG", Font.TCVN3).value is not None
    mended = values.name("NGUYễN THị HằNG", Font.TCVN3).value
    assert mended is not None
    assert mended.full == "Nguyễn Thị Hằng"
    small = values.name("Hoàng ánh", Font.TCVN3).value
    assert small is not None
    assert small.full == "Hoàng Ánh"


def test_no_header_reads_nothing() -> None:
    found = of(["1", "Lê Thị Hoa", "1979"])
    assert found.header is None
    assert kinds(found) == ["title"]


@pytest.mark.parametrize(
    "heading", ["SĐT", "ĐT", "số  điện thoại", "Điện thoại (Zalo)", "Sè ®iÖn tho¹i"]
)
def test_headings_of_a_phone(heading: str) -> None:
    assert headers.field_of(heading) == "phone"


@pytest.mark.parametrize(
    ("typed_text", "year"),
    [
        ("1979", 1979),
        ("1979.0", 1979),
        ("01/02/1979", 1979),
        ("1-2-79", 1979),
        ("1.2.05", 2005),
        ("12/31/1979", 1979),
        ("1979-02-01 00:00:00", 1979),
        ("29252", 1980),
        ("", None),
    ],
)
def test_births(typed_text: str, year: int | None) -> None:
    assert values.birth_year(typed_text, YEAR) == values.Read(year)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31/02/1979", "birth_unreadable"),
        ("khoảng 50", "birth_unreadable"),
        ("1850", "birth_impossible"),
        ("2050", "birth_impossible"),
    ],
)
def test_births_that_cannot_be(text: str, code: str) -> None:
    assert values.birth_year(text, YEAR).refused == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("01112345678", "phone_old_prefix_unknown"),
        ("0912", "phone_too_short"),
        ("không có", "phone_letters"),
        ("0112345678", "phone_unknown_prefix"),
    ],
)
def test_phones_that_cannot_be(text: str, code: str) -> None:
    assert values.phone(text).refused == code


def test_two_phones_in_a_cell() -> None:
    assert values.phone("0912345678 / 0987654321") == values.Read(
        "0912345678", noted="phone_first_of_several"
    )


def test_names_that_look_like_totals_are_women() -> None:
    assert not is_total("Tống Thị Mai")
    assert not is_total("Công Thị Hà")
    assert is_total("TỔNG CỘNG")
    assert is_total("Tong so")


def test_sheets_named_after_a_chapter() -> None:
    assert chapter_of("Chi hội 3") == "Chi hội 3"
    assert [chapter_of(name) for name in ("Sheet1", "Trang tính2", "Danh sách")] == ["", "", ""]


CELLS = st.one_of(
    st.sampled_from(["", "1", "Cộng", "Lê Thị Hoa", "Chi hội 2", "0912345678", "1979", *HEAD]),
    st.text(max_size=12),
)


@settings(max_examples=200)
@given(st.lists(st.lists(CELLS, max_size=8), max_size=25), st.booleans())
def test_of_any_file_every_row_has_one_place(rows: list[list[str]], headed: bool) -> None:
    given_rows = [HEAD, *rows] if headed else rows
    found = of(*given_rows)
    assert [row.number for row in found.rows] == list(range(1, len(given_rows) + 1))
    assert [list(row.raw) for row in found.rows] == given_rows
    assert sum(found.counts.values()) == len(given_rows)
    data = [row for row in found.rows if row.kind is RowClass.DATA]
    assert all(row.woman is not None for row in data)
    assert all(row.refused or (row.woman and row.woman.name) for row in data)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Bàn Thị Mai", "data"),
        ("Bàn Mùi Phẩy", "data"),
        ("Phương Thị Thanh", "data"),
        ("Khu Thị Na", "data"),
        ("Đôi Thị Lan", "data"),
        ("Bản Mới", "unit"),
        ("Phường Long Biên", "unit"),
        ("Thị trấn Trâu Quỳ", "unit"),
        ("Xã Phù Đổng", "unit"),
        ("II. Thôn Đông", "unit"),
    ],
)
def test_a_family_name_with_the_letters_of_a_place_is_a_woman(text: str, kind: str) -> None:
    found = of(HEAD, ["2", text, "", "", "", "", ""])
    assert kinds(found)[1] == kind


@pytest.mark.parametrize("title", ["Danh sách hội viên", "DS HV", "Năm 2024", "Sheet1 (2)"])
def test_a_sheets_title_is_no_chapter(title: str) -> None:
    assert chapter_of(title) == ""
    assert chapter_of("Chi hội Đông") == "Chi hội Đông"
