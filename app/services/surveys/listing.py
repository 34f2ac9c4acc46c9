"""The questions of a form as its lists show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.content import surveys as words
from app.domain.surveys import editing
from app.domain.surveys.form import OWN_OPTIONS
from app.schemas.surveys import AskedQuestion, SurveyQuestionPart


def asked(schema: Mapping[str, Any]) -> list[AskedQuestion]:
    """In the form's order, the house's own options with their words."""
    return [
        AskedQuestion(
            number=number,
            key=one["key"],
            type=one["type"],
            text=editing.spoken(one["text"])["vi"],
            required=bool(one.get("required")),
            show_if=one.get("show_if"),
            options=[part(each) for each in _options(one)],
            translated=bool(editing.spoken(one["text"])["en"]),
        )
        for number, one in zip(editing.numbers(schema), schema["questions"], strict=True)
    ]


def _options(one: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    if one.get("options"):
        return list(one["options"])
    kind = one["type"]
    return [{"key": key, "text": words.own_option(kind, key)} for key in OWN_OPTIONS.get(kind, ())]


def part(one: Mapping[str, Any], published: bool = False) -> SurveyQuestionPart:
    return SurveyQuestionPart(
        key=one["key"],
        **editing.spoken(one["text"]),
        exclusive=bool(one.get("exclusive")),
        picture=one.get("picture") or "",
        published=published,
    )
