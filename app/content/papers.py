"""Words of the papers that the board signs."""

from dataclasses import dataclass
from functools import cache

from app.content import shelf


@dataclass(frozen=True, slots=True)
class MinutesWords:
    """The minutes of a hand-over: sentences by key, headings of its tables, words for codes."""

    said: dict[str, str]
    columns: dict[str, tuple[str, ...]]
    words: dict[str, str]
    recipients: tuple[str, ...]


@cache
def minutes_words() -> MinutesWords:
    table = shelf.table("minutes")
    return MinutesWords(
        said={key: text for key, text in table.items() if isinstance(text, str)},
        columns={key: tuple(names) for key, names in table["columns"].items()},
        words=dict(table["words"]),
        recipients=tuple(table["recipients"]),
    )
