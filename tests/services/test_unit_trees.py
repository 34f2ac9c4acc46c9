"""Lineage and counts equal a plain replay; the long form is `python -m checks.units`."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress

from sqlalchemy.orm import Session

from tests.factories import Scene
from tests.services import unit_trees
from tests.services.desk import Desk

TREES, DECISIONS = 12, 30


class Enough(Exception):
    """Rolls a trial back."""


def test_random_trees_tell_what_a_replay_tells(desk: Desk, scene: Scene) -> None:
    faults: list[str] = []
    done = Counter[str]()
    for seed in range(TREES):

        def trial(session: Session, seed: int = seed) -> None:
            found = unit_trees.run(session, scene, seed, DECISIONS)
            faults.extend(found.faults)
            done.update(found.done)
            raise Enough

        with suppress(Enough):
            desk.database.write_now(trial)
    assert faults == []
    kinds = {"rename", "move", "merge", "split", "part_transfer", "close"}
    assert all(done[kind] > 5 for kind in kinds), done
