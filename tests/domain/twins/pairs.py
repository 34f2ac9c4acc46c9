"""The labelled pairs as they are committed, and the halves for tuning and for judging.

`pairs.tsv` was written by `generate.py` before the guard existed. A pair's half hangs on the hash
of the pair alone: whoever tunes the guard looks at `TUNING` only.
"""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("pairs.tsv")
TUNING, HELD_OUT = "tuning", "held_out"
COLUMNS = ("full_name", "birth_year", "unit", "hamlet", "phone")


@dataclass(frozen=True, slots=True)
class Side:
    """One file as it was typed; an empty string where nothing was."""

    full_name: str
    birth_year: str
    unit: str
    hamlet: str
    phone: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two files, the kind of difficulty, and whether both are one woman's."""

    kind: str
    same: bool
    one: Side
    other: Side

    @property
    def cells(self) -> tuple[str, ...]:
        return (
            self.kind,
            "same" if self.same else "other",
            *astuple(self.one),
            *astuple(self.other),
        )

    @property
    def half(self) -> str:
        digest = hashlib.sha256("\t".join(self.cells).encode()).digest()
        return HELD_OUT if digest[0] & 1 else TUNING


def header() -> str:
    names = [f"{side}_{column}" for side in ("one", "other") for column in COLUMNS]
    return "\t".join(["kind", "who", *names])


@cache
def read() -> tuple[Pair, ...]:
    lines = FILE.read_text(encoding="utf-8").split("\n")
    if lines[0] != header():
        raise ValueError("another header")
    return tuple(_pair(line.split("\t")) for line in lines[1:] if line)


def _pair(cells: list[str]) -> Pair:
    return Pair(cells[0], cells[1] == "same", Side(*cells[2:7]), Side(*cells[7:12]))
