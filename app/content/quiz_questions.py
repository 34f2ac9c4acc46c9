"""The questions in the bank of the demonstration community (our own; the grounds may have aged)."""

from dataclasses import dataclass
from functools import cache

from app.content import shelf


@dataclass(frozen=True, slots=True)
class InventedQuestion:
    """`right`: numbers of the right options, from 1."""

    topic: str
    difficulty: str
    text: str
    options: tuple[str, ...]
    right: tuple[int, ...]
    source: str
    explanation: str = ""


@cache
def invented_questions() -> tuple[InventedQuestion, ...]:
    return shelf.rows(InventedQuestion, shelf.table("quiz_questions")["questions"])
