"""What a decision does to the tree, as it was and is on every day, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.domain.paging import Page
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.models.reorganisations import Reorganisation
from app.schemas.house import UnitCreate, UnitList, UnitRead
from app.schemas.units import ReorganisationCreate, ReorganisationRead
from app.services import finding_units, histories, reorganising, unit_tree
from tests.factories import Scene
from tests.services.desk import Desk

DAY = date(2025, 7, 1)
EVE = date(2025, 6, 30)


class Tree:
    """Units of a test by short names."""

    def __init__(self, desk: Desk, scene: Scene) -> None:
        self.desk, self.ids = desk, dict(scene.units)

    def found(self, name: str, parent: str = "district", **more: Any) -> str:
        values: dict[str, Any] = {"kind": "commune", "valid_from": date(2020, 1, 1), **more}
        body = UnitCreate(name=name, parent=self.ids[parent], **values)
        self.ids[name] = self.desk.run("administrator", unit_tree.create, body).id
        return self.ids[name]

    def do(self, who: str, unit: str, kind: str, **more: Any) -> ReorganisationRead:
        values = {
            "decision_number": f"{kind} {unit}/NQ",
            "decided_on": date(2025, 6, 16),
            "issuer": "UBTVQH",
            "effective_on": DAY,
            **more,
        }
        for name in ("into", "with_units"):
            if name in values:
                values[name] = [self.ids[one] for one in values[name]]
        if "parent" in values:
            values["parent"] = self.ids.get(values["parent"], values["parent"])
        body = ReorganisationCreate.model_validate({"kind": kind, **values})
        return self.desk.run(who, reorganising.reorganise, self.ids[unit], body)

    def on(self, day: date) -> dict[str, tuple[str | None, str | None]]:
        """name → (name of the parent, code)."""
        listed = self.desk.run("stranger", unit_tree.tree, day).items
        names = {unit.id: unit.name for unit in listed}
        return {unit.name: (names.get(unit.parent or ""), unit.code) for unit in listed}

    def read(self, unit: str, day: date | None = None) -> UnitRead:
        return self.desk.run("stranger", unit_tree.read, self.ids[unit], day)


@pytest.fixture
def tree(desk: Desk, scene: Scene) -> Tree:
    return Tree(desk, scene)


def _page(limit: int = 20) -> Page:
    return Page(limit, None, lambda key: "next")


def wrong(refused: pytest.ExceptionInfo[Invalid]) -> tuple[str, str]:
    error = refused.value.errors[0]
    return error.pointer, error.code


# -- one unit ----------------------------------------------------------------------------------


def test_a_new_name_holds_from_its_day_and_the_old_one_before_it(tree: Tree) -> None:
    tree.found("Kim Sơn", code="00562")
    done = tree.do("administrator", "Kim Sơn", "rename", name="Phú Sơn", code="00563")
    assert "Kim Sơn" in tree.on(EVE)
    assert "Phú Sơn" not in tree.on(EVE)
    assert tree.on(DAY)["Phú Sơn"][1] == "00563"
    assert [(one.what, one.before, one.after) for one in done.changes] == [
        ("name", "Kim Sơn", "Phú Sơn"),
        ("code", "00562", "00563"),
    ]


def test_a_kind_has_its_days_too(tree: Tree) -> None:
    tree.found("Chợ Nành", kind="chapter")
    tree.do("administrator", "Chợ Nành", "rename", unit_kind="market")
    assert tree.read("Chợ Nành", EVE).kind == "chapter"
    assert tree.read("Chợ Nành", DAY).kind == "market"


def test_a_moved_unit_takes_all_below_it_along(tree: Tree) -> None:
    tree.found("Cổ Bi")
    tree.found("Chi hội Cam", "Cổ Bi", kind="chapter")
    tree.do("administrator", "Cổ Bi", "move", parent="city")
    assert tree.on(EVE)["Cổ Bi"][0] == "Đơn vị district"
    assert tree.on(DAY)["Cổ Bi"][0] == "Đơn vị city"
    assert tree.on(DAY)["Chi hội Cam"][0] == "Cổ Bi"


def test_a_correction_mends_all_days_and_leaves_no_day_of_change(tree: Tree) -> None:
    tree.found("Kim Sơm")
    tree.do("administrator", "Kim Sơm", "correct", name="Kim Sơn", code="00562")
    assert "Kim Sơn" in tree.on(date(2020, 1, 1))
    assert "Kim Sơm" not in tree.on(EVE)


def test_a_closed_unit_stays_readable_on_its_days(tree: Tree) -> None:
    tree.found("Tổ cũ", kind="group")
    tree.do("administrator", "Tổ cũ", "close")
    assert "Tổ cũ" not in tree.on(DAY)
    seen = tree.read("Tổ cũ")
    assert (seen.name, seen.ended, seen.now, seen.valid_to) == ("Tổ cũ", True, [], DAY)
    with pytest.raises(Hidden):
        tree.read("Tổ cũ", DAY)


# -- several units -----------------------------------------------------------------------------


def test_two_units_merge_into_a_new_one_that_takes_over_a_code(tree: Tree) -> None:
    tree.found("Dương Hà", code="00541")
    tree.found("Đình Xuyên", code="00538")
    tree.found("Chi hội Hạ", "Dương Hà", kind="chapter")
    done = tree.do(
        "administrator",
        "Dương Hà",
        "merge",
        with_units=["Đình Xuyên"],
        founded={"name": "Thiên Đức", "code": "00541"},
    )
    before, after = tree.on(EVE), tree.on(DAY)
    assert before["Dương Hà"] == ("Đơn vị district", "00541")
    assert after["Thiên Đức"] == ("Đơn vị district", "00541")
    assert not {"Dương Hà", "Đình Xuyên"} & set(after)
    assert after["Chi hội Hạ"][0] == "Thiên Đức"
    assert [(one.origin.name, one.successor.name, one.share) for one in done.lineage] == [
        ("Dương Hà", "Thiên Đức", "whole"),
        ("Đình Xuyên", "Thiên Đức", "whole"),
    ]
    assert [one.name for one in tree.read("Dương Hà").now] == ["Thiên Đức"]


def test_a_code_without_its_day_names_another_place(tree: Tree, desk: Desk) -> None:
    test_two_units_merge_into_a_new_one_that_takes_over_a_code(tree)

    def named(day: date) -> list[str]:
        listed: UnitList = desk.run("stranger", finding_units.by_code, "00541", "gso", day)
        return [unit.name for unit in listed.items]

    assert named(EVE) == ["Dương Hà"]
    assert named(DAY) == ["Thiên Đức"]
    assert named(date(2019, 1, 1)) == []


def test_an_old_name_finds_the_unit_and_what_it_is_now(tree: Tree, desk: Desk) -> None:
    test_two_units_merge_into_a_new_one_that_takes_over_a_code(tree)
    found = desk.run("stranger", finding_units.by_name, "duong ha", None).items
    assert [(one.name, one.ended, [now.name for now in one.now]) for one in found] == [
        ("Dương Hà", True, ["Thiên Đức"])
    ]


def test_one_of_the_merged_may_live_on(tree: Tree) -> None:
    tree.found("Phù Đổng")
    tree.found("Trung Mầu")
    tree.do("administrator", "Phù Đổng", "merge", with_units=["Trung Mầu"], into=["Phù Đổng"])
    assert "Phù Đổng" in tree.on(DAY)
    assert "Trung Mầu" not in tree.on(DAY)


def test_a_split_ends_the_unit_and_names_the_hamlets(tree: Tree) -> None:
    for name in ("Cổ Bi", "Gia Lâm mới", "Phù Đổng mới"):
        tree.found(name)
    done = tree.do(
        "administrator",
        "Cổ Bi",
        "split",
        into=["Gia Lâm mới", "Phù Đổng mới"],
        hamlets={tree.ids["Gia Lâm mới"]: "Thôn Cam, Thôn Vàng; thôn cam"},
    )
    assert "Cổ Bi" not in tree.on(DAY)
    assert [(one.share, one.hamlets) for one in done.lineage] == [
        ("part", ["Thôn Cam", "Thôn Vàng"]),
        ("part", []),
    ]
    assert len(tree.read("Cổ Bi").now) == 2


def test_a_part_leaves_and_the_unit_lives_on(tree: Tree) -> None:
    for name in ("Thạch Bàn", "Bát Tràng"):
        tree.found(name)
    tree.do("administrator", "Thạch Bàn", "part_transfer", into=["Bát Tràng"])
    assert {"Thạch Bàn", "Bát Tràng"} <= set(tree.on(DAY))


def test_a_split_unit_may_be_one_of_its_successors(tree: Tree) -> None:
    for name in ("Bát Tràng", "Gia Lâm mới"):
        tree.found(name)
    tree.found("Chi hội", "Bát Tràng", kind="chapter")
    named = {tree.ids["Chi hội"]: tree.ids["Gia Lâm mới"]}
    tree.do(
        "administrator", "Bát Tràng", "split", into=["Bát Tràng", "Gia Lâm mới"], children=named
    )
    assert tree.on(DAY)["Chi hội"][0] == "Gia Lâm mới"
    assert not tree.read("Bát Tràng").ended


def test_children_of_a_split_unit_each_get_a_parent(tree: Tree) -> None:
    for name in ("Đa Tốn", "Gia Lâm mới", "Bát Tràng mới"):
        tree.found(name)
    tree.found("Chi hội Khoan", "Đa Tốn", kind="chapter")
    split = {"into": ["Gia Lâm mới", "Bát Tràng mới"]}
    with pytest.raises(Invalid) as refused:
        tree.do("administrator", "Đa Tốn", "split", **split)
    assert wrong(refused) == ("/children", "children-left")
    named = {tree.ids["Chi hội Khoan"]: tree.ids["Bát Tràng mới"]}
    tree.do("administrator", "Đa Tốn", "split", **split, children=named)
    assert tree.on(DAY)["Chi hội Khoan"][0] == "Bát Tràng mới"
    assert tree.on(EVE)["Chi hội Khoan"][0] == "Đa Tốn"


def test_the_history_tells_both_sides_newest_first(tree: Tree, desk: Desk) -> None:
    test_two_units_merge_into_a_new_one_that_takes_over_a_code(tree)
    heir = tree.read("Dương Hà").now[0].id
    tree.ids["heir"] = heir
    later = date(2025, 9, 1)
    tree.do("administrator", "heir", "rename", name="Thiên Đức mới", effective_on=later)
    told = desk.run("stranger", histories.page, heir, _page())
    assert [(row.kind, row.effective_on) for row in told.items] == [
        ("rename", later),
        ("merge", DAY),
    ]
    assert told.items[0].unit.name == "Thiên Đức"


# -- refusals ----------------------------------------------------------------------------------


def test_what_cannot_be_is_told_at_its_field(tree: Tree) -> None:
    tree.found("A")
    tree.found("B")
    tree.found("B1", "B", kind="chapter")
    tree.found("Gone", kind="group")
    tree.do("administrator", "Gone", "close")
    far = date(2019, 1, 1)
    for unit, kind, more, expected in (
        ("A", "rename", {}, ("/name", "nothing-changes")),
        ("A", "move", {}, ("/parent", "missing")),
        ("A", "merge", {}, ("/into", "one-successor")),
        ("A", "merge", {"into": ["B", "commune"]}, ("/into", "one-successor")),
        ("A", "split", {"into": ["B"]}, ("/into", "two-successors")),
        ("A", "part_transfer", {}, ("/into", "one-receiver")),
        ("A", "merge", {"into": ["A"]}, ("/into", "into-itself")),
        ("A", "part_transfer", {"into": ["A"]}, ("/into", "into-itself")),
        ("A", "merge", {"into": ["Gone"]}, ("/into", "unit-closed-then")),
        ("A", "rename", {"name": "C", "effective_on": far}, ("/effective_on", "before-unit")),
        ("A", "close", {"effective_on": date(2020, 1, 1)}, ("/effective_on", "before-unit")),
        ("Gone", "rename", {"name": "C"}, ("/effective_on", "after-unit")),
        ("B", "close", {}, ("/children", "children-left")),
        ("B", "move", {"parent": "B1"}, ("/parent", "under-itself")),
        ("B", "move", {"parent": "B"}, ("/parent", "under-itself")),
        ("B", "merge", {"into": ["B1"]}, ("/into", "under-itself")),
        ("A", "move", {"parent": "khong-co"}, ("/parent", "unit-unknown")),
        ("A", "move", {"parent": "Gone"}, ("/parent", "unit-closed-then")),
    ):
        with pytest.raises(Invalid) as refused:
            tree.do("administrator", unit, kind, **more)
        assert wrong(refused) == expected, (unit, kind, more)


def test_a_circle_that_would_close_on_a_later_day_is_seen(tree: Tree) -> None:
    tree.found("A")
    tree.found("B")
    tree.do("administrator", "A", "move", parent="B", effective_on=date(2026, 1, 1))
    with pytest.raises(Invalid) as refused:
        tree.do("administrator", "B", "move", parent="A", effective_on=date(2025, 1, 1))
    assert wrong(refused) == ("/parent", "under-itself")


def test_units_that_move_together_close_no_circle(tree: Tree) -> None:
    for name in ("A", "B"):
        tree.found(name)
    tree.found("A1", "A")
    tree.found("A2", "A")
    round_about = {tree.ids["A1"]: tree.ids["A2"], tree.ids["A2"]: tree.ids["A1"]}
    with pytest.raises(Invalid) as refused:
        tree.do("administrator", "A", "close", children=round_about)
    assert wrong(refused) == ("/children", "under-itself")
    with pytest.raises(Invalid) as refused:
        tree.do("administrator", "A", "merge", with_units=["A1"], into=["A1"])
    assert wrong(refused) == ("/into", "under-itself")


def test_decisions_are_written_in_their_order(tree: Tree) -> None:
    tree.found("A")
    tree.do("administrator", "A", "rename", name="A2")
    with pytest.raises(Invalid) as refused:
        tree.do("administrator", "A", "close", effective_on=date(2025, 1, 1))
    assert wrong(refused) == ("/effective_on", "before-last-change")


def test_one_decision_is_written_once_however_it_is_typed(tree: Tree, desk: Desk) -> None:
    tree.found("A")
    tree.do("administrator", "A", "rename", name="B", decision_number="12/NQ-HĐND")
    with pytest.raises(Conflict, match="decision-recorded"):
        tree.do("administrator", "A", "rename", name="C", decision_number="12 / nq-hđnd")
    rows = desk.database.read_now(lambda s: list(s.execute(select(Reorganisation)).scalars()))
    assert len(rows) == 1


def test_two_changes_of_one_kind_on_one_day_have_no_order(tree: Tree) -> None:
    for name in ("A", "B", "C"):
        tree.found(name)
    tree.do("administrator", "A", "rename", name="A2")
    with pytest.raises(Conflict, match="same-day"):
        tree.do("administrator", "A", "rename", name="A3", decision_number="other")
    with pytest.raises(Conflict, match="same-day"):
        tree.do("administrator", "A", "close")
    tree.do("administrator", "A", "move", parent="city")
    tree.do("administrator", "B", "merge", into=["C"])
    with pytest.raises(Conflict, match="same-day"):
        tree.do("administrator", "C", "close")
    with pytest.raises(Conflict, match="same-day"):
        tree.do("administrator", "C", "merge", into=["A"])


def test_a_code_of_a_living_unit_is_not_given_away(tree: Tree) -> None:
    tree.found("A", code="00001")
    tree.found("B")
    with pytest.raises(Invalid) as refused:
        tree.do("administrator", "B", "rename", code="00001")
    assert wrong(refused) == ("/code", "code-held")
    with pytest.raises(Conflict, match="code-in-use"):
        tree.found("C", code="00001")


def test_an_officer_reorganises_her_tree_and_no_other(tree: Tree) -> None:
    tree.found("A")
    tree.do("officer", "A", "rename", name="A2")
    with pytest.raises(Forbidden):
        tree.do("officer", "other_commune", "rename", name="X")
    with pytest.raises(Forbidden):
        tree.do("officer", "A", "merge", into=["other_commune"])
    with pytest.raises(Forbidden):
        tree.do("officer", "A", "move", parent="city")
    for who in ("chair", "member", "adviser", "nobody", "stranger"):
        with pytest.raises(Forbidden):
            tree.do(who, "A", "close")


def test_a_decision_may_take_effect_in_days_to_come(tree: Tree) -> None:
    tree.found("A")
    soon = clock.today() + timedelta(days=30)
    tree.do("administrator", "A", "close", effective_on=soon)
    assert "A" in tree.on(clock.today())
    assert "A" not in tree.on(soon)
    assert not tree.read("A").ended


@pytest.mark.parametrize("kind", ["market", "school", "enterprise", "armed_forces", "direct_unit"])
def test_units_outside_the_territory_stand_in_the_tree(tree: Tree, kind: str) -> None:
    tree.found("Đơn vị ngoài địa bàn", "city", kind=kind, valid_from=date(2024, 5, 1))
    assert "Đơn vị ngoài địa bàn" not in tree.on(date(2024, 4, 30))
    assert tree.read("Đơn vị ngoài địa bàn").kind == kind


def test_below_a_unit_that_is_not_there_nothing_is_founded(tree: Tree) -> None:
    tree.found("Gone", kind="group")
    tree.do("administrator", "Gone", "close")
    with pytest.raises(Invalid) as refused:
        tree.found("C", "Gone", valid_from=date(2026, 1, 1))
    assert wrong(refused) == ("/parent", "unit-closed-then")
