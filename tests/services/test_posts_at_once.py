"""The shortened form of `python -m checks.posts`."""

from __future__ import annotations

from app.db import Database
from tests.factories import Scene
from tests.services import posts_at_once


def test_random_operations_at_once_leave_one_decision_and_no_unapproved_text(
    database: Database, scene: Scene
) -> None:
    found = posts_at_once.run(database, scene, 360)
    assert found.faults == []
    assert {"approve", "change", "refuse", "ask"} <= set(found.done)
    assert found.refused
