"""What a reorganisation may do: pure rules over the dated tree (domain.md §1.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.refusals import FieldError
from app.domain.text import fold

KINDS = ("rename", "move", "merge", "split", "part_transfer", "close", "correct")
#: Those by which people's unit changes: each writes lineage, or ends a unit.
TERRITORIAL = ("merge", "split", "part_transfer", "close")
#: In which way a unit changes: two changes of one way on one day have no clear order.
ASPECTS: Mapping[str, str | None] = {
    "rename": "name",
    "move": "parent",
    "merge": "territory",
    "split": "territory",
    "part_transfer": "territory",
    "close": "territory",
    "correct": None,
}
_PLACE = re.compile(r"^(thon|xom|lang|ap|ban|buon|khu|to dan pho|tdp|to|khu pho)\s+")
_BETWEEN = re.compile(r"[;,\n]")


@dataclass(frozen=True, slots=True)
class Life:
    """When a unit lived, and the last day on which something about it changed."""

    id: str
    since: date
    until: date | None = None
    last_change: date | None = None


def hamlet_key(name: str) -> str:
    """A hamlet as two people write it: `"Thôn Cam"`, `"cam"` and `"THÔN CAM"` are one."""
    folded = fold(name)
    return _PLACE.sub("", folded) or folded


def hamlets_in(text: str) -> list[str]:
    """The hamlets of a line or a list, parted by commas, semicolons or line breaks; each once."""
    named: dict[str, str] = {}
    for part in _BETWEEN.split(text):
        if part.strip():
            named.setdefault(hamlet_key(part), part.strip())
    return list(named.values())


def decision_key(number: str, issuer: str) -> str:
    """One decision, however it was typed."""
    return f"{fold(number)}|{fold(issuer)}"


def dated_wrongly(unit: Life, day: date, kind: str, pointer: str) -> FieldError | None:
    """Whether a change of this unit can take effect on a day.

    What ends or changes it starts after its first day, before its last, and not before what is
    recorded of it already; a correction may touch any of its days.
    """
    first_day_too = kind == "correct"
    if day < unit.since or (day == unit.since and not first_day_too):
        return FieldError(pointer, "before-unit", {"since": unit.since.isoformat()})
    if unit.until is not None and day >= unit.until:
        return FieldError(pointer, "after-unit", {"until": unit.until.isoformat()})
    if not first_day_too and unit.last_change is not None and day < unit.last_change:
        return FieldError(pointer, "before-last-change", {"day": unit.last_change.isoformat()})
    return None


def not_there(unit: Life | None, day: date, pointer: str) -> FieldError | None:
    """Whether a unit that takes something over is there on the day."""
    if unit is None:
        return FieldError(pointer, "unit-unknown")
    if unit.since > day or (unit.until is not None and unit.until <= day):
        return FieldError(pointer, "unit-closed-then", {"day": day.isoformat()})
    return None


def under_itself(unit: str, parent: str, parents: Mapping[str, str]) -> bool:
    """Whether a unit would stand below itself. `parents`: unit → parent on one day."""
    seen: set[str] = set()
    above: str | None = parent
    while above is not None and above not in seen:
        if above == unit:
            return True
        seen.add(above)
        above = parents.get(above)
    return False


def has_circle(parents: Mapping[str, str]) -> bool:
    """Whether any unit stands below itself. `parents`: unit → parent on one day."""
    good: set[str] = set()
    for unit in parents:
        way: dict[str, None] = {}
        at: str | None = unit
        while at is not None and at not in good:
            if at in way:
                return True
            way[at] = None
            at = parents.get(at)
        good |= set(way)
    return False


def shape_errors(kind: str, given: Iterable[str], targets: int) -> list[FieldError]:
    """What a kind needs and what it cannot take. `given`: names of the fields that were filled."""
    filled = set(given)
    errors: list[FieldError] = []
    if kind in {"rename", "correct"} and not filled & {
        "name",
        "unit_kind",
        "code",
        "official_order",
    }:
        errors.append(FieldError("/name", "nothing-changes"))
    if kind == "move" and "parent" not in filled:
        errors.append(FieldError("/parent", "missing"))
    if kind == "merge" and targets != 1:
        errors.append(FieldError("/into", "one-successor"))
    if kind == "split" and targets < 2:
        errors.append(FieldError("/into", "two-successors"))
    if kind == "part_transfer" and targets < 1:
        errors.append(FieldError("/into", "one-receiver"))
    return errors
