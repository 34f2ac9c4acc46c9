"""The papers of a contest: what each says, when it is refused, and that it is logged."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from docx import Document
from sqlalchemy import select
from sqlmodel import col

from app import clock
from app.domain.contests import merkle
from app.domain.refusals import Conflict, Forbidden, Hidden
from app.models.audit import AuditRow
from app.models.communities import Community
from app.models.contests import ContestRound
from app.schemas.base import FileRead
from app.services.contest_papers import certificates, listing, plan, results
from app.store import contest_entries
from app.store.actors import Work
from app.web.words import printed_rules
from tests import complaints, contests
from tests.factories import HOME, work_of
from tests.services.desk import Desk

Ids = dict[str, str]
WOMEN = ("hoa", "lan", "mai", "dong", "member")


@pytest.fixture
def held(desk: Desk) -> Ids:
    """Two closed rounds: five women in the first, four of them in the second; a jury."""

    def furnish(session: Any) -> Ids:
        work, scene = work_of(session), desk.scene
        of = contests.contest(work, scene)
        of.help_phone = "0911 000 000"
        complaints.serves(work, scene, of, "organiser", "contests", "chair")
        complaints.serves(work, scene, of, "secretary", "editor")
        complaints.serves(work, scene, of, "juror", "questions", "vice_chair")
        first = complaints.closed_round(work, of, hours=200, time_limit_s=900)
        second = complaints.closed_round(work, of, number=2)
        for number, name in enumerate(WOMEN):
            complaints.handed_in(work, scene, first, name, prediction=number)
        complaints.handed_in(work, scene, first, "lan", correct=8)
        for number, name in enumerate(WOMEN[:4]):
            complaints.handed_in(work, scene, second, name, correct=10 - number)
        work.session.flush()
        for one in (first, second):
            contests.publish(work, one)
        return {"contest": of.id, "first": first.id, "second": second.id}

    return desk.database.write_now(furnish)


def text_of(file: FileRead) -> str:
    """Every paragraph, those in tables too, a line each."""
    body = Document(io.BytesIO(file.content)).element.body
    return "\n".join(
        "".join(node.text or "" for node in p.iter() if node.tag.endswith("}t"))
        for p in body.iter()
        if p.tag.endswith("}p")
    )


def pictures_in(file: FileRead) -> int:
    return len(Document(io.BytesIO(file.content)).inline_shapes)


def logged(desk: Desk) -> list[str]:
    query = select(AuditRow).where(col(AuditRow.action) == "contest_paper.write")
    rows = desk.database.read_now(lambda session: list(session.execute(query).scalars()))
    return [row.facts["paper"] for row in rows]


def test_the_plan_prints_the_rules_and_the_rounds(desk: Desk, held: Ids) -> None:
    file = desk.run("contests", plan.plan, held["contest"], printed_rules)
    said = text_of(file)
    assert file.name == "ke-hoach-cuoc-thi.docx"
    for words in (
        "KẾ HOẠCH",
        "Tổ chức cuộc thi trực tuyến “Tìm hiểu về Hội”",
        "ĐƠN VỊ COMMUNE",
        "BAN THƯỜNG VỤ",
        "Số: ……/KH-BTV",
        "Điều 5. Thứ tự xếp hạng",
        "Hội không thu phí dự thi.",
        "15 phút",
        "TM. BAN THƯỜNG VỤ",
        "trong 03 ngày sau khi mỗi vòng thi đóng",
    ):
        assert words in said, words
    assert said.index("./.") < said.index("Nơi nhận:")
    assert pictures_in(file) == 1
    assert "/kiem-tra/" in said
    assert logged(desk) == ["plan"]


def test_the_bodies_stand_in_official_order_and_are_called_as_the_setting_says(
    desk: Desk, held: Ids
) -> None:
    said = text_of(desk.run("chair", plan.founding, held["contest"]))
    assert "Về việc thành lập Ban Tổ chức, Ban Giám khảo cuộc thi “Tìm hiểu về Hội”" in said
    assert "gồm các bà có tên sau:" in said
    assert said.index("Nguyễn Thị chair") < said.index("Nguyễn Thị contests")
    assert said.index("Nguyễn Thị vice chair") < said.index("Nguyễn Thị questions")
    assert said.index("Ban Tổ chức\n") < said.index("Tổ Thư ký") < said.index("Ban Giám khảo\n")

    def call_otherwise(work: Work) -> None:
        community = work.session.get(Community, desk.scene.communities[HOME])
        assert community is not None
        community.settings = {**community.settings, "paper_address": "dong_chi"}

    desk.run("chair", call_otherwise)
    said = text_of(desk.run("chair", plan.founding, held["contest"]))
    assert "gồm các đồng chí có tên sau:" in said
    assert "các bà" not in said


def test_without_bodies_no_decision_founds_them(desk: Desk) -> None:
    made = desk.run("contests", lambda work: contests.contest(work, desk.scene).id)
    with pytest.raises(Conflict, match="no-contest-officers"):
        desk.run("contests", plan.founding, made)


def test_the_minutes_show_every_rank_key_and_the_root(desk: Desk, held: Ids) -> None:
    file = desk.run("contests", results.minutes, held["first"], printed_rules)
    said = text_of(file)
    for words in (
        "Chấm thi và xác định kết quả vòng 1",
        "Số người dự thi: 05 người; số lượt dự thi: 06 lượt.",
        "Số thực tế của câu dự đoán (số người trả lời đúng tất cả): 05.",
        "Dự đoán",
        "Độ lệch",
        "Nộp bài lúc",
        "Không trao: 04 giải Ba",
        "TM. BAN GIÁM KHẢO",
        "Mã gốc (Merkle) của 06 bài",
        "Ký tên",
    ):
        assert words in said, words
    assert "Bài tự luận" not in said
    assert root_of(desk, held["first"]) in said
    # N is 5: whoever predicted 4 is nearest. Five prizes, nine were promised.
    assert said.index("Nguyễn Thị Member") < said.index("Nguyễn Thị Dong")
    assert "điều kiện" in said
    assert logged(desk) == ["minutes"]


def root_of(desk: Desk, round_id: str) -> str:
    leaves = desk.database.read_now(lambda s: contest_entries.leaves(s, round_id))
    return merkle.root(leaves).hex()


def test_who_won_before_is_passed_over_in_the_next_round(desk: Desk, held: Ids) -> None:
    """Everyone won in the first round: in the second nobody is left for a prize."""
    for paper in (results.award, results.prizes, certificates.of_winners):
        with pytest.raises(Conflict, match="no-winners"):
            desk.run("contests", paper, held["second"])
    said = text_of(desk.run("contests", results.minutes, held["second"], printed_rules))
    assert "Vòng thi không có người đạt giải." in said


def test_the_award_decision_the_list_and_the_certificates(desk: Desk, held: Ids) -> None:
    award = desk.run("contests", results.award, held["first"])
    said = text_of(award)
    assert "Điều 1. Công nhận kết quả vòng 1 cuộc thi “Tìm hiểu về Hội”" in said
    assert "trao giải cho 05 cá nhân" in said
    assert "QUYẾT ĐỊNH:" in said
    assert root_of(desk, held["first"]) in said
    listed = desk.run("contests", results.prizes, held["first"])
    section = Document(io.BytesIO(listed.content)).sections[0]
    assert (section.page_width or 0) > (section.page_height or 0)
    assert "Ký nhận" in text_of(listed)
    given = desk.run("contests", certificates.of_winners, held["first"])
    said = text_of(given)
    assert pictures_in(given) == said.count("GIẤY CHỨNG NHẬN") == 5
    assert "Bà Nguyễn Thị Member" in said
    assert "đạt giải Nhất vòng 1" in said
    assert logged(desk) == ["award", "prizes", "certificates"]


def test_an_open_complaint_and_an_unmarked_essay_hold_the_award(desk: Desk, held: Ids) -> None:
    def complain(work: Work) -> str:
        of = work.session.get(ContestRound, held["first"])
        assert of is not None
        return complaints.complaint(work, desk.scene, of, "hoa").id

    desk.run("contests", complain)
    with pytest.raises(Conflict, match="complaints-open"):
        desk.run("contests", results.award, held["first"])
    said = text_of(desk.run("contests", results.minutes, held["first"], printed_rules))
    assert "Đã tiếp nhận 01 khiếu nại kết quả; đã trả lời 00, chưa trả lời 01" in said

    def ask(work: Work) -> str:
        of = contests.contest(work, desk.scene)
        one = complaints.closed_round(work, of, essay=1000)
        complaints.handed_in(work, desk.scene, one, "hoa", essay="Một việc tốt.")
        return one.id

    round_id = desk.run("contests", ask)
    with pytest.raises(Conflict, match="no-result"):
        desk.run("contests", results.minutes, round_id, printed_rules)


def test_all_round_certificates_are_for_those_of_every_round(desk: Desk, held: Ids) -> None:
    file = desk.run("contests", certificates.of_all_rounds, held["contest"], 1)
    said = text_of(file)
    assert said.count("GIẤY CHỨNG NHẬN") == 4
    assert "Nguyễn Thị Member" not in said
    assert "đã tham gia đủ 02 vòng" in said
    with pytest.raises(Conflict, match="no-all-round"):
        desk.run("contests", certificates.of_all_rounds, held["contest"], 2)


def test_before_closing_nothing_tells_a_figure(desk: Desk) -> None:
    def opened(work: Work) -> tuple[str, str]:
        of = contests.contest(work, desk.scene)
        one = contests.round_of(work, of, closes_at=clock.now() + timedelta(hours=1))
        return of.id, one.id

    contest_id, round_id = desk.run("contests", opened)
    for paper in (results.award, results.prizes, certificates.of_winners):
        with pytest.raises(Conflict, match="no-result"):
            desk.run("chair", paper, round_id)
    with pytest.raises(Conflict, match="no-result"):
        desk.run("chair", results.minutes, round_id, printed_rules)
    page = desk.run("chair", listing.page, contest_id)
    assert {one.missing for one in page.rounds[0].papers} == {"no-result"}


def test_only_those_in_charge_write_papers(desk: Desk, held: Ids) -> None:
    for who in ("member", "moderator", "adviser", "editor"):
        with pytest.raises(Forbidden):
            desk.run(who, listing.page, held["contest"])
    for who in ("other_chair", "nobody", "stranger"):
        with pytest.raises(Hidden):
            desk.run(who, listing.page, held["contest"])


def test_the_page_says_what_is_missing(desk: Desk, held: Ids) -> None:
    page = desk.run("vice_chair", listing.page, held["contest"])
    assert [one.missing for one in page.papers] == ["", ""]
    first, second = page.rounds
    assert [one.missing for one in first.papers] == ["", "", "", ""]
    assert [one.missing for one in second.papers] == ["", *["no-winners"] * 3]
    assert [one.address for one in page.all_round] == [
        f"/contests/{held['contest']}/certificates.docx?part=1"
    ]
