"""Every value of the ruleset has a round whose result was written by hand."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from app.domain.contests.ruleset import VALUES
from tests.domain.contests.samples import GOLDEN, answer, golden

pytestmark = pytest.mark.once

#: The file has no roles: `test_exclusion.py` shows these.
ELSEWHERE = {"exclude_roles"}
MORE = {"attempts.max=null", "attempts.max=2", "prediction=null", "prizes"}


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_round_comes_out_as_written_by_hand(path: Path) -> None:
    file, told, _ = golden(path)
    assert json.loads(answer(file)) == told


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_the_order_of_the_file_says_nothing(path: Path) -> None:
    file, _, _ = golden(path)
    first, chance = answer(file), random.Random(path.stem)
    for _ in range(20):
        chance.shuffle(file["attempts"])
        assert answer(file) == first


def test_every_value_has_its_round() -> None:
    wanted = {
        f"{place}={value}"
        for place, values in VALUES.items()
        if place not in ELSEWHERE
        for value in values
    }
    shown = {value for path in GOLDEN for value in golden(path)[2]}
    assert shown == wanted | MORE


def test_the_answer_is_one_line_as_the_contract_writes_it() -> None:
    path = next(path for path in GOLDEN if path.stem == "attempts.max-null")
    assert answer(golden(path)[0]).decode() == (
        '{"n": 1, "rows": [{"rank": 1, "person": "Lan", "attempt": "a4", "correct": 10, '
        '"prediction_distance": 0, "prize": "Nhất"}], "unawarded": [["Nhì", 3], ["Ba", 5]]}\n'
    )
