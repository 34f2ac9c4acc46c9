"""Vietnamese words as the keys that were pressed, and whether two are one slip apart.

Telex writes marks as letters: ươ is `uwow`, huyền is `f`. Every spelling of a word, composed or
decomposed, hòa or hoà, becomes one string: the letters with their hats and horns in place, the
tone at the end; a last y is an i where both are written (Lý, Lí). A bounded edit distance over
these strings knows what a finger does.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from functools import lru_cache

from app.domain.text import nfc

TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
#: Breve, circumflex and horn as Telex writes them: ă `aw`, â `aa`, ơ `ow`.
HATS = {"\u0306": "w", "\u031b": "w"}
CIRCUMFLEX = "\u0302"
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_D = str.maketrans({"đ": "dd", "ð": "dd", "ɖ": "dd"})
#: A last y after a consonant or qu is the same vowel as i: Lý and Lí, Quý and Quí.
_LAST_Y = re.compile(r"(?<=[bcdghklmnpqrstvx])y$|(?<=qu)y$|^y$")


class Slip(enum.Enum):
    """`PLAIN`: of the letters. `MARKS`: two words that only their marks keep apart."""

    PLAIN = "plain"
    MARKS = "marks"


@lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """The words of a name as keys: `"Hòa Hường"` is `("hoaf", "huwowngf")`."""
    spaced = "".join(c if c.isalnum() or unicodedata.combining(c) else " " for c in nfc(name))
    return tuple(_keys(word) for word in spaced.casefold().split())


def _keys(word: str) -> str:
    pressed, tone = [], ""
    for char in unicodedata.normalize("NFD", word.translate(_D)):
        if char in TONES:
            tone = TONES[char]
        elif char in HATS:
            pressed.append(HATS[char])
        elif char == CIRCUMFLEX:
            pressed.append(pressed[-1] if pressed else "")
        elif not unicodedata.combining(char):
            pressed.append(char)
    return _LAST_Y.sub("i", "".join(pressed)) + tone


@lru_cache(maxsize=4096)
def bare(keys: str) -> str:
    """The letters without the marks: `"huwowngf"` is `"huong"`."""
    letters = keys[:-1] if len(keys) > 1 and keys[-1] in "fsrxj" else keys
    return re.sub(r"([aeod])\1", r"\1", letters.replace("w", ""))


def without_marks(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(bare(word) for word in keys)


def is_bare(keys: tuple[str, ...]) -> bool:
    """Whether a whole name was typed without marks."""
    return all(bare(word) == word for word in keys)


def slip(one: str, other: str) -> Slip | None:
    """How a finger could have made one of two different words out of the other."""
    mine, yours = bare(one), bare(other)
    if mine == yours:
        return Slip.MARKS if _one_slip(one, other) else None
    return Slip.PLAIN if _one_slip(one, other) or _one_slip(mine, yours) else None


def _one_slip(one: str, other: str) -> bool:
    """One key missing or too much, two exchanged, or the one beside it: Damerau's edits, bounded.

    Time and memory are linear: what is equal at both ends is cut off, and what remains is at most
    two keys long.
    """
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    if not one or not other:
        return len(one) + len(other) <= 1
    if len(one) == len(other) == 1:
        return _beside(one, other)
    return len(one) == len(other) == 2 and one == other[::-1]


def _beside(one: str, other: str) -> bool:
    tones = set("fsrxj")
    if one in tones and other in tones:
        return True
    for row in ROWS:
        if one in row and other in row:
            return abs(row.index(one) - row.index(other)) == 1
    return False
