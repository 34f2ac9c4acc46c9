"""Marking essays over HTTP."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from app.domain.question_bank.table import POINT, points
from app.schemas.base import Body, FormRead, Read, Text, Word

HIGHEST = 100 * POINT
NOTHING = re.compile(r"0+([.,]0+)?")


def _as_typed(value: Any) -> Any:
    """A form says `0`, `7` or `7,5` points, a program hundredths as a number."""
    if not isinstance(value, str):
        return value
    read = 0 if NOTHING.fullmatch(value.strip()) else points(value)
    if read is None:
        raise PydanticCustomError("essay-points-unknown", "no number of points")
    return read


class EssayMarkCreate(Body):
    """`attempt`, `question`: the answer as the queue named it; `points`: hundredths."""

    attempt: Word
    question: Word
    points: Annotated[int, BeforeValidator(_as_typed), Field(ge=0, le=HIGHEST)]
    note: Text = ""


class EssayAnswer(Read):
    """One answer without a name. `full`: the most that it gives, hundredths."""

    attempt: str
    entry: str
    question: str
    prompt_html: str
    text: str
    full: int


class EssayQueue(FormRead):
    """`answer`: the next one that she may mark, None when none waits for her. `marked`: how many
    she has marked; how many there are is not told."""

    contest: str
    contest_title: str
    round: str
    round_title: str
    closed: bool
    answer: EssayAnswer | None
    marked: int
