"""The minutes of a hand-over: what they hold, and that they have the form of Decree 30."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from docx import Document
from docx.shared import Mm, Pt
from sqlalchemy import select
from sqlmodel import col

from app import clock
from app.models.audit import AuditRow
from app.models.communities import Community
from app.models.people import Appointment
from app.schemas.house import DutyDayWrite, HandOverCreate
from app.schemas.people import AppointmentEnd
from app.schemas.platforms import RightCreate
from app.services import appointments, claims, handing_over, holding, roster
from tests.factories import HOME, Scene
from tests.services.desk import Desk


def appointment_of(desk: Desk, scene: Scene, name: str) -> str:
    wanted = select(col(Appointment.id)).where(col(Appointment.person_id) == scene.persons[name])
    return str(desk.database.read_now(lambda session: session.execute(wanted).scalar_one()))


def drawn(desk: Desk, scene: Scene, who: str = "chair", notes: str = "", **more: str) -> Any:
    one = appointment_of(desk, scene, "moderator")
    file = desk.run(who, handing_over.minutes, one, more.get("receiver"), notes)
    assert file.name.endswith(".docx")
    return Document(io.BytesIO(file.content))


def texts(document: Any) -> list[str]:
    """Every paragraph in the order of the file, those of tables too."""
    return ["".join(node.text or "" for node in p.iter() if node.tag.endswith("}t"))
            for p in document.element.body.iter() if p.tag.endswith("}p")]  # fmt: skip


def tables(document: Any) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def busy(desk: Desk, scene: Scene) -> None:
    """The moderator holds a right, has a file in hand, a duty, and wrote a letter."""
    desk.run(
        "chair",
        holding.give,
        HOME,
        RightCreate.model_validate(
            {
                "platform": "facebook",
                "account_name": "Hoa Sen",
                "person": scene.persons["moderator"],
                "level": "admin",
                "unit_level": "province",
                "since": clock.today() - timedelta(days=9),
            }
        ),
    )
    desk.run("moderator", claims.claim, scene.members["hoa"], take_over=False)
    pair = {"main": scene.persons["chair"], "substitute": scene.persons["moderator"]}
    tomorrow = clock.today() + timedelta(days=1)
    desk.run("chair", roster.write, HOME, tomorrow, DutyDayWrite.model_validate(pair))
    desk.run("moderator", roster.hand_over, HOME, HandOverCreate(text="Còn hai đơn."))


def test_what_she_holds_stands_in_it_and_no_woman_s_name(desk: Desk, scene: Scene) -> None:
    busy(desk, scene)
    document = drawn(desk, scene, receiver=scene.persons["membership"], notes="01 điện thoại")
    said = "\n".join(texts(document))
    for text in (
        "Bà Nguyễn Thị moderator",
        "Bà Nguyễn Thị membership",
        "Còn hai đơn.",
        "01 điện thoại",
        "Căn cứ Điều 9 Quy chế Ban Quản trị",
        "bên giao đang nhận xem 1 phiếu",
    ):
        assert text in said
    _, rights, review, duties, _ = tables(document)
    assert rights[1][1:4] == ["Nhóm Facebook", "Hoa Sen", "Quản trị viên"]
    assert review[1][1:3] == [desk.member("hoa").file_no, "Chờ duyệt"]
    assert duties[1][2:] == ["Trực thay", "Nguyễn Thị chair"]
    assert "Lê Thị Hoa" not in said
    assert str(desk.member("hoa").phone) not in said


def test_after_the_end_the_term_and_what_was_held_then(desk: Desk, scene: Scene) -> None:
    busy(desk, scene)
    one = appointment_of(desk, scene, "moderator")
    today = AppointmentEnd(valid_to=clock.today() + timedelta(days=1))
    desk.run("officer", appointments.end, one, today)
    said = "\n".join(texts(drawn(desk, scene, "officer")))
    assert f"đến hết ngày {clock.today():%d/%m/%Y}" in said
    assert "Hoa Sen" in said
    assert "Bà ………" in said, "nobody follows her yet"


def test_nothing_to_hand_over_is_said_in_words(desk: Desk, scene: Scene) -> None:
    said = "\n".join(texts(drawn(desk, scene, "moderator")))
    for text in ("không giữ quyền nào", "Không có phiếu nào", "Không có ca trực nào", "Không có."):
        assert text in said


def test_it_is_formed_as_decree_thirty_says(desk: Desk, scene: Scene) -> None:
    document = drawn(desk, scene)
    section = document.sections[0]
    for measure, mm in ((section.page_width, 210), (section.page_height, 297)):
        assert abs(measure - Mm(mm)) < Mm(1)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert all(abs(m - Mm(mm)) < Mm(1) for m, mm in zip(margins, (20, 20, 30, 15), strict=True))
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml
    assert document.styles["Normal"].font.name == "Times New Roman"
    head = document.tables[0].rows[0].cells
    state, motto = head[1].paragraphs[0], head[1].paragraphs[1]
    assert (state.text, motto.text) == (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    )
    assert (state.runs[0].bold, state.runs[0].font.size) == (True, Pt(12))
    assert (motto.runs[0].bold, motto.runs[0].font.size) == (True, Pt(13))
    parent, issuer = head[0].paragraphs[0], head[0].paragraphs[1]
    assert parent.text == "ĐƠN VỊ COMMUNE"
    assert (bool(parent.runs[0].bold), issuer.runs[0].bold) == (False, True)
    assert issuer.text.startswith("BAN QUẢN TRỊ NHÓM")
    title = next(p for p in document.paragraphs if p.text == "BIÊN BẢN")
    assert (title.runs[0].bold, title.runs[0].font.size) == (True, Pt(14))
    said = texts(document)
    assert any(text.endswith("./.") for text in said)
    assert said.index("Nơi nhận:") > said.index("BÊN GIAO")


def test_the_demonstration_s_mark_stands_on_every_page(desk: Desk, scene: Scene) -> None:
    def footers() -> list[str]:
        section = drawn(desk, scene).sections[0]
        return [f.paragraphs[0].text for f in (section.first_page_footer, section.footer)]

    assert footers() == ["", ""]

    def mark(session: Any) -> None:
        session.get(Community, scene.communities[HOME]).demo = True

    desk.database.write_now(mark)
    assert all("minh họa" in text for text in footers())


def test_every_drawing_up_is_logged(desk: Desk, scene: Scene) -> None:
    for _ in range(2):
        drawn(desk, scene)
    wanted = select(col(AuditRow.right)).where(col(AuditRow.action) == "appointment.minutes")
    rights = desk.database.read_now(lambda session: list(session.execute(wanted).scalars()))
    assert rights == ["post:chair"] * 2
