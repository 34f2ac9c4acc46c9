"""After a division nobody is moved: people are placed by hamlet or one by one, and once."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.refusals import Forbidden, Invalid
from app.models.audit import AuditRow
from app.models.members import Member
from app.models.reorganisations import MemberPlacement
from app.schemas.units import PlacementCreate, PlacementDone, PlacementEnd, PlacementsRead
from app.services import cards, placements, placing
from tests.factories import Scene
from tests.services.desk import Desk
from tests.services.test_reorganisations import Tree


class Village:
    """Commune `commune` of the scene, divided in two; who said which hamlet."""

    def __init__(self, desk: Desk, scene: Scene) -> None:
        self.desk, self.scene, self.tree = desk, scene, Tree(desk, scene)
        hamlets = {"hoa": "Thôn Cam", "lan": "thôn cam ", "mai": "Thôn Vàng", "dong": ""}

        def say(session: Session) -> None:
            for name, hamlet in hamlets.items():
                session.execute(
                    update(Member)
                    .where(col(Member.id) == scene.members[name])
                    .values(unit_id=scene.units["commune"], hamlet=hamlet)
                )

        desk.database.write_now(say)
        self.tree.found("Gia Lâm")
        self.tree.found("Phù Đổng")
        self.done = self.tree.do(
            "administrator",
            "commune",
            "split",
            into=["Gia Lâm", "Phù Đổng"],
            hamlets={self.tree.ids["Phù Đổng"]: "Cam"},
        )

    def read(self, who: str = "chair") -> PlacementsRead:
        return self.desk.run(who, placements.read, self.scene.units["commune"], None)

    def place(self, who: str, unit: str, verb: Any = placing.place, **more: Any) -> PlacementDone:
        body = PlacementCreate(unit=self.tree.ids.get(unit, unit), **more)
        done: PlacementDone = self.desk.run(who, verb, self.scene.units["commune"], body)
        return done


@pytest.fixture
def village(desk: Desk, scene: Scene) -> Village:
    return Village(desk, scene)


def test_the_list_groups_by_hamlet_however_it_is_written(village: Village) -> None:
    seen = village.read()
    assert [(one.key, one.count, one.suggested) for one in seen.hamlets] == [
        ("cam", 2, village.tree.ids["Phù Đổng"]),
        ("vang", 1, None),
    ]
    assert (seen.unplaced, seen.without_hamlet) == (4, 1)
    assert [one.id for one in seen.people] == [village.scene.members["dong"]]
    assert [one.name for one in seen.choices] == ["Gia Lâm", "Phù Đổng"]


def test_a_hamlet_is_previewed_placed_and_logged(village: Village, desk: Desk) -> None:
    foreseen = village.place("membership", "Phù Đổng", placing.preview, hamlets=["Thôn Cam"])
    assert (foreseen.placed, village.read().unplaced) == (2, 4)
    done = village.place("membership", "Phù Đổng", hamlets=["Thôn Cam"])
    assert (done.placed, done.already) == (2, 0)
    seen = village.read()
    assert [(one.hamlet, one.unit.name, one.count) for one in seen.placed] == [
        ("Thôn Cam", "Phù Đổng", 2)
    ]
    assert seen.unplaced == 2
    rows = desk.database.read_now(
        lambda s: list(
            s.execute(select(AuditRow).where(col(AuditRow.action) == "member.place")).scalars()
        )
    )
    assert [(row.subject_type, row.facts["persons"]) for row in rows] == [("unit", 2)]


def test_who_has_no_hamlet_stays_until_she_is_placed_by_herself(village: Village) -> None:
    dong = village.scene.members["dong"]
    village.place("membership", "Gia Lâm", hamlets=["Thôn Cam", "Thôn Vàng"])
    assert village.read().unplaced == 1
    assert village.place("membership", "Gia Lâm", members=[dong]).placed == 1
    assert village.read().unplaced == 0


def test_nobody_is_placed_twice_and_a_mistake_can_be_taken_back(village: Village) -> None:
    hoa = village.scene.members["hoa"]
    village.place("chair", "Gia Lâm", members=[hoa])
    again = village.place("chair", "Phù Đổng", members=[hoa])
    assert (again.placed, again.already) == (0, 1)
    end = PlacementEnd(hamlets=["Thôn Cam"])
    commune = village.scene.units["commune"]
    seen = village.desk.run("chair", placing.take_back, commune, end)
    assert (seen.unplaced, seen.placed) == (4, [])
    assert village.place("chair", "Phù Đổng", members=[hoa]).placed == 1
    rows = village.desk.database.read_now(
        lambda s: list(s.execute(select(MemberPlacement)).scalars())
    )
    assert len(rows) == 2


def test_what_she_said_stays_as_it_was(village: Village) -> None:
    village.place("chair", "Phù Đổng", hamlets=["Thôn Cam"])
    assert village.desk.member("hoa").unit_id == village.scene.units["commune"]


def test_officers_count_and_place_but_read_no_names(village: Village) -> None:
    seen = village.read("officer")
    assert (seen.unplaced, seen.people, seen.may_write) == (4, [], True)
    assert village.place("officer", "Gia Lâm", hamlets=["Thôn Vàng"]).placed == 1
    assert village.read("adviser").may_write is False


@pytest.mark.parametrize("who", ["moderator", "editor", "adviser", "member", "nobody", "stranger"])
def test_who_does_not_keep_the_roll_places_nobody(village: Village, who: str) -> None:
    with pytest.raises(Forbidden):
        village.place(who, "Gia Lâm", hamlets=["Thôn Cam"])


@pytest.mark.parametrize("who", ["other_chair", "administrator", "nobody", "stranger"])
def test_who_serves_elsewhere_reads_no_list(village: Village, who: str) -> None:
    with pytest.raises(Forbidden):
        village.read(who)


def test_only_a_successor_takes_people_in(village: Village) -> None:
    for more, pointer in (
        ({"unit": "city", "hamlets": ["Thôn Cam"]}, "/unit"),
        ({"unit": "Gia Lâm"}, "/hamlets"),
    ):
        with pytest.raises(Invalid) as refused:
            village.place("chair", **more)
        assert refused.value.errors[0].pointer == pointer
    with pytest.raises(Invalid):
        village.desk.run(
            "officer",
            placing.place,
            village.tree.ids["Gia Lâm"],
            PlacementCreate(unit="x", hamlets=["a"]),
        )


def test_the_board_sees_what_her_unit_is_now(village: Village) -> None:
    card = village.desk.run("chair", lambda w: cards.card(w, village.desk.member("hoa")))
    assert card.unit is not None
    assert card.unit.ended
    assert [one.name for one in card.unit.now] == ["Gia Lâm", "Phù Đổng"]
    assert card.unit_now is None
    village.place("chair", "Phù Đổng", hamlets=["Thôn Cam"])
    card = village.desk.run("chair", lambda w: cards.card(w, village.desk.member("hoa")))
    assert card.unit_now is not None
    assert card.unit_now.name == "Phù Đổng"
