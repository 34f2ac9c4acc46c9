"""The closed circle: who is next to look, what its register holds, and which texts belong there.

Group regulation, article 8.2, and board regulation, article 8.2. A text too many in the circle
costs a look; one too few is read by people whom she did not choose: so `is_about_harm` is broad.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache

from app.domain import keystrokes
from app.domain.harm_words import LISTS, PASSED_OVER, RULES

#: Board regulation, article 8.2: somebody of the circle looks within so many minutes of duty.
LOOK_WITHIN = timedelta(minutes=30)

SOURCES = ("question", "post", "comment", "flag", "outside_post")
#: What brought it here: her own mark, the words of the text, somebody of the board.
WAYS = ("herself", "words", "officer")
#: How she may be reached: here alone, by a call at hours that she names, not at all for now.
SAFE_CONTACTS = ("here", "call", "none")
DANGERS = ("yes", "no", "unknown")
#: Steps that are taken by people; the register itself writes the others.
STEPS = ("messaged", "called", "met", "referred", "chair", "other")
WRITTEN_BY_ITSELF = ("closed", "reopened")


def look_until(received: datetime, starts: time, ends: time) -> datetime:
    """When thirty minutes of duty have passed, in local time. At night they wait for morning."""
    left, moment = LOOK_WITHIN, received
    while True:
        opens = datetime.combine(moment.date(), starts, moment.tzinfo)
        closes = datetime.combine(moment.date(), ends, moment.tzinfo)
        moment = max(moment, opens)
        if closes - moment > left:
            return moment + left
        left -= max(closes - moment, timedelta(0))
        moment = datetime.combine(moment.date() + timedelta(days=1), time(), moment.tzinfo)


def chain(named: Iterable[str], by_office: Iterable[str]) -> list[str]:
    """Who is asked one after the other, each once: those named in order, then those by office."""
    return list(dict.fromkeys([*named, *by_office]))


def checked_lately(checked_on: date | None, today: date, months: int) -> bool:
    """Whether a number for help was dialled within so many months."""
    if checked_on is None:
        return False
    passed = (today.year - checked_on.year) * 12 + today.month - checked_on.month
    return passed - (today.day < checked_on.day) < months


# -- is a text about harm? ---------------------------------------------------------------------


def is_about_harm(text: str) -> bool:
    """Whether a text tells of violence at home, of abuse, or of harm to oneself.

    Word by word in Telex: what carries marks must have the rule's marks (`chồng dành cho em` is no
    blow), what carries none must have its letters.
    """
    words = (key for word in text.split() for key in keystrokes.words(word))
    passed_over, rules = _compiled()
    return rules.search(passed_over.sub("", " ".join(words))) is not None


@cache
def _compiled() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rules = "|".join(_pattern(rule) for rule in RULES)
    return re.compile(_pattern(PASSED_OVER)), re.compile(rules)


def _pattern(rule: str) -> str:
    while "{" in rule:
        rule = re.sub(r"\{(\w+)\}", lambda name: LISTS[name[1]], rule)
    keyed = re.sub(r"(?<!\\)!?[^\W\d_]+", lambda word: _either(word[0]), rule)
    spaced = re.sub(r"~(\d) ?", r"(?:\\S+ ){0,\1}", keyed)
    return rf"(?<!\S)(?:{spaced.rstrip()})(?!\S)"


def _either(word: str) -> str:
    """A word as it is meant, and as it is typed without marks."""
    (keys,) = keystrokes.words(word)
    if word[0] == "!":
        return keys
    return "(?:" + "|".join(dict.fromkeys((keys, keystrokes.bare(keys)))) + ")"
