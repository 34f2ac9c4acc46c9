"""Who was asked a question that not everybody is asked: a figure that must not give away another.

A question with a condition has for its base a sum of other questions' lines. Where that sum would
split lines that are hidden, or lie closer than `k` to a sum that can be computed, the question is
not shown at all. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from app.domain.surveys import conditions
from app.domain.surveys.conditions import Condition
from app.domain.surveys.form import NUMBERS, SINGLE, Form
from app.domain.surveys.tallies import Sums

if TYPE_CHECKING:
    from app.domain.surveys.summaries import Summary

#: `k` under which nothing is hidden: for those who may read single answers.
EXACT = 1
Versions = Sequence[tuple[int, Form]]


def may_be_shown(
    versions: Versions,
    key: str,
    numbers: frozenset[int],
    base: int,
    sums: Sums,
    k: int,
    before: Sequence[Summary],
) -> bool:
    """Whether its base may be shown beside what `before` shows."""
    if 0 < base < k:
        return False
    asked_if = [conditions.of(form, key) for number, form in versions if number in numbers]
    if not any(asked_if) or k == EXACT:
        return True
    of = {one.question.key: one for one in before if not one.earlier}
    looked_at = {one for each in asked_if for c in each for one in conditions.mentioned(c)}
    if not looked_at <= of.keys() or not all(of[one].part.whole for one in looked_at):
        return False
    if len(looked_at) == 1 and all(each == asked_if[0] for each in asked_if):
        other = of[next(iter(looked_at))]
        if other.numbers == numbers and _one_each(other):
            return _splits_nothing(other, {"all": asked_if[0]}, sums, k)
    tests = [test for each in asked_if for c in each for test in _tests(c)]
    return all(_hides_nothing(of[one]) for one in looked_at) and all(
        _apart(of[test["question"]], test, base, sums, k) for test in tests
    )


def _tests(condition: Condition) -> Iterator[Condition]:
    inner = next((condition[group] for group in conditions.GROUPS if group in condition), None)
    if inner is None:
        yield condition
    else:
        for one in inner:
            yield from _tests(one)


def _one_each(other: Summary) -> bool:
    """Whether whoever answered it stands in one line."""
    return other.question.type in SINGLE | NUMBERS | {"consent"}


def _hides_nothing(other: Summary) -> bool:
    """Texts and tables have no lines of their own: then it is whether they were answered."""
    return other.part.answered is not None and all(
        line.count is not None for line in other.part.lines
    )


def _values(other: Summary, sums: Sums) -> dict[Any, int]:
    """Answer → how many gave it; None for those who gave none, asked or not."""
    counts = sums.values(other.numbers, other.question.key, "")
    found: dict[Any, int] = {_answer(other, value): n for value, n in counts.items()}
    return found | {None: sums.responses(other.numbers) - sum(found.values())}


def _answer(other: Summary, value: str) -> Any:
    return float(value) if other.question.type in NUMBERS else value


def _splits_nothing(other: Summary, condition: Condition, sums: Sums, k: int) -> bool:
    """Hidden lines stand on one side all; a line of several values is parted
    nowhere, or into parts of at least `k`."""
    key, sides = other.question.key, set[bool]()

    def holds(value: Any) -> bool:
        return conditions.holds(condition, {} if value is None else {key: value})

    values = _values(other, sums)
    for line in other.part.lines:
        mine = {value: values.get(value, 0) for value in (_answer(other, v) for v in line.values)}
        inside = sum(n for v, n in mine.items() if holds(v))
        outside = sum(mine.values()) - inside
        if line.count is None:
            sides |= ({True} if inside else set()) | ({False} if outside else set())
        elif inside and outside and min(inside, outside) < k:
            return False
    if other.part.missing is None:
        sides.add(holds(None))
    return len(sides) < 2


def _apart(other: Summary, test: Condition, base: int, sums: Sums, k: int) -> bool:
    """Whether the base lies at least `k` from what the test alone, or its contrary, would say."""
    n = _holding(other, test, sums)
    if n is None:
        return False
    return not any(0 < abs(base - one) < k for one in (n, sums.responses(other.numbers) - n))


def _holding(other: Summary, test: Condition, sums: Sums) -> int | None:
    """How many the test holds for; None where the counts do not say."""
    key, numbers = other.question.key, other.numbers
    if "answered" in test:
        answered = sums.one(numbers, key, "", "")
        return answered if test["answered"] else sums.responses(numbers) - answered
    if _one_each(other):
        return sum(
            n
            for value, n in _values(other, sums).items()
            if conditions.holds(test, {} if value is None else {key: value})
        )
    if "contains" in test:
        return sums.one(numbers, key, "", test["contains"])
    return None
