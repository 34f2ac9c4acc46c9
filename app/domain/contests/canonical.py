"""Canonical JSON and its SHA-256: the same value gives the same bytes everywhere."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical(value: Any) -> bytes:
    """UTF-8, keys sorted, no spaces (contract.md). A float raises TypeError: it has no one text."""
    _without_floats(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _without_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("a float has no canonical text")
    if isinstance(value, dict):
        for key, part in value.items():
            if not isinstance(key, str):
                raise TypeError("a key is a text")
            _without_floats(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _without_floats(part)
