"""Gia Lâm's 22 units, 17, then 4 communes: each day's tree, and the pilot's members in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy.orm import Session

from app import content
from app.demo import load as loader
from app.schemas.figures import UnitFiguresRead
from app.schemas.units import PlacementCreate
from app.services import finding_units, placements, placing, unit_figures, unit_tree
from tests.demo.loaded import SLUG, Loaded, fresh, work

PILOT, YEAR_END, HALF, REFORM = (
    date(2024, 12, 31),
    date(2025, 1, 1),
    date(2025, 6, 30),
    date(2025, 7, 1),
)
SIZE = 1514


@pytest.fixture(scope="module")
def reformed(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Loaded]:
    with fresh(tmp_path_factory.mktemp("reform"), request, "demo_reformed") as database:
        database.write_now(lambda s: loader.load(work(s), SIZE, reformed=True))
        yield Loaded(database)


def communes(reformed: Loaded, day: date, *, of_gia_lam: bool = True) -> dict[str, str | None]:
    """Short name → code of the communes; the four of today stand below Hà Nội itself."""
    others = {"phường Long Biên", "phường Phúc Lợi", "phường Thạch Bàn", "phường Cự Khối"}

    def look(session: Session) -> dict[str, str | None]:
        listed = unit_tree.tree(work(session), day).items
        named = {
            one.name.removeprefix("Hội LHPN "): one.code for one in listed if one.kind == "commune"
        }
        return {name: code for name, code in named.items() if (name in others) != of_gia_lam}

    return reformed.see(look)


def figures(reformed: Loaded, on: date, as_of: date) -> UnitFiguresRead:
    return reformed.as_role("chair", lambda w: unit_figures.page(w, SLUG, on, as_of))


def counts(seen: UnitFiguresRead) -> dict[str, int]:
    return {one.unit.name.removeprefix("Hội LHPN "): one.count for one in seen.units if one.count}


def test_there_are_22_then_17_then_4(reformed: Loaded) -> None:
    assert [len(communes(reformed, day)) for day in (PILOT, YEAR_END, HALF, REFORM)] == [
        22,
        17,
        17,
        4,
    ]
    assert communes(reformed, REFORM) == {
        "xã Gia Lâm": "00565",
        "xã Thuận An": "00562",
        "xã Bát Tràng": "00577",
        "xã Phù Đổng": "00541",
    }
    assert set(communes(reformed, REFORM, of_gia_lam=False)) == {
        "phường Long Biên",
        "phường Phúc Lợi",
    }


def test_both_districts_end_and_stay_readable(reformed: Loaded) -> None:
    for day, there in ((HALF, True), (REFORM, False)):
        names = reformed.see(
            lambda s, day=day: {u.name for u in unit_tree.tree(work(s), day).items}  # type: ignore[misc]
        )
        assert ({"Hội LHPN huyện Gia Lâm", "Hội LHPN quận Long Biên"} <= names) is there


@pytest.mark.parametrize(
    ("day", "name"),
    [(PILOT, "xã Dương Hà"), (YEAR_END, "xã Thiên Đức"), (REFORM, "xã Phù Đổng")],
)
def test_one_code_named_three_places(reformed: Loaded, day: date, name: str) -> None:
    found = reformed.see(lambda s: finding_units.by_code(work(s), "00541", "gso", day).items)
    assert [one.name for one in found] == [f"Hội LHPN {name}"]


def test_old_names_lead_to_the_units_of_today(reformed: Loaded) -> None:
    def now(name: str) -> set[str]:
        found = reformed.see(lambda s: finding_units.by_name(work(s), name, None).items)
        return {unit.name.removeprefix("Hội LHPN ") for one in found for unit in one.now}

    assert now("Dương Hà") == {"xã Phù Đổng"}
    assert now("Cổ Bi") == {"xã Gia Lâm", "xã Phù Đổng", "phường Phúc Lợi"}
    assert now("Kim Sơn") == {"xã Thuận An", "xã Gia Lâm"}


@pytest.mark.parametrize("on", [PILOT, YEAR_END, HALF, REFORM, date(2026, 11, 25)])
def test_every_tree_gives_the_same_total(reformed: Loaded, on: date) -> None:
    totals = set()
    for as_of in (PILOT, YEAR_END, HALF, REFORM, on):
        seen = figures(reformed, on, as_of)
        assert (
            sum(one.count for one in seen.units) + seen.undetermined_total + seen.unsaid
        ) == seen.total
        assert sum(one.count for one in seen.undetermined) == seen.undetermined_total
        totals.add(seen.total)
    assert len(totals) == 1


def test_reports_across_both_days_carry_whole_units_and_no_part(reformed: Loaded) -> None:
    old = counts(figures(reformed, PILOT, PILOT))
    published = {unit.name.removeprefix("Hội LHPN "): unit.members for unit in content.communes()}
    assert old == published
    first = figures(reformed, YEAR_END, YEAR_END)
    assert counts(first)["xã Thiên Đức"] == old["xã Dương Hà"] + old["xã Đình Xuyên"]
    assert counts(first)["xã Kim Đức"] == old["xã Kim Lan"] + old["xã Văn Đức"]
    assert first.undetermined_total == 0
    new = figures(reformed, PILOT, REFORM)
    whole: tuple[str, ...] = (
        "thị trấn Yên Viên",
        "xã Yên Thường",
        "xã Yên Viên",
        "xã Ninh Hiệp",
        "xã Đình Xuyên",
    )
    whole += ("xã Dương Hà", "xã Phù Đổng", "xã Trung Mầu")
    assert counts(new)["xã Phù Đổng"] == sum(old[name] for name in whole)
    assert counts(new)["xã Gia Lâm"] == old["xã Dương Xá"] + old["xã Kiêu Kỵ"]
    assert {one.unit.name.removeprefix("Hội LHPN "): one.count for one in new.undetermined} == {
        "xã Cổ Bi": old["xã Cổ Bi"],
        "xã Đặng Xá": old["xã Đặng Xá"],
        "xã Phú Sơn": old["xã Phú Thị"] + old["xã Kim Sơn"],
        "thị trấn Trâu Quỳ": old["thị trấn Trâu Quỳ"],
        "xã Đa Tốn": old["xã Đa Tốn"],
        "xã Bát Tràng": old["xã Bát Tràng"] + old["xã Đông Dư"],
    }


def test_placing_a_hamlet_moves_its_people_in_the_new_tree_alone(reformed: Loaded) -> None:
    def look(w: object) -> tuple[UnitFiguresRead, UnitFiguresRead, int, UnitFiguresRead]:
        from app.store.actors import Work

        assert isinstance(w, Work)
        found = finding_units.by_name(w, "Cổ Bi", None).items[0]
        before = unit_figures.page(w, SLUG, HALF, REFORM)
        seen = placements.read(w, found.id, None)
        hamlet = max(seen.hamlets, key=lambda one: one.count)
        target = next(one for one in seen.choices if one.name.endswith("Gia Lâm"))
        body = PlacementCreate(unit=target.id, hamlets=[hamlet.hamlet])
        placed = placing.place(w, found.id, body).placed
        after = unit_figures.page(w, SLUG, HALF, REFORM)
        return before, after, placed, unit_figures.page(w, SLUG, HALF, PILOT)

    before, after, placed, old = reformed.as_role("chair", look)
    assert placed > 0
    assert before.total == after.total
    # Some of the placed joined later, or have left: not all were inside on that day.
    moved = before.undetermined_total - after.undetermined_total
    assert 0 < moved <= placed
    assert counts(after)["xã Gia Lâm"] - counts(before)["xã Gia Lâm"] == moved
    assert counts(old)["xã Cổ Bi"] == counts(figures(reformed, HALF, PILOT))["xã Cổ Bi"]


def test_the_plain_demonstration_keeps_the_tree_of_2024(loaded: Loaded) -> None:
    assert len(communes(loaded, date(2026, 11, 25))) == 22
