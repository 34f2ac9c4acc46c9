"""What a free text says of how to reach somebody is not shown. Pure."""

from __future__ import annotations

import re
import unicodedata

from app.domain.rules import addresses, verdicts

_MAIL = re.compile(r"[\w.%+-]{1,64}\s?@\s?(?:[\w-]{1,63}\.){1,6}[^\W\d_]{2,24}")


def masked(text: str) -> str:
    """A text without phone numbers, account numbers and e-mail addresses.

    >>> masked("Gọi 0912.345.678 hoặc Hoa.Nguyen@gmail.com nhé")
    'Gọi ••• hoặc ••• nhé'
    """
    plain = "".join(_plain(char) for char in text)
    spans = [(found.start, found.end) for found in addresses.numbers(plain)]
    spans += [found.span() for found in _MAIL.finditer(plain)]
    return verdicts.masked(text, _apart(spans))


def _plain(char: str) -> str:
    """One letter for one, so that places stay: wide digits narrow, capitals small."""
    same = unicodedata.normalize("NFKC", char).lower()
    return same if len(same) == 1 else char


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order; those that meet are one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
