"""A survey's results on paper: every count with its base, small cells as dashes."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document

from app.domain.refusals import Forbidden
from app.schemas.survey_exports import ReportResults
from app.services.surveys import reporting
from tests import surveys
from tests.factories import work_of
from tests.services.desk import Desk


def results(**more: Any) -> ReportResults:
    """{A 40, B 12, C 6, D 3}: C and D are hidden (issue 6)."""
    hidden = {"count": None, "suppressed": True}
    found: dict[str, Any] = {
        "n": 1514,
        "questions": [
            {
                "key": "single",
                "n": 61,
                "missing": 1453,
                "options": [
                    {"key": "a", "count": 40},
                    {"key": "b", "count": 12},
                    {"key": "c", **hidden},
                    {"key": "d", **hidden},
                ],
            },
            {"key": "multiple", "n": 10, "options": [{"key": "a", "count": 10}]},
            {"key": "likert", "n": 8, "options": [{"key": "5", "count": 8}]},
            {"key": "matrix_single", "row": "r1", "n": 9, "options": [{"key": "a", "count": 9}]},
            {"key": "matrix_single", "row": "r2", "n": None},
            {"key": "nps", "n": 7, "options": [{"key": "10", "count": 7}]},
            {"key": "long_text", "n": 12},
        ],
    }
    return ReportResults.model_validate({**found, **more})


@pytest.fixture
def survey(desk: Desk) -> str:
    made = lambda session: surveys.survey(work_of(session), desk.scene).id  # noqa: E731
    return desk.database.write_now(made)


def written(desk: Desk, survey: str, found: ReportResults) -> tuple[str, list[list[list[str]]]]:
    """(its paragraphs, its tables but the head's and the signature's)."""
    file = desk.run("contests", reporting.file, survey, found)
    document = Document(io.BytesIO(file.content))
    tables = [[[cell.text for cell in row.cells] for row in one.rows] for one in document.tables]
    return "\n".join(one.text for one in document.paragraphs), tables[1:-1]


def test_every_count_has_its_base_and_small_cells_are_dashes(desk: Desk, survey: str) -> None:
    said, tables = written(desk, survey, results())
    for words in (
        "PHỤ LỤC",
        "KẾT QUẢ KHẢO SÁT “Chị cần gì, chị mong gì?”",
        "Tổng số phiếu: 1.514.",
        "Hình thức: trả lời có tên.",
        "1. Chọn một?",
        "Số người trả lời: 61; không trả lời: 1.453.",
        "dưới 5 người",
        "tổng các tỷ lệ có thể quá 100%",
        "- Dòng 2\nChưa đủ số người trả lời để hiển thị.",
        "Câu hỏi mở: 12 người trả lời bằng lời",
    ):
        assert words in said, words
    assert tables[0] == [
        ["STT", "Phương án", "Số người", "Tỷ lệ"],
        ["1", "Ý a", "40", "65,6%"],
        ["2", "Ý b", "12", "19,7%"],
        ["3", "Ý c", "–", "–"],
        ["4", "Ý d", "–", "–"],
    ]
    assert tables[2][1] == ["1", "Rất đồng ý", "8", "100,0%"]
    assert tables[4] == [["STT", "Mức", "Số người", "Tỷ lệ"], ["1", "10", "7", "100,0%"]]
    assert len(tables) == 5


def test_it_says_how_many_were_not_asked_and_what_was_not_written(desk: Desk, survey: str) -> None:
    few = {"n": None, "base": 50, "options": [{"key": "a", "count": 40}]}
    questions = [
        {"key": "single", "everyone": True, "base": 50, "n": 40, "missing": 10},
        {"key": "dropdown", "everyone": True, **few},
        {"key": "number", "n": 0, "missing": 61},
        {"key": "file", "n": 84, "missing": 7},
    ]
    said, _ = written(desk, survey, results(questions=questions))
    assert "Số người trả lời: 40; không trả lời hoặc không được hỏi: 10." in said
    assert "Tính trên 50 phiếu" in said
    assert "Số người trả lời: 0; không trả lời: 61." in said
    assert "Số người trả lời: 84; không trả lời: 7." in said
    assert "được hỏi: 50" not in said
    assert "bằng lời" not in said


def test_the_longest_title_is_no_fault(desk: Desk) -> None:
    form = {**surveys.EVERY_TYPE, "title": "Khảo sát nhu cầu " * 11 + "của chị em"}
    made = lambda session: surveys.survey(work_of(session), desk.scene, form).id  # noqa: E731
    said, _ = written(desk, desk.database.write_now(made), results())
    assert str(form["title"]).upper()[:180] in said.upper()


def test_too_few_answers_say_only_that(desk: Desk, survey: str) -> None:
    said, tables = written(desk, survey, results(n=None))
    assert "Chưa đủ số phiếu để nêu kết quả." in said
    assert tables == []


def test_without_hidden_cells_nothing_is_explained(desk: Desk, survey: str) -> None:
    said, _ = written(desk, survey, results(questions=[]))
    assert "Ô ghi dấu" not in said


def test_only_the_keepers_draw_it_up(desk: Desk, survey: str) -> None:
    with pytest.raises(Forbidden):
        desk.run("adviser", reporting.file, survey, results())


def test_shares_are_rounded_half_up() -> None:
    found = [reporting.share(*pair) for pair in ((1, 8), (1, 3), (2, 3), (0, 5), (1, 2000), (0, 0))]
    assert found == ["12,5%", "33,3%", "66,7%", "0,0%", "0,1%", "–"]
