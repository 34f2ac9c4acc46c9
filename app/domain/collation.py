"""Vietnamese alphabetical order as plain byte order.

A database sorts the stored key with its cheapest comparison (bytes) and gives the order of
CLDR `vi`: first the letters a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z,
then the tones none, huyền, hỏi, ngã, sắc, nặng, then small before capital.

A key is printable ASCII without spaces: `letters!tones!capitals`. `!` sorts below everything
else, so a word comes before its continuations.
"""

import unicodedata
from functools import lru_cache

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
"""Combining mark → rank: huyền, hỏi, ngã, sắc, nặng. No mark is 0, a foreign mark 6."""

_FOREIGN_MARK = "6"
_LEVEL_END, _GAP, _PUNCTUATION, _OTHER = "!", "+", "-", "~"
_RANKS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg"
_PRIMARY = dict(zip(LETTERS, _RANKS, strict=True)) | {digit: digit for digit in "0123456789"}
_PRIMARY[" "] = _GAP


def collation_key(text: str) -> str:
    """The key of a text. Spaces sort before punctuation, digits, letters, other scripts."""
    letters: list[str] = []
    tones: list[str] = []
    capitals: list[str] = []
    for char in unicodedata.normalize("NFC", " ".join(text.split())):
        letter, tone, capital = _weights(char)
        if letter:
            letters.append(letter)
            tones.append(tone)
            capitals.append(capital)
        elif tones:
            tones[-1] = max(tones[-1], tone)
    levels = ("".join(letters), "".join(tones).rstrip("0"), "".join(capitals).rstrip("0"))
    return _LEVEL_END.join(levels)


def name_sort_key(family_middle: str, given: str) -> str:
    """The key of a person's name: by given name, then by family and middle names.

    The Vietnamese habit (domain.md §5.1): called and listed by the last word.
    """
    return collation_key(given) + _LEVEL_END + collation_key(family_middle)


@lru_cache(maxsize=1024)
def _weights(char: str) -> tuple[str, str, str]:
    """Letter, tone and capital weight of one composed character; a bare mark has no letter."""
    lower = char.lower()
    base, tone = "", "0"
    for part in unicodedata.normalize("NFD", lower):
        if part in TONES:
            tone = max(tone, TONES[part])
        elif unicodedata.normalize("NFC", base + part) in _PRIMARY:
            base = unicodedata.normalize("NFC", base + part)
        elif unicodedata.category(part) == "Mn":
            tone = _FOREIGN_MARK
        else:
            base += part
    return _primary(base), tone, "1" if char != lower else "0"


def _primary(base: str) -> str:
    if not base or base in _PRIMARY:
        return _PRIMARY.get(base, "")
    if base.isalnum():
        return "".join(f"{_OTHER}{ord(part):06x}" for part in base)
    return _PUNCTUATION
