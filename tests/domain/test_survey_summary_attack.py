"""An attacker who adds and subtracts everything that a survey's results show.

Later questions are asked by conditions on the first, whose small cells are hidden. Every figure
that is shown is an equation over the first question's lines; a hidden line is found when the
equations have one value for it. The same attack on a build that shows every base finds many.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import pytest

from app.domain.surveys import bases
from app.domain.surveys.form import MISSING
from app.domain.surveys.summaries import Summary
from tests.domain.test_survey_summaries import told
from tests.surveys import question

SURVEYS = 300
KEYS = ("a", "b", "c", "d")
LINES = (*KEYS, MISSING)
Row = list[Fraction]


def a_survey(
    chance: random.Random,
) -> tuple[list[dict[str, Any]], list[tuple[int, dict[str, Any]]]]:
    """A first question, three that look at it, and who answered what."""
    asked = [question("q1")]
    wanted = {}
    for key in ("q2", "q3", "q4"):
        wanted[key] = set(chance.sample(KEYS, chance.randint(1, 3)))
        asked.append(question(key, show_if={"question": "q1", "in": sorted(wanted[key])}))
    groups = []
    for line in LINES:
        first = {"q1": line} if line != MISSING else {}
        rest = {key: "a" for key, lines in wanted.items() if line in lines}
        groups.append((chance.choice([0, 1, 2, 3, 4, 6, 9, 15, 40]), {**first, **rest}))
    return asked, groups


def equations(found: dict[str, Summary], asked: Sequence[dict[str, Any]]) -> Iterator[Row]:
    """What is shown: sums of lines of the first question, without their values."""
    first = found["q1"].part
    if first.base is not None:
        yield [Fraction(1)] * len(LINES)
    shown = {line.key: line.count for line in first.lines} | {MISSING: first.missing}
    yield from (_row({key}) for key in LINES if shown[key] is not None)
    for one in asked[1:]:
        of = found[one["key"]]
        # Whoever was asked has answered.
        if (of.part.answered if of.everyone else of.part.base) is not None:
            yield _row(set(one["show_if"]["in"]))


def _row(lines: set[str]) -> Row:
    return [Fraction(key in lines) for key in LINES]


def determined(rows: Sequence[Row], line: int) -> bool:
    """Whether the line's own row is a sum of the others (Gauss)."""
    wanted = [Fraction(at == line) for at in range(len(LINES))]
    return _rank(rows) == _rank([*rows, wanted])


def _rank(rows: Sequence[Row]) -> int:
    left, rank = [list(row) for row in rows], 0
    for at in range(len(LINES)):
        pivot = next((n for n in range(rank, len(left)) if left[n][at]), None)
        if pivot is None:
            continue
        left[rank], left[pivot] = left[pivot], left[rank]
        for n in range(rank + 1, len(left)):
            by = left[n][at] / left[rank][at]
            left[n] = [one - by * other for one, other in zip(left[n], left[rank], strict=True)]
        rank += 1
    return rank


def recovered() -> int:
    """Cells of fewer than five that the attacker finds in all surveys together."""
    chance, found = random.Random(33), 0
    for _ in range(SURVEYS):
        asked, groups = a_survey(chance)
        rows = list(equations(told(*asked, groups=groups), asked))
        found += sum(0 < groups[at][0] < 5 and determined(rows, at) for at in range(len(LINES)))
    return found


def test_no_small_cell_follows_from_what_is_shown() -> None:
    assert recovered() == 0


def test_the_same_attack_on_a_build_that_shows_every_base(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bases, "may_be_shown", lambda *_: True)
    assert recovered() > 100
