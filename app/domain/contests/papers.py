"""Making a paper from the bank: drawn and shuffled by a seed, the same for ever.

Lots are SHA-256 over seed and key, not a language's own chance: any program can draw again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.contests.canonical import digest
from app.domain.refusals import FieldError, Invalid


@dataclass(frozen=True, slots=True)
class Slot:
    """One line of a blueprint: so many questions of a topic and a difficulty."""

    topic: str
    difficulty: str
    count: int


@dataclass(frozen=True, slots=True)
class Banked:
    """A question of the bank as far as drawing needs it."""

    key: str
    topic: str
    difficulty: str


def draw(blueprint: Sequence[Slot], bank: Iterable[Banked], seed: str) -> tuple[str, ...]:
    """The keys of the questions, slot by slot. The order of the bank says nothing.

    Refuses (Invalid) `bank-too-small` at each slot that asks for more than there is.
    """
    left = sorted(bank, key=lambda one: _lot(seed, "draw", one.key))
    drawn: list[str] = []
    errors = []
    for number, slot in enumerate(blueprint):
        wanted = (slot.topic, slot.difficulty)
        fitting = [one for one in left if (one.topic, one.difficulty) == wanted]
        if len(fitting) < slot.count:
            at = f"/blueprint/{number}/count"
            errors.append(FieldError(at, "bank-too-small", {"most": len(fitting)}))
        taken = fitting[: slot.count]
        drawn += [one.key for one in taken]
        left = [one for one in left if one not in taken]
    if errors:
        raise Invalid(*errors)
    return tuple(drawn)


def shuffled(keys: Iterable[str], seed: str, question: str = "") -> tuple[str, ...]:
    """Questions, or the options of one question, in the order of a paper with that seed.

    Answers name options by key, so that marking never asks in which order they were shown.
    """
    return tuple(sorted(keys, key=lambda key: _lot(seed, f"order {question}", key)))


def _lot(seed: str, what: str, key: str) -> str:
    return digest([seed, what, key])
