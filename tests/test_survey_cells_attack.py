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
from app.domain.surveys import choosing
from tests import survey_random
from tests.factories import Scene
from tests.survey_cells import Attack, naive
from tests.survey_random import Choice, Data

As = Callable[..., TestClient]
Run = Callable[..., Attack]
#: In survey 98 the table of a condition's question hides cells among the chapters alone.
SEEDS = [*range(6), 98]


@pytest.fixture
def attack(as_: As, app: Any, scene: Scene) -> Run:
    database: Database = app.state.house.database

    def run(random: Random, choice: Choice = survey_random.PLAIN) -> Attack:
        def make(session: Session) -> tuple[Data, str]:
            return survey_random.put(session, scene, random, choice)

        data, survey = database.write_now(make)
        found = Attack(data=data)
        found.run(survey, lambda path: as_("adviser").get(path).json())
        return found

    return run


@pytest.mark.parametrize("seed", SEEDS)
def test_no_small_cell_is_recovered(attack: Run, seed: int) -> None:
    found = attack(Random(seed))
    assert found.found() == []
    assert found.read > 100


@pytest.mark.parametrize("choice", survey_random.CHOICES, ids=str)
@pytest.mark.parametrize("seed", range(3))
def test_nor_where_the_form_says_how_many_are_chosen(
    attack: Run, seed: int, choice: Choice
) -> None:
    assert attack(Random(seed), choice).found() == []


def test_the_attacker_succeeds_where_only_small_cells_are_hidden(
    attack: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    naive(monkeypatch.setattr)
    assert len(attack(Random(1)).found()) > 5


def test_and_where_nobody_thinks_of_how_many_are_chosen(
    attack: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing.Rule, "possible", lambda *_: True)
    found = [attack(Random(seed), survey_random.CHOICES[0]).found() for seed in range(3)]
    assert len([cell for each in found for cell in each]) > 5
