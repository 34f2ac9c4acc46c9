"""Words of the papers that the board signs."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.content import shelf


@dataclass(frozen=True, slots=True)
class MinutesWords:
    """Minutes as a paper: sentences by key, headings of its tables, words for codes."""

    said: dict[str, str]
    columns: dict[str, tuple[str, ...]]
    words: dict[str, str]
    recipients: tuple[str, ...]


@cache
def minutes_words() -> MinutesWords:
    """The minutes of a hand-over."""
    return _words("minutes")


@cache
def takedown_words() -> MinutesWords:
    """The minutes of content taken down on request."""
    return _words("takedown")


def _words(shelf_name: str) -> MinutesWords:
    table = shelf.table(shelf_name)
    return MinutesWords(
        said={key: text for key, text in table.items() if isinstance(text, str)},
        columns={key: tuple(names) for key, names in table["columns"].items()},
        words=dict(table["words"]),
        recipients=tuple(table["recipients"]),
    )


@cache
def contest_papers() -> Mapping[str, Any]:
    """The papers of a contest: one table for each, and `common`. Callers never change them."""
    return shelf.table("contest_papers")


@cache
def survey_report() -> Mapping[str, Any]:
    """The results of a survey as an annex. Callers never change them."""
    return shelf.table("survey_papers")
