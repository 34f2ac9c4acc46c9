"""The questions of a round as somebody wrote them: every fault at once, each beside its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.question_bank.content import LONGEST_OPTION, LONGEST_TEXT, MOST_POINTS
from app.domain.refusals import FieldError

FEWEST_OPTIONS, MOST_OPTIONS = 2, 10
MOST_QUESTIONS = 200
#: Answers travel as `answers.KEY`, so that a key has neither a point nor a stroke.
_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """`answer`: keys of the right options; an essay has neither. `points`: hundredths."""

    key: str
    kind: str
    prompt: str
    options: tuple[Option, ...] = ()
    answer: tuple[str, ...] = ()
    points: int = 100


def faults(questions: Sequence[Question], at: str = "/questions") -> list[FieldError]:
    """Nothing when a round can ask them. Each fact `number` says which question, from 1."""
    if not 1 <= len(questions) <= MOST_QUESTIONS:
        return [FieldError(at, "questions-number", {"most": MOST_QUESTIONS})]
    found: list[FieldError] = []
    seen: set[str] = set()
    for number, one in enumerate(questions):
        here = f"{at}/{number}"
        found += [
            FieldError(f"{here}/{part}", code, {"number": number + 1})
            for part, code in _wrong(one, seen)
        ]
        seen.add(one.key)
    return found


def _wrong(one: Question, seen: set[str]) -> Iterator[tuple[str, str]]:
    if not _KEY.fullmatch(one.key):
        yield "key", "question-key-wrong"
    elif one.key in seen:
        yield "key", "question-key-twice"
    if not one.prompt:
        yield "prompt", "question-prompt-missing"
    elif len(one.prompt) > LONGEST_TEXT:
        yield "prompt", "question-prompt-long"
    if not 1 <= one.points <= MOST_POINTS:
        yield "points", "question-points-wrong"
    if one.kind == "essay":
        if one.options or one.answer:
            yield "options", "question-essay-options"
    else:
        yield from _choice(one)


def _choice(one: Question) -> Iterator[tuple[str, str]]:
    keys = [option.key for option in one.options]
    texts = [option.text for option in one.options]
    if not FEWEST_OPTIONS <= len(keys) <= MOST_OPTIONS:
        yield "options", "question-options-number"
    elif not all(_KEY.fullmatch(key) for key in keys) or len(set(keys)) < len(keys):
        yield "options", "question-option-key"
    elif not all(0 < len(text) <= LONGEST_OPTION for text in texts):
        yield "options", "question-option-text"
    elif len(set(texts)) < len(texts):
        yield "options", "question-option-twice"
    if not one.answer:
        yield "answer", "question-answer-missing"
    elif not set(one.answer) <= set(keys) or len(set(one.answer)) < len(one.answer):
        yield "answer", "question-answer-unknown"
