"""Lists over HTTP: a browser's file and a program's base64 are one body; what is no list."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import python_calamine as calamine
import xlsxwriter
from starlette.testclient import TestClient

from app.integrations import tables
from app.jobs.worker import Worker
from tests.factories import HOME, Scene
from tests.http.wires import refused

As = Callable[..., TestClient]
IMPORTS = f"/communities/{HOME}/imports"
LIST = "Họ và tên,Năm sinh,Điện thoại\nĐặng Thị Hoa Ban,1979,912000111\nTống Thị Lan,2020,\n"


def work_off(client: TestClient) -> None:
    worker = Worker(client.app.state.house.database, "test")  # type: ignore[attr-defined]
    while worker.run_one():
        pass


def packed(data: bytes, name: str = "ds.csv") -> dict[str, Any]:
    return {"file": {"name": name, "content": base64.b64encode(data).decode()}}


def test_a_program_sends_a_list_and_reads_what_became_of_each_row(as_: As, scene: Scene) -> None:
    keeper = as_("membership")
    made = keeper.post(IMPORTS, json={**packed(LIST.encode()), "unit": scene.units["commune"]})
    assert made.status_code == 201
    address = made.headers["location"]
    foreseen = keeper.get(address).json()
    assert (foreseen["state"], foreseen["foreseen"]) == (
        "ready",
        {"created": 1, "updated": 0, "skipped": 0, "refused": 1},
    )
    stale = {"consent": "none", "version": foreseen["version"] + 1}
    assert keeper.post(f"{address}/application", json=stale).status_code == 409
    assert keeper.post(f"{address}/application", json={}).json()["state"] == "applying"
    work_off(keeper)
    done = keeper.get(address).json()
    assert (done["state"], done["outcomes"]["created"], done["outcomes"]["refused"]) == (
        "done",
        1,
        1,
    )
    rows = keeper.get(f"{address}/rows", params={"outcome": "created"}).json()["items"]
    card = keeper.get(f"/members/{rows[0]['member']}").json()
    assert (card["full_name"], card["phone"], card["state"]) == (
        "Đặng Thị Hoa Ban",
        "0912000111",
        "submitted",
    )
    assert "consents" in card["allowed_actions"]


def test_who_has_not_agreed_is_asked_before_she_is_approved(as_: As) -> None:
    keeper = as_("membership")
    address = keeper.post(IMPORTS, json=packed(LIST.encode())).headers["location"]
    keeper.post(f"{address}/application", json={})
    work_off(keeper)
    row = keeper.get(f"{address}/rows", params={"outcome": "created"}).json()["items"][0]
    member = f"/members/{row['member']}"
    refused(keeper, "POST", f"{member}/approval", 409, "consent-missing")
    consent = {"purposes": ["management"], "way": "message"}
    assert keeper.post(f"{member}/consents", json=consent).status_code == 422
    said = keeper.post(f"{member}/consents", json={**consent, "filed": "Zalo của chị Nga"})
    assert (said.status_code, said.json()["consents"]) == (200, ["management"])
    assert keeper.post(f"{member}/approval").json()["state"] == "approved"


def test_a_browser_sends_a_file_and_goes_through_to_the_end(browser_of: As) -> None:
    keeper = browser_of("membership")
    assert 'type="file"' in keeper.get(f"{IMPORTS}/new").text
    sent = keeper.post(IMPORTS, files={"file": ("Danh sách.csv", LIST.encode(), "text/csv")})
    assert sent.status_code == 303
    page = keeper.get(sent.headers["location"])
    assert "Danh sách.csv" in page.text
    assert "chưa đủ 16 tuổi" in page.text
    version = page.text.partition('name="version" value="')[2].partition('"')[0]
    done = keeper.post(
        f"{sent.headers['location']}/application",
        data={"consent": "paper", "filed": "Tủ hồ sơ", "version": version},
    )
    assert done.status_code == 303
    work_off(keeper)
    assert "Đến phiếu chờ duyệt" in keeper.get(sent.headers["location"]).text


def test_nothing_chosen_and_no_header_are_told_beside_the_file(browser_of: As) -> None:
    keeper = browser_of("membership")
    for files, words in (
        ({"file": ("", b"", "text/csv")}, "Xin điền mục này"),
        ({"file": ("ds.csv", "Đặng Thị Hoa,1979\n".encode(), "text/csv")}, "Không thấy dòng tiêu"),
        ({"file": ("ds.csv", b"  ", "text/csv")}, "Tệp này trống"),
    ):
        answer = keeper.post(IMPORTS, files=files)
        assert (answer.status_code, words in answer.text) == (422, True), words


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(210):
                part.write(b"0" * 1024 * 1024)
    return out.getvalue()


def _word() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-empty"),
        (b"PK\x03\x04 cut", "file-broken"),
        (_word(), "file-is-word"),
        (_bomb(), "file-bomb"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "file-is-word"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "file-protected",
        ),
        ("Đặng Thị Hoa Ban,1979\n".encode(), "list-without-header"),
    ],
)
def test_what_is_no_list_is_refused_by_its_code(as_: As, data: bytes, code: str) -> None:
    answer = as_("membership").post(IMPORTS, json=packed(data, "ds.xlsx"))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/file"
    assert answer.json()["errors"][0]["code"] == code
    assert as_("membership").get(IMPORTS).json()["items"] == []


def test_the_rows_to_mend_come_as_a_file_with_why(as_: As) -> None:
    keeper = as_("membership")
    bad = LIST + "=cmd|calc,1980,+84912000112\n"
    address = keeper.post(IMPORTS, json=packed(bad.encode())).headers["location"]
    text = keeper.get(f"{address}/errors.csv")
    assert text.headers["content-disposition"].startswith("attachment;")
    lines = text.content.decode("utf-8-sig").split("\r\n")
    assert lines[0] == "Trang,Dòng,Vì sao,Họ và tên,Năm sinh,Điện thoại,Chi hội,Đơn vị"
    assert lines[1] == ",3,chưa đủ 16 tuổi,Tống Thị Lan,2020,,,"
    book = keeper.get(f"{address}/errors.xlsx")
    sheet = calamine.CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0)
    assert sheet.to_python()[1][2] == "chưa đủ 16 tuổi"


def test_a_list_with_phones_takes_two_people_and_each_woman_reads_of_it(
    as_: As, scene: Scene
) -> None:
    exports = f"/communities/{HOME}/exports"
    asked = {"with_phones": True, "state": "all", "purpose": "Đối chiếu chi hội"}
    assert as_("chair").post(exports, json={"with_phones": True}).status_code == 422
    made = as_("chair").post(exports, json=asked)
    address = made.headers["location"]
    assert (made.status_code, made.json()["status"], made.json()["approvals"]) == (
        201,
        "waiting",
        1,
    )
    refused(as_("chair"), "GET", f"{address}/members.csv", 409, "export-waits")
    refused(as_("chair"), "POST", f"{address}/approval", 409, "already-approved-by-you")
    refused(as_("adviser"), "POST", f"{address}/approval", 403, "forbidden")
    assert as_("moderator").post(f"{address}/approval").json()["status"] == "ready"
    refused(as_("vice_chair"), "POST", f"{address}/approval", 409, "wrong-state")
    lines = as_("chair").get(f"{address}/members.csv").content.decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("STT,Họ và tên,Năm sinh,Số điện thoại")
    looks = as_("member").get("/me/data").json()["looks"]
    assert [look["action"] for look in looks].count("member.export") == 1
    assert as_("adviser").get(address).json()["downloads"] == 1
    refused(as_("adviser"), "GET", f"{address}/members.csv", 403, "forbidden")


def test_a_text_like_a_formula_is_text_in_both_kinds_of_file() -> None:
    """A number in its international form stays as it is."""
    assert tables.neutral("=1+1") == "'=1+1"
    assert tables.neutral("+84912345678") == "+84912345678"
    assert tables.neutral("+cmd") == "'+cmd"
    rows = [["Họ tên"], ["=1+1"], ["+84 912 345 678"], ["@x"]]
    assert (
        tables.as_csv(rows).decode("utf-8-sig") == "Họ tên\r\n'=1+1\r\n+84 912 345 678\r\n'@x\r\n"
    )
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(tables.as_xlsx(rows, "Danh sách")))
    assert book.get_sheet_by_index(0).to_python() == [
        ["Họ tên"],
        ["'=1+1"],
        ["+84 912 345 678"],
        ["'@x"],
    ]


def test_a_workbook_with_merged_cells_and_formulas_is_read(as_: As) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Chi hội Đông")
        sheet.merge_range(0, 0, 0, 3, "DANH SÁCH HỘI VIÊN")
        sheet.write_row(1, 0, ["STT", "Họ và đệm", "Tên", "Năm sinh"])
        sheet.write_formula(2, 0, "=1", None, 1)
        sheet.write_row(2, 1, ["Đặng Thị", "Hoa"])
        sheet.write_formula(2, 3, "=1900+79", None, 1979)
    answer = as_("membership").post(IMPORTS, json=packed(out.getvalue(), "ds.xlsx")).json()
    assert (answer["rows"], answer["foreseen"]["created"]) == (1, 1)
    row = as_("membership").get(f"/imports/{answer['id']}/rows").json()["items"][0]
    assert (row["full_name"], row["birth_year"], row["hamlet"]) == (
        "Đặng Thị Hoa",
        1979,
        "Chi hội Đông",
    )


def test_a_body_larger_than_a_list_may_be_is_refused_unread(as_: As) -> None:
    huge = {"file": {"name": "ds.csv", "content": "A" * (16 * 1024 * 1024)}}
    assert as_("membership").post(IMPORTS, json=huge).status_code == 413


def test_a_line_that_no_sheet_has_is_not_there(browser_of: As, as_: As) -> None:
    made = as_("membership").post(f"/communities/{HOME}/paper-sheets", json={})
    sheet = made.headers["location"]
    for no in ("0", "13", "abc", "9" * 40):
        for who in (browser_of("membership"), as_("membership")):
            assert who.put(f"{sheet}/lines/{no}", data={}).status_code in {404, 409, 415, 422}, no
            assert who.get(f"{sheet}/lines/{no}").status_code in {404, 422}, no
