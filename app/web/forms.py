"""A form as the page shows it: what was typed, the sentence beside each field, the keys."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field


@dataclass(slots=True)
class FormState:
    """Fresh on GET; after 422 and 409 filled with what was typed and what was wrong."""

    typed: dict[str, list[str]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    message: str | None = None
    key: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    shown: str = ""

    def value(self, name: str, default: object = "") -> str:
        values = self.typed.get(name)
        if values:
            return values[-1]
        return "" if default is None or self.typed else str(default)

    def values(self, name: str, default: list[str] | None = None) -> list[str]:
        if self.typed:
            return self.typed.get(name, [])
        return default or []

    def error(self, name: str) -> str | None:
        return self.errors.get(name)


def field_of(pointer: str) -> str:
    """The form's field name of a JSON pointer: `/answers/q1` is `answers.q1`."""
    return pointer.strip("/").replace("/", ".")
