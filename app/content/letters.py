"""Illustrative letters to the board, and the closed circle of the demonstration community."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from app.content import shelf


@dataclass(frozen=True, slots=True)
class LetterStep:
    """What followed. `kind`: answer, claim, follow or close, in a case look, danger, step and
    safe-contact too; `how`: of a step, which of the register's kinds."""

    kind: str
    by: str
    hours_after: float
    text: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class InventedLetter:
    """`by`: key of a named member; `hours_ago`: when she asked, from the moment of loading."""

    key: str
    by: str
    title: str
    hours_ago: float
    text: str
    anonymous: bool = False
    about_harm: bool = False
    safe_contact: str | None = None
    steps: tuple[LetterStep, ...] = ()


@dataclass(frozen=True, slots=True)
class InventedCase:
    """What the circle did. `of`: key of the letter or post that brought it; `source`: which."""

    of: str
    source: str
    steps: tuple[LetterStep, ...]


@dataclass(frozen=True, slots=True)
class InCircle:
    """Who is named to the closed circle, in the order of asking. `by`: key of an official."""

    by: str
    commune_officer: bool = False


@cache
def invented_letters() -> tuple[InventedLetter, ...]:
    return tuple(InventedLetter(**_with_steps(one)) for one in shelf.table("letters")["letters"])


@cache
def invented_cases() -> tuple[InventedCase, ...]:
    return tuple(InventedCase(**_with_steps(one)) for one in shelf.table("letters")["cases"])


def _with_steps(entry: dict[str, Any]) -> dict[str, Any]:
    return {**entry, "steps": shelf.rows(LetterStep, entry.get("steps", []))}


@cache
def invented_circle() -> tuple[InCircle, ...]:
    return shelf.rows(InCircle, shelf.table("letters")["circle"])
