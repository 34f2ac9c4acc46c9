"""A text as the rules read it: syllables in one form, whatever was done to hide them.

Each syllable has two forms. `marked` keeps the letters of Vietnamese, with its tone right after the
first vowel, so that the old and the new place of a tone are one; `folded` has no marks at all.
Signs that look like letters become letters, digits inside a word too, letters that are drawn out
count once. A second and third reading take abbreviations of the chat for what they stand for.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from app.domain.rules.lookalikes import AS_LETTER, LOOKALIKES

TONES = frozenset(map(chr, (0x0300, 0x0301, 0x0303, 0x0309, 0x0323)))
SHAPES = frozenset(map(chr, (0x0302, 0x0306, 0x031B)))
VOWELS = frozenset("aeiouy")
#: What ends a sentence when a space follows: a phrase does not go on behind it.
ENDS = frozenset(".!?;,")
READINGS = 3
LETTER, MARK, PARTS = "letter", "mark", "parts"

#: Abbreviation, folded → what it stands for, the likeliest first.
Shorthand = Mapping[str, tuple[str, ...]]


class Syllable(NamedTuple):
    """`start`, `end`: where it stands in the text. `neutral`: read from an abbreviation."""

    start: int
    end: int
    marked: str
    folded: str
    neutral: bool = False

    @property
    def has_marks(self) -> bool:
        return self.marked != self.folded


@dataclass(frozen=True, slots=True)
class Read:
    """One reading of a text. `breaks`: the syllables before which a sentence ends."""

    syllables: tuple[Syllable, ...]
    breaks: frozenset[int]


def read(text: str, shorthand: Shorthand | None = None) -> list[Read]:
    """The readings of a text: as written, then with abbreviations, each only if it differs."""
    plain = _syllables(text)
    readings = [Read(tuple(plain), _breaks(text, plain))]
    for choice in range(READINGS - 1):
        told = _expanded(plain, shorthand or {}, choice)
        if told is None:
            break
        readings.append(Read(tuple(told), _breaks(text, told)))
    return readings


def phrase(text: str) -> tuple[Syllable, ...]:
    """The syllables of a rule's own phrase."""
    return tuple(_syllables(text))


def plain_text(text: str) -> tuple[str, list[int]]:
    """The text with look-alikes as letters, in small letters, and where each sign came from."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for base, _, _ in _letters(sign):
            signs.append(base)
            places.append(place)
        if not _letters(sign) and not _is_mark(sign):
            signs.append(sign)
            places.append(place)
    places.append(len(text))
    return "".join(signs), places


# -- letters ---------------------------------------------------------------------------------------


@lru_cache(maxsize=8192)
def _letters(sign: str) -> tuple[tuple[str, str, str], ...]:
    """(base, shape, tone) of the letters that a sign stands for; none for what parts words."""
    shown = sign if sign.isascii() else unicodedata.normalize("NFKC", sign)
    found = []
    for letter in shown.casefold():
        apart = unicodedata.normalize("NFD", letter)
        base, marks = apart[0], apart[1:]
        base = "d" if base == "\u0111" else LOOKALIKES.get(ord(base), base)
        if base.isalnum() or base == ".":
            shape = "".join(mark for mark in marks if mark in SHAPES)
            tone = "".join(mark for mark in marks if mark in TONES)
            bar = "\u0335" if letter == "\u0111" else ""
            found.append((base, shape + bar, tone))
    return () if found and found[0][0] == "." and sign.isascii() else tuple(found)


@lru_cache(maxsize=1024)
def _is_mark(sign: str) -> bool:
    """Signs that are not seen, or that sit on the letter before."""
    return unicodedata.category(sign) in {"Mn", "Me", "Cf"}


def _syllables(text: str) -> list[Syllable]:
    found: list[Syllable] = []
    start = end = -1
    for place, sign in enumerate(text):
        kind = _kind(sign)
        if kind == LETTER:
            start = place if start < 0 else start
            end = place + 1
        elif kind == PARTS and start >= 0:
            inside = sign in "@$" and place + 1 < len(text) and _kind(text[place + 1]) == LETTER
            if not inside:
                found.append(Syllable(start, end, *_forms(text[start:end])))
                start = -1
    if start >= 0:
        found.append(Syllable(start, end, *_forms(text[start:end])))
    return found


@lru_cache(maxsize=8192)
def _kind(sign: str) -> str:
    if _is_mark(sign):
        return MARK
    new = _letters(sign)
    return LETTER if new and new[0][0] != "." else PARTS


@lru_cache(maxsize=32768)
def _forms(written: str) -> tuple[str, str]:
    """(marked, folded) of one syllable as it is written."""
    letters: list[tuple[str, str, str]] = []
    for sign in unicodedata.normalize("NFC", written):
        if sign in "@$":
            letters.append((AS_LETTER[sign], "", ""))
        else:
            letters.extend(_letters(sign))
    bases = [base for base, _, _ in letters]
    if any(base.isdigit() for base in bases) and not all(base.isdigit() for base in bases):
        letters = [(AS_LETTER.get(base, base), shape, tone) for base, shape, tone in letters]
    marked: list[str] = []
    folded: list[str] = []
    tone_place = -1
    before_vowel = False
    for base, shape, tone in _undrawn(letters):
        folded.append(base)
        marked.append(base + shape)
        vowel = base in VOWELS
        if vowel and not before_vowel:
            tone_place = len(marked) - 1
        if tone:
            at = tone_place if vowel and tone_place >= 0 else len(marked) - 1
            marked[at] += tone[0]
        before_vowel = vowel
    return "".join(marked), "".join(folded)


def _undrawn(letters: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """A letter drawn out counts once. Two vowels alike stay two: some words have them."""
    kept: list[tuple[str, str, str]] = []
    at = 0
    while at < len(letters):
        base, shape, tone = letters[at]
        after = at + 1
        while after < len(letters) and letters[after][:2] == (base, shape):
            tone = tone or letters[after][2]
            after += 1
        count = after - at
        twice = base.isdigit() or (count == 2 and base in VOWELS)
        kept += [(base, shape, tone)] + [(base, shape, "")] * ((count - 1) if twice else 0)
        at = after
    return kept


# -- readings --------------------------------------------------------------------------------------

#: How the chat spells the beginnings of syllables: (as written, as meant), by choice.
BEGINNINGS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("dz", "d"), ("w", "qu"), ("f", "ph"), ("j", "gi"), ("z", "d")),
    (("dz", "v"), ("w", "qu"), ("f", "ph"), ("j", "gi"), ("z", "gi")),
)


def _expanded(plain: list[Syllable], shorthand: Shorthand, choice: int) -> list[Syllable] | None:
    """Another reading; None where it says nothing new."""
    told: list[Syllable] = []
    new = False
    for one in plain:
        meanings = shorthand.get(one.folded, ())
        if choice < len(meanings):
            told += _meant(one, meanings[choice])
            new = True
            continue
        begun = next((pair for pair in BEGINNINGS[choice] if one.folded.startswith(pair[0])), None)
        if begun is not None:
            rest = len(begun[0])
            told.append(
                one._replace(
                    marked=begun[1] + one.marked[rest:], folded=begun[1] + one.folded[rest:]
                )
            )
            new = True
        else:
            told.append(one)
    return told if new else None


def _meant(one: Syllable, words: str) -> list[Syllable]:
    return [
        Syllable(one.start, one.end, part.marked, part.folded, neutral=True)
        for part in _phrase(words)
    ]


@lru_cache(maxsize=1024)
def _phrase(words: str) -> tuple[Syllable, ...]:
    return phrase(words)


def _breaks(text: str, syllables: list[Syllable]) -> frozenset[int]:
    found = []
    for place in range(1, len(syllables)):
        gap = text[syllables[place - 1].end : syllables[place].start]
        if ("\n\n" in gap) or (gap[:1] in ENDS and gap[1:2].isspace()):
            found.append(place)
    return frozenset(found)


# -- spelled out ----------------------------------------------------------------------------------

#: So many neighbours of a word in pieces may belong to it.
REACH = 2


def pieces(text: str, reading: Read) -> list[tuple[Syllable, ...]]:
    """Runs of syllables that look like a word taken apart: "k e m", "k.em tr.on"."""
    syllables = reading.syllables
    broken = [
        place
        for place in range(1, len(syllables))
        if place not in reading.breaks and _apart(text, syllables[place - 1], syllables[place])
    ]
    runs: list[tuple[int, int]] = []
    for place in broken:
        start, end = max(0, place - 1 - REACH), min(len(syllables), place + 1 + REACH)
        if runs and start <= runs[-1][1]:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return [syllables[start:end] for start, end in runs]


def _apart(text: str, one: Syllable, other: Syllable) -> bool:
    gap = text[one.end : other.start]
    if not gap or len(gap) > 3 or "\n" in gap:
        return False
    if not any(sign.isspace() for sign in gap):
        return True
    alone = len(one.folded) == 1 and len(other.folded) == 1
    return alone or not (_sounds(one.folded) and _sounds(other.folded))


def _sounds(folded: str) -> bool:
    return folded.isdigit() or not VOWELS.isdisjoint(folded)
