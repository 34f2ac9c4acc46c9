"""No cell under `k` is recovered from all that an adviser may read of a survey (ADR 0032).

The long form, fifty surveys and both databases: `python -m checks.survey_cells`.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.db import Database
from app.domain.surveys import cells
from tests import survey_random
from tests.factories import Scene
from tests.survey_cells import Attack
from tests.survey_random import Data

As = Callable[..., TestClient]
#: In survey 98 the table of a condition's question hides cells among the chapters alone.
SEEDS = [*range(6), 98]


@pytest.fixture
def attack(as_: As, app: Any, scene: Scene) -> Callable[[Random], Attack]:
    database: Database = app.state.house.database

    def run(random: Random) -> Attack:
        def make(session: Session) -> tuple[Data, str]:
            return survey_random.put(session, scene, random)

        data, survey = database.write_now(make)
        found = Attack(data)
        found.run(survey, lambda path: as_("adviser").get(path).json())
        return found

    return run


@pytest.mark.parametrize("seed", SEEDS)
def test_no_small_cell_is_recovered(attack: Callable[[Random], Attack], seed: int) -> None:
    found = attack(Random(seed))
    assert found.found() == []
    assert found.read > 100


def test_the_attacker_succeeds_where_only_small_cells_are_hidden(
    attack: Callable[[Random], Attack], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cells, "_weak_line", lambda *_: None)
    monkeypatch.setattr(cells, "_known_line", lambda *_: None)
    assert len(attack(Random(1)).found()) > 5
