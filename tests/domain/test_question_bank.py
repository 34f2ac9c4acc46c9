"""A question of the bank, and the bank as a table."""

from __future__ import annotations

from itertools import count

import pytest

from app.domain.question_bank import table
from app.domain.question_bank.content import Content, Option, faults, keyed, twin_key
from app.integrations import tables

pytestmark = pytest.mark.once
TOPICS = {"suc-khoe": "Khỏe mỗi ngày", "gia-dinh": "Tổ ấm"}
HEADINGS = [
    "Chủ đề",
    "Độ khó",
    "Câu hỏi",
    *"ABCDEFGH",
    "Đáp án đúng",
    "Điểm",
    "Giải thích",
    "Nguồn",
]


def question(*options: tuple[str, bool], text: str = "Một?", kind: str = "choice") -> Content:
    made = tuple(Option(words, right=right) for words, right in options)
    return Content("suc-khoe", "easy", kind, text, made, 100)


GOOD = question(("a", True), ("b", False))


def row(**cells: str) -> list[str]:
    named = {"Chủ đề": "tổ ấm", "Độ khó": "Khó", "Câu hỏi": "Hỏi?", "A": "một", "B": "hai"}
    named |= {"Đáp án đúng": "A"} | {name.replace("_", " "): text for name, text in cells.items()}
    return [named.get(heading, "") for heading in HEADINGS]


def read(*rows: list[str]) -> table.Table:
    return table.read_cells([HEADINGS, *rows], TOPICS)


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (GOOD, []),
        (question(("a", True), ("b", True)), []),
        (question(kind="essay"), []),
        (question(("a", True), ("b", False), text=""), ["bank-text-missing"]),
        (question(("a", True)), ["bank-options-number"]),
        (question(*((str(n), True) for n in range(9))), ["bank-options-number"]),
        (question(("a", False), ("b", False)), ["bank-answer-missing"]),
        (question(("Một  hai", True), ("một hai", False)), ["bank-option-twice"]),
        (question(("má", True), ("ma", False)), []),
        (question(("a", True), ("b", False), kind="essay"), ["bank-essay-with-options"]),
    ],
)
def test_what_a_question_must_say(content: Content, codes: list[str]) -> None:
    assert [fault.code for fault in faults(content)] == codes


def test_a_new_option_never_gets_a_key_that_was_used() -> None:
    """Kept options keep theirs, whatever else the source of keys offers."""
    numbers = count(1)
    content = question(("a", True), ("b", False), ("c", False))
    content = Content(
        **{
            **{name: getattr(content, name) for name in Content.__slots__},
            "options": (Option("a", right=True, key="k1"), *content.options[1:]),
        }
    )
    made = keyed(content, {"k1", "k2", "k4"}, lambda: f"k{next(numbers)}")
    assert [option.key for option in made.options] == ["k1", "k3", "k5"]


def test_the_same_words_in_another_order_are_the_same_question() -> None:
    other = question(("B", False), ("A", False), text=" một?")
    assert twin_key(GOOD) == twin_key(other)
    assert twin_key(GOOD) != twin_key(question(("a", True), ("c", False)))


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("A", "A"),
        ("a, b", "AB"),
        ("1;2", "AB"),
        ("1.2", "AB"),
        ("AB", "AB"),
        ("a và b", "AB"),
        ("B and A", "AB"),
        ("B", "B"),
    ],
)
def test_right_options_are_named_as_people_name_them(said: str, right: str) -> None:
    found = read(row(Đáp_án_đúng=said))
    assert found.wrong == ()
    options = found.rows[0].content.options
    assert "".join(letter for letter, one in zip("AB", options, strict=True) if one.right) == right


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"Chủ_đề": "Bói toán"}, "topic", "bank-topic-unknown"),
        ({"Độ_khó": "dở"}, "difficulty", "bank-difficulty-unknown"),
        ({"Câu_hỏi": ""}, "question", "bank-text-missing"),
        ({"Câu_hỏi": "x" * 901}, "question", "bank-cell-too-long"),
        ({"A": "x" * 301}, "A", "bank-cell-too-long"),
        ({"B": ""}, "right", "bank-options-number"),
        ({"B": "MỘT"}, "right", "bank-option-twice"),
        ({"Đáp_án_đúng": ""}, "right", "bank-answer-missing"),
        ({"Đáp_án_đúng": "C"}, "right", "bank-right-without-option"),
        ({"Đáp_án_đúng": "K"}, "right", "bank-right-unknown"),
        ({"Đáp_án_đúng": "9"}, "right", "bank-right-unknown"),
        ({"Điểm": "nhiều"}, "points", "bank-points-unknown"),
        ({"Điểm": "0"}, "points", "bank-points-unknown"),
        ({"Điểm": "-1"}, "points", "bank-points-unknown"),
        ({"Điểm": "101"}, "points", "bank-points-unknown"),
        ({"Điểm": "1e3"}, "points", "bank-points-unknown"),
    ],
)
def test_a_wrong_row_is_named_with_its_column(
    cells: dict[str, str], column: str, code: str
) -> None:
    found = read(row(), row(**({"Câu_hỏi": "Khác?"} | cells)))
    assert [(one.line, one.column, one.code) for one in found.wrong] == [(3, column, code)]


def test_a_row_that_stands_twice_is_wrong() -> None:
    found = read(row(), row(A="HAI", B="một", Đáp_án_đúng="B"))
    assert [(one.line, one.code) for one in found.wrong] == [(3, "bank-row-twice")]


def test_remarks_empty_rows_and_what_stands_above_the_headings_are_passed_over() -> None:
    found = table.read_cells(
        [["Minh họa"], [], HEADINGS, ["# Tổ ấm", "dễ", "Ví dụ?"], [""] * 15, row()], TOPICS
    )
    assert [one.line for one in found.rows] == [6]
    assert found.wrong == ()


def test_without_headings_nothing_is_read() -> None:
    assert not table.read_cells([row()], TOPICS).headed
    assert not table.read("", TOPICS).headed
    assert not table.read('"' + "x" * 200_000, TOPICS).headed


def test_english_headings_and_a_gap_between_options() -> None:
    text = "Topic\tLevel\tQuestion\tA\tB\tD\tAnswer\tPoints\nsuc-khoe\teasy\tQ?\tx\t\ty\tD\t1.5\n"
    (found,) = table.read(text, TOPICS).rows
    assert [(one.text, one.right) for one in found.content.options] == [("x", False), ("y", True)]
    assert (found.content.points, found.content.kind) == (150, "choice")


def test_without_options_and_answer_it_is_an_essay() -> None:
    found = read(row(A="", B="", Đáp_án_đúng="", Điểm="5"))
    assert (found.rows[0].content.kind, found.rows[0].content.points) == ("essay", 500)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+84 912 345 678",
        "-5",
        "@a",
        "'=1+1",
        "''=1",
        "'tis",
        "''",
        'a "b", c;\nd',
        "# không phải ghi chú",
        "**đậm** | x",
        "5,5",
        "01",
    ],
)
@pytest.mark.parametrize("through", ["text", "csv"])
def test_what_is_written_reads_as_the_same_question(text: str, through: str) -> None:
    """Also when a spreadsheet's apostrophe stands before what looks like a formula."""
    content = Content(
        "suc-khoe",
        "medium",
        "choice",
        text,
        (Option(text, right=True), Option("khác", right=False), Option(text + "!", right=True)),
        125,
        text,
        text,
    )
    if through == "text":
        written = table.as_text([table.Row(2, content)], TOPICS)
    else:
        levels = {"medium": "trung bình"}
        lines = [HEADINGS, *table.written([content], TOPICS, levels)]
        written = tables.as_csv(lines).decode("utf-8-sig")
    (found,) = table.read(written, TOPICS).rows
    assert found.content == content
