"""Vietnamese text at the door: one form to keep, one form to search.

What people type reaches the product composed (NFC) or decomposed (NFD), with marks or without.
`nfc` gives the form that is stored and shown, `fold` the form that is searched.
"""

import re
import unicodedata

MAX_SEARCH_TERMS = 8
"""A query of more words than this says nothing more and costs more."""

ZERO_WIDTH_JOINER = "\u200d"
_EMOJI_MODIFIERS = frozenset("\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
_EMPHASIS = re.compile(r"(?m)^\s{0,3}(?:#{1,6}|>)\s+|[*`]+")
_LINE_BREAKS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})
_SYMBOL_CATEGORIES = frozenset({"So", "Sm"})
# đ has no Unicode decomposition; ð and ɖ are what older fonts and keyboards left in its place.
_D_WITHOUT_STROKE = str.maketrans({"đ": "d", "ð": "d", "ɖ": "d"})


def nfc(text: str) -> str:
    """Text as it is stored: composed, trimmed, without invisible characters.

    Line breaks become `\\n` and tabs become spaces; other control characters, lone surrogates
    and invisible format characters go. The zero-width joiner stays only where it builds an
    emoji, because between letters it makes two equal-looking names different.
    """
    spaced = _LINE_BREAKS.sub("\n", text).replace("\t", " ")
    kept = spaced if spaced.isprintable() else _without_invisible(spaced)
    return unicodedata.normalize("NFC", kept).strip()


def beginning(text: str, most: int = 160) -> str:
    """As much of a text, in one line, as helps to decide which one to open: so many letters.

    Signs of emphasis go; links stay as they are, because who judges must see them.
    """
    line = " ".join(_EMPHASIS.sub("", text).split())
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0] + "…"


def fold(text: str) -> str:
    """Text as it is searched: lower case, đ as d, no marks, words parted by single spaces.

    `"ĐÀO Thị Hương-Giang"` gives `"dao thi huong giang"`. Source: domain.md §5.1; SQLite's own
    folding never finds đ, so both databases keep this string beside the text.
    """
    lowered = text.casefold().translate(_D_WITHOUT_STROKE)
    if not lowered.isascii():
        decomposed = unicodedata.normalize("NFD", lowered)
        lowered = "".join(char for char in decomposed if unicodedata.category(char) != "Mn")
    return " ".join("".join(char if char.isalnum() else " " for char in lowered).split())


def search_terms(query: str) -> tuple[str, ...]:
    """The folded words of a query, each once, at most `MAX_SEARCH_TERMS`."""
    return tuple(dict.fromkeys(fold(query).split()))[:MAX_SEARCH_TERMS]


def matches(folded: str, terms: tuple[str, ...]) -> bool:
    """Whether every term begins some word of a folded text; no term matches everything."""
    words = folded.split()
    return all(any(word.startswith(term) for word in words) for term in terms)


def _without_invisible(text: str) -> str:
    kept: list[str] = []
    for char, following in zip(text, text[1:] + " ", strict=True):
        if _is_visible(char) or (char == ZERO_WIDTH_JOINER and _joins_emoji(kept, following)):
            kept.append(char)
    return "".join(kept)


def _is_visible(char: str) -> bool:
    return char == "\n" or unicodedata.category(char) not in _DROPPED_CATEGORIES


def _joins_emoji(before: list[str], following: str) -> bool:
    if not before or unicodedata.category(following) not in _SYMBOL_CATEGORIES:
        return False
    return before[-1] in _EMOJI_MODIFIERS or unicodedata.category(before[-1]) in _SYMBOL_CATEGORIES
