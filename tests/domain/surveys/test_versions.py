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


def rated(**limits: Any) -> dict[str, Any]:
    return question("r", "rating", validate=limits)


def written(**limits: Any) -> dict[str, Any]:
    return question("t", "short_text", validate=limits)


def several(**limits: Any) -> dict[str, Any]:
    return question("s", "multiple", validate=limits)


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        (rated(), rated(max=10), "limits-wider"),
        (rated(), rated(min=0), "limits-wider"),
        (rated(), rated(min=1, max=5), None),
        (rated(max=10), rated(), "limits-narrower"),
        (written(), written(max_length=5000), "limits-wider"),
        (written(), written(max_length=500, min_length=1), None),
        (written(max_length=400), written(), "limits-wider"),
        (written(max_length=501), written(), "limits-narrower"),
        (several(), several(min_choices=1, max_choices=4), None),
        (several(), several(max_choices=3), "limits-narrower"),
        (several(min_choices=2), several(), "limits-wider"),
    ],
)
def test_limits_are_compared_as_they_work(
    before: dict[str, Any], after: dict[str, Any], what: str | None
) -> None:
    assert said(form(before), form(after)) == ([(before["key"], what, "")] if what else [])


def test_an_option_that_stands_alone_or_has_another_picture_is_told() -> None:
    old = form(question("q", "multiple", options=[A, B]))
    alone = form(question("q", "multiple", options=[A, {**B, "exclusive": True}]))
    assert said(old, alone) == [("q", "option-exclusive", "b")]
    assert said(alone, old) == [("q", "option-joined", "b")]
    pictured = form(question("q", "multiple", options=[A, {**B, "picture": "p", "text": "C"}]))
    assert said(old, pictured) == [("q", "option-text", "b"), ("q", "option-picture", "b")]


def part(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "type": "section", "text": key, **more}


IF_A = {"question": "x", "is": "a"}
IF_B = {"question": "x", "is": "b"}
X, Y, Z = (question(key) for key in "xyz")


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (
            [X, Y, part("s", show_if=IF_A), Z],
            [X, part("s", show_if=IF_A), Y, Z],
            [("s", "moved"), ("y", "condition"), ("y", "moved")],
        ),
        (
            [X, Y],
            [X, part("s", show_if=IF_A), Y],
            [("s", "heading-added"), ("y", "condition")],
        ),
        (
            [X, part("s", show_if=IF_A), Y],
            [X, Y],
            [("y", "condition-wider"), ("s", "heading-retired")],
        ),
        (
            [X, part("s", show_if=IF_A), Y, part("t"), Z],
            [X, part("s", show_if=IF_A), Y, Z],
            [("z", "condition"), ("t", "heading-retired")],
        ),
        (
            [X, part("s", show_if=IF_A), Y],
            [X, part("s"), question("y", show_if=IF_A)],
            [],
        ),
    ],
)
def test_the_condition_of_a_section_is_that_of_its_questions(
    before: Any, after: Any, found: list[tuple[str, str]]
) -> None:
    assert [one[:2] for one in said(form(*before), form(*after))] == found


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        (IF_A, None, "condition-wider"),
        (None, IF_A, "condition"),
        (IF_A, IF_B, "condition"),
        (IF_A, {"any": [IF_A, IF_B]}, "condition-wider"),
        ({"any": [IF_A, IF_B]}, IF_A, "condition"),
        (IF_A, {"question": "x", "in": ["a", "b"]}, "condition-wider"),
        ({"question": "x", "in": ["a", "b"]}, {"question": "x", "in": ["b"]}, "condition"),
        ({"all": [IF_A, {"question": "w", "is": "b"}]}, IF_A, "condition-wider"),
        (IF_A, {"all": [IF_A]}, None),
        ({"not": [IF_A]}, {"not": [IF_B]}, "condition"),
    ],
)
def test_a_condition_is_wider_where_it_asks_whoever_it_asked(
    before: Any, after: Any, what: str | None
) -> None:
    old, new = (form(question("w"), X, question("y", show_if=one)) for one in (before, after))
    assert said(old, new) == ([("y", what, "")] if what else [])


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
