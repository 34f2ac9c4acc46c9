"""A form on paper: numbers, what is passed over, names of sheets."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from app.domain.surveys import answers, paper, reading
from app.domain.surveys.form import Form
from tests import survey_forms, survey_naive, surveys

IF_A = {"question": "q1", "is": "a"}


def formed(*questions: dict[str, Any]) -> Form:
    return reading.read({"title": "Chị cần gì?", "questions": list(questions)}, lambda _: True)


def test_what_stands_under_one_condition_is_said_once() -> None:
    form = formed(
        surveys.question("q1"),
        surveys.question("q2", show_if=IF_A),
        surveys.question("q3", show_if=IF_A),
        surveys.question("q4"),
        {
            "key": "s",
            "type": "section",
            "text": "Phần hai",
            "show_if": {"question": "q4", "is": "b"},
        },
        surveys.question("q5"),
        surveys.question("q6", show_if={"question": "q5", "is": "a"}),
    )
    assert paper.numbers(form) == {f"q{n}": n for n in range(1, 7)}
    said = {key: (one.first, one.last, one.next) for key, one in paper.guides(form).items()}
    assert said == {"q2": (2, 3, 4), "s": (5, 6, None), "q6": (6, 6, None)}


@pytest.mark.parametrize("seed", range(200))
def test_whoever_follows_the_paper_answers_what_is_asked(seed: int) -> None:
    """The guides walked by hand, against the server's reading."""
    random = Random(seed)
    written = survey_forms.form(random)
    form = reading.read(written, lambda _: True)
    given = survey_forms.answers(random, written)
    found = answers.evaluate(form, given, lambda _pattern, _text: True)
    numbers, guides = paper.numbers(form), paper.guides(form)
    over: set[int] = set()
    for one in form.questions:
        guide = guides.get(one.key)
        if guide and not survey_naive.true(guide.condition, found.kept):
            over |= set(range(guide.first, guide.last + 1))
            assert guide.next in (guide.last + 1, None)
    walked = [key for key, number in numbers.items() if number not in over]
    assert walked == [key for key in found.visible if key in numbers]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        *((" 017 ", "17"), ("17", "17"), ("a - 3", "A-3"), ("0", "0"), ("   ", "")),
        *(("xã 5", "XÃ5"), ("１７", "17"), ("ａ－３", "A-3"), ("①", "1")),
        *(("ß" * 100, "SS" * 100), ("ß" * 101, ""), ("ﷺ" * 200, "")),
    ],
)
def test_a_sheet_has_one_name(written: str, name: str) -> None:
    assert paper.sheet_name(written) == name


@pytest.mark.parametrize(
    ("sheet", "next_"), [("17", "18"), ("99", "100"), ("A-09", "A-10"), ("XA", "")]
)
def test_the_next_sheet_lies_beneath(sheet: str, next_: str) -> None:
    assert paper.following(sheet) == next_
