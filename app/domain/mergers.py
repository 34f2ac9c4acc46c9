"""Joining two files of one woman: which may go into which, and what the kept one may take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MERGED = "merged"
#: A file goes into one that stands at least as far: nobody loses her place by a merger, and no
#: pause is shed by one.
RANK: Mapping[str, int] = {"submitted": 1, "needs_info": 1, "approved": 2, "suspended": 3}

#: What a file may take from the one that goes into it, and what "empty" is.
EMPTY: Mapping[str, Any] = {
    "phone": None,
    "phone_shared": False,
    "unit_id": None,
    "hamlet": "",
    "platform_name": "",
    "union_status": "unknown",
    # A death stops every message, whichever file it was recorded in.
    "deceased": False,
}
#: A field that belongs to another: it is taken, and given back, together with it.
BELONGS: Mapping[str, str] = {"phone_shared": "phone"}

Facts = Mapping[str, Any]


def obstacle(file: str, into: str, *, apart: bool = False) -> str:
    """The code of what forbids `file` (its state) to go into `into`; empty where nothing does.

    `apart`: somebody has written down that they are two women's.
    """
    if MERGED in {file, into}:
        return "already-merged"
    if apart:
        return "held-apart"
    return "merge-the-other-way" if rank(file) > rank(into) else ""


def pair(one: str, other: str) -> tuple[str, str]:
    """The order in which two files are kept as a pair."""
    return (one, other) if one < other else (other, one)


def rank(state: str) -> int:
    return RANK.get(state, 0)


def fills(kept: Facts, other: Facts) -> dict[str, Any]:
    """What the kept file takes: only where it is empty and the other one is not."""
    taken = {
        name: other[name]
        for name, empty in EMPTY.items()
        if kept[name] == empty and other[name] != empty
    }
    taken = {name: value for name, value in taken.items() if BELONGS.get(name, name) in taken}
    # A hamlet has its name from its commune: elsewhere "Thôn 1" is another place.
    if "hamlet" in taken and other["unit_id"] != taken.get("unit_id", kept["unit_id"]):
        del taken["hamlet"]
    return taken


def gives_back(kept: Facts, other: Facts, filled: Facts) -> tuple[dict[str, Any], list[str]]:
    """(what is emptied again, names of what somebody has changed since and is left alone)."""
    unchanged = {name for name in filled if kept[name] == other[name]}
    back = {name: before for name, before in filled.items() if BELONGS.get(name, name) in unchanged}
    back = {name: before for name, before in back.items() if name in unchanged}
    return back, [name for name in filled if name not in back]
