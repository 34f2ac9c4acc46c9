"""The form of a survey as docs/survey-schema.md writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

#: One option of several is the answer.
SINGLE = frozenset({"single", "dropdown", "yes_no", "likert", "image_choice"})
#: A list of options is the answer; of `ranking` in her order.
LISTS = frozenset({"multiple", "ranking"})
#: A row each with its option, or its list of options.
MATRICES = frozenset({"matrix_single", "matrix_multiple"})
NUMBERS = frozenset({"rating", "nps", "number"})
TEXTS = frozenset({"short_text", "long_text"})
MOMENTS = frozenset({"date", "time"})
TYPES = SINGLE | LISTS | MATRICES | NUMBERS | TEXTS | MOMENTS | {"file", "consent", "section"}
#: Types whose options somebody writes; those of `yes_no` and of a bare `likert` are the house's.
WRITTEN = frozenset({"single", "dropdown", "multiple", "ranking", "image_choice"}) | MATRICES
#: States of a survey in which answers still come, or will.
ALIVE = ("draft", "published")
LANGUAGES = ("vi", "en")

#: The options that nobody writes, by type; their words stand in `content/surveys.toml`.
OWN_OPTIONS: Mapping[str, tuple[str, ...]] = {
    "yes_no": ("yes", "no"),
    "likert": ("1", "2", "3", "4", "5"),
}
AGREED = "yes"
#: No option's key: the line of those who did not answer.
MISSING = "?"
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Option:
    """`exclusive`: chosen, it stands alone. `picture`: the id of one, for `image_choice`."""

    key: str
    text: Words
    exclusive: bool = False
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """`validate` of the schema: `min` and `max` are numbers, or texts of `date` and `time`."""

    min: Any = None
    max: Any = None
    integer: bool = False
    min_length: int | None = None
    max_length: int | None = None
    min_choices: int | None = None
    max_choices: int | None = None
    pattern: str | None = None


@dataclass(frozen=True)
class Question:
    """`options` of a matrix are its columns, `rows` its lines. `show_if`: None is always."""

    key: str
    type: str
    text: Words
    help: Words = field(default_factory=dict)
    required: bool = False
    options: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
    show_if: Mapping[str, Any] | None = None
    limits: Limits = Limits()

    @cached_property
    def option_keys(self) -> frozenset[str]:
        return frozenset(one.key for one in self.options)

    @cached_property
    def exclusive_keys(self) -> frozenset[str]:
        return frozenset(one.key for one in self.options if one.exclusive)

    @cached_property
    def row_keys(self) -> frozenset[str]:
        return frozenset(one.key for one in self.rows)


@dataclass(frozen=True)
class Form:
    """Made by `reading.read` alone. A `section` begins a step and has no answer."""

    title: Words
    introduction: Words
    ending: Words
    questions: tuple[Question, ...]

    @cached_property
    def by_key(self) -> dict[str, Question]:
        return {one.key: one for one in self.questions}

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions that have an answer."""
        return tuple(one for one in self.questions if one.type != "section")

    @property
    def languages(self) -> list[str]:
        """Those in which something of it is written; the rest stays Vietnamese."""
        texts = [self.title, *(one.text for one in self.questions)]
        return ["vi", "en"] if any(one.get("en") for one in texts) else ["vi"]

    @property
    def steps(self) -> tuple[tuple[Question, ...], ...]:
        """What stands together on one page: each section, with itself at its head."""
        steps: list[list[Question]] = []
        for one in self.questions:
            if one.type == "section" or not steps:
                steps.append([])
            steps[-1].append(one)
        return tuple(tuple(step) for step in steps)


def said(words: Words, lang: str) -> str:
    """In her language; Vietnamese where it was not translated."""
    return words.get(lang) or words.get("vi", "")


def spoken(words: Words, lang: str) -> str:
    """The language of what is `said`."""
    return lang if words.get(lang) else "vi"
