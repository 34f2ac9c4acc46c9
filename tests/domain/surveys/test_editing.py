"""A form changed one question at a time, and conditions as three choices say them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.surveys import editing, plain_conditions, reading
from app.domain.surveys.plain_conditions import Plain
from tests.surveys import EVERY_TYPE, question

FORM: dict[str, Any] = {
    "title": "T",
    "questions": [
        question("q0"),
        question("s1", "section"),
        question("q1"),
        question("q2", show_if={"question": "q1", "is": "a"}),
        question("s2", "section"),
        question("q3"),
    ],
}
KINDS = {one["key"]: one["type"] for one in EVERY_TYPE["questions"]}


def keys(form: Any) -> list[str]:
    return [one["key"] for one in form["questions"]]


def test_a_section_goes_with_its_questions() -> None:
    down = editing.moved(FORM, "s1", 1)
    assert keys(down) == ["q0", "s2", "q3", "s1", "q1", "q2"]
    assert editing.moved(down or {}, "s1", -1) == FORM
    assert editing.moved(FORM, "s1", -1) is None
    assert editing.moved(FORM, "q0", -1) is None
    assert editing.moved(FORM, "q3", 1) is None
    assert keys(editing.moved(FORM, "q3", -1)) == ["q0", "s1", "q1", "q2", "q3", "s2"]


def test_what_looks_at_nothing_above_is_found() -> None:
    assert editing.blind(FORM) is None
    assert editing.blind(editing.moved(FORM, "q2", -1) or {}) == 2
    assert editing.blind(editing.removed(FORM, "q1")) == 2
    assert editing.blind(editing.removed(FORM, "s1")) is None


@given(st.lists(st.sampled_from("up down copy remove put".split()), max_size=30), st.data())
def test_no_key_comes_twice(deeds: list[str], data: st.DataObject) -> None:
    form: Any = FORM
    used = set(keys(form))
    for deed in deeds:
        at = data.draw(st.sampled_from(keys(form) or ["q0"]))
        new = editing.fresh("q", used, 2)
        if deed in ("copy", "put"):
            form = editing.put(form, question(new), at if deed == "copy" else None)
            assert new not in used
            used.add(new)
        elif deed == "remove" and len(form["questions"]) > 1:
            form = editing.removed(form, at)
        else:
            form = editing.moved(form, at, -1 if deed == "up" else 1) or form
        assert len(set(keys(form))) == len(form["questions"])


def test_words_are_as_short_as_the_schema_allows() -> None:
    assert editing.words(" Chào ", "") == "Chào"
    assert editing.words("Chào", "Hello") == {"vi": "Chào", "en": "Hello"}
    assert editing.spoken("Chào") == {"vi": "Chào", "en": ""}
    assert editing.spoken(None) == {"vi": "", "en": ""}


@pytest.mark.parametrize(
    ("plain", "written"),
    [
        (Plain("single", "is", ("a",)), {"question": "single", "is": "a"}),
        (Plain("single", "is", ("a", "b")), {"question": "single", "in": ["a", "b"]}),
        (Plain("single", "is_not", ("a",)), {"question": "single", "is_not": "a"}),
        (
            Plain("single", "is_not", ("a", "b")),
            {"not": [{"question": "single", "in": ["a", "b"]}]},
        ),
        (Plain("multiple", "is", ("a",)), {"question": "multiple", "contains": "a"}),
        (
            Plain("multiple", "is", ("a", "b")),
            {
                "any": [
                    {"question": "multiple", "contains": "a"},
                    {"question": "multiple", "contains": "b"},
                ]
            },
        ),
        (Plain("multiple", "is_not", ("a",)), {"not": [{"question": "multiple", "contains": "a"}]}),
        (Plain("number", "gte", (3,)), {"question": "number", "gte": 3}),
        (Plain("number", "lt", (1514.125,)), {"question": "number", "lt": 1514.125}),
        (Plain("date", "gt", ("2000-12-31",)), {"question": "date", "gt": "2000-12-31"}),
        (Plain("time", "is", ("07:30",)), {"question": "time", "is": "07:30"}),
        (Plain("long_text", "contains", ("ốm",)), {"question": "long_text", "contains": "ốm"}),
        (Plain("file", "answered"), {"question": "file", "answered": True}),
        (Plain("consent", "unanswered"), {"question": "consent", "answered": False}),
    ],
)
def test_three_choices_are_a_condition_and_the_same_again(plain: Plain, written: Any) -> None:
    assert plain_conditions.made(plain, KINDS[plain.when]) == written
    form = {**EVERY_TYPE, "questions": [*EVERY_TYPE["questions"], question("x", show_if=written)]}
    assert reading.read(form, lambda _: True).by_key["x"].show_if == written
    shown = plain_conditions.simple(written, KINDS)
    assert shown is not None
    assert plain_conditions.made(shown, KINDS[plain.when]) == written


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("date", "31/12/2000", "2000-12-31"),
        ("date", "2000-12-31", "2000-12-31"),
        ("date", "31/2/2000", "31/2/2000"),
        ("number", "5.000", 5000),
        ("number", "3,5", 3.5),
        ("number", "inf", "inf"),
        ("number", "1e400", "1e400"),
        ("short_text", "31/12/2000", "31/12/2000"),
    ],
)
def test_what_is_typed_to_compare_with_is_read_as_an_answer(
    kind: str, typed: str, value: Any
) -> None:
    assert plain_conditions.value_of(kind, typed) == value


@pytest.mark.parametrize(
    "written",
    [
        {"all": [{"question": "single", "is": "a"}, {"question": "number", "gt": 3}]},
        {"any": [{"question": "single", "is": "a"}, {"question": "dropdown", "is": "a"}]},
        {"not": [{"not": [{"question": "single", "is": "a"}]}]},
        {"question": "multiple", "is": "a"},
        {"question": "number", "in": [1, 2]},
        {"not": [{"question": "rating", "in": [3, 4]}]},
        {"question": "short_text", "in": ["a", "b"]},
        {"question": "short_text", "contains": " a "},
        {"question": "short_text", "is": "a" * 201},
    ],
)
def test_what_three_choices_cannot_say_is_left_alone(written: Any) -> None:
    assert plain_conditions.simple(written, KINDS) is None
