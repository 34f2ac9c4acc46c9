"""A form on paper: numbers of questions, which may be passed over, numbers of sheets. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from app.domain.surveys.form import Form, Question

#: What stands before an option: the key that chooses it where a sheet is typed in.
KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
#: So long may a sheet's name be; signs that stand for several grow.
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Guide:
    """Where the condition does not hold, the questions `first` to `last` are passed over; `next`
    comes then, or nothing more."""

    condition: Mapping[str, Any]
    first: int
    last: int
    next: int | None


def required(question: Question) -> bool:
    """A picture cannot be given on paper."""
    return question.required and question.type != "file"


def numbers(form: Form) -> Mapping[str, int]:
    """Key → the number that paper shows; a section has none."""
    return {one.key: number for number, one in enumerate(form.asked, 1)}


def guides(form: Form) -> Mapping[str, Guide]:
    """Key of the section or question before which it is said. What stands together under one
    condition is said once."""
    numbered = numbers(form)
    return {
        questions[0].key: _guide(condition, questions, numbered)
        for condition, questions in _blocks(form)
        if condition is not None and any(one.key in numbered for one in questions)
    }


def _blocks(form: Form) -> Iterator[tuple[Mapping[str, Any] | None, list[Question]]]:
    for step in form.steps:
        head = [one for one in step if one.type == "section"]
        if head and head[0].show_if is not None:
            yield head[0].show_if, list(step)
        for condition, questions in groupby(step[len(head) :], lambda one: one.show_if):
            yield condition, list(questions)


def _guide(
    condition: Mapping[str, Any], questions: list[Question], numbered: Mapping[str, int]
) -> Guide:
    here = [numbered[one.key] for one in questions if one.key in numbered]
    return Guide(condition, here[0], here[-1], here[-1] + 1 if here[-1] < len(numbered) else None)


def marked(kind: str, place: int, text: str) -> str:
    """The option at this place, from 0 on, with its key; beyond the keys with its number. Beside
    a box for a place in an order another number would mislead."""
    if kind == "ranking":
        return text
    return f"{KEYS[place] if place < len(KEYS) else place + 1}. {text}"


def sheet_name(written: str) -> str:
    """One name of a sheet however it is typed: " 017" is 17, "a-3" is A-3, signs of full
    width are plain ones. Empty for what is none."""
    bare = "".join(unicodedata.normalize("NFKC", written).split()).upper()
    if len(bare) > LONGEST:
        return ""
    return str(int(bare)) if bare.isascii() and bare.isdigit() else bare


def following(sheet: str) -> str:
    """The sheet that most likely lies beneath: 17 → 18, A-3 → A-4; without a number nothing."""
    head = sheet.rstrip("0123456789")
    digits = sheet[len(head) :]
    return f"{head}{int(digits) + 1:0{len(digits)}}" if digits else ""
