"""Forms as somebody wrote them: every fault at once, each beside its place."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.refusals import Invalid
from app.domain.surveys import form, reading
from app.domain.surveys.form import TYPES, Form, said
from tests.surveys import EVERY_TYPE, OPTIONS, question

OPTION = {"key": "a", "text": "A"}


def read(*questions: Any, **more: Any) -> Form:
    written = {"title": "Phiếu", "questions": list(questions), **more}
    return reading.read(written, lambda pattern: pattern != "(")


def faults(*questions: Any, **more: Any) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as caught:
        read(*questions, **more)
    return [(one.pointer.removeprefix("/schema"), one.code) for one in caught.value.errors]


def test_all_types_are_read_and_stand_in_steps() -> None:
    made = reading.read(EVERY_TYPE, lambda _: True)
    assert {one.type for one in made.questions} == TYPES
    assert made.steps == (made.questions,)
    assert [one.key for one in made.by_key["likert"].options] == ["1", "2", "3", "4", "5"]
    assert made.by_key["matrix_single"].row_keys == {"r1", "r2"}
    assert len(made.asked) == len(made.questions) - 1


def test_a_section_begins_a_step_and_words_fall_back_to_vietnamese() -> None:
    made = read(
        question("a"),
        question("s", "section", text={"vi": "Phần", "en": "Part"}),
        question("b", text={"vi": "Câu"}),
    )
    assert [[one.key for one in step] for step in made.steps] == [["a"], ["s", "b"]]
    assert [said(one.text, "en") for one in made.questions[1:]] == ["Part", "Câu"]


def text(**limits: Any) -> dict[str, Any]:
    return question("q", "short_text", validate=limits)


FEW, MANY = ("/validate/min_choices", "limit-out"), ("/validate/max_choices", "limit-wrong")
ALONE = [*OPTIONS[:3], {"key": "no", "text": "Không", "exclusive": True}]
WHOLE = question("q", "number", validate={"integer": True, "min": 1.2, "max": 1.8})


@pytest.mark.parametrize(
    ("wrong", "place", "code"),
    [
        ("x", "/type", "question-type-unknown"),
        ({"key": "q", "type": ["single"], "text": "?"}, "/type", "question-type-unknown"),
        ({"key": "q", "type": "essay", "text": "?"}, "/type", "question-type-unknown"),
        (question("a.b"), "/key", "question-key-wrong"),
        (question("q", text=" "), "/text", "survey-text-missing"),
        (question("q", text={"en": "Q"}), "/text", "survey-text-missing"),
        (question("q", text={"vi": "Q", "fr": "Q"}), "/text", "text-language-unknown"),
        (question("q", text=["Q"]), "/text", "text-wrong"),
        (question("q", text="a" * 2001), "/text", "text-long"),
        (question("q", text={"vi": "Q", "en": "a" * 2001}), "/text/en", "text-long"),
        (question("q", required="yes"), "/required", "schema-wrong"),
        (question("q", colour="red"), "/colour", "schema-key-unknown"),
        (question("q", options=[]), "/options", "options-number"),
        (question("q", options=[OPTION, OPTION]), "/options/1/key", "option-key-twice"),
        (question("q", options=[{**OPTION, "key": "a b"}]), "/options/0/key", "option-key-wrong"),
        (
            question("q", options=[{"key": "a", "text": ""}]),
            "/options/0/text",
            "survey-text-missing",
        ),
        (question("q", options=["a"]), "/options/0", "schema-wrong"),
        (question("q", "nps", options=OPTIONS), "/options", "question-has-no-options"),
        (question("q", rows=[OPTION]), "/rows", "question-has-no-rows"),
        (question("q", "matrix_single", options=OPTIONS), "/rows", "options-number"),
        (question("q", validate={"max": 3}), "/validate", "limit-unknown"),
        (question("q", "number", validate={"max": "3"}), "/validate/max", "limit-wrong"),
        (question("q", "number", validate={"min": 3, "max": 1}), "/validate/max", "limit-order"),
        (question("q", "date", validate={"min": "1/1/2024"}), "/validate/min", "limit-wrong"),
        (question("q", "time", validate={"min": "7:00"}), "/validate/min", "limit-wrong"),
        (question("q", "rating", validate={"max": 11}), "/validate/max", "limit-wrong"),
        (question("q", "rating", validate={"min": 6}), "/validate/min", "limit-out"),
        (question("q", "rating", validate={"max": 0}), "/validate/max", "limit-out"),
        (question("q", "multiple", validate={"min_choices": 5}), *FEW),
        (question("q", "ranking", validate={"min_choices": 5}), *FEW),
        (question("q", "multiple", options=ALONE, validate={"min_choices": 4}), *FEW),
        (question("q", "multiple", validate={"max_choices": 0}), *MANY),
        (text(min_length=501), "/validate/min_length", "limit-out"),
        (text(min_length=600), "/validate/min_length", "limit-out"),
        (text(max_length=0), "/validate/max_length", "limit-wrong"),
        (WHOLE, "/validate/max", "limit-no-whole"),
        (question("q", text="\u200b"), "/text", "survey-text-missing"),
        (
            question("q", options=[{"key": "a", "text": "\u200b \ufeff"}]),
            "/options/0/text",
            "survey-text-missing",
        ),
        (text(pattern="("), "/validate/pattern", "pattern-wrong"),
        (text(pattern=""), "/validate/pattern", "limit-wrong"),
        (question("q", show_if={"question": "z", "is": "a"}), "/show_if", "condition-forward"),
        (question("q", show_if={"question": "q", "is": "a"}), "/show_if", "condition-forward"),
        (question("q", show_if={"question": "p", "is": "z"}), "/show_if", "condition-value"),
        (question("q", show_if={"question": "p", "lt": 3}), "/show_if", "condition-value"),
        (question("q", show_if={"question": "p", "like": "a"}), "/show_if", "condition-wrong"),
        (question("q", show_if={"all": []}), "/show_if", "condition-wrong"),
        (question("q", show_if="p"), "/show_if", "condition-wrong"),
    ],
)
def test_each_fault_is_told_beside_its_place(wrong: Any, place: str, code: str) -> None:
    assert faults(question("p"), wrong) == [(f"/questions/1{place}", code)]


@pytest.mark.parametrize(
    ("kind", "limits"),
    [
        ("rating", {"min": 6, "max": 8}),
        ("rating", {"min": 0}),
        ("rating", {"max": 10}),
        ("multiple", {"min_choices": 4}),
        ("short_text", {"min_length": 600, "max_length": 700}),
        ("long_text", {"min_length": 5000}),
        ("number", {"integer": True, "min": 1.2, "max": 2}),
    ],
)
def test_a_limit_that_somebody_can_meet_is_taken(kind: str, limits: Any) -> None:
    assert read(question("q", kind, validate=limits)).questions[0].limits is not None


def test_what_is_read_around_the_questions_may_be_nothing() -> None:
    made = read(question("p"), introduction=None, ending=None)
    assert (said(made.introduction, "vi"), said(made.ending, "vi")) == ("", "")
    assert faults(question("p"), title="\u200b") == [("/title", "survey-text-missing")]


def test_a_condition_has_an_end() -> None:
    test: Any = {"question": "p", "is": "a"}
    assert faults(question("p"), question("q", show_if={"any": [test] * 51})) == [
        ("/questions/1/show_if", "condition-long")
    ]
    deep = test
    for _ in range(6):
        deep = {"all": [deep]}
    assert faults(question("p"), question("q", show_if=deep)) == [
        ("/questions/1/show_if", "condition-wrong")
    ]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("date", "31/12/2000"),
        ("date", "zzz"),
        ("date", "20001231"),
        ("date", "2000-02-30"),
        ("time", "7 giờ rưỡi"),
        ("time", "7:30"),
        ("number", float("inf")),
        ("number", float("nan")),
        ("number", 10**400),
        ("rating", "3"),
    ],
)
def test_a_condition_compares_with_what_can_be_answered(kind: str, value: Any) -> None:
    for operator, against in (("gt", value), ("is", value), ("in", [value])):
        wrong = question("q", show_if={"question": "p", operator: against})
        assert faults(question("p", kind), wrong) == [("/questions/1/show_if", "condition-value")]


def test_the_form_itself_has_faults_too() -> None:
    assert faults(question("p"), title="", colour="red") == [
        ("/colour", "schema-key-unknown"),
        ("/title", "survey-text-missing"),
    ]
    assert faults() == [("/questions", "survey-questions-number")]
    assert faults(question("s", "section")) == [("/questions", "survey-questions-number")]
    assert faults(question("p"), question("p")) == [("/questions/1/key", "question-key-twice")]
    broken: Any
    for broken in (None, [], {"title": "Phiếu"}, {"title": "Phiếu", "questions": {}}):
        with pytest.raises(Invalid, match="invalid"):
            reading.read(broken, lambda _: True)


def test_the_facts_say_which_question() -> None:
    with pytest.raises(Invalid) as caught:
        read(question("p"), question("q", text=""))
    assert caught.value.errors[0].facts["number"] == 2
    assert form.LANGUAGES[0] == "vi"
