"""Needs: months of the box, how a topic is answered, and numbers too small to show."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol, TypeVar

from app.domain.surveys.cells import K, hidden_of_list

STATES = ("done", "doing", "not_possible")
KINDS = ("bulletin", "training", "task")
_FAR = {
    "published": "done",
    "archived": "done",
    "refused": "dropped",
    "withdrawn": "dropped",
    "removed": "dropped",
}
_MONTH = re.compile(r"(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])")


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def is_month(text: str) -> bool:
    return _MONTH.fullmatch(text) is not None


def days_of(month: str) -> tuple[date, date]:
    """Its first day and the first of the next."""
    return date.fromisoformat(f"{month}-01"), date.fromisoformat(f"{beside(month, 1)}-01")


def beside(month: str, step: int) -> str:
    """The month before (-1) or after (1)."""
    whole = int(month[:4]) * 12 + int(month[5:]) - 1 + step
    return f"{whole // 12:04}-{whole % 12 + 1:02}"


def shown(people: int) -> int | None:
    """The number, or None where it says too much of too few."""
    return people if people >= K else None


def hidden(counts: Mapping[str, int]) -> dict[str, int | None]:
    """A list of numbers that add up: None for those which it hides."""
    few = hidden_of_list(counts, K)
    return {key: None if few is None or key in few else n for key, n in counts.items()}


def far(post_state: str) -> str:
    """How far an action is that became a bulletin."""
    return _FAR.get(post_state, "planned")


class Answer(Protocol):
    @property
    def no(self) -> int: ...
    @property
    def corrects(self) -> int | None: ...
    @property
    def withdrawn_at(self) -> datetime | None: ...


A = TypeVar("A", bound=Answer)


def published(answers: Sequence[A]) -> list[A]:
    """What members read, the last one first: neither put right later nor taken back."""
    corrected = {one.corrects for one in answers}
    shown = [one for one in answers if one.withdrawn_at is None and one.no not in corrected]
    return sorted(shown, key=lambda one: one.no, reverse=True)


def first_words(answers: Sequence[A], last: A) -> A:
    """The answer as it was first given: of it everyone was told."""
    by_number = {one.no: one for one in answers}
    while last.corrects is not None:
        last = by_number[last.corrects]
    return last
