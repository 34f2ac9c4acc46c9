"""Columns of a survey's answers: over versions, with names that SPSS takes."""

from __future__ import annotations

import re
from typing import Any

from app.domain.surveys import columns, reading
from app.domain.surveys.form import Form
from tests.surveys import EVERY_TYPE, question

SPSS = re.compile(r"[A-Za-z]([A-Za-z0-9_]{0,62}[A-Za-z0-9])?")


def form(*questions: dict[str, Any]) -> Form:
    return reading.read({"title": "Khảo sát", "questions": list(questions)}, lambda _: True)


def names(found: tuple[columns.Column, ...]) -> list[str]:
    return [one.name for one in found]


def test_every_type_has_its_columns() -> None:
    whole = reading.read(EVERY_TYPE, lambda _: True)
    found = columns.columns([(1, whole)], {})
    assert names(found)[:10] == [
        "single",
        "multiple",
        "multiple_a",
        "multiple_b",
        "multiple_c",
        "multiple_d",
        "dropdown",
        "yes_no",
        "likert",
        "matrix_single_r1",
    ]
    assert {one.question for one in found} == {one.key for one in whole.asked}
    assert {one.kind for one in found} == set(columns.KINDS)


def test_names_are_ones_that_spss_takes_and_only_one_has() -> None:
    long = "k" * 64
    keys = ["1a", "NOT", "q-1", "q_1", "Q_1", "sen_row", "q_", "-", long, long[:63] + "x"]
    found = columns.columns([(1, form(*(question(k, "number") for k in keys), question("q")))], {})
    assert len({one.name.lower() for one in found}) == len(found)
    for one in found:
        assert SPSS.fullmatch(one.name), one.name
        assert one.name.upper() not in columns.RESERVED
        assert one.name not in columns.OWN
    both = question("x", "multiple", options=[{"key": "y", "text": "Y"}, {"key": "n", "text": "N"}])
    assert names(columns.columns([(1, form(both, question("x_y", "number")))], {})) == [
        "x",
        "x_y",
        "x_n",
        "x_y_2",
    ]


def test_versions_share_a_column_while_the_question_means_the_same() -> None:
    a, b, c = ({"key": key, "text": key} for key in "abc")
    first = form(question("q", options=[a, b]), question("gone", "number"))
    second = form(question("new", "number"), question("q", options=[c, a]))
    q_new, q, gone = columns.columns([(1, first), (2, second)], {"q": 1})
    assert (q_new.name, q.name, gone.name) == ("new", "q", "gone")
    assert q.codes == {"a": 1, "b": 2, "c": 3}
    assert [q.value(1, {"q": "b"}), q.value(2, {"q": "c"})] == ["b", "c"]
    assert gone.value(2, {"gone": 1}) is None


def test_an_older_meaning_stands_apart() -> None:
    old, new = form(question("q", "multiple")), form(question("q", "multiple"))
    found = columns.columns([(1, old), (2, new)], {"q": 2})
    assert names(found)[:2] == ["q", "q_a"]
    assert names(found)[5:7] == ["q_b1", "q_a_b1"]
    by_name = {one.name: one for one in found}
    answers = {"q": ["a"]}
    assert by_name["q_a"].value(1, answers) is None
    assert by_name["q_a_b1"].value(1, answers) == 1
    assert by_name["q_b"].value(2, answers) == 0
    assert by_name["q_b_b1"].value(2, answers) is None


def test_an_option_that_was_not_offered_was_not_left_out() -> None:
    a, b = ({"key": key, "text": key} for key in "ab")
    first, second = (form(question("q", "multiple", options=o)) for o in ([a], [a, b]))
    by_name = {one.name: one for one in columns.columns([(1, first), (2, second)], {})}
    assert by_name["q_b"].value(1, {"q": ["a"]}) is None
    assert by_name["q_b"].value(2, {"q": ["a"]}) == 0


def test_what_was_asked_follows_conditions_and_sections() -> None:
    whole = form(
        question("a"),
        question("b", show_if={"question": "a", "is": "b"}),
        {"key": "s", "type": "section", "text": "S", "show_if": {"question": "a", "is": "a"}},
        question("c"),
    )
    assert columns.asked(whole, {"a": "a"}) == {"a", "c"}
    assert columns.asked(whole, {"a": "b"}) == {"a", "b"}
    assert columns.asked(whole, {}) == {"a"}
