"""Questions as they are typed or pasted from a document, and written back.

    1. Which ones are right?
    A. this one
    *B. that one
    Đáp án: B

A right option has a star before or a mark behind it, or stands in the line of answers. A question
without options is an essay. A line of points gives its points, 1 otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.domain.contests.questions import MOST_OPTIONS, Option, Question
from app.domain.question_bank.table import points, points_text
from app.domain.refusals import FieldError
from app.domain.text import fold, nfc

LETTERS = "ABCDEFGHIJ"
_NUMBERED = re.compile(r"(?:\w{3}\s+)?\d{1,3}\s*[.):]\s*(.*)")
_OPTION = re.compile(r"(\*)?\s*([A-Ja-j])\s*[.)]\s*(.*?)\s*([*\u2713\u2714])?")
_POINTS = re.compile(r"\w+\s*:\s*([\d.,]+)")


@dataclass(slots=True)
class _Draft:
    prompt: list[str]
    options: list[str] = field(default_factory=list)
    right: set[int] = field(default_factory=set)
    points: int = 100


def read(text: str, new_key: Callable[[], str]) -> tuple[list[Question], list[FieldError]]:
    """The questions, and what could not be read, each with the number of its line."""
    drafts: list[_Draft] = []
    wrong: list[FieldError] = []
    for line, said in enumerate(nfc(text).split("\n"), 1):
        words = said.strip()
        if words:
            code = _take(words, drafts)
            if code:
                wrong.append(FieldError("/text", code, {"line": line}))
    return [_question(n, one, new_key) for n, one in enumerate(drafts, 1)], wrong


def written(questions: Sequence[Question], points_word: str) -> str:
    """The same text again, for a form. `points_word` begins a line of points."""
    return "\n\n".join(_lines(number, one, points_word) for number, one in enumerate(questions, 1))


def _lines(number: int, one: Question, points_word: str) -> str:
    lines = [f"{number}. {one.prompt}"]
    for letter, option in zip(LETTERS, one.options, strict=False):
        lines.append(f"{'*' if option.key in one.answer else ''}{letter}. {option.text}")
    if one.points != 100:
        lines.append(f"{points_word}: {points_text(one.points)}")
    return "\n".join(lines)


def _take(words: str, drafts: list[_Draft]) -> str:
    """One line; the code of what is wrong with it, or nothing."""
    numbered = _NUMBERED.fullmatch(words)
    if numbered and (words[0].isdigit() or fold(words).startswith("cau ")):
        drafts.append(_Draft([numbered[1]]))
        return ""
    if not drafts:
        return "typed-before-question"
    last = drafts[-1]
    option = _OPTION.fullmatch(words)
    if option and option[2].upper() == LETTERS[min(len(last.options), MOST_OPTIONS - 1)]:
        if option[1] or option[4]:
            last.right.add(len(last.options))
        last.options.append(option[3])
        return ""
    return _last_lines(words, last)


def _last_lines(words: str, last: _Draft) -> str:
    folded = fold(words)
    if folded.startswith("dap an"):
        letters = folded.removeprefix("dap an").upper().split()
        named = [letter for group in letters for letter in group]
        if not named or not set(named) <= set(LETTERS[: len(last.options)]):
            return "typed-answer-unknown"
        last.right |= {LETTERS.index(letter) for letter in named}
        return ""
    told = _POINTS.fullmatch(words) if folded.startswith("diem") else None
    if told:
        last.points = points(told[1]) or 0
        return ""
    if last.options:
        last.options[-1] = f"{last.options[-1]} {words}"
    else:
        last.prompt.append(words)
    return ""


def _question(number: int, one: _Draft, new_key: Callable[[], str]) -> Question:
    options: list[Option] = []
    while len(options) < len(one.options):
        key = new_key()
        if key not in {option.key for option in options}:
            options.append(Option(key, one.options[len(options)]))
    return Question(
        f"q{number}",
        "choice" if options else "essay",
        "\n".join(one.prompt).strip(),
        tuple(options),
        tuple(options[place].key for place in sorted(one.right)),
        one.points,
    )
