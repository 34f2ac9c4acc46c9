"""Words of a survey's form that nobody writes there."""

from collections.abc import Mapping
from functools import cache

from app.content import shelf


@cache
def _own() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    words: Mapping[str, Mapping[str, Mapping[str, str]]] = shelf.table("surveys.toml")["own"]
    return words


def own_option(kind: str, key: str) -> Mapping[str, str]:
    """Language → text of an option of `yes_no` or of a bare `likert`."""
    return _own()[kind][key]
