"""Units as columns: the levels of a tree are hidden together, so that none tells of another."""

from __future__ import annotations

from app.domain.surveys import axes, grids, unit_lines
from app.domain.surveys.choosing import Rule
from app.domain.surveys.form import MISSING
from app.domain.surveys.grids import Column, Known

NOTHING = Known()


def test_a_commune_does_not_tell_the_one_hidden_chapter() -> None:
    """Two communes of two chapters. Alone, the chapters' table would be safe with one hidden cell
    in each commune, and the communes' table would hide nothing: their difference is the cell."""
    rows = {"a": (3, 20, 4, 20), "b": (20, 20, 20, 20)}
    chapters = [{row: counts[place] for row, counts in rows.items()} for place in range(4)]
    sums = [{row: chapters[p][row] + chapters[p + 1][row] for row in rows} for p in (0, 2)]
    columns = [
        *(Column(one) for one in sums),
        *(Column(one, parent=place // 2, level=1) for place, one in enumerate(chapters)),
    ]
    hidden = grids.hidden_of_one(columns, 5, NOTHING)
    assert hidden is not None
    for top, parts in ((0, (2, 3)), (1, (4, 5))):
        family = [("a", place) for place in (top, *parts)]
        assert len(hidden & set(family)) != 1


def test_units_of_few_stand_together_under_the_same_unit() -> None:
    paths: dict[tuple[str, ...], int] = {
        ("p", MISSING, commune, chapter, MISSING): n
        for commune, chapter, n in (
            ("x", "x1", 12),
            ("x", "x2", 3),
            ("x", "x3", 4),
            ("y", "y1", 30),
            ("z", "z1", 2),
            ("z", "z2", 20),
        )
    }
    found = unit_lines.lines(paths, 5)
    said = [(one.level, one.units, one.parent) for one in found]
    assert said[:3] == [(0, ("x",), None), (0, ("y",), None), (0, ("z",), None)]
    assert said[3:] == [(1, ("x1",), 0), (1, ("x2", "x3"), 0)]


def test_up_the_tree_from_a_unit() -> None:
    parents = {"g": "c", "c": "x", "x": "p", "p": None}
    kinds = {"g": "group", "c": "chapter", "x": "market", "p": "province"}
    assert unit_lines.path("g", parents, kinds) == ("p", MISSING, "x", "c", "g")
    assert unit_lines.path("x", parents, kinds) == ("p", MISSING, "x", MISSING, MISSING)
    assert unit_lines.path("gone", parents, kinds) == (MISSING,) * 5


def test_what_the_list_or_the_table_hides_is_one_line() -> None:
    counts = {"a": 40, "b": 12, "c": 6, "d": 3, MISSING: 30}
    assert axes.lines(counts, 91, 5) == [("a",), ("b",), ("c", "d"), (MISSING,)]
    # Two of those who were asked did not answer: the list hides them with d, the table c with d.
    assert axes.lines(counts, 63, 5) == [("a",), ("b",), ("c", "d", MISSING)]
    assert axes.lines({"a": 3, MISSING: 90}, 93, 5) is None


def test_of_several_those_who_did_not_choose_are_no_small_cell_either() -> None:
    columns = [
        Column({"a": 27, "b": 30, MISSING: 0}, people=30),
        Column({"a": 20, "b": 20, MISSING: 0}, people=40),
    ]
    found = grids.hidden_of_several(columns, (), 5, NOTHING, Rule(frozenset(), 1, 2), few=False)
    assert found is not None
    assert {("a", 0), ("a", 1)} <= found.hidden
