"""XLSForm: what we write others read, and we read it back as it was."""

from __future__ import annotations

import copy
import io
from typing import Any

import pytest
import xlsxwriter
from pyxform.xls2xform import convert

from app.content.surveys import own_option, xlsform_words
from app.domain.refusals import Refusal
from app.domain.surveys import reading
from app.domain.surveys.xlsforms import reading as taking
from app.domain.surveys.xlsforms import writing
from app.domain.surveys.xlsforms.reading import Taken
from app.integrations import xlsform
from tests.surveys import EVERY_TYPE, question

A, B = {"key": "a", "text": "Ý a"}, {"key": "b", "text": {"vi": "Ý b", "en": "Idea b"}}
NONE = {"key": "none", "text": "Không ý nào", "exclusive": True}
#: Conditions, limits, languages: what both know.
RICH: dict[str, Any] = {
    "title": {"vi": "Nhu cầu của chị em", "en": "What women need"},
    "introduction": {"vi": "Phiếu không hỏi tên.", "en": "No names."},
    "ending": "Cảm ơn chị.",
    "questions": [
        question("age", "number", validate={"min": 16, "max": 99, "integer": True}, required=True),
        question("money", "number", validate={"min": 0.5}),
        {"key": "s1", "type": "section", "text": "Đi sinh hoạt", "help": "Chừng một phút"},
        question("comes", options=[A, B], help={"vi": "Chọn một", "en": "Choose one"}),
        question(
            "why",
            "multiple",
            options=[A, B, NONE],
            show_if={"question": "comes", "is": "b"},
            validate={"max_choices": 2, "min_choices": 1},
        ),
        question("stars", "rating", validate={"min": 1, "max": 10}),
        question("friend", "nps", show_if={"question": "stars", "gte": 8}),
        question("born", "date", validate={"min": "1940-01-01", "max": "2010-12-31"}),
        question(
            "code",
            "short_text",
            validate={"pattern": "[A-Z]{2}[0-9]+", "min_length": 3, "max_length": 9},
        ),
        {
            "key": "s2",
            "type": "section",
            "text": "Thêm",
            "show_if": {
                "all": [
                    {"question": "why", "contains": "a"},
                    {
                        "any": [
                            {"question": "age", "lt": 30},
                            {"question": "born", "gt": "2000-01-01"},
                        ]
                    },
                    {"not": [{"question": "comes", "is_not": "a"}]},
                    {"question": "code", "answered": True},
                    {"question": "friend", "answered": False},
                ]
            },
        },
        {
            "key": "skills",
            "type": "matrix_single",
            "text": "Chị tự làm được không?",
            "required": True,
            "options": [A, B],
            "rows": [{"key": "link", "text": "Mở đường dẫn"}, {"key": "call", "text": "Họp"}],
        },
        {
            "key": "uses",
            "type": "matrix_multiple",
            "text": "Dùng khi nào?",
            "options": [A, B, NONE],
            "rows": [{"key": "fb", "text": "Facebook"}, {"key": "zalo", "text": "Zalo"}],
            "validate": {"max_choices": 2},
        },
        question("order", "ranking", options=[A, B]),
        question("more", "long_text", show_if={"question": "code", "contains": "HN"}),
        question("agree", "consent", required=True),
    ],
}


def sheets_of(schema: dict[str, Any]) -> writing.Sheets:
    form = reading.read(schema, lambda _: True)
    return writing.written(form, own_option, "khao-sat", "1")


def taken(sheets: Any) -> Taken:
    return taking.taken(sheets, xlsform_words())


def back(schema: dict[str, Any]) -> Taken:
    return taken(xlsform.read(xlsform.written(sheets_of(schema), None)))


def same(schema: Any) -> Any:
    """A schema in one spelling: texts by language, empty parts left out."""
    if isinstance(schema, dict):
        found = {key: same(value) for key, value in schema.items() if value not in ({}, [], "")}
        for key in ("text", "help", "title", "introduction", "ending"):
            if isinstance(found.get(key), str):
                found[key] = {"vi": found[key]}
        return found
    return [same(one) for one in schema] if isinstance(schema, list) else schema


@pytest.mark.parametrize("schema", [RICH, EVERY_TYPE], ids=["rich", "every type"])
def test_a_form_comes_back_as_it_went(schema: dict[str, Any]) -> None:
    found = back(schema)
    assert found.missed == []
    given, got = same(copy.deepcopy(schema)), same(found.schema)
    for one, other in zip(given.pop("questions"), got.pop("questions"), strict=True):
        assert other == one
    assert got == given
    reading.read(found.schema, lambda _: True)


@pytest.mark.parametrize("schema", [RICH, EVERY_TYPE], ids=["rich", "every type"])
def test_pyxform_takes_what_we_write(schema: dict[str, Any]) -> None:
    found = convert(io.BytesIO(xlsform.written(sheets_of(schema), None)), file_type=".xlsx")
    for words in ("Từng dòng một ý?", "Có hay không?") if schema is EVERY_TYPE else ("Họp",):
        assert words in found.xform
    assert "Tiếng Việt (vi)" in found.xform or schema is EVERY_TYPE


def workbook(**tables: list[list[str]]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    for name, rows in tables.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    book.close()
    return target.getvalue()


def test_a_form_from_elsewhere_is_taken_and_the_rest_is_told_row_by_row() -> None:
    survey = [
        ["type", "name", "label", "label::French (fr)", "relevant", "constraint", "calculation"],
        ["start", "start", "", "", "", "", ""],
        ["select_one yn", "ok", "Chị đồng ý?", "D'accord?", "", "", ""],
        ["geopoint", "where", "Ở đâu?", "", "", "", ""],
        ["integer", "tuổi", "Tuổi?", "", "selected(${ok}, 'yes')", ". > 15", ""],
        ["calculate", "double", "", "", "", "", "${tuổi} * 2"],
        ["begin repeat", "children", "Các con", "", "", "", ""],
        ["text", "child", "Tên con?", "", "position(..) = 1", "", ""],
        ["end repeat", "", "", "", "", "", ""],
        ["text", "last", "Câu cuối?", "", "${ok} = 'yes' and ${tuổi} >= 18", "", ""],
        ["select_multiple fruits or_other", "eat", "Chị thích quả gì?", "", "", "", ""],
    ]
    choices = [
        ["list name", "name", "label", "filter"],
        ["yn", "yes", "Có", ""],
        ["yn", "no", "Không", "x"],
    ]
    found = taken(xlsform.read(workbook(survey=survey, choices=choices)))
    by_row = {(one.sheet, one.row, one.column, one.code) for one in found.missed}
    assert by_row == {
        ("survey", 2, "type", "xlsform-type"),
        ("survey", 3, "label::French (fr)", "xlsform-language"),
        ("survey", 4, "type", "xlsform-type"),
        ("survey", 5, "name", "xlsform-renamed"),
        ("survey", 5, "constraint", "xlsform-constraint"),
        ("survey", 6, "type", "xlsform-type"),
        ("survey", 6, "calculation", "xlsform-column"),
        ("survey", 7, "type", "xlsform-repeat"),
        ("survey", 8, "relevant", "xlsform-relevant"),
        ("survey", 11, "type", "xlsform-or-other"),
        ("survey", 11, "type", "xlsform-list"),
        ("choices", 3, "filter", "xlsform-column"),
        ("settings", 1, "form_title", "xlsform-title"),
    }
    assert found.missed[2].value == "geopoint · where · Ở đâu?"
    questions = {one["key"]: one for one in found.schema["questions"]}
    assert list(questions) == ["ok", "tuoi", "children", "child", "last", "eat"]
    assert questions["tuoi"]["show_if"] == {"question": "ok", "is": "yes"}
    assert questions["last"]["show_if"] == {
        "all": [{"question": "ok", "is": "yes"}, {"question": "tuoi", "gte": 18}]
    }


def test_what_follows_a_group_that_may_be_hidden_is_not_hidden_with_it() -> None:
    survey = [
        ["type", "name", "label", "relevant"],
        ["integer", "age", "Tuổi?", ""],
        ["begin group", "g", "Người lớn", "${age} >= 18"],
        ["text", "in", "Trong nhóm?", ""],
        ["begin group", "h", "Người già", "${age} >= 60"],
        ["text", "deep", "Trong cả hai?", ""],
        ["end group", "", "", ""],
        ["text", "again", "Lại trong nhóm?", ""],
        ["end group", "", "", ""],
        ["text", "out", "Ngoài nhóm?", ""],
    ]
    found = taken(xlsform.read(workbook(survey=survey)))
    kinds = [(one["type"], one.get("show_if")) for one in found.schema["questions"]]
    adult, old = ({"question": "age", "gte": least} for least in (18, 60))
    assert kinds == [
        ("number", None),
        ("section", adult),
        ("short_text", None),
        ("section", {"all": [adult, old]}),
        ("short_text", None),
        ("section", adult),
        ("short_text", None),
        ("section", None),
        ("short_text", None),
    ]
    assert [one.row for one in found.missed if one.code == "xlsform-section-added"] == [8, 10]


def test_a_table_of_others_is_a_matrix_where_its_rows_are_alike() -> None:
    survey = [
        ["type", "name", "label", "appearance"],
        ["begin group", "g", "Chị có…?", "table-list"],
        ["select_one yn", "phone", "điện thoại", ""],
        ["select_one yn", "wifi", "Wi-Fi", ""],
        ["end group", "", "", ""],
        ["begin group", "h", "Chị nghĩ…?", "table-list"],
        ["select_one yn", "one", "một", ""],
        ["select_one other", "two", "hai", ""],
        ["end group", "", "", ""],
    ]
    lists = [["list_name", "name", "label"], ["yn", "yes", "Có"], ["other", "1", "Một"]]
    found = taken(xlsform.read(workbook(survey=survey, choices=lists)))
    first, section, one, two = found.schema["questions"]
    assert (first["type"], [row["key"] for row in first["rows"]]) == (
        "matrix_single",
        ["phone", "wifi"],
    )
    assert (section["type"], one["type"], two["type"]) == ("section", "single", "single")


@pytest.mark.parametrize(
    "data",
    [b"type,name,label\ntext,a,A\n", workbook(other=[["a"]]), b"PK\x03\x04", b"", b"\xd0\xcf" * 99],
    ids=["csv", "no survey", "broken", "empty", "ole"],
)
def test_a_file_that_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal):
        xlsform.read(data)


@pytest.mark.parametrize(
    "relevant",
    [
        "(" * 500 + "1" + ")" * 500,
        "${a} = ",
        "${a} = 'x' or",
        "1 = 1",
        "pulldata('a')",
        "'" * 3,
        "." * 5000,
    ],
)
def test_an_expression_that_is_none_is_told(relevant: str) -> None:
    survey = [
        ["type", "name", "label", "relevant"],
        ["text", "a", "A?", ""],
        ["text", "b", "B?", relevant],
    ]
    found = taken(xlsform.read(workbook(survey=survey)))
    assert [one.code for one in found.missed if one.sheet == "survey"] == ["xlsform-relevant"]
    assert "show_if" not in found.schema["questions"][1]


@pytest.mark.parametrize("kind", ["rating", "nps"])
def test_from_nought_to_ten_stays_what_it_was(kind: str) -> None:
    limits = {"validate": {"min": 0, "max": 10}} if kind == "rating" else {}
    found = back({"title": "Phiếu", "questions": [question("q", kind, **limits)]})
    assert found.missed == []
    assert same(found.schema["questions"]) == same([question("q", kind, **limits)])


def test_a_key_that_has_another_name_in_the_file_is_told() -> None:
    grid = {**question("ending", "matrix_single"), "options": [A, B]}
    grid["rows"] = [{"key": "r", "text": "R"}]
    questions = [question("1"), question("Q1"), question("q1"), question("ending_r"), grid]
    found = sheets_of({"title": "Phiếu", "questions": questions})
    assert [(one.row, one.column, one.code, one.value) for one in found.missed] == [
        (2, "name", "xlsform-renamed", "1 → q_1"),
        (4, "name", "xlsform-renamed", "q1 → q1_"),
        (6, "name", "xlsform-renamed", "ending → ending_"),
    ]


def test_what_xlsform_cannot_say_is_told() -> None:
    rich = [
        question("t", "time", validate={"min": "08:00"}),
        question("u", show_if={"question": "t", "lt": "09:00"}),
    ]
    found = sheets_of({"title": "Giờ", "questions": rich})
    assert [(one.column, one.value) for one in found.missed] == [
        ("constraint", "t"),
        ("relevant", "u"),
    ]
