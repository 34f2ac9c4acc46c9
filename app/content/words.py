"""Words that members never read, found in any text (ui.md, "Words")."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from app.content import shelf


@dataclass(frozen=True, slots=True)
class ForbiddenWord:
    """A word that is not for members, and what is said `instead`."""

    word: str
    instead: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A forbidden word at a position of the composed (NFC) text, with the text around it."""

    word: ForbiddenWord
    position: int
    around: str


@cache
def forbidden_words() -> tuple[ForbiddenWord, ...]:
    return shelf.rows(ForbiddenWord, shelf.table("forbidden_words")["words"])


@cache
def allowed_phrases() -> tuple[str, ...]:
    """Phrases of another sense, in which the word stays allowed."""
    return tuple(shelf.table("forbidden_words")["allowed"])


def find_forbidden(text: str) -> tuple[Finding, ...]:
    """Every forbidden word of a text, as a whole word, outside the allowed phrases."""
    composed = unicodedata.normalize("NFC", text)
    searched = _allowed_pattern().sub(lambda phrase: " " * len(phrase.group()), composed)
    return tuple(
        Finding(word, found.start(), composed[max(0, found.start() - 30) : found.end() + 30])
        for word in forbidden_words()
        for found in _pattern(word.word).finditer(searched)
    )


@cache
def _allowed_pattern() -> re.Pattern[str]:
    phrases = sorted(allowed_phrases(), key=len, reverse=True)
    return re.compile("|".join(map(_whole, phrases)), re.IGNORECASE)


@cache
def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(_whole(word), 0 if word.isupper() else re.IGNORECASE)


def _whole(words: str) -> str:
    return r"(?<!\w)" + r"\s+".join(map(re.escape, words.split())) + r"(?!\w)"
