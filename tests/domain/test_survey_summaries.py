"""What counts say of a question, and what they must not say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from app.domain.surveys import reading, tallies
from app.domain.surveys.bases import EXACT
from app.domain.surveys.form import Form
from app.domain.surveys.summaries import Summary, rounded, summaries
from app.domain.surveys.tallies import Sums
from tests.surveys import EVERY_TYPE, OPTIONS, question

Groups = Sequence[tuple[int, Mapping[str, Any]]]


def form_of(*questions: dict[str, Any]) -> Form:
    return reading.read({"title": "Khảo sát", "questions": list(questions)}, lambda _: True)


def sums_of(answered: Sequence[tuple[int, Form, Groups]]) -> Sums:
    counted: Counter[tallies.Key] = Counter()
    for number, form, groups in answered:
        for many, answers in groups:
            for key in tallies.of_response(number, form, answers, None):
                counted[key] += many
    return Sums(counted)


def told(*questions: dict[str, Any], groups: Groups, k: int = 5) -> dict[str, Summary]:
    form = form_of(*questions)
    found = summaries([(1, form)], {}, sums_of([(1, form, groups)]), k)
    return {one.question.key: one for one in found}


def lines(one: Summary, row: str = "") -> dict[str, int | None]:
    part = next((part for part in one.rows if part.key == row), one.part)
    return {line.key: line.count for line in part.lines}


def singles(**counts: int) -> list[tuple[int, dict[str, Any]]]:
    return [(n, {"q1": key} if key != "none" else {}) for key, n in counts.items()]


def test_the_example_of_the_issue() -> None:
    one = told(question("q1"), groups=singles(a=40, b=12, c=6, d=3))["q1"]
    assert lines(one) == {"a": 40, "b": 12, "c": None, "d": None}
    assert (one.part.base, one.part.answered, one.part.missing) == (61, 61, 0)


def test_who_did_not_answer_is_a_line() -> None:
    one = told(question("q1"), groups=singles(a=40, b=12, c=6, none=2))["q1"]
    assert lines(one) == {"a": 40, "b": 12, "c": None, "d": 0}
    assert (one.part.base, one.part.answered, one.part.missing) == (60, None, None)
    one = told(question("q1"), groups=singles(a=40, b=12, none=9))["q1"]
    assert (one.part.base, one.part.answered, one.part.missing) == (61, 52, 9)


def test_where_nothing_can_be_shown_every_option_says_so() -> None:
    one = told(question("q1"), groups=singles(a=2, b=2))["q1"]
    assert lines(one) == dict.fromkeys("abcd")
    assert (one.part.whole, one.part.base, one.part.answered) == (False, None, None)


def test_of_several_options_the_complement_tells_nothing() -> None:
    """b: 58 of 61 chose it, so 3 did not; d: 3 chose it. Both are hidden, the others are not."""
    groups = [(3, {"q1": ["a", "d"]}), (20, {"q1": ["a", "b"]}), (38, {"q1": ["b"]})]
    one = told(question("q1", "multiple"), groups=groups)["q1"]
    assert lines(one) == {"a": 23, "b": None, "c": 0, "d": None}
    assert (one.part.answered, one.part.missing) == (61, 0)


def test_of_several_options_few_missing_hide_who_answered() -> None:
    groups = [(30, {"q1": ["a"]}), (30, {"q1": ["a", "b"]}), (2, {})]
    one = told(question("q1", "multiple"), groups=groups)["q1"]
    assert (one.part.base, one.part.answered, one.part.missing) == (62, None, None)
    assert lines(one) == {"a": None, "b": 30, "c": 0, "d": 0}


def test_what_several_options_leave_over_tells_no_hidden_one() -> None:
    groups = [(40, {"q1": ["a"]}), (12, {"q1": ["b"]}), (9, {"q1": ["c"]}), (4, {"q1": ["d"]})]
    one = told(question("q1", "multiple"), groups=groups)["q1"]
    # 65 answered: with a, b and c shown, d would be 4 at least, and it is hidden for being under 5.
    assert lines(one) == {"a": 40, "b": 12, "c": None, "d": None}


def test_at_most_one_of_several_is_a_list_like_any_other() -> None:
    alone = question("q1", "multiple", validate={"max_choices": 1})
    groups = [(40, {"q1": ["a"]}), (12, {"q1": ["b"]}), (6, {"q1": ["c"]}), (3, {"q1": ["d"]})]
    assert lines(told(alone, groups=groups)["q1"]) == {"a": 40, "b": 12, "c": None, "d": None}


def test_a_table_is_a_list_a_row() -> None:
    matrix = next(q for q in EVERY_TYPE["questions"] if q["key"] == "matrix_single")
    groups = [
        (20, {"matrix_single": {"r1": "a", "r2": "b"}}),
        (3, {"matrix_single": {"r1": "b", "r2": "b"}}),
        (9, {"matrix_single": {"r1": "c"}}),
    ]
    one = told(matrix, groups=groups)["matrix_single"]
    assert lines(one, "r1") == {"a": 20, "b": None, "c": None, "d": 0}
    assert lines(one, "r2") == {"a": 0, "b": 23, "c": 0, "d": 0}
    assert [(row.answered, row.missing) for row in one.rows] == [(32, 0), (23, 9)]
    assert (one.part.answered, one.part.missing) == (32, 0)


def test_scales_and_numbers() -> None:
    nps = told(question("q1", "nps"), groups=[(10, {"q1": 10}), (10, {"q1": 5})])["q1"]
    assert (nps.part.mean, nps.part.score) == (7.5, 0)
    assert lines(nps) == {**{str(n): 0 for n in range(11)}, "10": 10, "5": 10}
    rating = told(question("q1", "rating"), groups=[(10, {"q1": 4}), (3, {"q1": 5})])["q1"]
    assert (rating.part.mean, lines(rating)["4"]) == (None, None)
    ages = [(5, {"q1": age}) for age in range(20, 80)]
    numbers = told(question("q1", "number"), groups=ages)["q1"]
    assert lines(numbers) == {f"{start}..{start + 9}": 50 for start in range(20, 80, 10)}
    assert numbers.part.mean == 49.5
    halves = [(5, {"q1": half / 2}) for half in range(40)]
    broken = told(question("q1", "number"), groups=halves)["q1"]
    assert lines(broken) == {f"{start}..<{start + 2}": 20 for start in range(0, 20, 2)}


def test_a_decimal_stands_in_the_line_that_names_it() -> None:
    """0.3 / 0.1 is less than 3, and 0.6 / 0.1 less than 6: a computer's tenths are not tenths."""
    tenths = [(5, {"q1": tenth / 10}) for tenth in range(1, 20)]
    found = lines(told(question("q1", "number"), groups=tenths)["q1"])
    assert found == {
        f"{start / 10:g}..<{(start + 2) / 10:g}": 10 if start else 5 for start in range(0, 20, 2)
    }
    twentieths = [(5, {"q1": round(0.05 * one, 2)}) for one in range(1, 20)]
    found = lines(told(question("q1", "number"), groups=twentieths)["q1"])
    assert (found["0.3..<0.4"], found["0.6..<0.7"]) == (10, 10)
    below = [(5, {"q1": tenth / 10 - 1}) for tenth in range(1, 20)]
    named = lines(told(question("q1", "number"), groups=below)["q1"])
    assert list(named)[:1] == ["-1..<-0.8"]
    assert list(named)[-1:] == ["0.8..<1"]
    large = [(5, {"q1": 10**14 * one + 0.5}) for one in range(13)]
    assert "0..<200000000000000" in lines(told(question("q1", "number"), groups=large)["q1"])


def test_a_condition_parts_the_line_in_which_its_number_stands() -> None:
    """Three gave 0.29: whoever is asked below 0.3 parts no line, below 0.29 she does."""
    given = [(20, {"q1": round(0.05 * one, 2)}) for one in range(1, 20)] + [(3, {"q1": 0.29})]
    for limit, whole in ((0.3, True), (0.29, False)):
        second = question("q2", show_if={"question": "q1", "gte": limit})
        groups = [(n, {**one, "q2": "a"} if one["q1"] >= limit else one) for n, one in given]
        found = told(question("q1", "number"), second, groups=groups)
        assert found["q2"].part.whole is whole


def test_every_type_has_a_summary() -> None:
    answers: dict[str, Any] = {
        "single": "a", "multiple": ["a", "b"], "dropdown": "b", "yes_no": "yes", "likert": "4",
        "matrix_single": {"r1": "a"}, "matrix_multiple": {"r1": ["a", "b"], "r2": ["c"]},
        "rating": 5, "nps": 9, "number": 3.5, "short_text": "chữ", "long_text": "dòng",
        "date": "2026-11-28", "time": "08:15", "ranking": ["c", "a"], "image_choice": "d",
        "file": "x", "consent": "yes",
    }  # fmt: skip
    found = told(*EVERY_TYPE["questions"], groups=[(7, answers)])
    assert found.keys() == answers.keys()
    assert all(one.part.base == 7 for one in found.values())
    assert all(one.part.answered == 7 for one in found.values() if not one.rows)
    assert lines(found["ranking"]) == {"a": 0, "b": 0, "c": 7, "d": 0}
    assert lines(found["date"]) == {"2026-11": 7}
    assert lines(found["time"]) == {"08": 7}
    assert lines(found["long_text"]) == {}
    assert found["likert"].part.mean == 4.0


# -- bases -----------------------------------------------------------------------------------------

FIRST = question("q1")


def asked_if(**condition: Any) -> dict[str, Any]:
    return question("q2", show_if={"question": "q1", **condition})


def both(*, d: int = 3) -> list[tuple[int, dict[str, Any]]]:
    """Whoever chose a to d in the first was asked the second where it applies."""
    counts = {"a": 40, "b": 12, "c": 6, "d": d}
    return [(n, {"q1": key, "q2": "a"}) for key, n in counts.items()]


@pytest.mark.parametrize(
    ("condition", "shown"),
    [
        ({"is": "a"}, True),
        ({"in": ["a", "b"]}, True),
        ({"in": ["c", "d"]}, True),  # their sum is known
        ({"is": "c"}, False),  # would say that d has 3
        ({"in": ["b", "c"]}, False),
    ],
)
def test_a_condition_parts_no_hidden_lines(condition: dict[str, Any], shown: bool) -> None:
    groups = [
        (n, {k: v for k, v in one.items() if k == "q1" or _asked(condition, one)})
        for n, one in both()
    ]
    found = told(FIRST, asked_if(**condition), groups=groups)
    assert found["q2"].part.whole is shown


def _asked(condition: Mapping[str, Any], one: Mapping[str, Any]) -> bool:
    return one["q1"] in condition.get("in", [condition.get("is")])


def test_few_who_were_asked_and_few_who_were_not() -> None:
    few = told(
        FIRST, asked_if(**{"is": "d"}), groups=[(50, {"q1": "a"}), (3, {"q1": "d", "q2": "a"})]
    )
    assert few["q2"].part.whole is False
    groups = [(30, {"q1": "a", "q2": "a"}), (20, {"q1": "a", "q2": "b"}), (3, {"q1": "d"})]
    nearly = told(FIRST, asked_if(**{"is": "a"}), groups=groups)["q2"]
    assert (nearly.everyone, nearly.part.base, nearly.part.answered) == (True, 53, None)
    assert lines(nearly) == {"a": 30, "b": None, "c": 0, "d": 0}


def test_a_condition_on_two_questions_keeps_its_distance() -> None:
    """50 chose a in the first, 47 of them a in the second: three would be found."""
    third = question(
        "q3", show_if={"all": [{"question": "q1", "is": "a"}, {"question": "q2", "is": "a"}]}
    )
    rest = [(30, {"q1": "b", "q2": "b"})]
    close = [(47, {"q1": "a", "q2": "a", "q3": "a"}), (3, {"q1": "a", "q2": "b"}), *rest]
    apart = [(40, {"q1": "a", "q2": "a", "q3": "a"}), (10, {"q1": "a", "q2": "b"}), *rest]
    asked = (FIRST, question("q2"), third)
    assert told(*asked, groups=close)["q3"].part.whole is False
    assert told(*asked, groups=apart)["q3"].part.whole is True


def test_a_number_is_not_parted_within_a_group() -> None:
    ages = [(5, {"q1": age}) for age in range(20, 80)]
    second = question("q2", show_if={"question": "q1", "lt": 30})
    at_the_edge = [(n, {**one, "q2": "a"} if one["q1"] < 30 else one) for n, one in ages]
    age = question("q1", "number")
    assert told(age, second, groups=at_the_edge)["q2"].part.whole is True
    inside = question("q2", show_if={"question": "q1", "lt": 20.5})
    few = [(n if one["q1"] != 20 else 5, one) for n, one in ages] + [(1, {"q1": 29})]
    assert told(age, inside, groups=few, k=6)["q2"].part.whole is False


# -- versions, readers -----------------------------------------------------------------------------


def test_versions_merge_from_their_meaning_on() -> None:
    old = form_of(question("q1"), question("q2"))
    new = form_of(question("q1", options=[*OPTIONS, {"key": "e", "text": "Ý e"}]), question("q2"))
    groups = [(10, {"q1": "a", "q2": "a"})]
    sums = sums_of([(1, old, groups), (2, new, [(10, {"q1": "e", "q2": "a"})])])
    first, second, before = summaries([(1, old), (2, new)], {"q2": 2}, sums, 5)
    assert {line.key: line.count for line in first.part.lines} == {
        "a": 10, "b": 0, "c": 0, "d": 0, "e": 10,
    }  # fmt: skip
    assert sorted(first.part.lines[-1].numbers) == [2]
    assert (second.question.key, second.earlier, second.part.base) == ("q2", False, 10)
    assert (before.question.key, before.earlier, before.part.base) == ("q2", True, 10)


def test_for_everybody_figures_are_rounded() -> None:
    one = rounded(told(question("q1"), groups=singles(a=41, b=12, c=8, d=0))["q1"])
    assert lines(one) == {"a": 40, "b": 10, "c": None, "d": 0}
    assert (one.part.base, one.part.answered, one.part.missing) == (60, 60, 0)


def test_exact_hides_nothing() -> None:
    one = told(question("q1"), groups=singles(a=2, b=1, none=1), k=EXACT)["q1"]
    assert lines(one) == {"a": 2, "b": 1, "c": 0, "d": 0}
    assert (one.part.base, one.part.answered, one.part.missing) == (4, 3, 1)


def test_too_few_show_no_figure_at_all() -> None:
    form = form_of(question("q1"), *[q for q in EVERY_TYPE["questions"] if "rows" in q])
    found = summaries([(1, form)], {}, sums_of([(1, form, singles(a=4))]), 5, closed=True)
    parts = [part for one in found for part in (one.part, *one.rows)]
    assert all(part.base is part.answered is part.missing is None for part in parts)
    assert all(line.count is None for part in parts for line in part.lines)
