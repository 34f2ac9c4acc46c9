"""A whole response: what is visible, what is kept, what is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.surveys import answers, values
from app.domain.surveys.reading import formed
from tests.surveys import EVERY_TYPE, OPTIONS, question


def evaluated(given: dict[str, Any], *questions: dict[str, Any], whole: bool = True) -> Any:
    made = formed({"title": "Phiếu", "questions": list(questions)})
    return answers.evaluate(made, given, lambda pattern, text: text == pattern, whole=whole)


def outcome(question_: dict[str, Any], raw: Any) -> Any:
    """The kept answer, or the code of what is wrong."""
    found = evaluated({question_["key"]: raw}, question_)
    wrong = found.faults.get(question_["key"])
    return wrong.code if wrong is not None else found.kept.get(question_["key"])


MATRIX = {"options": OPTIONS, "rows": [{"key": "r1", "text": "1"}, {"key": "r2", "text": "2"}]}
ALONE = [{"key": "a", "text": "A"}, {"key": "b", "text": "B"}, {"key": "no", "text": "Không"}]
ALONE[2]["exclusive"] = True  # type: ignore[assignment]


@pytest.mark.parametrize(
    ("kind", "more", "raw", "becomes"),
    [
        ("single", {}, "a", "a"),
        ("single", {}, ["a"], "a"),
        ("single", {}, "z", "answer-option"),
        ("single", {}, 1, "answer-kind"),
        ("single", {}, "", None),
        ("yes_no", {}, "yes", "yes"),
        ("yes_no", {}, "maybe", "answer-option"),
        ("likert", {}, "5", "5"),
        ("multiple", {}, ["d", "a"], ["a", "d"]),
        ("multiple", {}, "a", ["a"]),
        ("multiple", {}, ["a", "a"], "answer-twice"),
        ("multiple", {}, ["a", 1], "answer-kind"),
        ("multiple", {}, [], None),
        ("multiple", {"options": ALONE}, ["a", "no"], "answer-exclusive"),
        ("multiple", {"options": ALONE}, ["no"], ["no"]),
        ("multiple", {"validate": {"max_choices": 2}}, ["a", "b", "c"], "answer-many"),
        ("multiple", {"validate": {"min_choices": 2}}, ["a"], "answer-few"),
        ("multiple", {"options": ALONE, "validate": {"min_choices": 2}}, ["no"], ["no"]),
        ("ranking", {}, ["d", "a"], ["d", "a"]),
        ("matrix_single", MATRIX, {"r2": "a", "r1": ""}, {"r2": "a"}),
        ("matrix_single", MATRIX, {"r3": "a"}, "answer-row"),
        ("matrix_single", MATRIX, "a", "answer-kind"),
        ("matrix_multiple", MATRIX, {"r1": ["b", "a"]}, {"r1": ["a", "b"]}),
        ("matrix_multiple", MATRIX, {}, None),
        ("rating", {}, "4", 4),
        ("rating", {}, 6, "answer-high"),
        ("rating", {}, 0, "answer-low"),
        ("rating", {}, 3.5, "answer-whole"),
        ("nps", {}, 0, 0),
        ("nps", {}, 11, "answer-high"),
        ("number", {}, "3,5", 3.5),
        ("number", {}, "3.5", 3.5),
        ("number", {}, " 12.500 ", 12500),
        ("number", {}, "-1.514.000,25", -1514000.25),
        ("number", {}, "1,125", 1.125),
        ("number", {}, "0.125", 0.125),
        ("number", {}, 5.125, 5.125),
        ("number", {}, "5.000.00", "answer-number"),
        ("number", {"validate": {"integer": True}}, "5.000", 5000),
        ("number", {"validate": {"integer": True}}, "5,000", "answer-whole"),
        ("number", {}, "1e9", "answer-number"),
        ("number", {}, float("nan"), "answer-number"),
        ("number", {}, 10**16, "answer-number"),
        ("number", {}, True, "answer-kind"),
        ("number", {}, 4.0, 4),
        ("number", {"validate": {"integer": True}}, 3.5, "answer-whole"),
        ("number", {"validate": {"min": 2}}, "1", "answer-low"),
        ("short_text", {}, "  Chào\r\nchị ", "Chào\nchị"),
        ("short_text", {}, "a\x00b", "ab"),
        ("short_text", {}, "a" * 501, "answer-long"),
        ("short_text", {"validate": {"min_length": 3}}, "ab", "answer-short"),
        ("short_text", {"validate": {"pattern": "ok"}}, "no", "answer-pattern"),
        ("short_text", {"validate": {"pattern": "ok"}}, "ok", "ok"),
        ("long_text", {}, "a" * 501, "a" * 501),
        ("long_text", {}, ["a"], "answer-kind"),
        ("date", {}, "2024-02-29", "2024-02-29"),
        ("date", {}, "2023-02-29", "answer-date"),
        ("date", {}, "29/2/2024", "2024-02-29"),
        ("date", {}, "29/2/2023", "answer-date"),
        ("date", {"validate": {"max": "2024-01-01"}}, "2024-01-02", "answer-late"),
        ("time", {}, "07:05:00", "07:05"),
        ("time", {}, "7:05", "answer-time"),
        ("time", {"validate": {"min": "08:00"}}, "07:59", "answer-early"),
        ("file", {}, "01m8g74ds2j052yjyfp216f3bh", "01m8g74ds2j052yjyfp216f3bh"),
        ("file", {}, "../x", "answer-kind"),
        ("consent", {}, "on", "yes"),
        ("consent", {}, True, "yes"),
        ("consent", {}, False, None),
        ("consent", {}, "perhaps", "answer-kind"),
    ],
)
def test_each_type_keeps_what_can_be(kind: str, more: Any, raw: Any, becomes: Any) -> None:
    assert outcome(question("q", kind, **more), raw) == becomes


def test_every_type_has_a_row_here() -> None:
    kinds = {one["type"] for one in EVERY_TYPE["questions"]}
    tried = {mark[0] for mark in test_each_type_keeps_what_can_be.pytestmark[0].args[1]}
    assert kinds - tried == {"section", "dropdown", "image_choice"}  # those two are as `single`


def test_what_was_answered_to_a_hidden_question_is_dropped_with_what_hangs_on_it() -> None:
    found = evaluated(
        {"a": "b", "b": "a", "c": "a"},
        question("a"),
        question("b", show_if={"question": "a", "is": "a"}, required=True),
        question("c", show_if={"question": "b", "answered": True}),
        question("d", show_if={"question": "b", "is_not": "a"}),
    )
    assert (found.visible, found.kept, found.faults) == (["a", "d"], {"a": "b"}, {})


def test_a_hidden_section_hides_up_to_the_next() -> None:
    found = evaluated(
        {"a": "b", "c": "a", "d": "a"},
        question("a"),
        question("s", "section", show_if={"question": "a", "is": "a"}),
        question("c", required=True),
        question("t", "section"),
        question("d"),
    )
    assert (found.visible, found.kept) == (["a", "t", "d"], {"a": "b", "d": "a"})


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ({"question": "n", "lt": 5}, True),
        ({"question": "n", "gte": 5}, False),
        ({"question": "n", "lte": 4}, True),
        ({"question": "n", "gt": 4}, False),
        ({"question": "m", "contains": "b"}, True),
        ({"question": "m", "is": "b"}, False),
        ({"question": "m", "in": ["b"]}, False),
        ({"question": "s", "in": ["b", "a"]}, True),
        ({"question": "t", "contains": "chị"}, True),
        ({"question": "x", "is": "a"}, False),
        ({"question": "x", "is_not": "a"}, True),
        ({"question": "x", "answered": False}, True),
        ({"all": [{"question": "s", "is": "a"}, {"question": "n", "is": 4}]}, True),
        ({"any": [{"question": "s", "is": "b"}, {"question": "n", "is": 4}]}, True),
        ({"not": [{"question": "s", "is": "b"}, {"question": "n", "is": 4}]}, False),
    ],
)
def test_a_condition_holds_as_contract_says(condition: Any, holds: bool) -> None:
    given = {"s": "a", "m": ["a", "b"], "n": "4", "t": "Chào chị"}
    asked = (
        question("s"),
        question("m", "multiple"),
        question("n", "number"),
        question("t", "short_text"),
        question("x"),
    )
    found = evaluated(given, *asked, question("q", show_if=condition))
    assert ("q" in found.visible) is holds


def test_what_is_missing_or_unknown_is_said_when_the_whole_is_sent() -> None:
    asked = (
        question("a", required=True),
        question("m", "matrix_single", required=True, **MATRIX),
        question("s", "section"),
    )
    found = evaluated({"m": {"r1": "a"}, "u": "a", "s": "a"}, *asked)
    assert {key: wrong.code for key, wrong in found.faults.items()} == {
        "a": "answer-missing",
        "m": "answer-missing",
        "u": "answer-unknown",
        "s": "answer-unknown",
    }
    assert set(evaluated({"m": {"r1": "a"}}, *asked, whole=False).faults) == set()


def test_bounds_are_told() -> None:
    made = formed({"title": "P", "questions": [question("r", "rating"), question("n", "nps")]})
    assert [values.bounds(one) for one in made.questions] == [(1, 5), (0, 10)]
