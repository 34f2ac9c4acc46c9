"""What the house seals for a service that keeps no secret of its own; `web/seals.py` makes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Seals:
    """`sign` a thing for a purpose; `opened` gives it back, None where it was not signed here;
    `keyed`: the digest of a text that nobody makes without the house's secret."""

    sign: Callable[[str, Any], str]
    opened: Callable[[str, str], Any]
    keyed: Callable[[str, str], str]
