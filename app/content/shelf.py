"""Reading the files of this folder: TOML tables into frozen rows."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

Row = TypeVar("Row")


@cache
def table(name: str) -> dict[str, Any]:
    """The whole TOML file `<name>.toml`. Callers read it and never change it."""
    return tomllib.loads(text(f"{name}.toml"))


def rows(kind: type[Row], entries: list[dict[str, Any]]) -> tuple[Row, ...]:
    """One `kind` for each entry; lists become tuples, so that rows stay frozen."""
    return tuple(kind(**{key: _frozen(value) for key, value in entry.items()}) for entry in entries)


def text(path: str) -> str:
    """A file of this folder as text."""
    return files(__package__).joinpath(path).read_text(encoding="utf-8")


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
