"""Many officers at once: a decision is recorded once, no circle closes, nobody is placed twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.db import Database
from app.domain.reorganisations import has_circle
from app.models.members import Member
from app.models.reorganisations import MemberPlacement, Reorganisation
from app.settings import Settings
from app.store import reorganisations
from tests.factories import Scene
from tests.server import served
from tests.services.desk import Desk
from tests.services.test_reorganisations import DAY, Tree
from tests.test_parallel import TIGHT, Call, at_once, count, posting, statuses

MANY = 20
DECISION = {
    "decided_on": "2025-06-16",
    "issuer": "UBTVQH",
    "effective_on": DAY.isoformat(),
}


@pytest.fixture
def tree(database: Database, scene: Scene) -> Tree:
    found = Tree(Desk(database, scene), scene)
    for name in ("A", "B", "C", "D"):
        found.found(name)
    return found


@pytest.fixture
def address(settings: Settings, tmp_path: Path) -> Iterator[str]:
    with served(settings, tmp_path / "server.log", **TIGHT) as found:
        yield found


def deciding(tree: Tree, unit: str, kind: str, number: str, **more: Any) -> Call:
    path = f"/units/{tree.ids[unit]}/reorganisations"
    token = tree.desk.scene.tokens["administrator"]
    return posting(path, token, kind=kind, decision_number=number, **DECISION, **more)


def test_one_decision_from_many_is_recorded_once(
    address: str, tree: Tree, database: Database
) -> None:
    calls = [deciding(tree, "A", "merge", "1/NQ", into=[tree.ids["B"]])] * MANY
    answers = at_once(address, calls)
    assert statuses(answers) == {201: 1, 409: MANY - 1}
    assert {one.json()["code"] for one in answers if one.status_code == 409} == {
        "decision-recorded"
    }
    assert count(database, col(Reorganisation.unit_id) == tree.ids["A"]) == 1


def test_a_unit_is_changed_once_a_day_whatever_the_decision(
    address: str, tree: Tree, database: Database
) -> None:
    calls = [deciding(tree, "A", "rename", f"{n}/NQ", name=f"Tên {n}") for n in range(MANY)]
    assert statuses(at_once(address, calls)) == {201: 1, 409: MANY - 1}
    calls = [
        deciding(tree, "B", "merge", f"{n}/NQ", into=[tree.ids["CD"[n % 2]]]) for n in range(MANY)
    ]
    answers = statuses(at_once(address, calls))
    assert answers[201] == 1
    assert sum(answers.values()) == MANY
    assert set(answers) <= {201, 409, 422}


def test_moves_that_are_harmless_alone_close_no_circle_together(
    address: str, tree: Tree, database: Database
) -> None:
    around = {"A": "B", "B": "C", "C": "D", "D": "A"}
    calls = [
        deciding(tree, unit, "move", f"{n}/NQ", parent=tree.ids[parent])
        for n in range(5)
        for unit, parent in around.items()
    ]
    answers = statuses(at_once(address, calls))
    assert answers[201] == 3
    assert set(answers) <= {201, 409, 422}
    parents = database.read_now(lambda session: reorganisations.parents_on(session, DAY))
    assert not has_circle(parents)


def test_a_hamlet_placed_by_many_is_placed_once(
    address: str, tree: Tree, scene: Scene, database: Database
) -> None:
    names = ("hoa", "lan", "mai", "dong")

    def say(session: Session) -> None:
        session.execute(
            update(Member)
            .where(col(Member.id).in_([scene.members[name] for name in names]))
            .values(unit_id=scene.units["commune"], hamlet="Thôn Cam")
        )

    database.write_now(say)
    tree.do("administrator", "commune", "split", into=["A", "B"])
    path = f"/units/{scene.units['commune']}/placements"
    calls = [
        posting(
            path,
            scene.tokens[("chair", "membership")[n % 2]],
            unit=tree.ids["AB"[n % 2]],
            hamlets=["thôn cam"],
        )
        for n in range(MANY)
    ]
    answers = at_once(address, calls)
    assert statuses(answers) == {200: MANY}
    assert sum(one.json()["placed"] for one in answers) == len(names)
    rows = database.read_now(
        lambda session: list(session.execute(select(MemberPlacement)).scalars())
    )
    assert len(rows) == len(names)
