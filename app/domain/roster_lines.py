"""Reading a member list as people copy it off a screen: which lines are names.

Around each name stand badges, the day of joining, places of work, buttons. A line is a name unless
something says that it is none; where the list is built of regular blocks, the line before the day
of joining is the name and what follows belongs to her.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from app.domain.text import fold, nfc

MOST_LINES = 20_000
MOST_NAMES = 5_000
LONGEST_NAME = 80

_ENUMERATOR = re.compile(r"^\s*(?:\d{1,5}\s*[.)\]:]|[-–—*•·●▪◦‣>]+)\s*")
_PARTS = re.compile(r"\s*[·•|]\s*|\s{3,}")
_COUNTED = re.compile(
    r"\d+ (phut|gio|ngay|tuan|thang|nam|giay|ban chung|ban be|bai viet|nguoi|thanh vien|mutual"
    r"|minute|hour|day|week|month|year|member|post)"
)
_NO_NAME_SIGNS = re.compile(r", |://|@|\.vn\b")
_INSIDE = re.compile(r"\(([^()]*)\)")
_EMPTY = re.compile(r"\(\s*\)")
_KEPT_SIGNS = frozenset(" '’ʼ-.()")
#: Letters that look small and high, and have no plain letter in Unicode's own tables.
_SMALL_CAPITALS = str.maketrans(
    {
        "ᴀ": "a", "ʙ": "b", "ᴄ": "c", "ᴅ": "d", "ᴇ": "e", "ꜰ": "f", "ɢ": "g", "ʜ": "h",
        "ɪ": "i", "ᴊ": "j", "ᴋ": "k", "ʟ": "l", "ᴍ": "m", "ɴ": "n", "ᴏ": "o", "ᴘ": "p",
        "ʀ": "r", "ꜱ": "s", "ᴛ": "t", "ᴜ": "u", "ᴠ": "v", "ᴡ": "w", "ʏ": "y", "ᴢ": "z",
    }
)  # fmt: skip
#: White letters on black circles and squares: A stands at the first code point.
_ON_BLACK = (0x1F150, 0x1F170)


@dataclass(frozen=True, slots=True)
class Phrases:
    """What a platform writes around names: small letters, with marks, without signs."""

    actions: frozenset[str]
    joined: tuple[str, ...]
    badges: tuple[str, ...]
    whole: frozenset[str]
    begins: tuple[str, ...]
    holds: tuple[str, ...]


class Kind(Enum):
    NAME = "name"
    JOINED = "joined"
    ACTION = "action"
    BADGE = "badge"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Line:
    """`number` counts from 1. `name` is cleaned, and empty for what is none.

    `sure`: a badge stands beside the name in the same line.
    """

    number: int
    text: str
    kind: Kind
    name: str = ""
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """The names in the order of the list, one a person, and the lines passed over."""

    names: tuple[str, ...]
    passed: tuple[Line, ...]
    lines: int


def read(text: str, phrases: Phrases) -> Listed:
    """Every line has one fate: it is a name, or it is passed over; blanks do not count."""
    lines = [
        _line(number, raw, phrases)
        for number, raw in enumerate(nfc(text.replace("\t", " | ")).split("\n"), 1)
        if raw.strip()
    ]
    names = (
        _names_of_blocks(lines)
        if _regular(lines)
        else {at for at, line in enumerate(lines) if line.kind is Kind.NAME}
    )
    return Listed(
        tuple(lines[at].name for at in sorted(names)),
        tuple(line for at, line in enumerate(lines) if at not in names),
        len(lines),
    )


def display_name(text: str) -> str:
    """A name as a platform shows it, in plain letters: no emoji, no ornaments, one blank between.

    Decorative letters become the letters they draw; the marks of Vietnamese stay.
    """
    plain = unicodedata.normalize("NFKC", nfc(_off_black(text)).translate(_SMALL_CAPITALS))
    kept = "".join(
        char if char.isalnum() or char in _KEPT_SIGNS else "" if _is_mark(char) else " "
        for char in plain
    )
    if kept.count("(") != kept.count(")"):
        kept = kept.replace("(", " ").replace(")", " ")
    return " ".join(_EMPTY.sub(" ", kept).split()).strip(" -.'’")


def variants(name: str) -> list[str]:
    """The name, and where it carries another one in brackets, each of the two alone."""
    inside = [part.strip() for part in _INSIDE.findall(name)]
    if not inside:
        return [name]
    outside = " ".join(_INSIDE.sub(" ", name).split())
    return [found for found in dict.fromkeys([name, outside, *inside]) if found]


def _off_black(text: str) -> str:
    return "".join(_plain_letter(char) for char in text) if not text.isascii() else text


def _plain_letter(char: str) -> str:
    for start in _ON_BLACK:
        if start <= ord(char) < start + 26:
            return chr(ord("a") + ord(char) - start)
    return char


def _is_mark(char: str) -> bool:
    """A mark that no letter took up: strokes and rings laid over a name."""
    return unicodedata.category(char).startswith("M") or char in "\u200d\ufe0f"


def _line(number: int, raw: str, phrases: Phrases) -> Line:
    text = " ".join(raw.split())
    parts = _PARTS.split(_ENUMERATOR.sub("", raw.strip()))
    parts = [shorter for part in parts if part.strip() for shorter in _cut(part, phrases)]
    kinds = [_kind(part, phrases) for part in parts]
    for kind in (Kind.NAME, Kind.JOINED, Kind.ACTION, Kind.BADGE):
        if kind in kinds:
            name = display_name(parts[kinds.index(kind)]) if kind is Kind.NAME else ""
            return Line(number, text, kind, name, sure=Kind.BADGE in kinds)
    return Line(number, text, Kind.OTHER)


def _cut(part: str, phrases: Phrases) -> list[str]:
    """A name that goes on with her badge or with the day of joining, cut between the two."""
    lowered = part.lower()
    if _kind(part, phrases) in (Kind.JOINED, Kind.ACTION) or len(lowered) != len(part):
        return [part]
    ends = [lowered.find(f" {phrase}") for phrase in phrases.joined]
    behind = (*phrases.badges, *phrases.actions)
    ends += [len(part) - len(said) for said in behind if lowered.endswith(f" {said}")]
    at = min((end for end in ends if end > 0), default=len(part))
    return [found for found in (part[:at].rstrip(" ,-–"), part[at:].strip()) if found]


def _kind(part: str, phrases: Phrases) -> Kind:
    said = _said(part)
    if said in phrases.actions:
        return Kind.ACTION
    if said.startswith(phrases.joined):
        return Kind.JOINED
    if said in phrases.badges:
        return Kind.BADGE
    return Kind.OTHER if _is_no_name(part, said, phrases) else Kind.NAME


def _said(part: str) -> str:
    """Small letters and single blanks: how the phrases are written."""
    letters = "".join(char if char.isalnum() else " " for char in part.casefold())
    return " ".join(letters.split())


def _is_no_name(part: str, said: str, phrases: Phrases) -> bool:
    name = display_name(part)
    folded = fold(name)
    if not any(char.isalpha() for char in folded) or len(name) > LONGEST_NAME:
        return True
    if said in phrases.whole or said.startswith(phrases.begins):
        return True
    if _COUNTED.match(folded) or any(held in f" {said} " for held in phrases.holds):
        return True
    # A place is written with a comma, an address with a slash or an at sign; a name never is.
    return bool(_NO_NAME_SIGNS.search(part))


# -- lists built of blocks ---------------------------------------------------------------------


def _segments(lines: Sequence[Line]) -> list[list[int]]:
    """Places of lines between two buttons, the button left out."""
    segments: list[list[int]] = [[]]
    for at, line in enumerate(lines):
        if line.kind is Kind.ACTION:
            segments.append([])
        else:
            segments[-1].append(at)
    return [segment for segment in segments if segment]


def _regular(lines: Sequence[Line]) -> bool:
    """Nine in ten stretches between buttons say exactly once since when somebody is there."""
    segments = _segments(lines)
    buttons = sum(line.kind is Kind.ACTION for line in lines)
    if buttons < 3 or len(segments) < 3:
        return False
    once = sum(sum(lines[at].kind is Kind.JOINED for at in part) == 1 for part in segments)
    return once >= 0.9 * len(segments)


def _names_of_blocks(lines: Sequence[Line]) -> set[int]:
    """The last candidate before each badge or day of joining; where no day is said, every one."""
    names: set[int] = set()
    for segment in _segments(lines):
        last: int | None = None
        block: set[int] = set()
        for at in segment:
            if lines[at].kind is Kind.NAME:
                last = at
                block |= {at} if lines[at].sure else set()
            elif lines[at].kind in (Kind.JOINED, Kind.BADGE) and last is not None:
                block.add(last)
                last = None
        dated = any(lines[at].kind is Kind.JOINED for at in segment)
        names |= block if dated else {at for at in segment if lines[at].kind is Kind.NAME}
    return names
