"""What becomes of one woman of a list beside the files that are there already.

A list never decides about a likeness: who is surely here is filled up or passed over, who may be
here waits for a person, and everybody else gets a file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain import members, twins
from app.domain.twins import Profile

#: From here on, with the same name, nobody needs to look: the phone agrees, or year and place.
SURE = 11
#: What a list may fill in where a file says nothing.
FILLS = ("phone", "birth_year", "unit_id", "hamlet", "union_status")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A file, or an earlier row of the list (`no`), with what it says."""

    profile: Profile
    state: str = ""
    member_id: str | None = None
    no: int | None = None
    union_status: str = "unknown"


@dataclass(frozen=True, slots=True)
class Judgement:
    """`outcome`: created, updated, skipped or refused; `fills`: field → value for the file."""

    outcome: str
    reasons: tuple[str, ...] = ()
    beside: Neighbour | None = None
    fills: Mapping[str, Any] = field(default_factory=dict)


class Neighbours:
    """Files and rows by what an index finds them by: the same folded name, phone or key."""

    def __init__(self, known: Iterable[Neighbour] = ()) -> None:
        self._by: dict[str, list[Neighbour]] = defaultdict(list)
        for one in known:
            self.add(one)

    def add(self, one: Neighbour) -> None:
        for key in keys_of(one.profile):
            self._by[key].append(one)

    def near(self, profile: Profile) -> list[Neighbour]:
        """Each once, in the order in which they were added."""
        found = {id(one): one for key in keys_of(profile) for one in self._by.get(key, ())}
        return list(found.values())


def keys_of(profile: Profile) -> tuple[str, ...]:
    keys = (f"f:{profile.fold}", f"k:{twins.key(profile.fold, profile.birth_year)}")
    return (*keys, f"p:{profile.phone}") if profile.phone else keys


def judge(profile: Profile, union_status: str, near: Iterable[Neighbour]) -> Judgement:
    """The likest neighbour decides; of equal ones the open file, then the first."""
    best: Neighbour | None = None
    score, why = -1, tuple[str, ...]()
    for one in near:
        found = _likeness(profile, one.profile)
        if found is None:
            continue
        rank = found[0] * 2 + (one.state in members.OPEN)
        if rank > score:
            best, score, why = one, rank, found[1]
    if best is None:
        return Judgement("created")
    sure = score // 2 >= SURE and "name" in why
    if best.no is not None:
        return Judgement("skipped", ("twice_in_file" if sure else "maybe_twice_in_file",), best)
    if best.state not in members.OPEN:
        return Judgement("skipped", twins.earlier(best.state) or ("earlier_file",), best)
    if not sure:
        return Judgement("skipped", ("maybe_twin", *why), best)
    fills = _fills(profile, union_status, best)
    return Judgement(
        "updated" if fills else "skipped", () if fills else ("already_here",), best, fills
    )


def _likeness(one: Profile, other: Profile) -> tuple[int, tuple[str, ...]] | None:
    """Points and reasons; two rows that say word for word the same are the same row."""
    if one == other:
        return SURE, ("name",)
    found = twins.likeness(one, other)
    return (found.score, found.reasons) if found.suspicious else None


def _fills(profile: Profile, union_status: str, file: Neighbour) -> dict[str, Any]:
    """Only what is empty there and said here."""
    there, fills = file.profile, dict[str, Any]()
    for name in ("phone", "birth_year", "unit_id", "hamlet"):
        said = getattr(profile, name)
        if said and not getattr(there, name):
            fills[name] = said
    if file.union_status == "unknown" and union_status != "unknown":
        fills["union_status"] = union_status
    return fills
