"""What a new version changes, and of which sort."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.surveys.reading import formed
from app.domain.surveys.versions import SORTS, WHAT, compare
from tests.surveys import question


def form(*questions: dict[str, Any]) -> Any:
    return formed({"title": "Phiếu", "questions": list(questions)})


def number(**limits: Any) -> dict[str, Any]:
    return question("n", "number", validate=limits)


def said(old: Any, new: Any, *meaning: str) -> list[tuple[str, str, str]]:
    return [(one.question, one.what, one.key) for one in compare(old, new, meaning)]


A, B = {"key": "a", "text": "A"}, {"key": "b", "text": "B"}


@pytest.mark.parametrize(
    ("before", "after", "what", "key"),
    [
        (question("q"), question("q", text="Khác?"), "text", ""),
        (question("q"), question("q", help="Chọn một"), "text", ""),
        (question("q"), question("q", required=True), "required", ""),
        (question("q", required=True), question("q"), "optional", ""),
        (question("q", options=[A]), question("q", options=[A, B]), "option-added", "b"),
        (question("q", options=[A, B]), question("q", options=[A]), "option-retired", "b"),
        (
            question("q", options=[A]),
            question("q", options=[{"key": "a", "text": "A!"}]),
            "option-text",
            "a",
        ),
        (number(min=1), number(), "limits-wider", ""),
        (number(), number(min=1), "limits-narrower", ""),
        (number(max=5), number(max=6), "limits-wider", ""),
        (number(max=5), number(), "limits-wider", ""),
        (number(max=5), number(max=4), "limits-narrower", ""),
        (number(min=1, max=5), number(min=0, max=4), "limits-narrower", ""),
        (number(integer=True), number(), "limits-wider", ""),
        (number(), number(integer=True), "limits-narrower", ""),
    ],
)
def test_one_question_is_changed_in_one_way(
    before: dict[str, Any], after: dict[str, Any], what: str, key: str
) -> None:
    assert said(form(before), form(after)) == [(before["key"], what, key)]


def test_questions_come_go_and_move() -> None:
    old = form(question("a"), question("b"), question("c"))
    new = form(question("b"), question("a"), question("d"))
    assert said(old, new) == [
        ("b", "moved", ""),
        ("a", "moved", ""),
        ("d", "added", ""),
        ("c", "retired", ""),
    ]
    assert said(old, form(question("b"), question("c"))) == [("a", "retired", "")]
    assert compare(old, old) == []


def test_a_condition_and_a_meaning_are_told() -> None:
    old = form(question("a"), question("b"))
    new = form(question("a"), question("b", show_if={"question": "a", "is": "a"}))
    assert said(old, new, "b") == [("b", "condition", ""), ("b", "meaning", "")]
    assert compare(old, new, ["b"])[1].as_json() == {
        "question": "b",
        "key": "",
        "what": "meaning",
        "sort": "semantic",
    }


def test_every_way_has_a_sort() -> None:
    assert set(WHAT.values()) == set(SORTS)
