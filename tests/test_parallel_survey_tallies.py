"""Several fold and read at once: every response is counted exactly once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from app import clock
from app.db import Database
from app.services import checking
from app.store import survey_tallies
from tests import surveys
from tests.factories import Scene, work_of
from tests.survey_counts import answer

FORM = {"title": "Chị cần gì?", "questions": [surveys.question("q1"), surveys.question("q2")]}
MANY, AT_ONCE, STEP = 600, 6, 25


@pytest.fixture
def survey_id(database: Database, scene: Scene) -> str:
    of = database.write_now(lambda s: surveys.survey(work_of(s), scene, FORM))
    answer(database, of, [(MANY // 2, {"q1": "a", "q2": "b"}), (MANY // 2, {"q1": "c"})])
    return of.id


def test_folds_at_once_count_every_response_once(database: Database, survey_id: str) -> None:
    """Each reader beside them sees all of them, whatever is folded at that moment."""
    seen: list[int] = []

    def work(_: int) -> int:
        done = 0
        for _turn in range(MANY):
            many = database.write_now(lambda s: survey_tallies.fold(s, STEP))
            told = database.read_now(lambda s: survey_tallies.counts(s, survey_id))
            seen.append(told[1, "", "", ""])
            if not many:
                break
            done += many
        return done

    with ThreadPoolExecutor(AT_ONCE) as pool:
        folded = sum(pool.map(work, range(AT_ONCE)))
    while many := database.write_now(lambda s: survey_tallies.fold(s, STEP)):
        folded += many
    assert folded == MANY
    assert set(seen) == {MANY}
    told = database.read_now(lambda s: survey_tallies.counts(s, survey_id))
    assert told[1, "q1", "", "a"] == told[1, "q1", "", "c"] == told[1, "q2", "", "b"] == MANY // 2
    assert told[1, "q2", "", "?"] == MANY
    database.write_now(checking.seal_first)
    assert database.read_now(lambda s: checking.faults(s, clock.now())) == []
