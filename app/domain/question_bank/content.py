"""A question of the bank: what it must say, and the keys of its options."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from app.domain.refusals import FieldError
from app.domain.text import nfc

DIFFICULTIES = ("easy", "medium", "hard")
KINDS = ("choice", "essay")
FEWEST_OPTIONS, MOST_OPTIONS = 2, 8
#: Letters. Each is shorter than the longest cell of a list that is read, so nothing is cut unseen.
LONGEST_TEXT, LONGEST_OPTION, LONGEST_SOURCE = 900, 300, 200
#: Hundredths of a point.
MOST_POINTS = 100 * 100


@dataclass(frozen=True, slots=True)
class Option:
    """`key`: empty until it is given one."""

    text: str
    right: bool
    key: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """One version of a question. `points`: hundredths; of an essay the most that it gives."""

    topic: str
    difficulty: str
    kind: str
    text: str
    options: tuple[Option, ...]
    points: int
    explanation: str = ""
    source: str = ""


def faults(content: Content) -> list[FieldError]:
    """Everything that is wrong; pointers as in the body of a question."""
    found = []
    if not content.text:
        found.append(FieldError("/text", "bank-text-missing"))
    if content.kind == "essay":
        if content.options:
            found.append(FieldError("/options", "bank-essay-with-options"))
        return found
    if not FEWEST_OPTIONS <= len(content.options) <= MOST_OPTIONS:
        found.append(FieldError("/options", "bank-options-number"))
    elif not any(option.right for option in content.options):
        found.append(FieldError("/options", "bank-answer-missing"))
    if len({_plain(option.text) for option in content.options}) < len(content.options):
        found.append(FieldError("/options", "bank-option-twice"))
    return found


def keyed(content: Content, used: Collection[str], fresh: Callable[[], str]) -> Content:
    """Every option with its key; a new one gets a key that no version of the question ever had.

    Keys tell nothing: neither the order in which options were written nor which are right.
    """
    taken = set(used)
    options = []
    for option in content.options:
        key = option.key
        while not key or (not option.key and key in taken):
            key = fresh()
        taken.add(key)
        options.append(replace(option, key=key))
    return replace(content, options=tuple(options))


def twin_key(content: Content) -> str:
    """SHA-256 of the words of question and options, in whatever order; accents count."""
    words = [_plain(content.text), sorted(_plain(option.text) for option in content.options)]
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()


def _plain(text: str) -> str:
    return " ".join(nfc(text).casefold().split())
