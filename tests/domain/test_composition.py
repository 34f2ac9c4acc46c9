"""Board and panel against Plan 55 II.2: 7 = 1 + 2 + 4, and 3."""

from __future__ import annotations

import pytest

from app.domain.composition import compare

pytestmark = pytest.mark.once

AS_PLANNED = ["central", "city", "city", "district", "district", "district", "district"]


def test_the_plans_own_composition_fits_in_every_line() -> None:
    lines = compare(AS_PLANNED, 3)
    assert [(line.label, line.planned, line.present) for line in lines] == [
        ("board", 7, 7),
        ("central", 1, 1),
        ("city", 2, 2),
        ("district", 4, 4),
        ("panel", 3, 3),
    ]
    assert all(line.fits for line in lines)


def test_the_grassroots_count_with_the_district() -> None:
    lines = {line.label: line for line in compare([*AS_PLANNED[:5], "grassroots", None], 3)}
    assert lines["district"].present == 3
    assert not lines["district"].fits


def test_a_person_without_a_level_counts_for_the_board_alone() -> None:
    lines = {line.label: line.present for line in compare([None] * 7, 0)}
    assert lines == {"board": 7, "central": 0, "city": 0, "district": 0, "panel": 0}


def test_too_many_do_not_fit_either() -> None:
    lines = {line.label: line.fits for line in compare([*AS_PLANNED, "central"], 4)}
    assert lines == {
        "board": False,
        "central": False,
        "city": True,
        "district": True,
        "panel": False,
    }
