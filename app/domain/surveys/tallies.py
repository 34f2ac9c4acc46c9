"""What one response adds to the counts of its survey. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.surveys.columns import asked
from app.domain.surveys.form import LISTS, MATRICES, NUMBERS, SINGLE, Form, Question

#: (number of the version, question, row, value).
Key = tuple[int, str, str, str]
Counts = Mapping[Key, int]
#: The value that counts whoever was asked: no key of an option holds a question mark.
ASKED = "?"
#: The row, of no question, under which responses are counted by the way they came.
CHANNEL = "channel"


def of_response(
    number: int, form: Form, answers: Mapping[str, Any], channel: str | None
) -> Iterator[Key]:
    """Each key that it counts for, once. A value '' counts whoever answered (the row)."""
    yield number, "", "", ""
    yield number, "", CHANNEL, channel or ""
    for key in asked(form, answers):
        yield number, key, "", ASKED
        answer = answers.get(key)
        if answer is not None:
            yield number, key, "", ""
            for row, value in _values(form.by_key[key], answer):
                yield number, key, row, value


def _values(question: Question, answer: Any) -> Iterator[tuple[str, str]]:
    """A number as it is written, a day's month, a time's hour; of a ranking what stands first.
    Texts and files are not counted by what they say."""
    if question.type in MATRICES:
        for row, chosen in answer.items():
            yield row, ""
            for one in chosen if isinstance(chosen, list) else [chosen]:
                yield row, one
    elif question.type == "ranking":
        yield "", answer[0]
    elif question.type in LISTS:
        yield from (("", one) for one in answer)
    elif question.type in SINGLE or question.type == "consent":
        yield "", answer
    elif question.type in NUMBERS:
        yield "", str(answer)
    elif question.type == "date":
        yield "", answer[: len("2026-11")]
    elif question.type == "time":
        yield "", answer[: len("08")]


class Sums:
    """The counts of a survey over some of its versions."""

    def __init__(self, counts: Counts) -> None:
        self._of: dict[tuple[str, str], dict[str, dict[int, int]]] = {}
        for (number, question, row, value), n in counts.items():
            by_value = self._of.setdefault((question, row), {})
            by_value.setdefault(value, {})[number] = n

    def responses(self, numbers: frozenset[int] | None = None) -> int:
        return self.one(numbers, "", "", "")

    def one(self, numbers: frozenset[int] | None, question: str, row: str, value: str) -> int:
        found = self._of.get((question, row), {}).get(value, {})
        return sum(n for number, n in found.items() if numbers is None or number in numbers)

    def values(self, numbers: frozenset[int] | None, question: str, row: str) -> dict[str, int]:
        """What was answered → how often, without those who were asked and those who answered."""
        return {
            value: n
            for value in self._of.get((question, row), {})
            if value not in ("", ASKED) and (n := self.one(numbers, question, row, value))
        }

    def channels(self) -> dict[str, int]:
        found = self._of.get(("", CHANNEL), {})
        return {value: sum(by_number.values()) for value, by_number in found.items()}
