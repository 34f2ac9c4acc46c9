"""Bytes as people send them: every kind is read, or refused with its own code."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import pytest
import xlsxwriter

from app.domain.imports.reading import Sheet, read
from app.domain.imports.rows import RowClass
from app.integrations import sheets
from app.integrations.sheets import Unreadable
from tests.domain.test_legacy_fonts import NAMES, TO_TCVN3, TO_VNI, typed

HEAD = ["STT", "Họ và tên", "Năm sinh", "Số điện thoại"]
ROWS = [HEAD, ["1", "Nguyễn Thị Hằng", "1980", "0912345678"], ["2", "Đỗ Thị Mỹ", "1981", ""]]
OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(512)


def csv_of(rows: Sequence[Sequence[str]], mark: str = ",") -> str:
    return "".join(mark.join(row) + "\r\n" for row in rows)


def xlsx_of(rows: Sequence[Sequence[object]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("Chi hội 3")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return out.getvalue()


def zip_of(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def code_of(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        sheets.read(data)
    return refused.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_csv_in_unicode(encoding: str, mark: str) -> None:
    assert sheets.read(csv_of(ROWS, mark).encode(encoding)) == [Sheet("", ROWS)]


def test_csv_that_names_its_delimiter() -> None:
    assert sheets.read(("sep=;\r\n" + csv_of(ROWS, ";")).encode())[0].rows == ROWS


@pytest.mark.parametrize("table", [TO_TCVN3, TO_VNI])
def test_csv_in_the_bytes_of_an_old_font(table: dict[str, str]) -> None:
    rows = [HEAD, *([str(n), name, "1980", ""] for n, name in enumerate(NAMES, 1))]
    data = "".join(typed(line, table) for line in csv_of(rows)).encode("latin-1")
    women = [row.woman for row in read(sheets.read(data)[0], 2026).rows if row.woman]
    assert [woman.name.full for woman in women if woman.name] == NAMES


def test_csv_in_windows_1258() -> None:
    text = csv_of([["STT", "Ho va ten"], ["1", "Lê Thu Hương"], ["2", "Đoàn Thu Hà"]])
    assert sheets.read(text.encode("cp1258"))[0].rows[1:] == [
        ["1", "Lê Thu Hương"],
        ["2", "Đoàn Thu Hà"],
    ]


def test_xlsx_keeps_names_of_sheets_and_numbers_of_rows() -> None:
    found = sheets.read(xlsx_of([[], [], *ROWS]))
    assert found == [Sheet("Chi hội 3", [[""] * 4, [""] * 4, *ROWS])]


def test_formulas_dates_and_merged_cells_are_read_as_values() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEAD)
        page.merge_range(1, 0, 1, 3, "Chi hội thôn Đông")
        page.write_row(2, 0, [1, "", 29252, 912345678])
        page.write_formula(2, 1, '="Lê Thị "&"Hoa"', None, "Lê Thị Hoa")
    found = read(sheets.read(out.getvalue())[0], 2026)
    assert [row.kind for row in found.rows] == [RowClass.HEADER, RowClass.UNIT, RowClass.DATA]
    woman = found.rows[2].woman
    assert woman is not None
    assert woman.name is not None
    assert (woman.name.full, woman.birth_year, woman.phone, woman.chapter) == (
        "Lê Thị Hoa",
        1980,
        "0912345678",
        "Chi hội thôn Đông",
    )


def test_twenty_thousand_rows_with_three_hundred_bad_ones() -> None:
    rows: list[list[object]] = [[*HEAD]]
    for n in range(20_000):
        bad = n % 66 == 0 and n < 300 * 66
        rows.append([n + 1, NAMES[n % 500], 1980, "0912" if bad else f"09{n:08d}"])
    found = read(sheets.read(xlsx_of(rows))[0], 2026)
    assert found.counts == {RowClass.HEADER: 1, RowClass.DATA: 20_000}
    assert sum(bool(row.refused) for row in found.rows) == 300


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-empty"),
        (b"\xef\xbb\xbf\r\n", "file-empty"),
        (b",,\r\n,,\r\n", "file-empty"),
        (b"a\x00bcdefghijklmnopqrstuvwxyz", "file-unknown"),
        (b"PK\x03\x04 and nothing more", "file-broken"),
        (b"x" * (sheets.MAX_BYTES + 1), "file-too-large"),
        (b"a,b\r\n" * (sheets.MAX_ROWS + 1), "file-too-many-rows"),
        (OLE + "WordDocument".encode("utf-16-le"), "file-is-word"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "file-protected"),
        (OLE + "Workbook".encode("utf-16-le"), "file-broken"),
        (OLE, "file-unknown"),
        (zip_of(word__document=b"<w/>"), "file-is-word"),
        (zip_of(other=b"text"), "file-unknown"),
        (zip_of(xl__workbook=b"<x/>"), "file-broken"),
        (zip_of(xl__media=bytes(sheets.MAX_UNPACKED + 1)), "file-bomb"),
        (zip_of(xl__worksheets__a=b'<c r="XFD40000"><v>1</v></c>'), "file-too-wide"),
        (zip_of(xl__worksheets__a=b'<c r="A1048576"><v>1</v></c>'), "file-too-many-rows"),
    ],
    ids=lambda value: value if isinstance(value, str) else "bytes",
)
def test_what_cannot_be_read_is_refused_by_its_own_code(data: bytes, code: str) -> None:
    assert code_of(data) == code


def test_an_empty_styled_cell_far_away_does_no_harm() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["a", "b"])
        page.write_blank(900_000, 100, None, book.add_format({"bold": True}))
    assert [list(row) for row in sheets.read(out.getvalue())[0].rows][:1] == [["a", "b"]]


def test_a_long_text_in_many_cells_is_a_bomb_and_controls_are_blanks() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(20_000):
            sheet.write(row, 0, "x" * 32_000)
    with pytest.raises(sheets.Unreadable) as refused:
        sheets.read(out.getvalue())
    assert refused.value.code == "file-bomb"
    (sheet,) = sheets.read("Họ tên,Ghi chú\nLan\x01Anh,x\n".encode())
    assert sheet.rows[1][0] == "Lan Anh"
    (wide,) = sheets.read("Họ tên\nLan\0Anh\n".encode("utf-16"))
    assert wide.rows[1][0] == "Lan Anh"
