"""The text that the commune's loudspeaker reads in about a minute."""

from __future__ import annotations

import re

#: Vietnamese is read aloud at about 140 syllables a minute, and syllables stand apart.
SYLLABLES = 150
_LINK = re.compile(r"\[([^\[\]]*)\]\([^)]{0,2000}\)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_MARKS = re.compile(r"(?m)^\s{0,3}(?:#{1,6}|>|[-*+]|\d+[.)])\s+|[*_`~]+")
_SENTENCE = re.compile(r"(?<=[.!?…:])[\"”’)]*\s+")


def plain(markdown: str) -> str:
    """Markdown as it is said aloud: without marks and addresses, in one line."""
    text = _LINK.sub(r"\1", markdown)
    return " ".join(_MARKS.sub("", _ADDRESS.sub("", text)).split())


def shortened(text: str, most: int) -> str:
    """As many whole sentences as fit; of a first one that is too long, as many words."""
    kept: list[str] = []
    room = most
    for sentence in _SENTENCE.split(text):
        words = sentence.split()
        if len(words) > room:
            break
        kept += words
        room -= len(words)
    if not kept:
        kept = [*text.split()[: max(most, 1)]]
        return " ".join(kept).rstrip(",;:") + ("…" if len(text.split()) > most else "")
    return " ".join(kept)


def minute(title: str, body: str, greeting: str, closing: str) -> str:
    """Greeting, title, as much of the text as fits a minute, closing: a paragraph each."""
    title = plain(title)
    if title and title[-1] not in ".!?…":
        title += "."
    room = SYLLABLES - sum(len(part.split()) for part in (greeting, title, closing))
    return "\n\n".join(filter(None, (greeting, title, shortened(plain(body), room), closing)))


def excerpt(body: str, most: int = 200) -> str:
    """How a text begins, for a card or a link's description: at most so many letters."""
    text = plain(body)
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(",;:.") + "…"
