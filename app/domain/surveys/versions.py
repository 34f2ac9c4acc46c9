"""What a new version of a form changes, question by question, and what that does to results.

`cosmetic`: the same is asked. `additive`: more may be answered than before. `restrictive`: less may
be, so that later figures cannot be compared without saying so. `semantic`: something else is asked;
results begin anew. No program knows whether other words mean something else: whoever writes them
names the questions whose meaning changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.surveys.form import Form, Option, Question

SORTS = ("cosmetic", "additive", "restrictive", "semantic")
#: What happened → its sort.
WHAT = {
    "text": "cosmetic",
    "moved": "cosmetic",
    "option-text": "cosmetic",
    "option-moved": "cosmetic",
    "row-moved": "cosmetic",
    "added": "additive",
    "option-added": "additive",
    "row-added": "additive",
    "optional": "additive",
    "limits-wider": "additive",
    "retired": "restrictive",
    "option-retired": "restrictive",
    "row-retired": "restrictive",
    "required": "restrictive",
    "limits-narrower": "restrictive",
    "condition": "restrictive",
    "meaning": "semantic",
}


@dataclass(frozen=True, slots=True)
class Change:
    """`key`: of the option or row, else empty."""

    question: str
    what: str
    key: str = ""

    @property
    def sort(self) -> str:
        return WHAT[self.what]

    def as_json(self) -> dict[str, str]:
        return {"question": self.question, "key": self.key, "what": self.what, "sort": self.sort}


def compare(old: Form, new: Form, meaning: Collection[str] = ()) -> list[Change]:
    """In the order of the new form, then what it left out. `meaning`: keys of the questions of both
    forms that now ask something else. That a key keeps its type is `survey_key`'s to say."""
    found: list[Change] = []
    stayed = [one.key for one in old.questions if one.key in new.by_key]
    order = {key: place for place, key in enumerate(stayed)}
    place = 0
    for one in new.questions:
        before = old.by_key.get(one.key)
        if before is None:
            found.append(Change(one.key, "added"))
            continue
        found += _question(before, one)
        if one.key in meaning:
            found.append(Change(one.key, "meaning"))
        if order[one.key] != place:
            found.append(Change(one.key, "moved"))
        place += 1
    found += [Change(one.key, "retired") for one in old.questions if one.key not in new.by_key]
    return found


def _question(old: Question, new: Question) -> Iterator[Change]:
    if (old.text, old.help) != (new.text, new.help):
        yield Change(new.key, "text")
    if old.required != new.required:
        yield Change(new.key, "required" if new.required else "optional")
    if old.show_if != new.show_if:
        yield Change(new.key, "condition")
    yield from _limits(old, new)
    yield from _parts(new.key, "option", old.options, new.options)
    yield from _parts(new.key, "row", old.rows, new.rows)


def _parts(
    question: str, part: str, old: tuple[Option, ...], new: tuple[Option, ...]
) -> Iterator[Change]:
    before, after = {one.key: one for one in old}, {one.key: one for one in new}
    for key, one in after.items():
        if key not in before:
            yield Change(question, f"{part}-added", key)
        elif one != before[key]:
            yield Change(question, "option-text", key)
    for key in before:
        if key not in after:
            yield Change(question, f"{part}-retired", key)
    if [key for key in before if key in after] != [key for key in after if key in before]:
        yield Change(question, f"{part}-moved")


#: Bounds that allow more when they are lower; the others when they are higher.
_LEAST = ("min", "min_length", "min_choices")
_MOST = ("max", "max_length", "max_choices")


def _limits(old: Question, new: Question) -> Iterator[Change]:
    if old.limits == new.limits:
        return
    before, after = _as_dict(old), _as_dict(new)
    wider = all(_no_higher(after[name], before[name]) for name in _LEAST)
    wider = wider and all(_no_higher(before[name], after[name], none=True) for name in _MOST)
    wider = wider and (after["integer"], after["pattern"]) in (
        (before["integer"], before["pattern"]),
        (False, None),
    )
    yield Change(new.key, "limits-wider" if wider else "limits-narrower")


def _as_dict(one: Question) -> Mapping[str, Any]:
    limits = one.limits
    return {name: getattr(limits, name) for name in (*_LEAST, *_MOST, "integer", "pattern")}


def _no_higher(one: Any, other: Any, *, none: bool = False) -> bool:
    """Whether `one` ≤ `other`. No bound is the lowest of the least, and (`none`) the highest of the
    most."""
    if one is None or other is None:
        return other is None if none else one is None
    return bool(one <= other)
