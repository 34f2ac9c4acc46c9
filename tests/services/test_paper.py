"""Sheets from door to door: a line once, proof on paper, nobody twice, a way back to the head."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.refusals import Conflict, Hidden, Invalid
from app.models.members import Consent, Member
from app.schemas.members import Leaving
from app.schemas.paper import LineRead, LineWrite, SheetCreate, SheetFiling, SheetRead
from app.services import lives, paper, paper_lines
from tests.factories import HOME
from tests.services.desk import Desk

HOA: dict[str, Any] = {"full_name": "Đặng Thị Hoa Ban", "birth_year": 1979, "signed": True}


def filed(desk: Desk) -> SheetRead:
    body = SheetCreate(
        unit=desk.scene.units["commune"], chapter="Chi hội Đông", head="Hoàng Thị Xuân"
    )
    sheet = desk.run("membership", paper.create, HOME, body)
    return desk.run("membership", paper.file_away, sheet.id, SheetFiling(filed="Tủ hồ sơ"))


def enter(desk: Desk, sheet: SheetRead, no: int, who: str = "membership", **said: Any) -> LineRead:
    return desk.run(who, paper_lines.write, sheet.id, no, LineWrite(**said))


def test_a_signed_line_opens_a_file_that_the_paper_proves(desk: Desk) -> None:
    sheet = filed(desk)
    line = enter(desk, sheet, 1, **HOA, wants_news=True)
    assert (line.outcome, line.full_name) == ("created", "Đặng Thị Hoa Ban")

    def read(session: Session) -> tuple[Any, ...]:
        member = session.get(Member, line.member)
        assert member is not None
        consents = session.execute(
            select(col(Consent.purpose), col(Consent.way), col(Consent.filed))
            .where(col(Consent.member_id) == member.id)
            .order_by(col(Consent.purpose))
        ).all()
        return member.state, member.hamlet, member.reached_through, [tuple(c) for c in consents]

    proof = f"{sheet.no} · Tủ hồ sơ"
    assert desk.database.read_now(read) == (
        "submitted",
        "Chi hội Đông",
        "Hoàng Thị Xuân",
        [("contact", "paper", proof), ("management", "paper", proof)],
    )
    assert desk.faults() == []


def test_a_line_is_entered_once_and_a_question_may_become_a_file(desk: Desk) -> None:
    sheet = filed(desk)
    asked = enter(desk, sheet, 7, full_name="Lý Thị Cầm", ask="chưa ký")
    assert (asked.outcome, asked.full_name) == ("asked", "")
    assert enter(desk, sheet, 8).outcome == "blank"
    assert enter(desk, sheet, 7, **HOA).outcome == "created"
    with pytest.raises(Conflict) as refused:
        enter(desk, sheet, 7, **{**HOA, "full_name": "Tống Thị Mai"})
    assert refused.value.code == "line-entered"
    with pytest.raises(Hidden):
        enter(desk, sheet, 13, **HOA)


def test_who_may_be_here_is_named_and_the_officer_says_who_she_is(desk: Desk) -> None:
    sheet = filed(desk)
    first = enter(desk, sheet, 1, **HOA)
    with pytest.raises(Invalid) as refused:
        enter(desk, sheet, 2, **HOA)
    (error,) = refused.value.errors
    assert (error.code, error.facts["file_no"]) == ("maybe-here", first.file_no)
    same = enter(
        desk, sheet, 2, **HOA, phone="0912000111", same_as=first.file_no.lower(), wants_news=True
    )
    assert (same.outcome, same.member) == ("known", first.member)
    assert desk.member(first.member or "").phone == "0912000111"
    other = enter(desk, sheet, 3, **HOA, another=True)
    assert (other.outcome, other.member != first.member) == ("created", True)
    with pytest.raises(Invalid) as unknown:
        enter(desk, sheet, 4, **HOA, same_as="ZZZZZZ")
    assert unknown.value.errors[0].code == "file-no-unknown"
    assert desk.faults() == []


def test_every_fault_of_a_line_is_told_beside_its_field(desk: Desk) -> None:
    sheet = filed(desk)
    with pytest.raises(Invalid) as unsigned:
        enter(desk, sheet, 1, full_name="Lý Thị Cầm")
    assert unsigned.value.errors[0].pointer == "/signed"
    with pytest.raises(Invalid) as wrong:
        enter(desk, sheet, 1, full_name="Lý Thị Cầm", birth_year=1790, phone="09", signed=True)
    assert [e.pointer for e in wrong.value.errors] == ["/phone", "/birth_year"]
    with pytest.raises(Invalid) as young:
        enter(desk, sheet, 1, full_name="Lý Thị Cầm", birth_year=2019, signed=True)
    assert young.value.errors[0].code == "line-under-16"
    assert desk.run("membership", paper.read, sheet.id).lines == []


def test_a_sheet_is_numbered_filed_closed_and_told_back(desk: Desk) -> None:
    one, two = filed(desk), filed(desk)
    assert two.no == one.no + 1
    with pytest.raises(Conflict):
        desk.run("membership", paper.close, one.id)
    enter(desk, one, 1, **HOA)
    enter(desk, one, 2, full_name="Lý Thị Cầm", ask="thiếu chữ ký")
    closed = desk.run("membership", paper.close, one.id)
    assert (closed.counts["created"], closed.allowed_actions) == (1, [])
    with pytest.raises(Conflict):
        enter(desk, one, 3, **HOA)
    slip = desk.run("membership", paper.slip, one.id)
    assert (slip.entered, slip.created, slip.known) == (2, 1, 0)
    assert [line.ask for line in slip.questions] == ["thiếu chữ ký"]
    assert "Hoàng Thị Xuân" in slip.slips[0].text
    assert slip.slips[0].qr.startswith("data:image/svg+xml")


def test_who_left_and_signs_again_applies_as_the_same_person(desk: Desk) -> None:
    desk.run("chair", lives.leave, desk.scene.members["member"], Leaving(reason="busy"))
    member = desk.member("member")
    sheet = filed(desk)
    again = enter(desk, sheet, 1, full_name=member.full_name, signed=True, same_as=member.file_no)
    assert again.outcome == "created"
    assert desk.member(again.member or "").person_id == member.person_id


def test_the_printed_sheet_says_what_is_read_out_and_whose_it_is(desk: Desk) -> None:
    sheet = filed(desk)
    printed = desk.run("officer", paper.printed, sheet.id)
    assert printed.lines == 12
    assert "Ký tên nghĩa là chị em đồng ý" in printed.consent
    with pytest.raises(Hidden):
        desk.run("adviser", paper.read, sheet.id)
    with pytest.raises(Hidden):
        desk.run("other_chair", paper.read, sheet.id)
