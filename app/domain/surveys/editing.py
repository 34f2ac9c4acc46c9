"""Changing a form one question at a time, on the schema of docs/survey-schema.md.

Nothing is checked here: `reading.read` says what is wrong with what comes out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from app.domain.surveys import conditions

Schema = dict[str, Any]
Words = Mapping[str, str]


def place(schema: Mapping[str, Any], key: str) -> int | None:
    """Where a question stands, from 0."""
    keys = [one["key"] for one in schema["questions"]]
    return keys.index(key) if key in keys else None


def put(schema: Mapping[str, Any], question: Mapping[str, Any], after: str | None) -> Schema:
    """One more question, behind another or (None) at the end."""
    questions = list(schema["questions"])
    at = place(schema, after) if after else None
    questions.insert(len(questions) if at is None else at + 1, question)
    return {**schema, "questions": questions}


def replaced(schema: Mapping[str, Any], question: Mapping[str, Any]) -> Schema:
    """The question of the same key as it is now."""
    return {
        **schema,
        "questions": [
            question if one["key"] == question["key"] else one for one in schema["questions"]
        ],
    }


def removed(schema: Mapping[str, Any], key: str) -> Schema:
    """Without a question; of a section its heading goes, and its questions stay."""
    return {**schema, "questions": [one for one in schema["questions"] if one["key"] != key]}


def moved(schema: Mapping[str, Any], key: str, by: int) -> Schema | None:
    """One place up (-1) or down (1), a section with its questions. None: it is at that end."""
    questions = list(schema["questions"])
    at = place(schema, key)
    if at is None:
        return None
    if questions[at]["type"] == "section":
        return _section_moved(schema, questions, at, by)
    if not 0 <= at + by < len(questions):
        return None
    questions[at], questions[at + by] = questions[at + by], questions[at]
    return {**schema, "questions": questions}


def _section_moved(
    schema: Mapping[str, Any], questions: list[Any], at: int, by: int
) -> Schema | None:
    heads = [n for n, one in enumerate(questions) if one["type"] == "section"]
    ends = [*heads[1:], len(questions)]
    mine = heads.index(at)
    if not 0 <= mine + by < len(heads):
        return None
    first, second = sorted((mine, mine + by))
    upper = questions[heads[first] : ends[first]]
    lower = questions[heads[second] : ends[second]]
    questions[heads[first] : ends[second]] = [*lower, *upper]
    return {**schema, "questions": questions}


def numbers(schema: Mapping[str, Any]) -> list[int]:
    """Of each question its number as on paper, of each section its own, from 1."""
    counted = {True: 0, False: 0}
    found = []
    for one in schema["questions"]:
        section = one["type"] == "section"
        counted[section] += 1
        found.append(counted[section])
    return found


def blind(schema: Mapping[str, Any]) -> int | None:
    """The place, from 0, of the first question whose condition looks at none above it."""
    above: set[str] = set()
    for place, one in enumerate(schema["questions"]):
        if not above.issuperset(conditions.mentioned(one.get("show_if"))):
            return place
        above.add(one["key"])
    return None


def fresh(prefix: str, used: Collection[str], digits: int = 1) -> str:
    """A key that is higher than every used one of its kind, so that none comes twice."""
    shape = re.compile(rf"{prefix}([0-9]{{1,9}})", re.ASCII)
    numbers = [int(found[1]) for one in used if (found := shape.fullmatch(one))]
    return f"{prefix}{max(numbers, default=0) + 1:0{digits}}"


def words(vi: str, en: str = "") -> str | dict[str, str]:
    """As the schema writes it: a bare text is Vietnamese."""
    vi, en = vi.strip(), en.strip()
    return {"vi": vi, "en": en} if en else vi


def spoken(value: Any) -> dict[str, str]:
    """Language → text, of either way in which a schema writes it."""
    said: Words = {"vi": value} if isinstance(value, str) else (value or {})
    return {"vi": said.get("vi", ""), "en": said.get("en", "")}


def lines(text: str) -> Sequence[str]:
    """What was typed one a line."""
    return [one.strip() for one in text.splitlines() if one.strip()]
