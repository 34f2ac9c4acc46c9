"""Answers are counted once, whoever folds them when, and the counts are proven."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from app.models.survey_responses import SurveyResponse, SurveyTally
from app.models.surveys import Survey
from app.store import survey_tallies
from tests import surveys
from tests.factories import work_of
from tests.services.desk import Desk
from tests.survey_counts import EXAMPLE, answer, fold

FORM = {"title": "Chị cần gì?", "questions": [surveys.question("q1")]}
Make = Callable[..., Survey]


@pytest.fixture
def make(desk: Desk) -> Make:
    def made(form: Any = FORM, groups: Any = ()) -> Survey:
        of = desk.database.write_now(lambda s: surveys.survey(work_of(s), desk.scene, form))
        answer(desk.database, of, groups)
        return of

    return made


def test_counts_are_the_same_before_while_and_after_they_are_folded(desk: Desk, make: Make) -> None:
    of = make(groups=EXAMPLE)

    def read() -> Any:
        return desk.database.read_now(lambda s: survey_tallies.counts(s, of.id))

    before = read()
    assert before[1, "q1", "", "a"] == 40
    assert before[1, "q1", "", "?"] == before[1, "", "", ""] == 61
    assert desk.database.write_now(lambda s: survey_tallies.fold(s, 20)) == 20
    assert read() == before
    assert fold(desk.database) == 41
    assert read() == before
    assert fold(desk.database) == 0
    assert desk.faults() == []


def test_the_clock_folds(desk: Desk, make: Make) -> None:
    make(groups=EXAMPLE)
    desk.work_off()
    waiting = select(col(SurveyResponse.id)).where(~col(SurveyResponse.counted))
    assert desk.database.read_now(lambda s: s.execute(waiting).first()) is None


def test_every_type_is_counted_and_proven(desk: Desk, make: Make) -> None:
    answers: dict[str, Any] = {
        "single": "a", "multiple": ["a", "b"], "matrix_multiple": {"r1": ["a"], "r2": ["b", "c"]},
        "ranking": ["c", "a"], "number": 2.5, "date": "2026-11-28", "time": "08:15",
    }  # fmt: skip
    make(surveys.EVERY_TYPE, [(6, answers), (3, {})])
    fold(desk.database)
    assert desk.faults() == []


def test_a_damaged_tally_is_found(desk: Desk, make: Make) -> None:
    of = make(groups=EXAMPLE)
    fold(desk.database)
    harm = update(SurveyTally).where(col(SurveyTally.value) == "a").values(n=41)
    desk.database.write_now(lambda s: s.execute(harm))
    assert desk.faults() == [f"survey {of.id}: version 1 q1 - a says 41, responses say 40"]


def test_a_response_that_was_never_counted_is_found(desk: Desk, make: Make) -> None:
    of = make(groups=[(3, {"q1": "a"})])
    desk.database.write_now(lambda s: s.execute(update(SurveyResponse).values(counted=True)))
    assert f"survey {of.id}: version 1 q1 - a says 0, responses say 3" in desk.faults()
