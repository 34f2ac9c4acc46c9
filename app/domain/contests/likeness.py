"""Whether two works are the same, or nearly: a warning to the board, never a refusal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

#: Of 64 bits so many may differ: the same picture made smaller or brighter differs by 0 to 6, two
#: pictures of different things by about 32.
NEAR = 8


@dataclass(frozen=True, slots=True)
class Look:
    """One picture or text of a work. `exact`: SHA-256 of its bytes or folded words; `dhash`: 16
    hexadecimal digits of `integrations.pictures`, empty where there are none."""

    work: str
    exact: str
    dhash: str = ""


def alike(looks: Iterable[Look]) -> dict[str, dict[str, str]]:
    """Work → the others that look like it → `same` or `near`."""
    every = list(looks)
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for at, one in enumerate(every):
        for other in every[at + 1 :]:
            how = _how(one, other) if one.work != other.work else ""
            if how and found[one.work].get(other.work) != "same":
                found[one.work][other.work] = found[other.work][one.work] = how
    return dict(found)


def _how(one: Look, other: Look) -> str:
    if one.exact and one.exact == other.exact:
        return "same"
    if one.dhash and other.dhash and distance(one.dhash, other.dhash) <= NEAR:
        return "near"
    return ""


def distance(one: str, other: str) -> int:
    """How many bits of two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
