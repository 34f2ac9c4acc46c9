"""What a new version of a form changes, question by question, and what that does to results.

`cosmetic`: the same is asked. `additive`: more may be answered than before. `restrictive`: less may
be, so that later figures cannot be compared without saying so. `semantic`: something else is asked;
results begin anew. No program knows whether other words mean something else: whoever writes them
names the questions whose meaning changed. Headings of sections are no questions: what their
conditions do is told of each question under them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.surveys.form import TEXTS, Form, Option, Question
from app.domain.surveys.values import LONGEST, bounds

SORTS = ("cosmetic", "additive", "restrictive", "semantic")
#: What happened → its sort.
WHAT = {
    "text": "cosmetic",
    "moved": "cosmetic",
    "heading-added": "cosmetic",
    "heading-retired": "cosmetic",
    "option-text": "cosmetic",
    "option-picture": "cosmetic",
    "option-moved": "cosmetic",
    "row-moved": "cosmetic",
    "added": "additive",
    "option-added": "additive",
    "row-added": "additive",
    "optional": "additive",
    "limits-wider": "additive",
    "condition-wider": "additive",
    "option-joined": "additive",
    "retired": "restrictive",
    "option-retired": "restrictive",
    "row-retired": "restrictive",
    "required": "restrictive",
    "limits-narrower": "restrictive",
    "condition": "restrictive",
    "option-exclusive": "restrictive",
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
    was, now = _conditions(old), _conditions(new)
    place = 0
    for one in new.questions:
        before = old.by_key.get(one.key)
        if before is None:
            found.append(Change(one.key, "added" if one.key in now else "heading-added"))
            continue
        found += _question(before, one)
        found += _condition(one.key, was.get(one.key, ()), now.get(one.key, ()))
        if one.key in meaning:
            found.append(Change(one.key, "meaning"))
        if order[one.key] != place:
            found.append(Change(one.key, "moved"))
        place += 1
    found += [
        Change(one.key, "retired" if one.key in was else "heading-retired")
        for one in old.questions
        if one.key not in new.by_key
    ]
    return found


def _question(old: Question, new: Question) -> Iterator[Change]:
    if (old.text, old.help) != (new.text, new.help):
        yield Change(new.key, "text")
    if old.required != new.required:
        yield Change(new.key, "required" if new.required else "optional")
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
            continue
        was = before[key]
        if one.text != was.text:
            yield Change(question, "option-text", key)
        if one.picture != was.picture:
            yield Change(question, "option-picture", key)
        if one.exclusive != was.exclusive:
            yield Change(question, "option-exclusive" if one.exclusive else "option-joined", key)
    for key in before:
        if key not in after:
            yield Change(question, f"{part}-retired", key)
    if [key for key in before if key in after] != [key for key in after if key in before]:
        yield Change(question, f"{part}-moved")


Conditions = tuple[Mapping[str, Any], ...]


def _conditions(form: Form) -> dict[str, Conditions]:
    """Of each question what must all hold for it to be asked: its section's condition, its own."""
    found: dict[str, Conditions] = {}
    section: Conditions = ()
    for one in form.questions:
        if one.type == "section":
            section = _parted(one.show_if)
        else:
            found[one.key] = (*section, *_parted(one.show_if))
    return found


def _parted(condition: Mapping[str, Any] | None) -> Conditions:
    if condition is None:
        return ()
    if "all" not in condition:
        return (condition,)
    return tuple(part for one in condition["all"] for part in _parted(one))


def _condition(question: str, old: Conditions, new: Conditions) -> Iterator[Change]:
    """Wider only where it is seen from how they are written that whoever was asked still is."""
    wider, narrower = _follow(new, old), _follow(old, new)
    if not (wider and narrower):
        yield Change(question, "condition-wider" if wider else "condition")


def _follow(these: Conditions, given: Conditions) -> bool:
    return all(any(_follows(one, other) for other in given) for one in these)


def _follows(one: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    """Whether `one` holds wherever `given` does."""
    if one == given:
        return True
    if "any" in given:
        return all(_follow((one,), _parted(each)) for each in given["any"])
    if "any" in one:
        return any(_follow(_parted(each), _parted(given)) for each in one["any"])
    return (
        one.get("question") == given.get("question")
        and "in" in one
        and set(given.get("in", [given.get("is")])) <= set(one["in"])
    )


#: Bounds that allow more when they are lower; the others when they are higher.
_LEAST = ("min", "min_length", "min_choices")
_MOST = ("max", "max_length", "max_choices")


def _limits(old: Question, new: Question) -> Iterator[Change]:
    before, after = _as_dict(old), _as_dict(new)
    if old.limits == new.limits or before == after:
        return
    wider = all(_no_higher(after[name], before[name]) for name in _LEAST)
    wider = wider and all(_no_higher(before[name], after[name], none=True) for name in _MOST)
    wider = wider and (after["integer"], after["pattern"]) in (
        (before["integer"], before["pattern"]),
        (False, None),
    )
    yield Change(new.key, "limits-wider" if wider else "limits-narrower")


def _as_dict(one: Question) -> Mapping[str, Any]:
    """Its limits as they work, with what holds where nothing is said. Nothing at all is no
    answer: that at least one is chosen, or one letter written, forbids nothing."""
    limits = one.limits
    found = {name: getattr(limits, name) for name in (*_LEAST, *_MOST, "integer", "pattern")}
    found["min"], found["max"] = bounds(one)
    for name in ("min_length", "min_choices"):
        found[name] = max(found[name] or 1, 1)
    if one.type in TEXTS:
        found["max_length"] = found["max_length"] or LONGEST[one.type]
    if (found["max_choices"] or 0) >= len(one.options):
        found["max_choices"] = None
    return found


def _no_higher(one: Any, other: Any, *, none: bool = False) -> bool:
    """Whether `one` ≤ `other`. No bound is the lowest of the least, and (`none`) the highest of the
    most."""
    if one is None or other is None:
        return other is None if none else one is None
    return bool(one <= other)
